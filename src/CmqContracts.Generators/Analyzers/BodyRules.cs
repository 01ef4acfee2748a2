using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Checks the members of everything that a message holds, beyond what keeps the codec from being made.</summary>
internal static class BodyRules
{
    private static readonly string[] NothingBesideIgnore = { KnownNames.JsonPropertyName, KnownNames.JsonInclude, KnownNames.JsonRequired };

    public static IEnumerable<Diagnostic> Check(INamedTypeSymbol message, ParseContext context)
    {
        foreach (INamedTypeSymbol type in BodyTypes.Of(message, context.Compilation))
        {
            ISymbol? extension = null;
            foreach (Candidate member in new MemberCandidates(type, message, context.Compilation).Find())
            {
                if (context.LocationOf(member.Symbol) is not { } place)
                    continue;
                if (Contradiction(member, extension) is { } contradiction)
                    yield return Diagnostic.Create(Descriptors.ContradictingJsonAttributes, place, member.Symbol.Name, contradiction.Attributes, contradiction.Consequence);
                if (PrecisionRule.IsBrokenBy(member, type))
                    yield return Diagnostic.Create(Descriptors.PrecisionLoss, place, member.Symbol.Name, member.Type.DisplayName());
                if (member.IsExtra)
                    extension ??= member.Symbol;
            }
        }
    }

    /// <summary>Which attributes of a member cannot both be meant, and what one of them does to the other.</summary>
    /// <param name="member">The member.</param>
    /// <param name="extension">The member of the type that has <c>[JsonExtensionData]</c> already.</param>
    private static (string Attributes, string Consequence)? Contradiction(Candidate member, ISymbol? extension)
    {
        if (member.IsIgnored && Array.Find(NothingBesideIgnore, name => member.Symbol.JsonAttribute(name) is not null) is { } unused)
            return ("[JsonIgnore] and " + Written(unused), "JSON does not have the member, so remove one of them");
        if (!member.IsExtra)
            return null;
        if (extension is not null)
            return (Written(KnownNames.JsonExtensionData) + " like '" + extension.Name + "'", "what JSON has beyond the members goes to one of them, so remove the other");
        return member.Symbol.JsonAttribute(KnownNames.JsonPropertyName) is not null
            ? (Written(KnownNames.JsonExtensionData) + " and " + Written(KnownNames.JsonPropertyName), "what it holds stands beside the members and has no name of its own, so remove one of them")
            : null;
    }

    /// <summary>An attribute as users write it.</summary>
    private static string Written(string name) => "[" + name.Substring(0, name.Length - "Attribute".Length) + "]";
}
