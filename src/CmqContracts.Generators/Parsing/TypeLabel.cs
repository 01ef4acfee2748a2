using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Names types by an identifier: <c>Dictionary&lt;string, int[]&gt;</c> is <c>DictionaryOfStringAndArrayOfInt32</c>.</summary>
internal static class TypeLabel
{
    public static string Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => "ArrayOf" + Of(array.ElementType),
        INamedTypeSymbol { TypeArguments.Length: > 0 } named => named.Name + "Of" + string.Join("And", named.TypeArguments.Select(Of)),
        _ => type.Name,
    };
}
