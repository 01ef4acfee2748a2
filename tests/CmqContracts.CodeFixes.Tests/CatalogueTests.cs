using System.Text.RegularExpressions;
using CmqContracts.CodeFixes.Tests.Kit;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace CmqContracts.CodeFixes.Tests;

/// <summary>The pages of the rules name exactly the fixes that exist.</summary>
public sealed class CatalogueTests
{
    private const string FixSentence = "\nA code fix does it.\n";

    private static readonly string Folder = Path.GetFullPath(Path.Combine(TestCompilation.Metadata("ProjectDirectory"), "../../src/CmqContracts.Generators/Rules"));

    private static readonly string[] Fixable = [.. FixTest.Providers.SelectMany(provider => provider.FixableDiagnosticIds).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Ids => [.. Fixable];

    [Fact]
    public void The_pages_that_promise_a_fix_are_those_of_rules_that_have_one() => Assert.Equal(
        Fixable,
        Directory.GetFiles(Folder, "CMQ*.md").Where(path => Page(path).Contains(FixSentence, StringComparison.Ordinal)).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public Task The_fix_turns_the_page_s_wrong_code_into_the_right_one(string id)
    {
        string page = Page(Path.Combine(Folder, id + ".md"));
        string wrong = Snippet(page, "Wrong");
        return FixTest.FixesAll(id, 1, [wrong], [Snippet(page, "Right")], TestCompilation.ProfileOf(wrong));
    }

    [Fact]
    public void Every_fix_is_exported_for_CSharp_and_there_is_no_other()
    {
        Type[] exported = [.. typeof(MakePartialFix).Assembly.GetTypes().Where(type => typeof(CodeFixProvider).IsAssignableFrom(type) && !type.IsAbstract)];
        Assert.Equal(exported.OrderBy(type => type.Name), FixTest.Providers.Select(provider => provider.GetType()).OrderBy(type => type.Name));
        Assert.All(exported, type => Assert.Equal(
            [LanguageNames.CSharp],
            ((ExportCodeFixProviderAttribute)Attribute.GetCustomAttribute(type, typeof(ExportCodeFixProviderAttribute))!).Languages));
    }

    /// <summary>Editors contain the compiler, Workspaces and their dependencies, in their own versions, and nothing else.</summary>
    [Fact]
    public void The_fixes_reference_only_what_every_editor_has() => Assert.Empty(
        typeof(MakePartialFix).Assembly.GetReferencedAssemblies().Select(name => name.Name!).Except(
        [
            "netstandard",
            "CmqContracts.Generators",
            "Microsoft.CodeAnalysis",
            "Microsoft.CodeAnalysis.CSharp",
            "Microsoft.CodeAnalysis.Workspaces",
            "Microsoft.CodeAnalysis.CSharp.Workspaces",
            "System.Collections.Immutable",
        ]));

    private static string Page(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");

    private static string Snippet(string page, string heading) =>
        Regex.Match(page, $"^## {heading}\\n\\n```csharp\\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups["code"].Value;
}
