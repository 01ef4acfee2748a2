namespace CmqContracts.Generators.Model;

/// <summary>How a type looks in JSON. Other shapes are named by their index in <see cref="ContractSpec.Shapes"/>, so that types may contain themselves.</summary>
internal abstract record TypeShape(TypeRef Type);

/// <summary>One value: a number, a text, a time...</summary>
/// <param name="Type">The type.</param>
/// <param name="Kind">The methods that write and read it.</param>
/// <param name="Numbers">How it is written and read, if it is a number.</param>
internal sealed record ScalarShape(TypeRef Type, ScalarKind Kind, NumberForm Numbers = NumberForm.ReadFromText) : TypeShape(Type);

/// <summary>A value that a converter of the user's writes and reads.</summary>
/// <param name="Type">The type.</param>
/// <param name="Converter">The converter's class.</param>
/// <param name="IsFactory">Whether the class makes the converter instead of being it.</param>
/// <param name="NullableValue">If the type is a nullable value type, whose converter takes null too, the value type.</param>
internal sealed record ConverterShape(TypeRef Type, TypeRef Converter, bool IsFactory, TypeRef? NullableValue = null) : TypeShape(Type);

/// <summary>An object of one of several types, which a discriminator tells apart.</summary>
/// <param name="Type">The type that they have in common.</param>
/// <param name="Name">That type as users write it.</param>
/// <param name="Discriminator">Name of the member that says the type.</param>
/// <param name="Derived">The types.</param>
/// <param name="Base">The shape of an object without discriminator; <see langword="null"/>: there is none, as the type is abstract.</param>
/// <param name="Unknown">What is written for a type that is not among them.</param>
/// <param name="IgnoresUnrecognized">Whether an unknown discriminator reads as none at all.</param>
internal sealed record PolymorphicShape(
    TypeRef Type,
    string Name,
    string Discriminator,
    EquatableArray<DerivedSpec> Derived,
    int? Base,
    UnknownDerived Unknown,
    bool IgnoresUnrecognized) : TypeShape(Type)
{
    /// <summary>Whether reading looks for a discriminator.</summary>
    public bool HasDiscriminators => Derived.Any(derived => derived.HasDiscriminator);
}

/// <summary>One of the types of a <see cref="PolymorphicShape"/>.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Text">Its discriminator, if that is a string.</param>
/// <param name="Number">Its discriminator, if that is a number.</param>
internal sealed record DerivedSpec(int Shape, string? Text, int? Number)
{
    /// <summary>Whether JSON says the type.</summary>
    public bool HasDiscriminator => Text is not null || Number is not null;
}

/// <summary>What is written for an object whose type has no shape.</summary>
internal enum UnknownDerived
{
    /// <summary>Nothing: it is an error.</summary>
    Fails,

    /// <summary>The members of the common type.</summary>
    IsBase,

    /// <summary>The members of the nearest type that has a shape.</summary>
    IsNearest,
}

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
/// <param name="Construction">How an object is made.</param>
/// <param name="RefusesUnknown">Whether names that no member has are an error.</param>
/// <param name="Extra">The member that keeps what no other member has; <see langword="null"/>: none does.</param>
/// <param name="Part">What it is as one of the types of a <see cref="PolymorphicShape"/>; <see langword="null"/>: it is on its own.</param>
/// <param name="Skipped">Names of ignored members, which are neither unknown nor extension data.</param>
/// <param name="Callbacks">What it asks to be told.</param>
internal sealed record ObjectShape(
    TypeRef Type,
    string Name,
    EquatableArray<MemberSpec> Members,
    EquatableArray<ArgumentSpec> Arguments,
    Construction Construction,
    bool RefusesUnknown,
    MemberSpec? Extra,
    PartForm? Part,
    EquatableArray<string> Skipped,
    Callbacks Callbacks) : TypeShape(Type);

/// <summary>How an object is made.</summary>
internal enum Construction
{
    /// <summary>By a constructor that generated code may call.</summary>
    Direct,

    /// <summary>Through an accessor, as the constructor is not public.</summary>
    Accessor,

    /// <summary>Not at all: the type is abstract, and only written.</summary>
    None,
}

/// <summary>An object as one of the types of a <see cref="PolymorphicShape"/>.</summary>
/// <param name="BaseLabel">The label of the type that they have in common.</param>
/// <param name="Discriminator">The name that says the type; no other member may have it, nor one that begins with a dollar sign. <see langword="null"/>: nothing says the type.</param>
/// <param name="Text">The discriminator, if it is a string.</param>
/// <param name="Number">The discriminator, if it is a number.</param>
internal sealed record PartForm(string BaseLabel, string? Discriminator, string? Text, int? Number)
{
    /// <summary>Whether JSON begins with the discriminator.</summary>
    public bool HasLead => Text is not null || Number is not null;
}

/// <summary>What no other member of an object has.</summary>
/// <param name="Type">The type.</param>
/// <param name="Maker">The class that is filled.</param>
internal sealed record ExtraShape(TypeRef Type, string Maker) : TypeShape(Type);

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

    /// <summary>A collection of the user's own, which takes items as what it derives from or fulfils.</summary>
    Own,
}

/// <summary>How a sequence is made.</summary>
/// <param name="Kind">What it is made as.</param>
/// <param name="Maker">The generic class that is filled; of an own one, the type that it is filled as.</param>
/// <param name="Add">The method that takes an item.</param>
/// <param name="Creator">The generic method or constructor that makes the sequence out of the filled one, or of an array; <see langword="null"/>: it is the sequence.</param>
/// <param name="Callbacks">What it asks to be told.</param>
/// <param name="MakerArguments">What the constructor of the class that is filled takes.</param>
/// <param name="CreatorArguments">What the creator takes behind the items, with its comma.</param>
internal sealed record SequenceForm(
    SequenceKind Kind,
    string Maker = "",
    string Add = "Add",
    string? Creator = null,
    Callbacks Callbacks = Callbacks.None,
    string MakerArguments = "",
    string CreatorArguments = "");

/// <summary>How a map is made.</summary>
/// <param name="Maker">The generic class that is filled; of an own one, the type that it is filled as.</param>
/// <param name="Creator">The generic method or constructor that makes the map out of the filled one; <see langword="null"/>: it is the map.</param>
/// <param name="IsOwn">Whether it is a class of the user's own.</param>
/// <param name="Callbacks">What it asks to be told.</param>
/// <param name="MakerArguments">What the constructor of the class that is filled takes.</param>
/// <param name="CreatorArguments">What the creator takes behind the filled one, with its comma.</param>
internal sealed record MapForm(
    string Maker,
    string? Creator = null,
    bool IsOwn = false,
    Callbacks Callbacks = Callbacks.None,
    string MakerArguments = "",
    string CreatorArguments = "");

/// <summary>How a number is written and read. The values are those of <c>JsonNumberHandling</c>.</summary>
[Flags]
internal enum NumberForm
{
    /// <summary>As a number of JSON.</summary>
    Strict = 0,

    /// <summary>A string that holds a number is read as well.</summary>
    ReadFromText = 1,

    /// <summary>It is written as a string.</summary>
    WriteAsText = 2,

    /// <summary>What is not finite has a name, as a string.</summary>
    Named = 4,
}
