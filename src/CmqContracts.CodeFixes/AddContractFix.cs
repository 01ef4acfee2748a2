using CmqContracts.Generators.Analyzers;
using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CmqContracts.CodeFixes;

/// <summary>Adds a contract to a type for which a client is requested: the attribute, with a name derived from that of the type, and <c>partial</c> on the type and its containing types.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddContractFix))]
public sealed class AddContractFix : SingleChangeFix
{
    /// <summary>Creates the fix.</summary>
    public AddContractFix()
        : base(Descriptors.ClientWithoutContract)
    {
    }

    private protected override Change? Find(Problem problem)
    {
        if (!problem.Diagnostic.Properties.TryGetValue(DiagnosticProperties.Nearest, out string? suggestion)
            || suggestion is null
            || problem.Root.FindNode(problem.Span).FirstAncestorOrSelf<TypeArgumentListSyntax>() is not { Parent: GenericNameSyntax name } list
            || list.Arguments[list.Arguments.Count - 1] is not { } argument
            || argument.Span != problem.Span
            || problem.Model.GetTypeInfo(argument, problem.Cancellation).Type is not INamedTypeSymbol type
            || Declaration(type, problem.Document.Project.Solution, problem.Cancellation) is not { } declaration)
        {
            return null;
        }

        string attribute = (ClientKind.OfMethod(name.Identifier.ValueText) ?? ClientKind.OfInterface(name.Identifier.ValueText))?.Attribute ?? "CmqQueue";
        ITypeSymbol? message = list.Arguments.Count > 1 ? problem.Model.GetTypeInfo(list.Arguments[0], problem.Cancellation).Type : null;
        string typeArgument = message is null ? "" : "<" + message.Name + ">";
        return new Change(
            $"Add [{attribute}{typeArgument}(\"{suggestion}\")] to '{type.Name}'",
            declaration.Document,
            editor => Add(editor, declaration.Type, attribute, message, suggestion));
    }

    /// <summary>The declaration that the user wrote.</summary>
    private static (Document Document, TypeDeclarationSyntax Type)? Declaration(INamedTypeSymbol type, Solution solution, CancellationToken cancellation)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (solution.GetDocument(reference.SyntaxTree) is { } document and not SourceGeneratedDocument && reference.GetSyntax(cancellation) is TypeDeclarationSyntax declaration)
                return (document, declaration);
        }

        return null;
    }

    private static void Add(DocumentEditor editor, TypeDeclarationSyntax type, string attribute, ITypeSymbol? message, string name)
    {
        bool isImported = editor.SemanticModel.LookupNamespacesAndTypes(type.SpanStart, name: attribute + "Attribute").Any(found => found.ContainingNamespace.ToDisplayString() == "CmqContracts");
        string full = (isImported ? "" : "global::CmqContracts.") + attribute + (message is null ? "" : "<" + message.ToMinimalDisplayString(editor.SemanticModel, type.SpanStart) + ">");
        // Parsed and not built, because built nodes have elastic trivia, which would format the surrounding code too.
        AttributeListSyntax added = SyntaxFactory.ParseMemberDeclaration($"[{full}(\"{name}\")] class C {{ }}")!.AttributeLists[0];
        SyntaxTrivia lineEnd = editor.OriginalRoot.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        SyntaxTrivia after = IsFirstOfLine(type) && lineEnd.IsKind(SyntaxKind.EndOfLineTrivia) ? lineEnd : SyntaxFactory.Space;
        foreach (TypeDeclarationSyntax container in type.Ancestors().OfType<TypeDeclarationSyntax>())
            editor.ReplaceNode(container, (node, _) => ((TypeDeclarationSyntax)node).WithPartial());
        editor.ReplaceNode(type, (node, _) => WithAttribute(((TypeDeclarationSyntax)node).WithPartial(), added, after));
    }

    private static bool IsFirstOfLine(TypeDeclarationSyntax type)
    {
        SyntaxToken before = type.GetFirstToken().GetPreviousToken();
        return before.IsKind(SyntaxKind.None)
            || before.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
            || type.GetLeadingTrivia().Any(SyntaxKind.EndOfLineTrivia);
    }

    /// <summary>Inserts the attribute before all others, below the comments above the type.</summary>
    private static TypeDeclarationSyntax WithAttribute(TypeDeclarationSyntax type, AttributeListSyntax added, SyntaxTrivia after)
    {
        SyntaxTriviaList before = type.GetLeadingTrivia();
        SyntaxTriviaList indent = after.IsKind(SyntaxKind.EndOfLineTrivia) && before.Count > 0 && before[before.Count - 1] is var last && last.IsKind(SyntaxKind.WhitespaceTrivia)
            ? SyntaxFactory.TriviaList(last)
            : SyntaxFactory.TriviaList();
        type = type.WithLeadingTrivia(indent);
        return (TypeDeclarationSyntax)type.WithAttributeLists(type.AttributeLists.Insert(0, added.WithLeadingTrivia(before).WithTrailingTrivia(after)));
    }
}
