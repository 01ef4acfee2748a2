using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// The corpus: contracts whose codecs are generated while this project is compiled, and compared with System.Text.Json.
[CmqQueue("QueueForTest", VisibilityTimeout = 10, DeadLetterQueue = "dead", MaxReceiveCount = 3)]
public sealed partial record OrderPlaced(Guid Id, string Customer, decimal Total, IReadOnlyList<OrderLine> Lines, string? Note = null, int Priority = 3);

public sealed class OrderLine
{
    public required string Sku { get; init; }

    public int Count { get; set; } = 1;

    public decimal? Price { get; init; } = 9.5m;

    public DayOfWeek Day { get; set; }
}

[CmqQueue("integers")]
public partial record Integers(bool A, byte B, sbyte C, short D, ushort E, int F, uint G, long H, ulong I, Int128 J, UInt128 K);

[CmqQueue("fractions")]
public partial record Fractions(Half A, float B, double C, decimal D);

[CmqQueue("texts")]
public partial record Texts(char A, string B, Uri C, Version D, byte[] E, Guid F);

[CmqQueue("times")]
public partial record Times(DateTime A, DateTimeOffset B, DateOnly C, TimeOnly D, TimeSpan E);

[CmqQueue("nullables")]
public partial class Nullables
{
    public int? A { get; set; }

    public string? B { get; set; }

    public DateTime? C { get; set; }

    public DayOfWeek? D { get; set; }

    public Money? E { get; set; }

    public Uri? F { get; set; }

    public byte[]? G { get; set; }

    public Version? H { get; set; }

    public char? I { get; set; }

    public Half? J { get; set; }
}

public readonly record struct Money(decimal Amount, string? Currency);

public enum Small : byte
{
    None,
    Some = 7,
}

[CmqQueue("enums")]
public partial record Enums(Small A, DayOfWeek B, Small? C, List<Small> D, Small[] E);

[CmqQueue("sequences")]
public partial class Sequences
{
    public int[] A { get; set; } = [];

    public string?[][] B { get; set; } = [];

    public List<long> C { get; set; } = [];

    public IList<string> D { get; set; } = [];

    public ICollection<int?> E { get; set; } = [];

    public IEnumerable<Money> F { get; set; } = [];

    public IReadOnlyList<double>? G { get; set; }

    public IReadOnlyCollection<Guid> H { get; set; } = [];

    public HashSet<int> I { get; set; } = [];

    public ISet<string> J { get; set; } = new HashSet<string>();
}

[CmqQueue("maps")]
public partial class Maps
{
    public Dictionary<string, int> A { get; set; } = [];

    public IDictionary<string, string?> B { get; set; } = new Dictionary<string, string?>();

    public IReadOnlyDictionary<string, Money> C { get; set; } = new Dictionary<string, Money>();

    public Dictionary<int, List<string>> D { get; set; } = [];

    public Dictionary<Guid, Dictionary<string, bool>>? E { get; set; }
}

[CmqQueue("mixed")]
public partial class Mixed(int first, string second = "two")
{
    public int First { get; } = first;

    public string Second { get; } = second;

    public required int Third { get; set; }

    public string Fourth { get; init; } = "four";

    public string Fifth { get; set; } = "five";

    public int ReadOnly => First + 1;

#pragma warning disable CMQ0210 // Written and not read, as the oracle does it.
    public int Hidden { get; private set; } = 1;
#pragma warning restore CMQ0210

    [JsonIgnore]
    public object? Ignored { get; set; }

    [JsonPropertyName("other name 中文 \"quoted\"")]
    public int Renamed { get; set; }

    [JsonInclude]
#pragma warning disable CA1051
    public int Field;
#pragma warning restore CA1051

    [JsonRequired]
    public int Demanded { get; set; }
}

[CmqQueue("point")]
public partial record struct Point(int X, int Y)
{
    public string? Label { get; set; }
}

[CmqQueue("frozen-point")]
public readonly partial record struct FrozenPoint(int X, Money Y);

[CmqQueue("tree")]
public partial record Tree(string Name, Tree? Left, List<Tree> Children);

public abstract class Animal
{
    public virtual string Name { get; set; } = "";

    public int Age { get; set; }
}

[CmqQueue("dog")]
public partial class Dog : Animal
{
    public override string Name { get; set; } = "dog";

    public Box<string> Toy { get; set; } = new();

    public Box<int>? Bones { get; set; }
}

public class Box<T>
{
    public T? Content { get; set; }
}

#nullable disable
[CmqQueue("oblivious")]
public partial record Oblivious(string A, List<string> B)
{
    public string C { get; set; }
}
#nullable restore

[CmqQueue("keywords")]
public partial record Keywords(int @class, string @event, bool IOStream, int ID, string Ünïcode);

[CmqQueue("empty")]
public partial record Empty;

public class Hidden
{
    public int A { get; set; }

    public int C { get; init; }
}

[CmqQueue("hiding")]
public partial class Hiding : Hidden
{
    public new string A { get; set; } = "";

    public new string C { get; init; } = "";
}

public class Overridden
{
    public virtual int A { get; init; }

    public virtual int B { get; set; }
}

[CmqQueue("half-overriding")]
public partial class HalfOverriding : Overridden
{
    public override int A => base.A;

    public override int B
    {
        set => base.B = value;
    }
}

public class Labelled
{
    public int BC { get; init; }

    public int C { get; init; }
}

public class A : Labelled;

public class AB : Labelled;

[CmqQueue("labels")]
public partial record Labels(A? First, AB? Second, List<A> Firsts, Dictionary<string, AB?>? Seconds);

[CmqQueue("ignored-parameters")]
public partial record IgnoredParameters([property: JsonIgnore] string? A = "a", [property: JsonIgnore] short B = 3, int C = 5, double D = -1.5);

public static partial class Outer
{
    [CmqQueue("nested")]
    internal sealed partial record Nested(Inner Value);

    internal sealed record Inner(int A);
}
