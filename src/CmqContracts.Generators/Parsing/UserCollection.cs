using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>How a collection that the user wrote is filled. As with <c>System.Text.Json</c>, only its items are in JSON, not its other members.</summary>
/// <param name="Constructor">The constructor of an empty one.</param>
/// <param name="CollectionType">The class or interface of .NET through which it is filled.</param>
/// <param name="Add">The method that adds an item.</param>
/// <param name="Key">The type of its keys; <see langword="null"/>: it is no map.</param>
/// <param name="Item">The type of its items, or of its values if it is a map.</param>
internal sealed record UserCollection(IMethodSymbol Constructor, INamedTypeSymbol CollectionType, string Add, ITypeSymbol? Key, ITypeSymbol Item)
{
    private const string Map = "System.Collections.Generic.IDictionary`2";

    /// <summary>How to fill a type; <see langword="null"/>: it cannot be filled, or is not a collection.</summary>
    public static UserCollection? Of(INamedTypeSymbol type)
    {
        if (!CollectionTypes.IsCollection(type) || CollectionTypes.IsOfFramework(type) || ReasonAgainst(type) is not null || CollectionTypeOf(type) is not { } collectionType)
            return null;
        IMethodSymbol constructor = ConstructorOf(type)!;
        if (CollectionTypes.MapOf(collectionType) is not null)
            return new UserCollection(constructor, collectionType, "Add", collectionType.TypeArguments[0], collectionType.TypeArguments[1]);
        string add = CollectionTypes.SequenceOf(collectionType) is { Kind: SequenceKind.Filled } form ? form.Add : "Add";
        return new UserCollection(constructor, collectionType, add, null, collectionType.TypeArguments[0]);
    }

    /// <summary>Why a type cannot be filled, as a clause of a message; <see langword="null"/>: it can.</summary>
    public static string? WhyNot(INamedTypeSymbol type) => ReasonAgainst(type) ?? (CollectionTypeOf(type) is null
        ? "it is not a collection that JSON can fill; such a collection derives from List or Dictionary, or implements ICollection<T> or IDictionary<TKey, TValue> once, and is not read-only"
        : null);

    private static string? ReasonAgainst(INamedTypeSymbol type)
    {
        if (type.IsAbstract || type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
            return "it is a collection and does not say which class to create";
        if (ConstructorOf(type) is not { } constructor)
            return "it is a collection without a public constructor that has no parameters";
        return HasRequired(type) && !constructor.GetAttributes().HasNullability("SetsRequiredMembersAttribute") ? "it is a collection, and its required members are not in JSON" : null;
    }

    private static IMethodSymbol? ConstructorOf(INamedTypeSymbol type) =>
        type.InstanceConstructors.FirstOrDefault(constructor => constructor.Parameters.IsEmpty && constructor.DeclaredAccessibility is Accessibility.Public);

    private static bool HasRequired(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
                return true;
        }

        return false;
    }

    /// <summary>The framework's class that a type derives from; else the interface.</summary>
    private static INamedTypeSymbol? CollectionTypeOf(INamedTypeSymbol type)
    {
        List<INamedTypeSymbol> maps = type.AllInterfaces.Where(i => i.Arity == 2 && i.OriginalDefinition.MetadataFullName() == Map).ToList();
        List<INamedTypeSymbol> sequences = type.AllInterfaces.Where(i => i.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_ICollection_T).ToList();
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (CollectionTypes.SequenceOf(current) is { } sequence)
                return sequence.Factory is null && maps.Count == 0 && sequences.Count <= 1 ? current : null;
            if (CollectionTypes.MapOf(current) is { } map)
                return map.Factory is null && maps.Count == 1 ? current : null;
        }

        return maps.Count > 0 ? Only(maps) : Only(sequences);
    }

    private static INamedTypeSymbol? Only(List<INamedTypeSymbol> interfaces) => interfaces.Count == 1 ? interfaces[0] : null;
}
