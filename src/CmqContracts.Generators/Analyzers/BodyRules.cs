using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Checks the members of all types of a message for likely mistakes that do not prevent the codec from being generated.</summary>
internal static class BodyRules
{
    private static readonly string[] IneffectiveBesideIgnore = { KnownNames.JsonPropertyName, KnownNames.JsonInclude, KnownNames.JsonRequired };

    public static IEnumerable<Diagnostic> Check(INamedTypeSymbol message, ParseContext context)
    {
        foreach (INamedTypeSymbol type in BodyTypes.Of(message, context.Compilation))
        {
            ISymbol? extension = null;
            foreach (MemberCandidate member in new MemberCandidates(type, message, context.Compilation).Find())
            {
                if (context.LocationOf(member.Symbol) is null)
                    continue;
                if (Contradiction(member, extension) is { } contradiction)
                    yield return Descriptors.ContradictingJsonAttributes.At(context.LocationOf(contradiction.Attribute), member.Symbol.Name, contradiction.Attributes, contradiction.Consequence);
                if (PrecisionRule.IsBrokenBy(member, type))
                    yield return Descriptors.PrecisionLoss.At(context.TypeLocationOf(member.Symbol, member.Type)?.Of(member.Type), member.Symbol.Name, member.Type.DisplayName());
                if (member.IsExtensionData)
                    extension ??= member.Symbol;
            }
        }
    }

    /// <summary>The attributes of a member that contradict each other, what follows from that, and which of them has no effect.</summary>
    /// <param name="member">The member.</param>
    /// <param name="extension">The member of the type that has <c>[JsonExtensionData]</c> already.</param>
    private static (AttributeData Attribute, string Attributes, string Consequence)? Contradiction(MemberCandidate member, ISymbol? extension)
    {
        if (member.IsIgnored && IneffectiveBesideIgnore.Select(name => member.Attributes.Json(name)).FirstOrDefault(found => found is not null) is { } unused)
            return (unused, "[JsonIgnore] and " + Written(unused), "the member is not in JSON, so remove one of them");
        if (member.Attributes.Json(KnownNames.JsonExtensionData) is not { } extensionData)
            return null;
        if (extension is not null)
            return (extensionData, Written(extensionData) + " like '" + extension.Name + "'", "only one member can hold the extension data, so remove the other");
        return member.Attributes.Json(KnownNames.JsonPropertyName) is { } name
            ? (name, Written(extensionData) + " and " + Written(name), "extension data is written beside the other members and has no name of its own, so remove one of them")
            : null;
    }

    private static string Written(AttributeData attribute) => "[" + AttributeExtensions.WithoutSuffix(attribute.AttributeClass!.Name) + "]";
}
