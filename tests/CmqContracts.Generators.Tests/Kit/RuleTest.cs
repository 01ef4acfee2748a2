using System.Collections.Immutable;
using CmqContracts.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.Generators.Tests.Kit;

/// <summary>Checks the diagnostics of the analyzers for code in which <c>[|</c> and <c>|]</c> mark each expected location.</summary>
internal static class RuleTest
{
    /// <summary>Every analyzer of the package.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers => RuleAnalysis.Analyzers;

    /// <summary>Asserts that the rule, and no other, is reported at the marked locations.</summary>
    public static Task Expect(string id, string markup, LanguageVersion version = LanguageVersion.CSharp11, string? profile = null) =>
        Verify(markup, RuleAnalysis.Mark(id, markup), version, profile);

    /// <summary>Asserts that the rule, and no other, is reported at the marked location.</summary>
    /// <returns>The diagnostic.</returns>
    public static async Task<Diagnostic> ExpectOne(string id, string markup) => Assert.Single(await Analyze(await Verify(markup, RuleAnalysis.Mark(id, markup), LanguageVersion.CSharp11, profile: null)));

    /// <summary>Asserts that nothing is reported.</summary>
    public static Task ExpectNothing(string source, LanguageVersion version = LanguageVersion.CSharp11, string? profile = null) => Verify(source, source, version, profile);

    private static async Task<GeneratorRun> Verify(string markup, string named, LanguageVersion version, string? profile)
    {
        (string source, string? added) = OtherGenerator.Split(Parse(markup).Source);
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(source, version), version, added);
        Verifier test = new(run.Input)
        {
            // With the generated code, as in a build: apart from the reported diagnostics, the project compiles.
            // SuppressionTests tests suppression and generated code once for each rule.
            TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipGeneratedCodeCheck | TestBehaviors.SkipSuppressionCheck,
            CompilerDiagnostics = version >= LanguageVersion.CSharp11 ? CompilerDiagnostics.Errors : CompilerDiagnostics.None,
        };
        test.TestState.AddProject(OtherGenerator.Split(named).Source, run.Input.Options.OutputKind, profile, added);
        await test.RunAsync();
        return run;
    }

    /// <summary>The test of the testing library, with all analyzers and the project of a test compilation.</summary>
    private sealed class Verifier(CSharpCompilation project) : CSharpAnalyzerTest<ContractAnalyzer, DefaultVerifier>
    {
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => Analyzers;

        protected override IEnumerable<Type> GetSourceGenerators() => TestProject.Generators(TestState);

        protected override CompilationOptions CreateCompilationOptions() => project.Options;

        protected override ParseOptions CreateParseOptions() => project.SyntaxTrees[0].Options;
    }

    /// <summary>The diagnostics of the analyzers for a compilation with its generated files.</summary>
    public static Task<Diagnostic[]> Analyze(GeneratorRun run, string? profile = null) => RuleAnalysis.Of(run.Output, profile);

    /// <summary>The diagnostics of the analyzers for a compilation.</summary>
    public static Task<Diagnostic[]> Analyze(Compilation compilation, string? profile = null) => RuleAnalysis.Of(compilation, profile);

    /// <summary>Removes the markers from code, and returns their spans.</summary>
    public static (string Source, List<TextSpan> Spans) Parse(string markup)
    {
        List<TextSpan> spans = [];
        while (markup.IndexOf("[|", StringComparison.Ordinal) is >= 0 and int start)
        {
            markup = markup.Remove(start, 2);
            int end = markup.IndexOf("|]", StringComparison.Ordinal);
            markup = markup.Remove(end, 2);
            spans.Add(TextSpan.FromBounds(start, end));
        }

        return (markup, spans);
    }
}
