#pragma warning disable CA1051 // Fields are what some of these contracts are about.

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// How objects are created.
[CmqQueue("settable")]
public partial class Settable
{
    public int A { get; set; } = 1;

    public string B { get; set; } = "b";

    public List<int>? C { get; set; } = [3];
}

[CmqQueue("init-only")]
public sealed partial record InitOnly
{
    public int A { get; init; } = 1;

    public string? B { get; init; } = "b";

    public Money C { get; init; } = new(5, "CNY");
}

[CmqQueue("all-required")]
public partial class AllRequired
{
    public required int A { get; init; }

    public required string? B { get; set; }

    public required Money C { get; init; }
}

[CmqQueue("positional-and-required")]
public partial record PositionalAndRequired(int A, string B = "b")
{
    public required int C { get; init; }

    public required string D { get; set; }

    public int E { get; init; } = 5;
}

[CmqQueue("sets-required")]
public partial class SetsRequired
{
    [SetsRequiredMembers]
    public SetsRequired(int a) => (A, B) = (a, "b");

    public required int A { get; init; }

    public required string B { get; set; }
}

[CmqQueue("chosen-constructor")]
public partial class ChosenConstructor
{
    public ChosenConstructor()
        : this(1, "none")
    {
    }

    [JsonConstructor]
    public ChosenConstructor(int number, string? text = "chosen") => (Number, Text) = (number, text);

    public ChosenConstructor(int number, string? text, bool flag)
        : this(number, text) => Flag = flag;

    public int Number { get; }

    public string? Text { get; }

    public bool Flag { get; set; }
}

[CmqQueue("plain-struct")]
public partial struct PlainStruct
{
    public int A { get; set; }

    public string? B { get; init; }

    [JsonInclude]
    public long C;
}

[CmqQueue("struct-with-constructor")]
public readonly partial struct StructWithConstructor
{
    [JsonConstructor]
    public StructWithConstructor(int a, string b = "b") => (A, B) = (a, b);

    public int A { get; }

    public string B { get; }

    public int Sum => A + B.Length;
}

[CmqQueue("struct-that-begins")]
public partial struct StructThatBegins
{
    public StructThatBegins() => (A, B) = (1, "begun");

    public int A { get; set; }

    public string B { get; set; }
}

[CmqQueue("readonly-record-struct")]
public readonly partial record struct ReadonlyRecordStruct(int A, string? B = null)
{
    public int C { get; init; } = 3;

    public required int D { get; init; }
}

[CmqQueue("record-struct-defaults")]
public partial record struct RecordStructDefaults(int A = 1, string B = "b", Money? C = null);

[CmqQueue("structs-in-structs")]
public partial record struct StructsInStructs(PlainStruct A, StructWithConstructor? B, List<StructThatBegins> C, ReadonlyRecordStruct[] D);

[CmqQueue("included-fields")]
public partial class IncludedFields
{
    [JsonInclude]
    public required int A;

    [JsonInclude]
    [JsonPropertyName("bee")]
    public string? B = "b";

    [JsonInclude]
    internal DateOnly C;

    [JsonInclude]
    private protected Money D = new(1, null);

    public int NotInJson = 7;
}

public partial class Surrounding
{
    [JsonConstructor]
    private Surrounding(int a) => A = a;

    public int A { get; }

    public static Surrounding Of(int a) => new(a);

    [CmqQueue("constructed-within")]
    public partial record ConstructedWithin(Surrounding? B, int C);
}

/// <summary>The type of the member has only its name in common with that of the framework.</summary>
[CmqQueue("own-pair")]
public partial record OwnPair(OwnPair.KeyValuePair<int, string?> A)
{
    public class KeyValuePair<TKey, TValue>
    {
        public KeyValuePair()
        {
        }

        public KeyValuePair(TKey key, TValue value) => (Key, Value) = (key, value);

        public TKey? Key { get; set; }

        public TValue? Value { get; set; }
    }
}
