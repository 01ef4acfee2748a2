using System.Collections.Immutable;
using CmqContracts.Generators.Model;
using CmqContracts.Schema;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads <c>[JsonNumberHandling]</c>.</summary>
internal static class NumberHandlingParser
{
    /// <summary>The handling that the attribute on a member or type sets; <see langword="null"/>: there is no attribute.</summary>
    public static NumberHandling? Of(ImmutableArray<AttributeData> attributes) =>
        attributes.Json(KnownNames.JsonNumberHandling) is { ConstructorArguments: { Length: 1 } arguments } && arguments[0].Value is int form ? (NumberHandling)form : null;

    /// <summary>Whether the attribute applies to a type: to numbers, and to collections of numbers.</summary>
    public static bool AppliesTo(ITypeSymbol type) => IsNumber(type) || (ItemOf(type) is { } item && IsNumber(item));

    private static bool IsNumber(ITypeSymbol type) => ScalarTypes.KindOf(type.OrNullableValue()) is { } kind && kind.IsNumber();

    private static ITypeSymbol? ItemOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { IsSZArray: true } array => ScalarTypes.KindOf(array) is null ? array.ElementType : null,
        INamedTypeSymbol named when CollectionTypes.SequenceOf(named) is not null => named.TypeArguments[0],
        INamedTypeSymbol named when CollectionTypes.MapOf(named) is not null => named.TypeArguments[1],
        INamedTypeSymbol named => UserCollection.Of(named)?.Item,
        _ => null,
    };
}
