using System.Collections.Immutable;
using CmqContracts.Generators;
using CmqContracts.Generators.Analyzers;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.CodeFixes.Tests.Kit;

/// <summary>
/// Applies fixes as an editor does, to code in which <c>[|</c> and <c>|]</c> stand around the place that is reported. Whatever is
/// fixed must compile with its generated code afterwards, and the analyzers must have nothing left to say.
/// </summary>
internal static class FixTest
{
    public static readonly CodeFixProvider[] Providers = [new MakePartialFix(), new NearestValueFix(), new CheckBatchFix(), new AwaitFix(), new UseHttpsFix(), new ZeroDelayFix(), new AddContractFix()];

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(ContractAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), false))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>There is one fix, it has this title, and this is what it makes of the code.</summary>
    public static async Task Fixes(string id, string markup, string title, string expected, string? service = null)
    {
        (string source, TextSpan span) = Parse(markup);
        Project project = NewProject([source], service);
        Diagnostic diagnostic = Assert.Single(await Report(project), d => d.Id == id);
        Assert.Equal(span, diagnostic.Location.SourceSpan);
        CodeAction action = Assert.Single(await Offered(project, diagnostic));
        Assert.Equal(title, action.Title);
        await AssertBecomes([expected], await Apply(action, project));
    }

    /// <summary>The rule is broken, but no fix is offered.</summary>
    public static async Task OffersNothing(string id, string markup, string? service = null)
    {
        (string source, TextSpan span) = Parse(markup);
        Project project = NewProject([source], service);
        Diagnostic diagnostic = Assert.Single(await Report(project), d => d.Id == id);
        Assert.Equal(span, diagnostic.Location.SourceSpan);
        Assert.Empty(await Offered(project, diagnostic));
    }

    /// <summary>Fix All in the solution does this to these files.</summary>
    public static async Task FixesAll(string id, int count, string[] sources, string[] expected, string? service = null)
    {
        Project project = NewProject(sources, service);
        Diagnostic[] broken = [.. (await Report(project)).Where(d => d.Id == id)];
        Assert.Equal(count, broken.Length);
        CodeAction first = Assert.Single(await Offered(project, broken[0]));
        FixAllContext context = new(
            project.GetDocument(broken[0].Location.SourceTree)!,
            ProviderOf(id),
            FixAllScope.Solution,
            first.EquivalenceKey!,
            [id],
            new Reported(),
            CancellationToken.None);
        CodeAction? action = await ProviderOf(id).GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(action);
        await AssertBecomes(expected, await Apply(action, project));
    }

    private static CodeFixProvider ProviderOf(string id) => Providers.Single(provider => provider.FixableDiagnosticIds.Contains(id));

    private static Project NewProject(string[] sources, string? service)
    {
        CSharpCompilation compilation = TestCompilation.Create(sources[0], others: sources[1..]);
        Project project = new AdhocWorkspace().CurrentSolution
            .AddProject("Sample", "Sample", LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(compilation.SyntaxTrees[0].Options)
            .WithMetadataReferences(compilation.References);
        if (service is not null)
            project = project.AddAnalyzerConfigDocument("/.globalconfig", SourceText.From($"is_global = true\nbuild_property.CmqService = {service}\n"), filePath: "/.globalconfig").Project;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            string name = tree.FilePath.Length == 0 ? "Usings.cs" : tree.FilePath;
            project = project.AddDocument(name, tree.GetText(), filePath: "/" + name).Project;
        }

        return project;
    }

    private static async Task<ImmutableArray<Diagnostic>> Report(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        return await compilation.WithAnalyzers(Analyzers, project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
    }

    private static async Task<List<CodeAction>> Offered(Project project, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        Document document = project.GetDocument(diagnostic.Location.SourceTree)!;
        await ProviderOf(diagnostic.Id).RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private static async Task<Project> Apply(CodeAction action, Project project)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        return Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution.GetProject(project.Id)!;
    }

    private static async Task AssertBecomes(string[] expected, Project project)
    {
        List<string> texts = [];
        foreach (Document document in project.Documents.Where(document => document.Name != "Usings.cs"))
            texts.Add((await document.GetTextAsync()).ToString());
        Assert.Equal(expected, texts);

        Assert.Empty(await Report(project));
        CSharpGeneratorDriver.Create([new ContractGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)project.ParseOptions!)
            .RunGeneratorsAndUpdateCompilation((await project.GetCompilationAsync())!, out Compilation built, out _);
        Assert.Empty(built.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    private static (string Source, TextSpan Span) Parse(string markup)
    {
        int start = markup.IndexOf("[|", StringComparison.Ordinal);
        string source = markup.Remove(start, 2);
        int end = source.IndexOf("|]", StringComparison.Ordinal);
        return (source.Remove(end, 2), TextSpan.FromBounds(start, end));
    }

    /// <summary>What an editor knows about the solution.</summary>
    private sealed class Reported : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await Report(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await Report(document.Project)).Where(d => d.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
