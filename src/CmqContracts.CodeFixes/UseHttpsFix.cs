using System.Collections.Immutable;
using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CmqContracts.CodeFixes;

/// <summary>Makes an <c>http</c> endpoint an <c>https</c> one. Only a literal is changed: a constant may be used elsewhere too.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseHttpsFix))]
public sealed class UseHttpsFix : CodeFixProvider
{
    private const string Scheme = "http://";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.PlainHttp.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not LiteralExpressionSyntax literal
                || !literal.IsKind(SyntaxKind.StringLiteralExpression)
                || WithHttps(literal.Token.Text) is not { } text)
            {
                continue;
            }

            context.RegisterCodeFix(
                CodeAction.Create("Use https", cancellation => ReplaceAsync(context.Document, literal, SyntaxFactory.ParseExpression(text), cancellation), equivalenceKey: diagnostic.Id),
                diagnostic);
        }
    }

    /// <summary>The literal with the other scheme; <see langword="null"/>: the scheme is not spelled out in it.</summary>
    private static string? WithHttps(string text)
    {
        int start = text.IndexOf(Scheme, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? null : text.Substring(0, start) + "https://" + text.Substring(start + Scheme.Length);
    }

    private static async Task<Document> ReplaceAsync(Document document, LiteralExpressionSyntax old, ExpressionSyntax value, CancellationToken cancellation)
    {
        DocumentEditor editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        editor.ReplaceNode(old, value.WithTriviaFrom(old));
        return editor.GetChangedDocument();
    }
}
