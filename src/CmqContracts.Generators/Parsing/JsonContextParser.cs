using CmqContracts.Generators.Analyzers;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads which <c>JsonSerializerContext</c> a contract asks for.</summary>
internal static class JsonContextParser
{
    /// <summary>The context; <see langword="null"/>: the contract asks for none.</summary>
    public static string? Parse(INamedTypeSymbol type, AttributeData attribute, ParseContext context)
    {
        if (attribute.Named("JsonContext") is not ITypeSymbol json)
            return null;
        if (ErrorTypes.IsIn(json))
            context.BlockSilently();
        else if (ReasonAgainst(json, type, context.Compilation) is { } reason)
            context.Block(Descriptors.JsonContext, context.LocationOf(type), json.DisplayName(), type.DisplayName(), reason);
        return json.FullName();
    }

    private static string? ReasonAgainst(ITypeSymbol json, INamedTypeSymbol type, Compilation compilation)
    {
        if (json.BaseType is not { Name: "JsonSerializerContext" } parent || !parent.IsOfJson())
            return "it does not derive from JsonSerializerContext";
        if (!compilation.IsSymbolAccessibleWithin(json, type))
            return "it is not accessible from the message";
        bool hasType = json.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { Name: "JsonSerializableAttribute" } found
            && found.IsOfJson()
            && attribute.ConstructorArguments is { Length: 1 } arguments
            && SymbolEqualityComparer.Default.Equals(arguments[0].Value as ITypeSymbol, type));
        return hasType ? null : "it has no [JsonSerializable(typeof(" + type.Name + "))]";
    }
}
