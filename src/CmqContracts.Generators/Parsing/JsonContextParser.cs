using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads the <c>JsonSerializerContext</c> that a contract names.</summary>
internal static class JsonContextParser
{
    private const string Argument = "JsonContext";

    /// <summary>The context; <see langword="null"/>: the contract names none.</summary>
    /// <param name="message">The message type.</param>
    /// <param name="attribute">The attribute that may name it.</param>
    /// <param name="context">Receives the diagnostics.</param>
    public static string? Parse(ITypeSymbol message, AttributeData attribute, ParseContext context)
    {
        if (attribute.Named(Argument) is not ITypeSymbol json)
            return null;
        if (ErrorTypes.IsIn(json))
            context.MarkInvalid();
        else if (ReasonAgainst(json, message, context.Compilation) is { } reason)
            context.ReportError(Descriptors.JsonContext, context.LocationOf(attribute, Argument), json.DisplayName(), message.DisplayName(), reason);
        context.UsageDiagnostics.Collect(json);
        return json.FullName();
    }

    private static string? ReasonAgainst(ITypeSymbol json, ITypeSymbol message, Compilation compilation)
    {
        if (json is INamedTypeSymbol { IsUnboundGenericType: true })
            return "it is an open generic type";
        if (json.BaseType is not { Name: "JsonSerializerContext" } parent || !parent.IsOfJson())
            return "it does not derive from JsonSerializerContext";
        if (ExternAliases.Of(json, compilation) is { } alias)
            return "it " + ExternAliases.Reason(alias);
        if (FileLocalTypes.IsIn(json))
            return "it " + FileLocalTypes.Reason;
        bool hasType = json.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { Name: "JsonSerializableAttribute" } found
            && found.IsOfJson()
            && attribute.ConstructorArguments is { Length: 1 } arguments
            && SymbolEqualityComparer.Default.Equals(arguments[0].Value as ITypeSymbol, message));
        return hasType ? null : "it has no [JsonSerializable(typeof(" + message.DisplayName() + "))]";
    }
}
