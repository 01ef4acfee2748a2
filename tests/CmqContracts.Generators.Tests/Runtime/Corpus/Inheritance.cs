namespace CmqContracts.Generators.Tests.Runtime;

// Members of base types.
public abstract record Document(Guid Id)
{
    public abstract string Title { get; init; }

    public virtual int Pages { get; set; } = 1;

    public DateTime? At { get; set; }
}

public abstract record Approved(Guid Id, string By) : Document(Id)
{
    public override int Pages { get; set; } = 2;

    public virtual string? Place { get; init; }
}

[CmqQueue("three-levels")]
public partial record ThreeLevels(Guid Id, string By, int Version = 1) : Approved(Id, By)
{
    public override required string Title { get; init; }

    public sealed override string? Place { get; init; } = "here";
}

[CmqQueue("fourth-level")]
public partial record FourthLevel(Guid Id, string By) : ThreeLevels(Id, By, 4)
{
    public new int Version { get; set; } = 5;

    public override int Pages => 3;
}

public abstract class Entity<TKey, TData>
    where TKey : struct
{
    public TKey Key { get; set; }

    public TKey? Parent { get; set; }

    public required TData Data { get; init; }

    public virtual IReadOnlyList<TData>? All { get; set; }
}

public class Described<TData> : Entity<Guid, TData>
{
    public string? Description { get; set; }
}

[CmqQueue("generic-base")]
public partial class GenericBase : Described<OrderLine>
{
    public int Own { get; set; }
}

[CmqQueue("generic-base-of-structs")]
public sealed partial class GenericBaseOfStructs : Entity<int, Money?>
{
    public override IReadOnlyList<Money?>? All { get; set; } = [];
}

public interface INamed
{
    string Name { get; }

    int Length => Name.Length;
}

[CmqQueue("by-interface")]
public partial record ByInterface(string Name) : INamed, IEquatable<string>
{
    public bool Equals(string? other) => Name == other;
}

public class Base
{
    public Base(int number) => Number = number;

    public int Number { get; }

    protected int Unseen { get; set; } = 9;

    public static int Shared { get; set; }

    public int this[int index] => index;
}

[CmqQueue("base-with-constructor")]
public partial class BaseWithConstructor(int number, string text) : Base(number)
{
    public string Text { get; } = text;
}

[CmqQueue("shadowing")]
public partial class Shadowing : Dog
{
    public new int Age { get; set; }

    public new Box<int> Toy { get; set; } = new();
}
