using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Decides which types are arrays or maps in JSON, and which may be objects.</summary>
internal static class CollectionTypes
{
    private const string Generic = "System.Collections.Generic.";
    private const string ObjectModel = "System.Collections.ObjectModel.";
    private const string Concurrent = "System.Collections.Concurrent.";
    private const string Immutable = "System.Collections.Immutable.";
    private const string Frozen = "System.Collections.Frozen.";

    private const string NotFillable = "it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary";

    /// <summary>How lists without an item type are created.</summary>
    public static SequenceForm ListOfObjects { get; } = Filled(Generic + "List");

    /// <summary>How a collection type of .NET is created from items: those that <c>System.Text.Json</c> reads, and the frozen and read-only ones.</summary>
    public static SequenceForm? SequenceOf(INamedTypeSymbol type) => type.Arity != 1 ? null : type.OriginalDefinition.MetadataFullName() switch
    {
        Generic + "List`1" => new SequenceForm { Kind = SequenceKind.List },
        Generic + "IList`1" or Generic + "ICollection`1" or Generic + "IEnumerable`1" or Generic + "IReadOnlyList`1" or Generic + "IReadOnlyCollection`1" => new SequenceForm { Kind = SequenceKind.ListInterface },
        Generic + "HashSet`1" or Generic + "ISet`1" or Generic + "IReadOnlySet`1" => new SequenceForm { Kind = SequenceKind.Filled, Builder = Global(Generic + "HashSet"), BuilderArguments = KeyComparers.Of(type) },
        Generic + "SortedSet`1" => Filled(Generic + "SortedSet"),
        Generic + "Queue`1" => Filled(Generic + "Queue", "Enqueue"),
        Generic + "Stack`1" => Filled(Generic + "Stack", "Push"),
        Generic + "LinkedList`1" => Filled(Generic + "LinkedList", "AddLast"),
        ObjectModel + "Collection`1" => Filled(ObjectModel + "Collection"),
        ObjectModel + "ObservableCollection`1" => Filled(ObjectModel + "ObservableCollection"),
        ObjectModel + "ReadOnlyCollection`1" => Created("new " + Global(ObjectModel + "ReadOnlyCollection")),
        ObjectModel + "ReadOnlySet`1" => new SequenceForm { Kind = SequenceKind.Filled, Builder = Global(Generic + "HashSet"), BuilderArguments = KeyComparers.Of(type), Factory = "new " + Global(ObjectModel + "ReadOnlySet") },
        Frozen + "FrozenSet`1" => Created(Global(Frozen + "FrozenSet.ToFrozenSet"), KeyComparers.OfFrozen(type)),
        Concurrent + "ConcurrentQueue`1" => Filled(Concurrent + "ConcurrentQueue", "Enqueue"),
        Concurrent + "ConcurrentStack`1" => Filled(Concurrent + "ConcurrentStack", "Push"),
        Immutable + "ImmutableArray`1" => new SequenceForm { Kind = SequenceKind.ImmutableArray, Factory = CreateRange("ImmutableArray") },
        Immutable + "ImmutableList`1" or Immutable + "IImmutableList`1" => Created(CreateRange("ImmutableList")),
        Immutable + "ImmutableHashSet`1" or Immutable + "IImmutableSet`1" => Created(Global(Immutable + "ImmutableHashSet.ToImmutableHashSet"), KeyComparers.Of(type)),
        Immutable + "ImmutableSortedSet`1" => Created(CreateRange("ImmutableSortedSet")),
        Immutable + "ImmutableQueue`1" or Immutable + "IImmutableQueue`1" => Created(CreateRange("ImmutableQueue")),
        Immutable + "ImmutableStack`1" or Immutable + "IImmutableStack`1" => Created(CreateRange("ImmutableStack")),
        _ => null,
    };

