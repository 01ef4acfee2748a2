using System.Collections.Immutable;
using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CmqContracts.CodeFixes;

/// <summary>Calls <c>ThrowIfAnyFailed</c> on the result of a batch sent or published that is awaited and then ignored.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CheckBatchFix))]
public sealed class CheckBatchFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.BatchResultIgnored.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            // A result of DeleteManyAsync has nothing that throws.
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax call
                || MethodName(call) is not ("SendManyAsync" or "PublishManyAsync")
                || Awaited(call) is not { } awaiting)
            {
                continue;
            }

            context.RegisterCodeFix(
                CodeAction.Create("Throw if any message was not sent", cancellation => CheckAsync(context.Document, awaiting, cancellation), equivalenceKey: diagnostic.Id),
                diagnostic);
        }
    }

    private static string? MethodName(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private static AwaitExpressionSyntax? Awaited(InvocationExpressionSyntax call)
    {
        SyntaxNode? user = call.Parent;
        while (user is MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax)
            user = user.Parent;
        return user as AwaitExpressionSyntax;
    }

    private static async Task<Document> CheckAsync(Document document, AwaitExpressionSyntax awaiting, CancellationToken cancellation)
    {
        DocumentEditor editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        editor.ReplaceNode(awaiting, (node, _) => Check((AwaitExpressionSyntax)node));
        return editor.GetChangedDocument();
    }

    private static InvocationExpressionSyntax Check(AwaitExpressionSyntax awaiting) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            SyntaxFactory.ParenthesizedExpression(awaiting.WithoutTrivia()),
            SyntaxFactory.IdentifierName("ThrowIfAnyFailed"))).WithTriviaFrom(awaiting);
}
