using System.Collections.Immutable;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads names and attributes of symbols.</summary>
internal static class SymbolExtensions
{
    private static readonly SymbolDisplayFormat PlainNames = new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private static readonly SymbolDisplayFormat DisplayNames = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The name from <c>global::</c> on, without nullable annotations.</summary>
    public static string FullName(this ITypeSymbol type) => FullNames.Of(type);

    /// <summary>The name as users write it.</summary>
    public static string DisplayName(this ITypeSymbol type) => type.ToDisplayString(DisplayNames);

    /// <summary>The type as emission names it.</summary>
    public static TypeRef ToRef(this ITypeSymbol type) => new(type.FullName(), TypeLabel.Of(type), type.IsReferenceType);

    /// <summary>The name of a definition as reflection has it, such as <c>System.Collections.Generic.List`1</c>.</summary>
    public static string MetadataFullName(this INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
            return MetadataFullName(outer) + "+" + type.MetadataName;
        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString(PlainNames) + "." + type.MetadataName : type.MetadataName;
    }

    /// <summary>An attribute of <c>System.Text.Json.Serialization</c>.</summary>
    public static AttributeData? JsonAttribute(this ISymbol symbol, string name) => symbol.GetAttributes().Json(name);

    /// <summary>The attribute of <c>System.Text.Json.Serialization</c> with a name.</summary>
    public static AttributeData? Json(this ImmutableArray<AttributeData> attributes, string name)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass is { } type && type.Name == name && type.IsOfJson())
                return attribute;
        }

        return null;
    }

    /// <summary>Whether a type is of the namespace <c>System.Text.Json.Serialization</c>.</summary>
    public static bool IsOfJson(this INamedTypeSymbol type) => type.ContainingNamespace is
    {
        Name: "Serialization",
        ContainingNamespace: { Name: "Json", ContainingNamespace: { Name: "Text", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } },
    };

    /// <summary>A named argument; <see langword="null"/>: it is not there.</summary>
    public static object? Named(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind is not (TypedConstantKind.Error or TypedConstantKind.Array))
                return argument.Value.Value;
        }

        return null;
    }

    /// <summary>The first argument, if it is a string.</summary>
    public static string? FirstText(this AttributeData attribute) =>
        attribute.ConstructorArguments is { Length: > 0 } arguments && arguments[0].Kind == TypedConstantKind.Primitive ? arguments[0].Value as string : null;

    /// <summary>The type without the question mark of a nullable value type.</summary>
    public static ITypeSymbol OrNullableValue(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    /// <summary>The first attribute that the codec does not support.</summary>
    public static AttributeData? UnsupportedJsonAttribute(this ImmutableArray<AttributeData> attributes)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass is { } type && ((IsCreationHandling(type) && !ReplacesValues(attribute)) || DerivesFromJsonConverter(type)))
                return attribute;
        }

        return null;
    }

    private static bool IsCreationHandling(INamedTypeSymbol type) => type.Name == KnownNames.JsonObjectCreationHandling && type.IsOfJson();

    /// <summary>Whether <c>[JsonObjectCreationHandling]</c> states the default: values are replaced, not added to.</summary>
    private static bool ReplacesValues(AttributeData attribute) => attribute.ConstructorArguments is { Length: 1 } arguments && arguments[0].Value is 0;

    /// <summary>Whether an attribute derives from <c>[JsonConverter]</c>: it creates the converter at run time, which takes reflection.</summary>
    private static bool DerivesFromJsonConverter(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.Name == KnownNames.JsonConverter && current.IsOfJson())
                return true;
        }

        return false;
    }

    /// <summary>Whether there is an attribute of <c>System.Diagnostics.CodeAnalysis</c> with a name.</summary>
    public static bool HasNullability(this ImmutableArray<AttributeData> attributes, string name)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass is { ContainingNamespace: { Name: "CodeAnalysis", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace.Name: "System" } } } type && type.Name == name)
                return true;
        }

        return false;
    }
}
