using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators.Parsing;

/// <summary>Where a user names a type: the location for diagnostics about the type and the types in it.</summary>
/// <param name="whole">The location of the member, or of whatever else names the type.</param>
/// <param name="syntax">The type as it is written; <see langword="null"/>: it is not, or not known.</param>
/// <param name="type">The type.</param>
internal sealed class TypeLocation(Location whole, TypeSyntax? syntax = null, ITypeSymbol? type = null)
{
    /// <summary>The location of the member, or of whatever else names the type.</summary>
    public Location Whole => whole;

    /// <summary>The location of a type: where it is written, or else the whole, as for types of members of the written one.</summary>
    public Location Of(ITypeSymbol part) => syntax is not null && Find(syntax, type!, part) is { } found ? found.GetLocation() : whole;

    /// <summary>The location of types within a type that are not written anywhere.</summary>
    public TypeLocation Within(ITypeSymbol part) => new(Of(part));

    private static TypeSyntax? Find(TypeSyntax syntax, ITypeSymbol type, ITypeSymbol part) => (syntax, type) switch
    {
        (NullableTypeSyntax nullable, { IsReferenceType: true }) => Find(nullable.ElementType, type, part),
        _ when SymbolEqualityComparer.Default.Equals(type, part) => syntax,
        (NullableTypeSyntax nullable, _) => Find(nullable.ElementType, type.OrNullableValue(), part),
        (QualifiedNameSyntax qualified, _) => Find(qualified.Right, type, part),
        (AliasQualifiedNameSyntax qualified, _) => Find(qualified.Name, type, part),
        (ArrayTypeSyntax { RankSpecifiers.Count: 1 } array, IArrayTypeSymbol { ElementType: { } item }) => Find(array.ElementType, item, part),
        (GenericNameSyntax { TypeArgumentList.Arguments: var arguments }, INamedTypeSymbol { TypeArguments: var types }) when arguments.Count == types.Length =>
            arguments.Select((argument, i) => Find(argument, types[i], part)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
