using System.Collections.Immutable;
using CmqContracts.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CmqContracts.Generators.Tests.Kit;

/// <summary>Runs every analyzer of the package on a compilation.</summary>
internal static class RuleAnalysis
{
    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(ContractAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), false))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>All diagnostics of the analyzers.</summary>
    public static async Task<Diagnostic[]> Of(Compilation compilation, string? profile)
    {
        AnalyzerOptions options = new([], new Options(profile));
        ImmutableArray<Diagnostic> diagnostics = await compilation
            .WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(options, (e, _, _) => throw new InvalidOperationException("The analyzer failed.", e), true, false))
            .GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.Where(d => !d.IsSuppressed)];
    }

    /// <summary>Converts the markers of a test to those of the testing library, which name the rule.</summary>
    public static string Mark(string id, string markup) => markup.Replace("[|", "{|" + id + ":", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal);

    private sealed class Options(string? profile) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(profile);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(null);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(null);
    }

    private sealed class Values(string? profile) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.CmqProfile" ? profile : null;
            return value is not null;
        }
    }
}
