using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads the <c>JsonSerializerContext</c> that a contract names.</summary>
internal static class JsonContextParser
{
    private const string Argument = "JsonContext";

    /// <summary>The context; <see langword="null"/>: the contract names none.</summary>
    /// <param name="message">The message type.</param>
    /// <param name="codecOwner">The type that code is generated into.</param>
    /// <param name="attribute">The attribute that may name it.</param>
    /// <param name="context">Receives the diagnostics.</param>
    public static string? Parse(ITypeSymbol message, INamedTypeSymbol codecOwner, AttributeData attribute, ParseContext context)
    {
        if (attribute.Named(Argument) is not ITypeSymbol json)
            return null;
        if (ErrorTypes.IsIn(json))
            context.MarkInvalid();
        else if (ReasonAgainst(json, message, codecOwner, context.Compilation) is { } reason)
            context.ReportError(Descriptors.JsonContext, context.LocationOf(attribute, Argument), json.DisplayName(), message.DisplayName(), reason);
        context.UsageDiagnostics.Collect(json);
        return json.FullName();
    }

    private static string? ReasonAgainst(ITypeSymbol json, ITypeSymbol message, INamedTypeSymbol codecOwner, Compilation compilation)
    {
        if (json.BaseType is not { Name: "JsonSerializerContext" } parent || !parent.IsOfJson())
            return "it does not derive from JsonSerializerContext";
        if (ExternAliases.Of(json, compilation) is { } alias)
            return "it " + ExternAliases.Reason(alias);
        if (!compilation.IsSymbolAccessibleWithin(json, codecOwner))
            return "it is not accessible from the message";
        bool hasType = json.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { Name: "JsonSerializableAttribute" } found
            && found.IsOfJson()
            && attribute.ConstructorArguments is { Length: 1 } arguments
            && SymbolEqualityComparer.Default.Equals(arguments[0].Value as ITypeSymbol, message));
        return hasType ? null : "it has no [JsonSerializable(typeof(" + message.DisplayName() + "))]";
    }
}
