using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CmqContracts.CodeFixes;

/// <summary>Adds <c>partial</c> to a message type, or to one of its containing types.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix))]
public sealed class MakePartialFix : SingleChangeFix
{
    /// <summary>Creates the fix.</summary>
    public MakePartialFix()
        : base(Descriptors.NotPartial, Descriptors.ContainerNotPartial)
    {
    }

    // Both rules are reported at the name of the type to change.
    private protected override Change? Find(Problem problem) =>
        problem.Root.FindToken(problem.Span.Start).Parent is TypeDeclarationSyntax type
        && type.Identifier.Span == problem.Span
        && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
            ? problem.Change($"Make '{type.Identifier.ValueText}' partial", editor => editor.ReplaceNode(type, (node, _) => ((TypeDeclarationSyntax)node).WithPartial()))
            : null;
}
