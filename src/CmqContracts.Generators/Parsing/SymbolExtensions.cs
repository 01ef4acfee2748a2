using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Parsing;

/// <summary>Questions about symbols that several parsers ask.</summary>
internal static class SymbolExtensions
{
    private static readonly SymbolDisplayFormat FullNames = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static readonly SymbolDisplayFormat PlainNames = new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private static readonly SymbolDisplayFormat DisplayNames = FullNames
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The name from <c>global::</c> on, without nullable annotations.</summary>
    public static string FullName(this ITypeSymbol type) => type.ToDisplayString(FullNames);

    /// <summary>The name for people.</summary>
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

    /// <summary>An identifier, with the at sign if C# needs it.</summary>
    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(identifier) == SyntaxKind.None
            ? identifier
            : "@" + identifier;

    /// <summary>An attribute of <c>System.Text.Json.Serialization</c>.</summary>
    public static AttributeData? JsonAttribute(this ISymbol symbol, string name)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.Name == name && type.ContainingNamespace.ToDisplayString() == KnownNames.JsonNamespace)
                return attribute;
        }

        return null;
    }

    /// <summary>The first argument, if it is a string.</summary>
    public static string? FirstText(this AttributeData attribute) =>
        attribute.ConstructorArguments is { Length: > 0 } arguments && arguments[0].Kind == TypedConstantKind.Primitive ? arguments[0].Value as string : null;

    /// <summary>The type without the question mark of a nullable value type.</summary>
    public static ITypeSymbol OrNullableValue(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    /// <summary>The first attribute that the codec does not cover, by the name users write.</summary>
    /// <param name="symbol">A type or member.</param>
    /// <param name="values">The type itself, or that of the member's values.</param>
    public static string? UncoveredJsonAttribute(this ISymbol symbol, ITypeSymbol values)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is not { } type || EnumNames.IsConverter(attribute, values))
                continue;
            INamedTypeSymbol known = type;
            while (known.BaseType is { SpecialType: SpecialType.None } parent && parent.Name != "Attribute" && parent.Name != "JsonAttribute")
                known = parent;
            if (KnownNames.UncoveredJsonAttributes.Contains(known.Name) && known.ContainingNamespace.ToDisplayString() == KnownNames.JsonNamespace)
                return type.Name.EndsWith("Attribute", StringComparison.Ordinal) ? type.Name.Substring(0, type.Name.Length - "Attribute".Length) : type.Name;
        }

        return null;
    }

    /// <summary>Whether an attribute of <c>System.Diagnostics.CodeAnalysis</c> stands there.</summary>
    public static bool HasNullabilityAttribute(this ISymbol symbol, string name) =>
        symbol.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { } type && type.Name == name && type.ContainingNamespace.ToDisplayString() == "System.Diagnostics.CodeAnalysis");
}
