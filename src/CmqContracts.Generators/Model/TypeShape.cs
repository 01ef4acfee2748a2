namespace CmqContracts.Generators.Model;

/// <summary>How a type looks in JSON. Other shapes are named by their index in <see cref="ContractSpec.Shapes"/>, so that types may contain themselves.</summary>
internal abstract record TypeShape(TypeRef Type);

/// <summary>One value: a number, a text, a time...</summary>
internal sealed record ScalarShape(TypeRef Type, ScalarKind Kind) : TypeShape(Type);

/// <summary>An enum, as its number.</summary>
internal sealed record EnumShape(TypeRef Type, ScalarKind Underlying, string UnderlyingKeyword) : TypeShape(Type);

/// <summary>An enum, as the names of its values; what has no name is a number.</summary>
/// <param name="Type">The enum.</param>
/// <param name="Underlying">The kind of its numbers.</param>
/// <param name="UnderlyingKeyword">The keyword of its numbers' type.</param>
/// <param name="IsFlags">Whether values are combinations of the named ones.</param>
/// <param name="IsKey">Whether it is the key of a map, so that also numbers are in quotes.</param>
/// <param name="Names">The names, in the order in which they are looked for.</param>
internal sealed record NamedEnumShape(
    TypeRef Type,
    ScalarKind Underlying,
    string UnderlyingKeyword,
    bool IsFlags,
    bool IsKey,
    EquatableArray<EnumName> Names) : TypeShape(Type);

/// <summary>The name of an enum's value.</summary>
/// <param name="Text">The name in JSON.</param>
/// <param name="Value">The value as a literal of C#.</param>
/// <param name="IsExact">Whether reading it depends on upper and lower case, as for names that an attribute gives.</param>
internal sealed record EnumName(string Text, string Value, bool IsExact);

/// <summary>A value type or <c>null</c>.</summary>
internal sealed record NullableShape(TypeRef Type, int Value) : TypeShape(Type);

/// <summary>An array.</summary>
/// <param name="Type">The type.</param>
/// <param name="Form">How it is made.</param>
/// <param name="Item">The shape of its items.</param>
internal sealed record SequenceShape(TypeRef Type, SequenceForm Form, int Item) : TypeShape(Type);

/// <summary>An object with any names, all values of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Form">How it is made.</param>
/// <param name="Key">The shape of its keys.</param>
/// <param name="Value">The shape of its values.</param>
internal sealed record MapShape(TypeRef Type, MapForm Form, int Key, int Value) : TypeShape(Type);

/// <summary>An object with members.</summary>
/// <param name="Type">The type.</param>
/// <param name="Name">The type as users write it.</param>
/// <param name="Members">The members in the order in which they are written.</param>
/// <param name="Arguments">What the constructor takes.</param>
/// <param name="SetsRequiredMembers">Whether the constructor sets the members that C# requires.</param>
internal sealed record ObjectShape(
    TypeRef Type,
    string Name,
    EquatableArray<MemberSpec> Members,
    EquatableArray<ArgumentSpec> Arguments,
    bool SetsRequiredMembers) : TypeShape(Type);

/// <summary>What a sequence is made as when it is read.</summary>
internal enum SequenceKind
{
    /// <summary>An array.</summary>
    Array,

    /// <summary>A list itself.</summary>
    List,

    /// <summary>An interface that a list fulfils.</summary>
    ListInterface,

    /// <summary>A class that takes items one by one, or an interface that it fulfils.</summary>
    Filled,

    /// <summary>An immutable array, which has its items in a span.</summary>
    ImmutableArray,

    /// <summary>A collection that is made from all of its items.</summary>
    Created,
}

/// <summary>How a sequence is made.</summary>
/// <param name="Kind">What it is made as.</param>
/// <param name="Maker">The generic class that is filled, or the static one that creates.</param>
/// <param name="Add">The method that takes an item.</param>
internal sealed record SequenceForm(SequenceKind Kind, string Maker = "", string Add = "Add");

/// <summary>How a map is made.</summary>
/// <param name="Maker">The generic class that is filled.</param>
/// <param name="Creator">The static class that makes the map out of the filled one; <see langword="null"/>: it is the map.</param>
internal sealed record MapForm(string Maker, string? Creator = null);

/// <summary>The values that have their own methods in the JSON writer and reader, by the names of those methods.</summary>
internal enum ScalarKind
{
    Boolean,
    Byte,
    SByte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Int128,
    UInt128,
    Half,
    Single,
    Double,
    Decimal,
    Char,
    String,
    Guid,
    DateTime,
    DateTimeOffset,
    DateOnly,
    TimeOnly,
    TimeSpan,
    Uri,
    Version,
    Bytes,
    Memory,
}
