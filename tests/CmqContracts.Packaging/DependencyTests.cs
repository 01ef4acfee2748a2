using System.Xml.Linq;

namespace CmqContracts.Packaging;

/// <summary>Dependencies point one way: who may reference whom.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["CmqContracts.Protocol"] = [],
        ["CmqContracts.Broker"] = ["CmqContracts.Protocol"],
        ["CmqContracts"] = ["CmqContracts.Protocol", "CmqContracts.Broker", "CmqContracts.Generators", "CmqContracts.CodeFixes"],
        ["CmqContracts.Generators"] = [],
        ["CmqContracts.CodeFixes"] = ["CmqContracts.Generators"],
        ["CmqContracts.Sqlite"] = ["CmqContracts.Protocol", "CmqContracts.Broker"],
        ["CmqContracts.Postgres"] = ["CmqContracts.Protocol"],
        ["CmqContracts.Server"] = ["CmqContracts.Protocol"],
        ["CmqContracts.Build"] = ["CmqContracts.Protocol"],
        ["CmqContracts.Testing"] = ["CmqContracts"],
        ["CmqContracts.Tool"] = ["*"],
    };

    private static readonly string[] Names = [.. Directory.GetDirectories(Repository.PathOf("src"), "CmqContracts*").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Projects => [.. Names];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_those_it_may(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out string[]? allowed), $"{project} is not in the table of projects.");
        if (allowed is ["*"])
            return;
        IEnumerable<string> references = Elements(project, "ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_has_tests_of_its_own(string project) =>
        Assert.True(Directory.Exists(Repository.PathOf("tests", $"{project}.Tests")), $"There is no tests/{project}.Tests.");

    [Fact]
    public void The_design_shows_this_table()
    {
        Dictionary<string, string[]> shown = DesignTable.Rows("may reference").ToDictionary(row => row[0], row => row[2] switch
        {
            "nothing" => [],
            "all" => ["*"],
            string names => Array.ConvertAll(names.Split(", "), name => name == "CmqContracts" ? name : $"CmqContracts.{name}"),
        });
        Assert.Equal(Names, shown.Keys.Order(StringComparer.Ordinal));
        Assert.All(shown, row => Assert.Equal(Allowed[row.Key], row.Value));
    }

    /// <summary>A library that one of the lists leaves out is packed and checked by none of the tests, or its version by no build of a user.</summary>
    [Fact]
    public void Every_library_is_packed_and_has_its_version_checked_in_the_projects_of_users()
    {
        string[] libraries = [.. Names.Where(project => project != "CmqContracts.Tool" && Elements(project, "IsShippable").Any())];
        Assert.Equal(libraries, PackedFeed.Libraries.Order(StringComparer.Ordinal));
        string condition = XDocument.Load(Repository.PathOf("src", "CmqContracts.Protocol", "build", "CmqContracts.Protocol.targets")).Descendants("_CmqContractsAsset").Single().Attribute("Condition")!.Value;
        Assert.Equal(libraries, condition.Split('\'').Where(part => part.StartsWith("CmqContracts", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Packages_have_their_versions_in_one_place()
    {
        foreach (string file in Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories))
        {
            IEnumerable<XElement> versioned = XDocument.Load(file).Descendants("PackageReference").Where(reference => reference.Attribute("Version") is not null);
            Assert.True(!versioned.Any(), $"{file} gives a version; Directory.Packages.props does that.");
        }
    }

    [Fact]
    public void Libraries_that_run_in_a_user_s_process_bring_no_package_but_the_platform_s_and_Polly()
    {
        // Only what handlers are hosted by, and what waits between tries, is more than abstractions.
        Dictionary<string, string> allowed = new()
        {
            ["CmqContracts.Protocol"] = @"^Microsoft\.Extensions\.(.+\.Abstractions|Options)$",
            ["CmqContracts.Broker"] = @"^Microsoft\.Extensions\.(.+\.Abstractions|Options)$",
            ["CmqContracts"] = @"^(Polly\.Core|Microsoft\.Extensions\.(.+\.Abstractions|Options|Hosting|Diagnostics\.HealthChecks))$",
        };
        foreach ((string project, string pattern) in allowed)
        {
            IEnumerable<string> packages = Elements(project, "PackageReference").Select(reference => reference.Attribute("Include")!.Value);
            Assert.All(packages, package => Assert.Matches(pattern, package));
        }
    }

    private static IEnumerable<XElement> Elements(string project, string name) =>
        XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj")).Descendants(name);
}
