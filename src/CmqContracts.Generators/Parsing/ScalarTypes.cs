using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Which types are one value in JSON.</summary>
internal static class ScalarTypes
{
    public static ScalarKind? KindOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte })
            return ScalarKind.Bytes;
        if (IsMemoryOfBytes(type))
            return ScalarKind.Memory;
        ScalarKind? special = type.SpecialType switch
        {
            SpecialType.System_Boolean => ScalarKind.Boolean,
            SpecialType.System_Byte => ScalarKind.Byte,
            SpecialType.System_SByte => ScalarKind.SByte,
            SpecialType.System_Int16 => ScalarKind.Int16,
            SpecialType.System_UInt16 => ScalarKind.UInt16,
            SpecialType.System_Int32 => ScalarKind.Int32,
            SpecialType.System_UInt32 => ScalarKind.UInt32,
            SpecialType.System_Int64 => ScalarKind.Int64,
            SpecialType.System_UInt64 => ScalarKind.UInt64,
            SpecialType.System_Single => ScalarKind.Single,
            SpecialType.System_Double => ScalarKind.Double,
            SpecialType.System_Decimal => ScalarKind.Decimal,
            SpecialType.System_Char => ScalarKind.Char,
            SpecialType.System_String => ScalarKind.String,
            SpecialType.System_DateTime => ScalarKind.DateTime,
            SpecialType.System_Object => ScalarKind.Object,
            _ => null,
        };
        if (special is not null || type is not INamedTypeSymbol { ContainingType: null, Arity: 0 } named)
            return special;
        return IsSystemNamespace(named.ContainingNamespace) ? KindOfSystem(named)
            : named.ContainingNamespace is { Name: "Json" or "Nodes" } space ? KindOfJson(named, space)
            : null;
    }

    /// <summary>Whether values of a kind can be the names of a JSON object.</summary>
    public static bool CanBeKey(ScalarKind kind) => kind < ScalarKind.Bytes;

    private static ScalarKind? KindOfSystem(INamedTypeSymbol type) => type.Name switch
    {
        "Int128" => ScalarKind.Int128,
        "UInt128" => ScalarKind.UInt128,
        "Half" => ScalarKind.Half,
        "Guid" => ScalarKind.Guid,
        "DateTimeOffset" => ScalarKind.DateTimeOffset,
        "DateOnly" => ScalarKind.DateOnly,
        "TimeOnly" => ScalarKind.TimeOnly,
        "TimeSpan" => ScalarKind.TimeSpan,
        "Uri" => ScalarKind.Uri,
        "Version" => ScalarKind.Version,
        _ => null,
    };

    private static ScalarKind? KindOfJson(INamedTypeSymbol type, INamespaceSymbol space) => (space.ToDisplayString(), type.Name) switch
    {
        ("System.Text.Json", "JsonElement") => ScalarKind.JsonElement,
        ("System.Text.Json", "JsonDocument") => ScalarKind.JsonDocument,
        ("System.Text.Json.Nodes", "JsonNode") => ScalarKind.JsonNode,
        ("System.Text.Json.Nodes", "JsonObject") => ScalarKind.JsonObject,
        ("System.Text.Json.Nodes", "JsonArray") => ScalarKind.JsonArray,
        ("System.Text.Json.Nodes", "JsonValue") => ScalarKind.JsonValue,
        _ => null,
    };

    private static bool IsMemoryOfBytes(ITypeSymbol type) =>
        type is INamedTypeSymbol { ContainingType: null, MetadataName: "Memory`1" or "ReadOnlyMemory`1" } named
        && named.TypeArguments[0].SpecialType == SpecialType.System_Byte
        && IsSystemNamespace(named.ContainingNamespace);

    private static bool IsSystemNamespace(INamespaceSymbol? space) => space is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
