using CmqContracts.Generators.Analyzers;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CmqContracts.Generators.Tests.Rules;

/// <summary>Every rule can be silenced where it is broken, and be made milder or stricter for a project.</summary>
public class SuppressionTests
{
    public static TheoryData<string> Ids => [.. new ContractAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).Where(id => id is not ("CMQ0008" or "CMQ0308"))];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_pragma_silences_a_rule(string id)
    {
        (string source, RuleCase code) = Broken(id);
        Assert.Empty(await Analyze($"#pragma warning disable {id}\n{source}", code, ""));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_editorconfig_silences_a_rule(string id)
    {
        (string source, RuleCase code) = Broken(id);
        Assert.Empty(await Analyze(source, code, $"[*.cs]\ndotnet_diagnostic.{id}.severity = none\n"));
    }

    [Theory]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    [InlineData("error", DiagnosticSeverity.Error)]
    public async Task An_editorconfig_sets_the_severity_of_a_rule(string severity, DiagnosticSeverity expected)
    {
        foreach (string id in new[] { "CMQ0102", "CMQ0107", "CMQ0207" })
        {
            (string source, RuleCase code) = Broken(id);
            Diagnostic[] reported = await Analyze(source, code, $"[*.cs]\ndotnet_diagnostic.{id}.severity = {severity}\n");
            Assert.NotEmpty(reported);
            Assert.All(reported, d => Assert.Equal(expected, d.Severity));
        }
    }

    private static (string Source, RuleCase Code) Broken(string id)
    {
        RuleCase code = RuleCases.Reported.First(code => code.Rule == id);
        return (code.Code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), code);
    }

    private static async Task<Diagnostic[]> Analyze(string source, RuleCase code, string editorConfig)
    {
        (string user, string? added) = OtherGenerator.Split(source);
        CSharpCompilation compilation = TestCompilation.Create(user, code.Version);
        AnalyzerConfigSet configs = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse(editorConfig, "/src/.editorconfig") });
        CSharpCompilation configured = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new Severities(configs)));
        return await RuleTest.Analyze(GeneratorRun.Of(configured, code.Version, added), code.Service);
    }

    /// <summary>What the compiler on the command line makes of <c>.editorconfig</c>.</summary>
    private sealed class Severities(AnalyzerConfigSet configs) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            configs.GetOptionsForSourcePath("/src/" + tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
