using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Model;

/// <summary>Identifiers as C# takes them.</summary>
internal static class Identifiers
{
    /// <summary>An identifier, with the at sign if it is a keyword.</summary>
    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(identifier) == SyntaxKind.None
            ? identifier
            : "@" + identifier;
}
