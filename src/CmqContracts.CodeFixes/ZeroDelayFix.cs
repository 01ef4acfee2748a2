using System.Collections.Immutable;
using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace CmqContracts.CodeFixes;

/// <summary>Replaces a delay below the range, which is a negative one, by <c>TimeSpan.Zero</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ZeroDelayFix))]
public sealed class ZeroDelayFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.DelayOutOfRange.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.ContainsKey(DiagnosticProperties.Nearest)
                && root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax delay)
            {
                context.RegisterCodeFix(
                    CodeAction.Create("Set the delay to zero", cancellation => ReplaceAsync(context.Document, delay, cancellation), equivalenceKey: diagnostic.Id),
                    diagnostic);
            }
        }
    }

    private static async Task<Document> ReplaceAsync(Document document, ExpressionSyntax delay, CancellationToken cancellation)
    {
        DocumentEditor editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        ExpressionSyntax zero = SyntaxFactory.ParseExpression("global::System.TimeSpan.Zero").WithAdditionalAnnotations(Simplifier.Annotation);
        editor.ReplaceNode(delay, zero.WithTriviaFrom(delay));
        return editor.GetChangedDocument();
    }
}
