using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.CodeFixes;

/// <summary>Makes declarations <c>partial</c>.</summary>
internal static class PartialTypes
{
    /// <summary>C# wants the word directly before <c>class</c>, <c>record</c>, <c>struct</c> or <c>interface</c>; it takes over what stands before that.</summary>
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
