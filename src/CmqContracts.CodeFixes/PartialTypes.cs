using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.CodeFixes;

/// <summary>Makes declarations <c>partial</c>.</summary>
internal static class PartialTypes
{
    /// <summary>Adds <c>partial</c> directly before <c>class</c>, <c>record</c>, <c>struct</c> or <c>interface</c>, as C# requires, with the white space and comments before that keyword.</summary>
    public static TypeDeclarationSyntax WithPartial(this TypeDeclarationSyntax type)
    {
        if (type.Modifiers.Any(SyntaxKind.PartialKeyword))
            return type;
        SyntaxToken partial = SyntaxFactory.Token(type.Keyword.LeadingTrivia, SyntaxKind.PartialKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space));
        return type
            .WithKeyword(type.Keyword.WithLeadingTrivia(SyntaxFactory.TriviaList()))
            .AddModifiers(partial);
    }
}
