using System.Xml.Linq;

namespace CmqContracts.Packaging;

/// <summary>Inside a project dependencies point one way too: its folders have an order, and the code of a folder uses folders before it only.</summary>
public sealed class FolderOrderTests
{
    /// <summary>
    /// For each project its folders, the ground first; those of one level, with bars between them, do not use each other at all. The files
    /// beside the project file are outside of the order: they hold what all folders use, such as exceptions and options, and what puts the
    /// folders together.
    /// </summary>
    private static readonly Dictionary<string, string[]> Order = new()
    {
        ["CmqContracts"] = ["Contracts", "Json", "Envelopes", "Telemetry", "Clients", "Queues | Topics", "Deduplication", "Handlers", "Http | Retries", "Hosting"],
        ["CmqContracts.Broker"] = ["Store", "Memory | Engine", "Execution", "Inspection", "Accounts"],
        ["CmqContracts.CodeFixes"] = [],
        ["CmqContracts.Generators"] = ["Polyfills", "Schema", "Diagnostics", "Model", "Parsing | Emission", "Analyzers", "Analyzers/Use"],
        ["CmqContracts.Protocol"] = ["Errors", "Limits", "Shared", "Wire", "Service", "Rules", "Wire/Forms", "Signing"],
        ["CmqContracts.Server"] = ["Actions", "Masks | Trust", "Authentication", "Throttling", "Metrics", "Requests", "Push", "Http", "Operations", "Console/Text", "Console/Messages", "Console/Access", "Console/Live", "Console", "Console/Pages", "V2/Wire | Api3/Wire", "V2/Actions | Api3/Actions", "V2 | Api3"],
        ["CmqContracts.Sqlite"] = ["Sql", "Tables", "Files", "Checks", "Commits", "Maintenance", "Opening", "Copies"],
        ["CmqContracts.Testing"] = ["Time", "Settling", "Recording", "Faults | Messages"],
        ["CmqContracts.Tool"] = ["Configuration | Output", "Client", "Commands"],
    };

    public static TheoryData<string> Projects => [.. Order.Keys];

    [Fact]
    public void Every_project_has_an_order() => Assert.Equal(
        Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
        Order.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_design_shows_the_order() => Assert.Equal(
        Order.Where(project => project.Value.Length > 0).Select(project => $"{project.Key}: {string.Join(", ", project.Value)}").Order(StringComparer.Ordinal),
        DesignTable.Rows("the ground first").Select(row => $"{row[0]}: {row[1]}").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_order_names_every_folder_with_code(string project) =>
        Assert.Equal(Order[project].SelectMany(FoldersOf).Order(StringComparer.Ordinal), Sources(project).Select(file => file.Folder).OfType<string>().Where(folder => folder.Length > 0).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_folders_before_it_only(string project)
    {
        FolderUses uses = FolderUses.Of(project, Sources(project));
        Assert.Empty(uses.Unresolved);
        string[] wrong = [.. Wrong(Order[project], uses)];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("namespace A; class X { object M() => new B.Y(); }")]
    [InlineData("using B; namespace A; class X { Y? M() => null; }")]
    [InlineData("using Z = B.Y; namespace A; class X { Z? M() => null; }")]
    [InlineData("using static B.Y; namespace A; class X { int M() => Number; }")]
    [InlineData("using B; namespace A; class X { string M() => 1.Text(); }")]
    [InlineData("namespace A; class X : B.Y { }")]
    [InlineData("namespace A; class X : Root { int M() => Inherited; }")]
    [InlineData("namespace A; class X { string M() => nameof(B.Y); }")]
    [InlineData("namespace A; class X { int M() => global::B.Y.Number; }")]
    [InlineData("namespace A; class X { object M() => Root.Make(); }")]
    [InlineData("namespace A; class X { bool M() => Root.Make().Inherited == 1; }")]
    [InlineData("namespace A; class X { void M() => Root.Take(new()); }")]
    [InlineData("namespace A; class X { object M() => System.Array.Empty<System.Collections.Generic.List<B.Y[]>>(); }")]
    [InlineData("namespace A; [B.Mark] class X { }")]
    [InlineData("namespace A; class X { object? M(object o) => o is B.Y { Inherited: 1 } ? o : null; }")]
    [InlineData("namespace A; class X<T> where T : B.Y { }")]
    [InlineData("namespace B; partial class Y { int More => 1; }")]
    [InlineData("namespace A; class X { void M() { foreach (var item in Root.All) item.ToString(); } }")]
    public void No_way_of_naming_hides_a_use(string code)
    {
        const string Later = """
            namespace B;
            public partial class Y { public const int Number = 1; public int Inherited => 1; }
            public sealed class MarkAttribute : System.Attribute { }
            public static class Extensions { public static string Text(this int value) => ""; }
            """;
        const string Root = "public class Root : B.Y { public static B.Y Make() => new(); public static void Take(B.Y y) { } public static B.Y[] All => []; }";
        FolderUses uses = FolderUses.Of("Sample", [new("A/X.cs", "A", code), new("B/Y.cs", "B", Later), new("Root.cs", "", Root)]);
        Assert.Empty(uses.Unresolved);
        Assert.NotEmpty(Wrong(["A", "B"], uses));
        Assert.NotEmpty(Wrong(["A | B"], uses));
        // A type with parts in two folders is wrong in any order.
        if (!code.Contains("partial", StringComparison.Ordinal))
            Assert.Empty(Wrong(["B", "A"], uses));
    }

    [Fact]
    public void A_name_that_cannot_be_resolved_is_not_taken_for_harmless() => Assert.NotEmpty(FolderUses.Of(
        "Sample",
        [new("A/X.cs", "A", "namespace A; class X { object M(Missing m) => m.Find(found => found.Text()); }"), new("B/Y.cs", "B", "namespace B; static class Y { public static string Text(this int value) => \"\"; }")]).Unresolved);

    private static string[] FoldersOf(string level) => level.Split(" | ");

    private static IEnumerable<string> Wrong(string[] order, FolderUses uses) => uses.All
        .Where(use => LevelOf(order, use.From) <= LevelOf(order, use.To))
        .Select(use => $"{use.From} uses {use.To}: {use.What} in {use.File}")
        .Distinct();

    private static int LevelOf(string[] order, string folder) => Array.FindIndex(order, level => FoldersOf(level).Contains(folder));

    /// <summary>The files that a project compiles. Those of another project that it links belong to no folder.</summary>
    private static List<FolderUses.Source> Sources(string project)
    {
        string root = Repository.PathOf("src", project);
        List<FolderUses.Source> sources = [];
        foreach (string path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (!relative.StartsWith("bin/", StringComparison.Ordinal) && !relative.StartsWith("obj/", StringComparison.Ordinal))
                sources.Add(new(relative, Path.GetDirectoryName(relative)!.Replace('\\', '/'), File.ReadAllText(path)));
        }

        XDocument file = XDocument.Load(Path.Combine(root, project + ".csproj"));
        foreach (XAttribute include in file.Descendants("Compile").Attributes("Include"))
        {
            string pattern = Path.Combine(root, include.Value);
            foreach (string path in Directory.EnumerateFiles(Path.GetDirectoryName(pattern)!, Path.GetFileName(pattern)))
                sources.Add(new(include.Value, null, File.ReadAllText(path)));
        }

        foreach (XAttribute include in file.Descendants("Using").Attributes("Include"))
            sources.Add(new("Usings", null, $"global using {include.Value};"));
        return sources;
    }
}
