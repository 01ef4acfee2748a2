using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CmqContracts.CodeFixes;

/// <summary>Makes an <c>http</c> endpoint an <c>https</c> one. Only a literal is changed: a constant may be used elsewhere too.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseHttpsFix))]
public sealed class UseHttpsFix : SingleChangeFix
{
    private const string Scheme = "http://";

    /// <summary>Creates the fix.</summary>
    public UseHttpsFix()
        : base(Descriptors.PlainHttp)
    {
    }

    private protected override Change? Find(Problem problem) =>
        problem.Innermost is LiteralExpressionSyntax literal
        && literal.IsKind(SyntaxKind.StringLiteralExpression)
        && WithHttps(literal.Token.Text) is { } text
            ? problem.Change("Use https", editor => editor.ReplaceNode(literal, SyntaxFactory.ParseExpression(text).WithTriviaFrom(literal)))
            : null;

    /// <summary>The literal with the other scheme; <see langword="null"/>: the scheme is not spelled out in it.</summary>
    private static string? WithHttps(string text)
    {
        int start = text.IndexOf(Scheme, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? null : text.Substring(0, start) + "https://" + text.Substring(start + Scheme.Length);
    }
}
