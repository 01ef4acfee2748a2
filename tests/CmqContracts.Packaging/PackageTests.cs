using System.Reflection;

namespace CmqContracts.Packaging;

/// <summary>The packages as a user gets them: packed, restored from a folder into a fresh project, built with warnings as errors, and run.</summary>
[Collection(PackedFeed.Collection)]
public sealed class PackageTests(PackedFeed feed)
{
    private const string Program = """
        using System;
        using System.Threading.Tasks;
        using CmqContracts;

        await using var cmq = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:" });
        var orders = cmq.Queue<Shop.OrderPlaced>();
        await orders.EnsureCreatedAsync();
        await orders.SendAsync(new Shop.OrderPlaced(Guid.NewGuid(), "李雷", 12.50m));
        var message = await orders.ReceiveAsync(wait: TimeSpan.FromSeconds(3));
        Console.WriteLine($"received {message!.Body.Customer} {message.Body.Total}");
        await message.DeleteAsync();

        namespace Shop
        {
            [CmqQueue("QueueForTest", VisibilityTimeout = 10)]
            public sealed partial record OrderPlaced(Guid Id, string Customer, decimal Total);
        }
        """;

    [Fact]
    public async Task A_fresh_project_restores_builds_without_a_warning_and_runs()
    {
        string folder = feed.NewProject("Fresh", Program);
        (int exit, string output) = await feed.DotnetAsync(folder, "run", "-c", "Release");

        Assert.True(exit == 0, output);
        Assert.Contains("received 李雷 12.50", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_with_an_old_language_version_is_told_once_what_to_do()
    {
        string folder = feed.NewProject("Old", "namespace Shop; [CmqContracts.CmqQueue(\"q\")] public sealed partial class Order { public int Id { get; set; } }", "<LangVersion>10</LangVersion><OutputType>Library</OutputType>");
        (int exit, string output) = await feed.DotnetAsync(folder, "build", "-c", "Release");

        Assert.NotEqual(0, exit);
        Assert.Contains("error CMQ0003: The contract that is generated into 'Shop.Order' needs C# 11: set <LangVersion>11</LangVersion> or higher, or remove LangVersion", output, StringComparison.Ordinal);
        Assert.Contains(" 0 Warning(s)", output, StringComparison.Ordinal);
        Assert.Contains(" 1 Error(s)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS8785", output, StringComparison.Ordinal);
        Assert.DoesNotContain("AD0001", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_main_package_holds_runtime_and_analyzers_once_each()
    {
        string[] entries = feed.Entries("CmqContracts");
        Assert.Single(entries, entry => entry == "lib/net8.0/CmqContracts.dll");
        Assert.Single(entries, entry => entry == "lib/net10.0/CmqContracts.dll");
        Assert.Equal(
            ["analyzers/dotnet/cs/CmqContracts.CodeFixes.dll", "analyzers/dotnet/cs/CmqContracts.Generators.dll"],
            entries.Where(entry => entry.StartsWith("analyzers/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Single(entries, entry => entry.EndsWith("/CmqContracts.Generators.dll", StringComparison.Ordinal));
        Assert.Single(entries, entry => entry.EndsWith("/CmqContracts.CodeFixes.dll", StringComparison.Ordinal));
        Assert.Contains("buildTransitive/CmqContracts.props", entries);
        Assert.Contains("README.md", entries);
        Assert.Contains("icon.png", entries);
        Assert.Contains("lib/net8.0/CmqContracts.xml", entries);
    }

    [Theory]
    [InlineData("CmqContracts.Protocol")]
    [InlineData("CmqContracts.Broker")]
    [InlineData("CmqContracts.Sqlite")]
    [InlineData("CmqContracts.Server")]
    [InlineData("CmqContracts.Testing")]
    [InlineData("CmqContracts.Tool")]
    public void The_other_packages_are_packed_with_readme_and_icon(string package)
    {
        string[] entries = feed.Entries(package);
        Assert.Contains("README.md", entries);
        Assert.Contains("icon.png", entries);
        Assert.Contains(entries, entry => entry.EndsWith(".dll", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CmqContracts.Protocol")]
    [InlineData("CmqContracts.Broker")]
    [InlineData("CmqContracts.Sqlite")]
    [InlineData("CmqContracts")]
    [InlineData("CmqContracts.Server")]
    [InlineData("CmqContracts.Testing")]
    public void The_assembly_has_a_strong_name(string assembly) =>
        Assert.NotEmpty(Assembly.Load(assembly).GetName().GetPublicKey()!);
}
