using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators.Tests.Robustness;

/// <summary>The contracts of the corpus and the samples, each as one file with all types that it names.</summary>
internal static class RealContracts
{
    private static readonly Lazy<IReadOnlyList<string>> Found = new(() => [.. Read()]);

    public static IReadOnlyList<string> Sources => Found.Value;

    private static IEnumerable<string> Read()
    {
        string project = TestCompilation.Metadata("ProjectDirectory"), samples = Path.Combine(project, "../../samples");
        IEnumerable<string> files = Directory.GetFiles(Path.Combine(project, "Runtime/Corpus"), "*.cs")
            .Concat(Directory.GetDirectories(samples).Select(sample => Path.Combine(sample, "Contracts.cs")).Where(File.Exists));
        CSharpCompilation compilation = TestCompilation.Create("", LanguageVersion.Latest, "Real", [.. files.Order(StringComparer.Ordinal).Select(File.ReadAllText)]);
        SyntaxTree[] trees = [.. compilation.SyntaxTrees.Skip(1)];
        IEnumerable<string> usings = trees.SelectMany(tree => tree.GetCompilationUnitRoot().Usings).Select(directive => directive.ToString()).Distinct().Order(StringComparer.Ordinal);
        return trees
            .SelectMany(tree => tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<TypeDeclarationSyntax>())
            .Where(IsContract)
            .Select(contract => string.Join("\n", [.. usings, "", .. ClosureOf(contract, compilation).GroupBy(NamespaceOf).Select(Wrap)]));
    }

    private static bool IsContract(TypeDeclarationSyntax type) => type.DescendantNodes().OfType<AttributeSyntax>().Any(attribute =>
        attribute.Name.ToString() is var name && (name.StartsWith("CmqQueue", StringComparison.Ordinal) || name.StartsWith("CmqTopic", StringComparison.Ordinal)));

    /// <summary>A type, the types that its code names, and so on.</summary>
    private static List<MemberDeclarationSyntax> ClosureOf(MemberDeclarationSyntax type, CSharpCompilation compilation)
    {
        List<MemberDeclarationSyntax> found = [type];
        for (int i = 0; i < found.Count; i++)
        {
            SemanticModel model = compilation.GetSemanticModel(found[i].SyntaxTree);
            IEnumerable<ISymbol> named = found[i].DescendantNodes().OfType<SimpleNameSyntax>()
                .Select(name => model.GetSymbolInfo(name).Symbol)
                .OfType<ISymbol>()
                .Prepend(model.GetDeclaredSymbol(found[i])!);
            found.AddRange(named
                .SelectMany(symbol => Outermost(symbol).DeclaringSyntaxReferences)
                .Select(reference => reference.GetSyntax())
                .OfType<MemberDeclarationSyntax>()
                .Where(declaration => declaration is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
                .Except(found)
                .ToArray());
        }

        return found;
    }

    private static ISymbol Outermost(ISymbol symbol) => symbol.ContainingType is { } container ? Outermost(container) : symbol;

    private static string NamespaceOf(MemberDeclarationSyntax type) =>
        string.Join('.', type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(space => space.Name.ToString()));

    private static string Wrap(IGrouping<string, MemberDeclarationSyntax> types)
    {
        string text = string.Join("\n\n", types.Select(type => type.ToString()));
        return types.Key.Length == 0 ? text : $"namespace {types.Key}\n{{\n{text}\n}}\n";
    }
}
