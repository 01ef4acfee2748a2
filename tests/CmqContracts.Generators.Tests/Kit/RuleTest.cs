using System.Collections.Immutable;
using CmqContracts.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.Generators.Tests.Kit;

/// <summary>Checks what the analyzer reports for code in which <c>[|</c> and <c>|]</c> stand around each expected place.</summary>
internal static class RuleTest
{
    /// <summary>Every analyzer of the package.</summary>
    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(ContractAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), false))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static async Task<Diagnostic[]> Expect(string id, string markup, LanguageVersion version = LanguageVersion.CSharp11, string? service = null)
    {
        (string source, List<TextSpan> spans) = Parse(markup);
        Diagnostic[] reported = await Report(source, version, service);
        Assert.True(
            reported.All(d => d.Id == id) && reported.Select(d => d.Location.SourceSpan).Order().SequenceEqual(spans),
            $"Expected {id} at {string.Join(", ", spans)}, found:\n{string.Join('\n', reported.Select(d => $"{d.Location.SourceSpan} {d}"))}");
        return reported;
    }

    public static async Task ExpectNothing(string source, LanguageVersion version = LanguageVersion.CSharp11, string? service = null) =>
        Assert.Empty(await Report(source, version, service));

    private static async Task<Diagnostic[]> Report(string source, LanguageVersion version, string? service)
    {
        // With the generated code, as in a build: the rest of the project must compile in spite of what is reported.
        GeneratorRun run = GeneratorRun.Of(source, version);
        if (version >= LanguageVersion.CSharp11)
            Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return await Analyze(run, service);
    }

    /// <summary>What the analyzers report for a compilation with its generated files.</summary>
    public static Task<Diagnostic[]> Analyze(GeneratorRun run, string? service = null) => Analyze(run.Output, service);

    /// <summary>What the analyzers report for a compilation.</summary>
    public static async Task<Diagnostic[]> Analyze(Compilation compilation, string? service = null)
    {
        AnalyzerOptions options = new([], new Options(service));
        ImmutableArray<Diagnostic> diagnostics = await compilation
            .WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(options, (e, _, _) => throw new InvalidOperationException("The analyzer failed.", e), true, false))
            .GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.Where(d => !d.IsSuppressed)];
    }

    /// <summary>Takes the marks out of code.</summary>
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

    private sealed class Options(string? service) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(service);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(null);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(null);
    }

    private sealed class Values(string? service) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.CmqService" ? service : null;
            return value is not null;
        }
    }
}
