using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace CmqContracts.CodeFixes;

/// <summary>Replaces a delay below the range, which is a negative one, by <c>TimeSpan.Zero</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ZeroDelayFix))]
public sealed class ZeroDelayFix : SingleChangeFix
{
    /// <summary>Creates the fix.</summary>
    public ZeroDelayFix()
        : base(Descriptors.DelayOutOfRange)
    {
    }

    private protected override Change? Find(Problem problem) =>
        problem.Diagnostic.Properties.ContainsKey(DiagnosticProperties.Nearest)
        && problem.Innermost is ExpressionSyntax delay
            ? problem.Change("Set the delay to zero", editor => editor.ReplaceNode(delay, Zero().WithTriviaFrom(delay)))
            : null;

    private static ExpressionSyntax Zero() => SyntaxFactory.ParseExpression("global::System.TimeSpan.Zero").WithAdditionalAnnotations(Simplifier.Annotation);
}
