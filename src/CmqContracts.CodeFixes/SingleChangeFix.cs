using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.CodeFixes;

/// <summary>A fix that offers one change of one document for a diagnostic, and the same change for all diagnostics of the rule at once.</summary>
public abstract class SingleChangeFix : CodeFixProvider
{
    private protected SingleChangeFix(params DiagnosticDescriptor[] rules) => FixableDiagnosticIds = ImmutableArray.CreateRange(rules.Select(rule => rule.Id));

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
            return;
        SyntaxNode root = await model.SyntaxTree.GetRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Find(new Problem(diagnostic, context.Document, root, model, context.CancellationToken)) is { } change)
                context.RegisterCodeFix(CodeAction.Create(change.Title, change.ApplyAsync, equivalenceKey: diagnostic.Id), diagnostic);
        }
    }

    /// <summary>The change that fixes a problem; <see langword="null"/>: none is offered.</summary>
    private protected abstract Change? Find(Problem problem);

    /// <summary>A diagnostic, and the code that it is about.</summary>
    /// <param name="Diagnostic">The diagnostic.</param>
    /// <param name="Document">Its document.</param>
    /// <param name="Root">The root of the document's syntax tree.</param>
    /// <param name="Model">The meaning of the document's code.</param>
    /// <param name="Cancellation">Ends the search for a change.</param>
    private protected sealed record Problem(Diagnostic Diagnostic, Document Document, SyntaxNode Root, SemanticModel Model, CancellationToken Cancellation)
    {
        public TextSpan Span => Diagnostic.Location.SourceSpan;

        /// <summary>The smallest node at the diagnostic's location.</summary>
        public SyntaxNode Innermost => Root.FindNode(Span, getInnermostNodeForTie: true);

        /// <summary>A change of this document.</summary>
        public Change Change(string title, Action<DocumentEditor> edit) => new(title, Document, edit);
    }

    /// <summary>A change of a document.</summary>
    /// <param name="title">The title in the list of fixes.</param>
    /// <param name="document">The document, which need not be that of the diagnostic.</param>
    /// <param name="edit">The change.</param>
    private protected sealed class Change(string title, Document document, Action<DocumentEditor> edit)
    {
        public string Title => title;

        public async Task<Solution> ApplyAsync(CancellationToken cancellation)
        {
            DocumentEditor editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
            edit(editor);
            return editor.GetChangedDocument().Project.Solution;
        }
    }
}
