using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace CmqContracts.Packaging;

/// <summary>A folder feed with this build's packages under a version of its own, and the libraries under a higher one too; and projects that use it.</summary>
[CollectionDefinition(Collection)]
public sealed class PackedFeed : IAsyncLifetime, ICollectionFixture<PackedFeed>
{
    public const string Collection = "packages";

    public static readonly string[] Libraries = ["CmqContracts.Protocol", "CmqContracts.Broker", "CmqContracts.Sqlite", "CmqContracts", "CmqContracts.Server", "CmqContracts.Testing"];

    private readonly string _folder = Directory.CreateTempSubdirectory("cmq-packages-").FullName;

    public string Version { get; } = $"0.0.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    public string HigherVersion => $"{Version}.higher";

    /// <summary>The folder with the packages.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>The one system for which the tool is compiled ahead of time here: that of this machine.</summary>
    public static string ToolRuntime => RuntimeInformation.RuntimeIdentifier;

    public async Task InitializeAsync()
    {
        foreach (string project in (string[])[.. Libraries, "CmqContracts.Tool"])
        {
            (int exit, string output) = await Command.RunAsync("dotnet", Repository.Root, [], "pack", Repository.PathOf("src", project), "--no-build", "-c", Repository.Configuration, "-o", Feed, $"-p:PackageVersion={Version}", $"-p:CmqToolRuntimes={ToolRuntime}");
            Assert.True(exit == 0, output);
        }

        foreach (string library in Libraries)
            AddHigherVersion(library);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    public string[] Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(PathOf(package, Version));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    public string Nuspec(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(PathOf(package, Version));
        using StreamReader reader = new(archive.GetEntry($"{package}.nuspec")!.Open());
        return reader.ReadToEnd();
    }

    /// <param name="name">The project's.</param>
    /// <param name="program">Its code.</param>
    /// <param name="properties">What it sets.</param>
    /// <param name="packages">Our packages that it references, and their versions; without any, CmqContracts.</param>
    public string NewProject(string name, string program, string properties = "<OutputType>Exe</OutputType>", params (string Id, string Version)[] packages)
    {
        if (packages is [])
            packages = [("CmqContracts", Version)];
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
                <RestoreAdditionalProjectSources>{Feed}</RestoreAdditionalProjectSources>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages.Select(package => $"""<PackageReference Include="{package.Id}" Version="{package.Version}" />"""))}
              </ItemGroup>
            </Project>
            """);
        return folder;
    }

    public Task<(int ExitCode, string Output)> DotnetAsync(string workingDirectory, params string[] arguments)
    {
        // Our packages go to a folder of this run; those of others are taken from where they already are.
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Command.RunAsync("dotnet", workingDirectory, new() { ["NUGET_PACKAGES"] = Path.Combine(_folder, "packages"), ["RestoreFallbackFolders"] = packages }, arguments);
    }

    public string PathOf(string package, string version) => Path.Combine(Feed, $"{package}.{version}.nupkg");

    /// <summary>The packed version is nowhere but in the nuspec, which names it for the package and for those of ours on which it depends.</summary>
    private void AddHigherVersion(string package)
    {
        string higher = PathOf(package, HigherVersion);
        string nuspec = Nuspec(package).Replace(Version, HigherVersion, StringComparison.Ordinal);
        File.Copy(PathOf(package, Version), higher);
        using ZipArchive archive = ZipFile.Open(higher, ZipArchiveMode.Update);
        archive.GetEntry($"{package}.nuspec")!.Delete();
        using StreamWriter writer = new(archive.CreateEntry($"{package}.nuspec").Open());
        writer.Write(nuspec);
    }
}
