using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Packaging;

/// <summary>Which folders of a project use which. The compiler resolves each name, so it does not matter how a use is written.</summary>
internal sealed class FolderUses
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>The assemblies that the tests run with, by their names: what the projects use is among them.</summary>
    private static readonly (string Name, MetadataReference Reference)[] Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => (Path.GetFileNameWithoutExtension(path), (MetadataReference)MetadataReference.CreateFromFile(path))),
    ];

    private readonly Dictionary<SyntaxTree, Source> _sources = [];
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<Use> _uses = [];
    private readonly List<string> _unresolved = [];

    private FolderUses()
    {
    }

    /// <summary>The uses of one folder by another.</summary>
    public IReadOnlyCollection<Use> All => _uses;

    /// <summary>Names without a meaning here that something in the project is declared by, so that they may hide a use.</summary>
    public IReadOnlyCollection<string> Unresolved => _unresolved;

    /// <summary>Compiles a project against the assemblies that the tests run with.</summary>
    public static FolderUses Of(string project, IEnumerable<Source> sources)
    {
        FolderUses found = new();
        CSharpParseOptions options = new(LanguageVersion.Preview, DocumentationMode.None, preprocessorSymbols: ["CMQ_GENERATORS", "NET", "NET10_0", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER"]);
        foreach (Source source in sources)
            found._sources.Add(CSharpSyntaxTree.ParseText(source.Text, options, source.Path), source);
        CSharpCompilation compilation = CSharpCompilation.Create(
            project,
            found._sources.Keys.Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options)),
            Platform.Where(assembly => assembly.Name != project).Select(assembly => assembly.Reference),
            // With the key that lets it see what other projects are internal to.
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true, cryptoPublicKey: [.. typeof(FolderUses).Assembly.GetName().GetPublicKey()!]));
        foreach (SyntaxTree tree in found._sources.Keys)
            found.CollectDeclared(tree.GetRoot());
        foreach (SyntaxTree tree in found._sources.Keys.Where(tree => found._sources[tree].Folder is { Length: > 0 }))
            found.Collect(compilation.GetSemanticModel(tree));
        return found;
    }

    /// <summary>What can be meant without its type being named: types, and methods that extend others.</summary>
    private void CollectDeclared(SyntaxNode root)
    {
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            if (node is BaseTypeDeclarationSyntax type)
                _declared.Add(type.Identifier.ValueText);
            else if (node is DelegateDeclarationSyntax @delegate)
                _declared.Add(@delegate.Identifier.ValueText);
            else if (node is MethodDeclarationSyntax { ParameterList.Parameters: [{ } first, ..] } method && first.Modifiers.Any(SyntaxKind.ThisKeyword))
                _declared.Add(method.Identifier.ValueText);
        }
    }

    private void Collect(SemanticModel model)
    {
        foreach (SyntaxNode node in model.SyntaxTree.GetRoot().DescendantNodes(node => node is not UsingDirectiveSyntax))
        {
            if (node is BaseTypeDeclarationSyntax && model.GetDeclaredSymbol(node) is INamedTypeSymbol declared)
                Add(node, declared);
            if (node is not (ExpressionSyntax or ConstructorInitializerSyntax or AttributeSyntax or PatternSyntax))
                continue;
            SymbolInfo info = model.GetSymbolInfo(node);
            ISymbol[] meanings = info.Symbol is { } symbol ? [symbol] : [.. info.CandidateSymbols];
            foreach (ISymbol meaning in meanings)
                AddMeaning(node, meaning);
            TypeInfo type = model.GetTypeInfo(node);
            Add(node, type.Type);
            Add(node, type.ConvertedType);
            if (meanings.Length == 0 && node is SimpleNameSyntax name && _declared.Contains(name.Identifier.ValueText) && !IsOnlyALabel(name))
                _unresolved.Add($"{name} in {_sources[node.SyntaxTree].Path}");
        }
    }

    /// <summary>Names that mean a member of what they stand beside: the argument of an attribute, or one of <c>nameof</c> that is not bound on its own.</summary>
    private static bool IsOnlyALabel(SimpleNameSyntax name) => name.Parent is NameEqualsSyntax or NameColonSyntax;

    private void AddMeaning(SyntaxNode node, ISymbol meaning)
    {
        switch (meaning)
        {
            case ITypeSymbol type:
                Add(node, type);
                break;
            case IAliasSymbol alias:
                AddMeaning(node, alias.Target);
                break;
            case IMethodSymbol method:
                Add(node, (method.ReducedFrom ?? method).ContainingType);
                break;
            case INamespaceSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or ILabelSymbol:
                break;
            default:
                Add(node, meaning.ContainingType);
                break;
        }
    }

    private void Add(SyntaxNode node, ITypeSymbol? type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                Add(node, array.ElementType);
                break;
            case IPointerTypeSymbol pointer:
                Add(node, pointer.PointedAtType);
                break;
            case INamedTypeSymbol named:
                foreach (ITypeSymbol argument in named.TypeArguments.Where(argument => !SymbolEqualityComparer.Default.Equals(argument, named)))
                    Add(node, argument);
                AddFolders(node, named.OriginalDefinition);
                break;
            default:
                break;
        }
    }

    private void AddFolders(SyntaxNode node, INamedTypeSymbol type)
    {
        Source from = _sources[node.SyntaxTree];
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
        {
            if (_sources.TryGetValue(part.SyntaxTree, out Source? to) && to.Folder is { Length: > 0 } && to.Folder != from.Folder)
                _uses.Add(new Use(from.Folder!, to.Folder, type.Name, from.Path));
        }
    }

    /// <summary>A file of a project.</summary>
    /// <param name="Path">Its path in the project.</param>
    /// <param name="Folder">Its folder; empty: the project's root; <see langword="null"/>: it is another project's.</param>
    /// <param name="Text">Its code.</param>
    public sealed record Source(string Path, string? Folder, string Text);

    /// <summary>A use of one folder's type by another one.</summary>
    /// <param name="From">The folder that uses.</param>
    /// <param name="To">The folder that is used.</param>
    /// <param name="What">The type.</param>
    /// <param name="File">The file that uses it.</param>
    public sealed record Use(string From, string To, string What, string File);
}
