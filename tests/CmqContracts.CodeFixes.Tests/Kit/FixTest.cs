using CmqContracts.Generators;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace CmqContracts.CodeFixes.Tests.Kit;

/// <summary>
/// Applies fixes as an editor does, one by one and all at once, to code in which <c>[|</c> and <c>|]</c> are around the place that is
/// reported. Whatever is fixed compiles with its generated code afterwards, and the analyzers have nothing left to report.
/// </summary>
internal static class FixTest
{
    public static readonly CodeFixProvider[] Providers = [new MakePartialFix(), new NearestValueFix(), new CheckBatchFix(), new AwaitFix(), new UseHttpsFix(), new ZeroDelayFix(), new AddContractFix()];

    private static readonly string[] Rules = [.. RuleAnalysis.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id).Distinct()];

    /// <summary>There is one fix, it has this title, and this is what it makes of the code.</summary>
    public static async Task Fixes(string id, string markup, string title, string expected, string? service = null)
    {
        Verifier test = NewTest(id, [RuleAnalysis.Mark(id, markup)], [expected], service);
        test.CodeActionVerifier = (action, verifier) => verifier.Equal(title, action.Title);
        await test.RunAsync();
        await AssertIsRight([expected], service);
    }

    /// <summary>The rule is broken, but no fix is offered.</summary>
    public static Task OffersNothing(string id, string markup, string? service = null)
    {
        string named = RuleAnalysis.Mark(id, markup);
        Verifier test = NewTest(id, [named], [named], service);
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync();
    }

    /// <summary>The rule is broken in so many places, and mending all of them does this to the files.</summary>
    public static async Task FixesAll(string id, int count, string[] sources, string[] expected, string? service = null)
    {
        Diagnostic[] broken = [.. (await RuleAnalysis.Of(TestCompilation.Create(sources[0], others: sources[1..]), service)).Where(d => d.Id == id)];
        Assert.Equal(count, broken.Length);
        Verifier test = NewTest(id, [.. sources.Select((source, i) => Marked(id, source, broken.Where(d => d.Location.SourceTree!.FilePath == PathOf(i))))], expected, service);
        await test.RunAsync();
        await AssertIsRight(expected, service);
    }

    private static Verifier NewTest(string id, string[] sources, string[] expected, string? service)
    {
        CSharpCompilation project = TestCompilation.Create(expected[0], others: expected[1..]);
        Verifier test = new(id, project)
        {
            // Where rules are silent is tested with the rules.
            TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipGeneratedCodeCheck | TestBehaviors.SkipSuppressionCheck,
            // Code with a broken rule may have errors of the compiler too. What is right in the end is checked behind the test.
            CompilerDiagnostics = CompilerDiagnostics.None,
        };
        test.DisabledDiagnostics.AddRange(Rules.Where(rule => rule != id));
        for (int i = 0; i < sources.Length; i++)
        {
            test.TestState.Sources.Add((PathOf(i), sources[i]));
            test.FixedState.Sources.Add((PathOf(i), expected[i]));
        }

        test.TestState.OutputKind = project.Options.OutputKind;
        test.TestState.AddProject(service);
        test.FixedState.Sources.Add(("Usings.cs", TestCompilation.Usings));
        return test;
    }

    private static string PathOf(int file) => file == 0 ? TestCompilation.SourcePath : $"Other{file - 1}.cs";

    /// <summary>Puts the marks of the testing library around what the analyzers report.</summary>
    private static string Marked(string id, string source, IEnumerable<Diagnostic> broken)
    {
        foreach (Diagnostic diagnostic in broken.OrderByDescending(d => d.Location.SourceSpan.Start))
            source = source.Insert(diagnostic.Location.SourceSpan.End, "|}").Insert(diagnostic.Location.SourceSpan.Start, "{|" + id + ":");
        return source;
    }

    /// <summary>The code compiles with what is generated for it, and no rule is broken.</summary>
    private static async Task AssertIsRight(string[] sources, string? service)
    {
        CSharpCompilation project = TestCompilation.Create(sources[0], others: sources[1..]);
        Assert.Empty(await RuleAnalysis.Of(project, service));
        CSharpGeneratorDriver.Create([new ContractGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)project.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(project, out Compilation built, out _);
        Assert.Empty(built.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    private sealed class Verifier(string id, CSharpCompilation project) : CSharpCodeFixTest<EmptyDiagnosticAnalyzer, EmptyCodeFixProvider, DefaultVerifier>
    {
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => RuleAnalysis.Analyzers;

        protected override IEnumerable<CodeFixProvider> GetCodeFixProviders() => Providers.Where(provider => provider.FixableDiagnosticIds.Contains(id));

        protected override IEnumerable<Type> GetSourceGenerators() => [typeof(ContractGenerator)];

        protected override CompilationOptions CreateCompilationOptions() => project.Options;

        protected override ParseOptions CreateParseOptions() => project.SyntaxTrees[0].Options;
    }
}
