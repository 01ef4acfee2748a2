using System.Xml.Linq;

namespace CmqContracts.Packaging;

/// <summary>Our packages share what is internal, so they fit together in one version only. Whoever raises the version of one alone is told so.</summary>
[Collection(PackedFeed.Collection)]
public sealed class PackageVersionTests(PackedFeed feed)
{
    private const string Plain = "<OutputType>Library</OutputType><TreatWarningsAsErrors>false</TreatWarningsAsErrors>";

    public static TheoryData<string> Libraries => [.. PackedFeed.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_depends_on_our_others_by_exact_version(string package)
    {
        IEnumerable<string> references = XDocument.Load(Repository.PathOf("src", package, $"{package}.csproj")).Descendants("ProjectReference")
            .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.All(Groups(package), group => Assert.Equal(
            references.Select(id => (id, $"[{feed.Version}]")).Order(),
            group.Where(dependency => dependency.Id.StartsWith("CmqContracts", StringComparison.Ordinal)).Order()));
    }

    [Theory]
    [InlineData("CmqContracts.Sqlite", "CmqContracts", "CmqContracts.Broker")]
    [InlineData("CmqContracts.Server", "CmqContracts", "CmqContracts.Protocol")]
    [InlineData("CmqContracts", "CmqContracts.Broker", "CmqContracts.Protocol")]
    [InlineData("CmqContracts", "CmqContracts.Sqlite", "CmqContracts.Broker")]
    [InlineData("CmqContracts", "CmqContracts.Server", "CmqContracts.Protocol")]
    public async Task Restore_fails_where_one_package_alone_is_raised(string other, string raised, string below)
    {
        string folder = feed.NewProject($"Restored.{raised}.{other}", "", Plain, (other, feed.Version), (raised, feed.HigherVersion));
        (int exit, string output) = await feed.DotnetAsync(folder, "restore");

        Assert.NotEqual(0, exit);
        Assert.Contains("error NU1107: Version conflict detected for CmqContracts.", output, StringComparison.Ordinal);
        Assert.Contains($"{raised} {feed.HigherVersion} -> ", output, StringComparison.Ordinal);
        Assert.Contains($"{other} {feed.Version} -> ", output, StringComparison.Ordinal);
        Assert.Contains($"{below} (= {feed.HigherVersion})", output, StringComparison.Ordinal);
        Assert.Contains($"{below} (= {feed.Version})", output, StringComparison.Ordinal);
    }

    /// <summary>NuGet only warns where a project references the raised package first, or references itself what others depend on.</summary>
    [Theory]
    [InlineData("CmqContracts.Sqlite", "CmqContracts")]
    [InlineData("CmqContracts.Server", "CmqContracts")]
    [InlineData("CmqContracts", "CmqContracts.Sqlite")]
    [InlineData("CmqContracts", "CmqContracts.Server")]
    [InlineData("CmqContracts", "CmqContracts.Protocol")]
    [InlineData("CmqContracts.Server", "CmqContracts.Protocol")]
    public async Task Build_fails_where_restore_only_warns_of_one_package_that_alone_is_raised(string other, string raised)
    {
        string folder = feed.NewProject($"Built.{raised}.{other}", "", Plain, (raised, feed.HigherVersion), (other, feed.Version));
        (int exit, string output) = await feed.DotnetAsync(folder, "build");

        Assert.NotEqual(0, exit);
        Assert.Contains("warning NU1608", output, StringComparison.Ordinal);
        Assert.Contains("error : The packages of CmqContracts fit together in one version only", output, StringComparison.Ordinal);
        Assert.Contains($"{raised} {feed.HigherVersion}", output, StringComparison.Ordinal);
        Assert.Contains($"{other} {feed.Version}", output, StringComparison.Ordinal);
        Assert.Contains("Give each reference to one of these packages the same version", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_looks_at_versions_knows_all_our_libraries()
    {
        string targets = File.ReadAllText(Repository.PathOf("src", "CmqContracts.Protocol", "build", "CmqContracts.Protocol.targets"));
        Assert.All(PackedFeed.Libraries, library => Assert.Contains($"'{library}'", targets, StringComparison.Ordinal));
    }

    /// <summary>For each framework what the package depends on.</summary>
    private IEnumerable<IEnumerable<(string Id, string Version)>> Groups(string package)
    {
        XDocument nuspec = XDocument.Parse(feed.Nuspec(package));
        XNamespace ns = nuspec.Root!.Name.Namespace;
        XElement[] groups = [.. nuspec.Descendants(ns + "dependencies").Elements(ns + "group")];
        Assert.NotEmpty(groups);
        return groups.Select(group => group.Elements(ns + "dependency").Select(dependency => (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value)));
    }
}
