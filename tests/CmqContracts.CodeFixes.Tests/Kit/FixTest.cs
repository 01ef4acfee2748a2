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
/// Applies fixes as an editor does, one by one and all at once, to code in which <c>[|</c> and <c>|]</c> mark the reported location. The fixed
/// code must compile with its generated code, without a diagnostic of the analyzers.
/// </summary>
internal static class FixTest
{
    public static readonly CodeFixProvider[] Providers = [new MakePartialFix(), new NearestValueFix(), new CheckBatchFix(), new AwaitFix(), new UseHttpsFix(), new ZeroDelayFix(), new AddContractFix()];

    private static readonly string[] Rules = [.. RuleAnalysis.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id).Distinct()];

    /// <summary>Asserts that there is one fix with this title and this result.</summary>
    public static async Task Fixes(string id, string markup, string title, string expected, string? profile = null)
    {
        Verifier test = NewTest(id, [RuleAnalysis.Mark(id, markup)], [expected], profile);
        test.CodeActionVerifier = (action, verifier) => verifier.Equal(title, action.Title);
        await test.RunAsync();
        await AssertIsValid([expected], profile);
    }

    /// <summary>Asserts that the rule is reported and no fix is offered.</summary>
    public static Task OffersNothing(string id, string markup, string? profile = null)
    {
        string named = RuleAnalysis.Mark(id, markup);
        Verifier test = NewTest(id, [named], [named], profile);
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync();
    }

    /// <summary>Asserts that the rule is reported at this number of locations, and that fixing all of them has this result.</summary>
    public static async Task FixesAll(string id, int count, string[] sources, string[] expected, string? profile = null)
    {
        Diagnostic[] broken = [.. (await RuleAnalysis.Of(TestCompilation.Create(sources[0], others: sources[1..]), profile)).Where(d => d.Id == id)];
        Assert.Equal(count, broken.Length);
        Verifier test = NewTest(id, [.. sources.Select((source, i) => Marked(id, source, broken.Where(d => d.Location.SourceTree!.FilePath == PathOf(i))))], expected, profile);
        await test.RunAsync();
        await AssertIsValid(expected, profile);
    }

    private static Verifier NewTest(string id, string[] sources, string[] expected, string? profile)
    {
        CSharpCompilation project = TestCompilation.Create(expected[0], others: expected[1..]);
        Verifier test = new(id, project)
        {
            // Suppression is tested with the rules.
            TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipGeneratedCodeCheck | TestBehaviors.SkipSuppressionCheck,
            // The compiler may report errors for the code too. AssertIsValid checks the fixed code.
            CompilerDiagnostics = CompilerDiagnostics.None,
        };
        test.DisabledDiagnostics.AddRange(Rules.Where(rule => rule != id));
        for (int i = 0; i < sources.Length; i++)
        {
            test.TestState.Sources.Add((PathOf(i), sources[i]));
            test.FixedState.Sources.Add((PathOf(i), expected[i]));
        }

        test.TestState.OutputKind = project.Options.OutputKind;
        test.TestState.AddProject(profile);
        test.FixedState.Sources.Add(("Usings.cs", TestCompilation.Usings));
        return test;
    }

    private static string PathOf(int file) => file == 0 ? TestCompilation.SourcePath : $"Other{file - 1}.cs";

    /// <summary>Adds the markers of the testing library to what the analyzers report.</summary>
    private static string Marked(string id, string source, IEnumerable<Diagnostic> broken)
    {
        foreach (Diagnostic diagnostic in broken.OrderByDescending(d => d.Location.SourceSpan.Start))
            source = source.Insert(diagnostic.Location.SourceSpan.End, "|}").Insert(diagnostic.Location.SourceSpan.Start, "{|" + id + ":");
        return source;
    }

    /// <summary>Asserts that the code compiles with its generated code, and no rule is reported.</summary>
    private static async Task AssertIsValid(string[] sources, string? profile)
    {
        CSharpCompilation project = TestCompilation.Create(sources[0], others: sources[1..]);
        Assert.Empty(await RuleAnalysis.Of(project, profile));
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
