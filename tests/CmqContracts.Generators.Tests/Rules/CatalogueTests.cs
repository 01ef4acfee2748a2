using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Rules;

/// <summary>Descriptors, analyzers, release tracking, pages and tests have the same rules.</summary>
public partial class CatalogueTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(TestCompilation.Metadata("ProjectDirectory"), "../../src/CmqContracts.Generators"));

    /// <summary>Rules with tests of their own, because the compiler reports errors together with them.</summary>
    private static readonly string[] WithErrorsOfTheCompiler = ["CMQ0008", "CMQ0308"];

    private static readonly DiagnosticDescriptor[] All =
    [
        .. typeof(Descriptors).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(field => field.GetValue(null))
            .OfType<DiagnosticDescriptor>()
            .OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    public static TheoryData<string> Ids => [.. All.Select(rule => rule.Id)];

    [Fact]
    public void The_analyzers_support_every_rule_and_ids_are_unique()
    {
        Assert.Equal(All.Select(rule => rule.Id), RuleTest.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id).Order(StringComparer.Ordinal));
        Assert.Equal(All.Length, All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(All, rule => Assert.Matches("^CMQ[0-9]{4}$", rule.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_is_tracked_documented_and_tested(string id)
    {
        DiagnosticDescriptor rule = All.Single(rule => rule.Id == id);
        string tracked = File.ReadAllText(Path.Combine(Folder, "AnalyzerReleases.Unshipped.md")) + File.ReadAllText(Path.Combine(Folder, "AnalyzerReleases.Shipped.md"));
        Assert.Contains($"\n{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}\n", tracked.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.StartsWith($"# {id}: {rule.Title}\n", Page(id), StringComparison.Ordinal);
        Assert.EndsWith("/" + id, rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.DoesNotMatch("[.]$", rule.MessageFormat.ToString());
        Assert.Equal(["Wrong", "Why", "Right"], Heading().Matches(Page(id)).Select(match => match.Groups[1].Value));
        Assert.True(RuleCases.Reported.Any(code => code.Rule == id) || WithErrorsOfTheCompiler.Contains(id), $"No code among RuleCases.Reported breaks {id}.");
        Assert.True(RuleCases.Allowed.Any(code => code.Rule == id), $"No code among RuleCases.Allowed is near {id} without breaking it.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_page_s_wrong_code_breaks_the_rule_and_no_other(string id)
    {
        (GeneratorRun run, Diagnostic[] reported) = await Compile(Snippet(id, "Wrong"));
        Assert.Equal([id], reported.Select(d => d.Id).Distinct());
        Assert.DoesNotContain(run.Warnings(), run.IsInGeneratedFile);
        if (!WithErrorsOfTheCompiler.Contains(id))
            Assert.Empty(run.Warnings());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_page_s_right_code_compiles_without_a_diagnostic(string id)
    {
        (GeneratorRun run, Diagnostic[] reported) = await Compile(Snippet(id, "Right"));
        Assert.Empty(reported);
        run.AssertCompiles();
    }

    [Fact]
    public void The_index_of_pages_lists_every_rule()
    {
        StringBuilder index = new("""
            # Rules

            The rules of the analyzers. Each page shows wrong code, why it is wrong, and correct code; `dotnet_diagnostic.ID.severity` in `.editorconfig`
            and `#pragma warning disable ID` work as for every analyzer.

            | Rule | Title | Severity |
            |---|---|---|

            """);
        foreach (DiagnosticDescriptor rule in All)
            index.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.DefaultSeverity} |\n");
        string path = Path.Combine(Folder, "Rules", "README.md");
        string received = Path.ChangeExtension(path, ".received.md");
        if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == index.ToString())
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, index.ToString());
        Assert.Fail("Rules/README.md differs from Descriptors. If the table is right: mv README.received.md README.md in src/CmqContracts.Generators/Rules.");
    }

    /// <summary>Compiles the code as a project, at the language version that it states in a comment.</summary>
    private static async Task<(GeneratorRun Run, Diagnostic[] Reported)> Compile(string code)
    {
        LanguageVersion version = code.Contains("<LangVersion>10<", StringComparison.Ordinal) ? LanguageVersion.CSharp10 : LanguageVersion.CSharp11;
        GeneratorRun run = GeneratorRun.Of(code, version);
        return (run, await RuleTest.Analyze(run, TestCompilation.ProfileOf(code)));
    }

    private static string Page(string id) => File.ReadAllText(Path.Combine(Folder, "Rules", id + ".md")).ReplaceLineEndings("\n");

    private static string Snippet(string id, string heading)
    {
        Match match = Regex.Match(Page(id), $"^## {heading}\\n\\n```csharp\\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(match.Success, $"{id}.md has no code under {heading}.");
        return match.Groups["code"].Value;
    }

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