    /// <summary>How a dictionary type of .NET is created from keys and values.</summary>
    public static MapForm? MapOf(INamedTypeSymbol type) => type.Arity != 2 ? null : type.OriginalDefinition.MetadataFullName() switch
    {
        Generic + "Dictionary`2" or Generic + "IDictionary`2" or Generic + "IReadOnlyDictionary`2" => new MapForm { Builder = Global(Generic + "Dictionary"), BuilderArguments = KeyComparers.Of(type) },
        Generic + "SortedDictionary`2" => new MapForm { Builder = Global(Generic + "SortedDictionary") },
        // Filled through a tree, as an insertion into the list itself moves all items after it.
        Generic + "SortedList`2" => new MapForm { Builder = Global(Generic + "SortedDictionary"), Factory = "new " + Global(Generic + "SortedList") },
        Concurrent + "ConcurrentDictionary`2" => new MapForm { Builder = Global(Concurrent + "ConcurrentDictionary"), BuilderArguments = KeyComparers.Of(type) },
        Immutable + "ImmutableDictionary`2" or Immutable + "IImmutableDictionary`2" => HashedMap(type, Global(Immutable + "ImmutableDictionary.ToImmutableDictionary"), KeyComparers.Of(type)),
        Immutable + "ImmutableSortedDictionary`2" => HashedMap(type, CreateRange("ImmutableSortedDictionary")),
        ObjectModel + "ReadOnlyDictionary`2" => HashedMap(type, "new " + Global(ObjectModel + "ReadOnlyDictionary")),
        Frozen + "FrozenDictionary`2" => HashedMap(type, Global(Frozen + "FrozenDictionary.ToFrozenDictionary"), KeyComparers.OfFrozen(type)),
        _ => null,
    };

    /// <summary>Whether a type is a list without an item type.</summary>
    public static bool IsListWithoutItemType(INamedTypeSymbol type) => type.SpecialType is SpecialType.System_Collections_IEnumerable
        || (type is { TypeKind: TypeKind.Interface, Arity: 0, Name: "IList" or "ICollection" } && type.MetadataFullName() is "System.Collections.IList" or "System.Collections.ICollection");

    private static SequenceForm Filled(string builder, string add = "Add") => new() { Kind = SequenceKind.Filled, Builder = Global(builder), Add = add };

    private static SequenceForm Created(string factory, EquatableArray<string> arguments = default) => new() { Kind = SequenceKind.Created, Factory = factory, FactoryArguments = arguments };

    private static MapForm HashedMap(INamedTypeSymbol type, string factory, EquatableArray<string> arguments = default) =>
        new() { Builder = Global(Generic + "Dictionary"), BuilderArguments = KeyComparers.Of(type), Factory = factory, FactoryArguments = arguments };

    private static string CreateRange(string collection) => Global(Immutable + collection) + ".CreateRange";

    private static string Global(string name) => "global::" + name;

    /// <summary>Why a type can be neither an object with members nor a collection that the user wrote; <see langword="null"/>: it can.</summary>
    public static string? ReasonAgainstObject(INamedTypeSymbol type, INamedTypeSymbol codecOwner, Compilation compilation)
    {
        if (IsCollection(type) && (IsOfFramework(type) ? NotFillable : UserCollection.WhyNot(type)) is { } reason)
            return reason;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
            return type.TypeKind is TypeKind.Interface ? "an interface does not say which class to create; name the classes with [JsonDerivedType]" : UnsupportedTypes.Why(type);
        if (type.IsRefLikeType || IsOfFramework(type))
            return UnsupportedTypes.Why(type);
        if (type.IsAbstract)
            return "it is abstract, so it does not say which class to create; name the classes with [JsonDerivedType]";
        return compilation.IsSymbolAccessibleWithin(type, codecOwner) ? null : "it is not accessible from the message";
    }

    /// <summary>Whether a type would be an array or a map in JSON.</summary>
    public static bool IsCollection(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i.SpecialType is SpecialType.System_Collections_IEnumerable);

    /// <summary>Whether a type is <c>KeyValuePair</c>, which is an object in JSON.</summary>
    public static bool IsPair(INamedTypeSymbol type) =>
        type is { Arity: 2, Name: "KeyValuePair" } && type.OriginalDefinition.MetadataFullName() == Generic + "KeyValuePair`2";

    /// <summary>Whether a type belongs to .NET.</summary>
    public static bool IsOfFramework(INamedTypeSymbol type)
    {
        if (IsPair(type))
            return false;
        string assembly = type.ContainingAssembly?.Name ?? "";
        return assembly is "mscorlib" or "netstandard" || assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.", StringComparison.Ordinal);
    }
}
