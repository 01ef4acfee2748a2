using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CmqContracts.CodeFixes;

/// <summary>
/// Replaces a name or a number of an attribute by the nearest one that is allowed, which the rule has found already.
/// Only a literal is replaced: a constant may be used elsewhere too.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NearestValueFix))]
public sealed class NearestValueFix : SingleChangeFix
{
    /// <summary>Creates the fix.</summary>
    public NearestValueFix()
        : base(Descriptors.QueueName, Descriptors.TopicName, Descriptors.SubscriptionName, Descriptors.OutOfRange, Descriptors.LongPollingWait)
    {
    }

    private protected override Change? Find(Problem problem) =>
        problem.Diagnostic.Properties.TryGetValue(DiagnosticProperties.Nearest, out string? nearest) && nearest is not null
        && problem.Root.FindNode(problem.Span).FirstAncestorOrSelf<AttributeArgumentSyntax>() is { } argument
        && argument.Expression.Span == problem.Span
        && Literal(argument.Expression, nearest) is { } literal
            ? problem.Change(Title(problem.Diagnostic, argument, literal), editor => editor.ReplaceNode(argument.Expression, literal.WithTriviaFrom(argument.Expression)))
            : null;

    private static string Title(Diagnostic diagnostic, AttributeArgumentSyntax argument, LiteralExpressionSyntax value)
    {
        string name = argument.NameEquals?.Name.Identifier.ValueText ?? (diagnostic.Id == Descriptors.TopicName.Id ? "the topic's name" : "the queue's name");
        return $"Set {name} to {(value.IsKind(SyntaxKind.StringLiteralExpression) ? $"'{value.Token.ValueText}'" : value.Token.Text)}";
    }

    /// <summary>The new value, written as the old one is; <see langword="null"/>: the old one is no literal.</summary>
    private static LiteralExpressionSyntax? Literal(ExpressionSyntax old, string nearest) => old switch
    {
        LiteralExpressionSyntax when old.IsKind(SyntaxKind.StringLiteralExpression) =>
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(nearest)),
        // Parsed, so that the literal gets its type from C#, which may be int or long.
        _ when IsNumber(old) => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.ParseToken(nearest)),
        _ => null,
    };

    private static bool IsNumber(ExpressionSyntax expression) => expression is PrefixUnaryExpressionSyntax sign
        ? (sign.IsKind(SyntaxKind.UnaryMinusExpression) || sign.IsKind(SyntaxKind.UnaryPlusExpression)) && sign.Operand.IsKind(SyntaxKind.NumericLiteralExpression)
        : expression.IsKind(SyntaxKind.NumericLiteralExpression);
}
