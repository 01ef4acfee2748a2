using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace CmqContracts.Packaging;

/// <summary>The packages as a user gets them: packed, restored from a folder into a fresh project, built with warnings as errors, and run.</summary>
public sealed class PackageTests(PackedFeed feed) : IClassFixture<PackedFeed>
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
    public async Task A_project_with_an_old_language_version_is_told_what_to_do()
    {
        string folder = feed.NewProject("Old", "[CmqContracts.CmqQueue(\"q\")] public sealed partial class Order { public int Id { get; set; } }", "<LangVersion>10</LangVersion><OutputType>Library</OutputType>");
        (int exit, string output) = await feed.DotnetAsync(folder, "build", "-c", "Release");

        Assert.NotEqual(0, exit);
        Assert.Contains("LangVersion", output, StringComparison.Ordinal);
        Assert.DoesNotContain(".g.cs", output, StringComparison.Ordinal);
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
    [InlineData("CmqContracts.Server")]
    [InlineData("CmqContracts.Tool")]
    public void The_other_packages_are_packed_with_readme_and_icon(string package)
    {
        string[] entries = feed.Entries(package);
        Assert.Contains("README.md", entries);
        Assert.Contains("icon.png", entries);
        Assert.Contains(entries, entry => entry.EndsWith(".dll", StringComparison.Ordinal));
    }
}

/// <summary>A folder feed with this build's packages under a version of its own, and projects that use it.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cmq-packages-").FullName;
    private readonly string _version = $"0.0.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    public async Task InitializeAsync()
    {
        foreach (string project in (string[])["CmqContracts.Protocol", "CmqContracts.Broker", "CmqContracts", "CmqContracts.Server", "CmqContracts.Tool"])
        {
            (int exit, string output) = await DotnetAsync(Repository.Root, "pack", Repository.PathOf("src", project), "--no-build", "-c", Repository.Configuration, "-o", Path.Combine(_folder, "feed"), $"-p:PackageVersion={_version}");
            Assert.True(exit == 0, output);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    public string[] Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(_folder, "feed", $"{package}.{_version}.nupkg"));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    public string NewProject(string name, string program, string properties = "<OutputType>Exe</OutputType>")
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        // Nothing of this repository's build may reach into the project.
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            File.WriteAllText(Path.Combine(folder, file), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program, Encoding.UTF8);
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <WarningLevel>9999</WarningLevel>
                <AnalysisLevel>latest-recommended</AnalysisLevel>
                <NuGetAudit>false</NuGetAudit>
                <RestoreAdditionalProjectSources>{Path.Combine(_folder, "feed")}</RestoreAdditionalProjectSources>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="CmqContracts" Version="{_version}" />
              </ItemGroup>
            </Project>
            """);
        return folder;
    }

    public async Task<(int ExitCode, string Output)> DotnetAsync(string workingDirectory, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = workingDirectory, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        if (arguments[0] != "pack")
        {
            // Our packages go to a folder of this run; those of others are taken from where they already are.
            string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "packages");
            start.Environment["RestoreFallbackFolders"] = packages;
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
