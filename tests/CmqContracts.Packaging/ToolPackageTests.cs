using System.IO.Compression;
using System.Reflection.PortableExecutable;

namespace CmqContracts.Packaging;

/// <summary>The package of the tool: compiled ahead of time for some systems, and still for all others.</summary>
[Collection(PackedFeed.Collection)]
public sealed class ToolPackageTests(PackedFeed feed) : IDisposable
{
    private const long MaxBytes = 30 * 1024 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("cmq-tool-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_can_be_installed_from_a_folder_and_runs_what_is_compiled_ahead_of_time()
    {
        (int exit, string output) = await feed.DotnetAsync(_folder, "tool", "install", "CmqContracts.Tool", "--tool-path", _folder, "--source", feed.Feed, "--version", feed.Version, "--no-http-cache");
        Assert.True(exit == 0, output);
        string installed = Assert.Single(Directory.EnumerateFiles(_folder, "cmq.dll", SearchOption.AllDirectories), static file => file.Contains($"{Path.DirectorySeparatorChar}{PackedFeed.ToolRuntime}{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        Assert.True(IsReadyToRun(installed));

        (exit, output) = await Command.RunAsync(Path.Combine(_folder, "cmq"), _folder, [], "--help");
        Assert.True(exit == 0, output);
        Assert.Contains("bench", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_for_any_system_runs_too_with_its_durable_store()
    {
        ZipFile.ExtractToDirectory(feed.PathOf("CmqContracts.Tool", feed.Version), _folder);
        string tool = Path.Combine(_folder, "tools", "net10.0", "any", "cmq.dll");
        Assert.False(IsReadyToRun(tool));

        (int exit, string output) = await Command.RunAsync("dotnet", _folder, [], tool, "--help");
        Assert.True(exit == 0, output);
        // There is no store, which SQLite finds out.
        (exit, output) = await Command.RunAsync("dotnet", _folder, [], tool, "store", "check", "--data", Path.Combine(_folder, "none"));
        Assert.True(exit == 1, output);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_system_has_the_same_assemblies_and_one_that_is_named_only_its_own_binaries()
    {
        string[] entries = feed.Entries("CmqContracts.Tool");
        string[] any = Of("any"), ahead = Of(PackedFeed.ToolRuntime);
        Assert.Equal(Assemblies(any), Assemblies(ahead));
        Assert.Contains("DotnetToolSettings.xml", ahead);
        Assert.DoesNotContain(ahead, static entry => entry.StartsWith("runtimes/", StringComparison.Ordinal));
        Assert.Contains(ahead, static entry => Path.GetFileNameWithoutExtension(entry) is "libe_sqlite3" or "e_sqlite3");
        Assert.InRange(new FileInfo(feed.PathOf("CmqContracts.Tool", feed.Version)).Length, 1, MaxBytes);

        string[] Of(string runtime) => [.. entries.Where(entry => entry.StartsWith($"tools/net10.0/{runtime}/", StringComparison.Ordinal)).Select(entry => entry[$"tools/net10.0/{runtime}/".Length..])];

        static IEnumerable<string> Assemblies(string[] files) => files.Where(static file => !file.Contains('/', StringComparison.Ordinal) && Path.GetExtension(file) == ".dll").Order(StringComparer.Ordinal);
    }

    private static bool IsReadyToRun(string assembly)
    {
        using PEReader reader = new(File.OpenRead(assembly));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
