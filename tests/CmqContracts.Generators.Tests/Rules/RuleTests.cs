using System.Globalization;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Tests.Rules;

public class RuleTests
{
    public static TheoryData<int> Reported => [.. Enumerable.Range(0, RuleCases.Reported.Count)];

    public static TheoryData<int> Allowed => [.. Enumerable.Range(0, RuleCases.Allowed.Count)];

    [Theory]
    [MemberData(nameof(Reported))]
    public async Task Reports_the_place(int index)
    {
        RuleCase code = RuleCases.Reported[index];
        await RuleTest.Expect(code.Rule, code.Code, code.Version, code.Service);
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task Says_nothing_about_good_code(int index)
    {
        RuleCase code = RuleCases.Allowed[index];
        await RuleTest.ExpectNothing(code.Code, code.Version, code.Service);
    }

    [Fact]
    public async Task CMQ0008_names_the_type_that_hides_a_namespace()
    {
        // The compiler has more to say about such a type, so this is not a case among the others.
        GeneratorRun run = GeneratorRun.Of("""public class System { } [global::CmqContracts.CmqQueue("q")] public partial record P(int A);""");
        Assert.Equal(["CMQ0008 13"], (await RuleTest.Analyze(run)).Select(d => $"{d.Id} {d.Location.SourceSpan.Start}"));
        Assert.Empty(run.Files);
    }

    [Theory]
    [InlineData("public P(int a) { } public P(string b) { }", "not exactly one")]
    [InlineData("private P() { }", "not exactly one")]
    [InlineData("[JsonConstructor] public P(int a) { } [JsonConstructor] public P(string b) { }", "2 of its constructors have [JsonConstructor]")]
    [InlineData("public P() { } [JsonConstructor] private P(int a) { }", "is not public")]
    public async Task CMQ0006_says_what_is_wrong_with_the_constructors(string constructors, string reason)
    {
        GeneratorRun run = GeneratorRun.Of($$"""[CmqQueue("q")] public partial class P { {{constructors}} }""");
        Diagnostic reported = Assert.Single(await RuleTest.Analyze(run));
        Assert.Contains(reason, reported.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pragma_silences_a_rule() => await RuleTest.ExpectNothing("""
        #pragma warning disable CMQ0102
        [CmqQueue("q", VisibilityTimeout = 0)] public partial record P(int A);
        """);

    [Fact]
    public async Task A_pragma_silences_rules_about_the_flow_of_messages() => await RuleTest.ExpectNothing(UseCases.Worker("""
        #pragma warning disable CMQ0301, CMQ0302
                if (await orders.ReceiveAsync() is { } dropped) Console.WriteLine(dropped.Body.Id);
                if (await orders.ReceiveAsync() is { } twice) { await twice.DeleteAsync(); await twice.DeleteAsync(); }
        """));

    [Theory]
    [InlineData("none", null)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    [InlineData("error", DiagnosticSeverity.Error)]
    public async Task An_editorconfig_sets_the_severity(string severity, DiagnosticSeverity? expected)
    {
        GeneratorRun run = GeneratorRun.Of(UseCases.Worker("if (await orders.ReceiveAsync() is { } dropped) Console.WriteLine(dropped.Body.Id);"));
        AnalyzerConfigSet config = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse($"[*.cs]\ndotnet_diagnostic.CMQ0301.severity = {severity}\n", "/.editorconfig") });
        Compilation configured = run.Output.WithOptions(run.Output.Options.WithSyntaxTreeOptionsProvider(new Severities(config)));
        Assert.Equal(expected is { } value ? [value] : [], (await RuleTest.Analyze(configured)).Select(d => d.Severity));
    }

    private sealed class Severities(AnalyzerConfigSet config) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            config.GetOptionsForSourcePath("/" + tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
