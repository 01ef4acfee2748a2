using System.Collections.Immutable;
using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CmqContracts.CodeFixes;

/// <summary>Awaits a task instead of blocking on it, in code that is asynchronous already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitFix))]
public sealed class AwaitFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.Blocking.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax blocking || TaskOf(blocking) is null || !IsAsynchronous(blocking))
                continue;
            context.RegisterCodeFix(
                CodeAction.Create("Await it", cancellation => AwaitAsync(context.Document, blocking, cancellation), equivalenceKey: diagnostic.Id),
                diagnostic);
        }
    }

    /// <summary>The task that an expression blocks on; <see langword="null"/>: it waits for something else too, such as a timeout.</summary>
    private static ExpressionSyntax? TaskOf(ExpressionSyntax blocking) => blocking switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result => result.Expression,
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } wait } => wait.Expression,
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "GetResult",
                Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" } getAwaiter },
            },
        } => getAwaiter.Expression,
        _ => null,
    };

    private static bool IsAsynchronous(SyntaxNode node)
    {
        for (SyntaxNode? outer = node.Parent; outer is not null; outer = outer.Parent)
        {
            switch (outer)
            {
                case LockStatementSyntax or QueryExpressionSyntax or CatchFilterClauseSyntax or UnsafeStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MemberDeclarationSyntax member:
                    return member is GlobalStatementSyntax || member.Modifiers.Any(SyntaxKind.AsyncKeyword);
                default:
                    break;
            }
        }

        return false;
    }

    private static async Task<Document> AwaitAsync(Document document, ExpressionSyntax blocking, CancellationToken cancellation)
    {
        DocumentEditor editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        editor.ReplaceNode(blocking, (node, _) => Await((ExpressionSyntax)node, blocking.Parent));
        return editor.GetChangedDocument();
    }

    private static ExpressionSyntax Await(ExpressionSyntax blocking, SyntaxNode? user)
    {
        AwaitExpressionSyntax awaiting = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            TaskOf(blocking)!.WithoutTrivia());
        ExpressionSyntax value = user is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax
            ? SyntaxFactory.ParenthesizedExpression(awaiting)
            : awaiting;
        return value.WithTriviaFrom(blocking);
    }
}
