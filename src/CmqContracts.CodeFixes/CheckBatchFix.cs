using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CmqContracts.CodeFixes;

/// <summary>Calls <c>ThrowIfAnyFailed</c> on the result of a batch that is awaited and then ignored.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CheckBatchFix))]
public sealed class CheckBatchFix : SingleChangeFix
{
    /// <summary>Creates the fix.</summary>
    public CheckBatchFix()
        : base(Descriptors.BatchResultIgnored)
    {
    }

    private protected override Change? Find(Problem problem) =>
        problem.Innermost is InvocationExpressionSyntax call
        && Awaited(call) is { } awaiting
            ? problem.Change("Throw if any message failed", editor => editor.ReplaceNode(awaiting, (node, _) => Check((AwaitExpressionSyntax)node)))
            : null;

    private static AwaitExpressionSyntax? Awaited(InvocationExpressionSyntax call)
    {
        SyntaxNode? user = call.Parent;
        while (user is MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax)
            user = user.Parent;
        return user as AwaitExpressionSyntax;
    }

    private static InvocationExpressionSyntax Check(AwaitExpressionSyntax awaiting) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            SyntaxFactory.ParenthesizedExpression(awaiting.WithoutTrivia()),
            SyntaxFactory.IdentifierName("ThrowIfAnyFailed"))).WithTriviaFrom(awaiting);
}
