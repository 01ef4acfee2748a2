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
internal sealed record SequenceShape(TypeRef Type, SequenceKind Kind, int Item) : TypeShape(Type);

/// <summary>An object with any names, all values of one type.</summary>
internal sealed record MapShape(TypeRef Type, int Key, int Value) : TypeShape(Type);

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

    /// <summary>A hash set, or an interface that it fulfils.</summary>
    Set,
}

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
}
