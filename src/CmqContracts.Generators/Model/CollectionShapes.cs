namespace CmqContracts.Generators.Model;

/// <summary>A collection that is an array in JSON.</summary>
/// <param name="Type">The type.</param>
/// <param name="Form">How it is created.</param>
/// <param name="Item">The shape of its items.</param>
internal sealed record SequenceShape(TypeRef Type, SequenceForm Form, int Item) : TypeShape(Type);

/// <summary>A collection of keys and values that is an object in JSON.</summary>
/// <param name="Type">The type.</param>
/// <param name="Form">How it is created.</param>
/// <param name="Key">The shape of its keys.</param>
/// <param name="Value">The shape of its values.</param>
internal sealed record MapShape(TypeRef Type, MapForm Form, int Key, int Value) : TypeShape(Type);

/// <summary>What a sequence is created as when it is read.</summary>
internal enum SequenceKind
{
    /// <summary>An array.</summary>
    Array,

    /// <summary>A list itself.</summary>
    List,

    /// <summary>An interface that a list implements.</summary>
    ListInterface,

    /// <summary>A class to which items are added one by one, or an interface that it implements.</summary>
    Filled,

    /// <summary>An immutable array, whose items are in a span.</summary>
    ImmutableArray,

    /// <summary>A collection that is created from all of its items.</summary>
    Created,

    /// <summary>A collection that the user wrote, filled through the class or interface that it derives from or implements.</summary>
    UserCollection,
}

/// <summary>How a sequence is created.</summary>
internal sealed record SequenceForm
{
    /// <summary>What it is created as.</summary>
    public required SequenceKind Kind { get; init; }

    /// <summary>The generic class that is filled; of a user's collection, the type that it is filled through.</summary>
    public string Builder { get; init; } = "";

    /// <summary>The arguments of that class's constructor.</summary>
    public EquatableArray<string> BuilderArguments { get; init; }

    /// <summary>The method that adds an item.</summary>
    public string Add { get; init; } = "Add";

    /// <summary>The generic method or constructor that creates the sequence from the filled class, or from an array; <see langword="null"/>: the filled class is the sequence.</summary>
    public string? Factory { get; init; }

    /// <summary>The factory's arguments after the items.</summary>
    public EquatableArray<string> FactoryArguments { get; init; }

    /// <summary>The callbacks that it implements.</summary>
    public Callbacks Callbacks { get; init; }
}

/// <summary>How a map is created.</summary>
internal sealed record MapForm
{
    /// <summary>The generic class that is filled; of a user's collection, the type that it is filled through.</summary>
    public required string Builder { get; init; }

    /// <summary>The arguments of that class's constructor.</summary>
    public EquatableArray<string> BuilderArguments { get; init; }

    /// <summary>The generic method or constructor that creates the map from the filled class; <see langword="null"/>: the filled class is the map.</summary>
    public string? Factory { get; init; }

    /// <summary>The factory's arguments after the filled class.</summary>
    public EquatableArray<string> FactoryArguments { get; init; }

    /// <summary>Whether it is a collection that the user wrote.</summary>
    public bool IsUserCollection { get; init; }

    /// <summary>The callbacks that it implements.</summary>
    public Callbacks Callbacks { get; init; }
}
