using System.Collections.Immutable;
using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
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
public sealed class NearestValueFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.QueueName.Id, Descriptors.TopicName.Id, Descriptors.SubscriptionName.Id, Descriptors.OutOfRange.Id, Descriptors.LongPollingWait.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(DiagnosticProperties.Nearest, out string? nearest)
                || nearest is null
                || root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeArgumentSyntax>() is not { } argument
                || argument.Expression.Span != diagnostic.Location.SourceSpan
                || Literal(argument.Expression, nearest) is not { } literal)
            {
                continue;
            }

            context.RegisterCodeFix(
                CodeAction.Create(Title(diagnostic, argument, literal), cancellation => ReplaceAsync(context.Document, argument.Expression, literal, cancellation), equivalenceKey: diagnostic.Id),
                diagnostic);
        }
    }

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
        // Parsed, so that it has the type that C# gives it.
        _ when IsNumber(old) => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.ParseToken(nearest)),
        _ => null,
    };

    private static bool IsNumber(ExpressionSyntax expression) => expression is PrefixUnaryExpressionSyntax sign
        ? (sign.IsKind(SyntaxKind.UnaryMinusExpression) || sign.IsKind(SyntaxKind.UnaryPlusExpression)) && sign.Operand.IsKind(SyntaxKind.NumericLiteralExpression)
        : expression.IsKind(SyntaxKind.NumericLiteralExpression);

    private static async Task<Document> ReplaceAsync(Document document, ExpressionSyntax old, LiteralExpressionSyntax value, CancellationToken cancellation)
    {
        DocumentEditor editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        editor.ReplaceNode(old, value.WithTriviaFrom(old));
        return editor.GetChangedDocument();
    }
}
