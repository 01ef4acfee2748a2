using System.Diagnostics;

namespace CmqContracts.Benchmarks;

/// <summary>The tool as its users have it: packed, with what is compiled ahead of time for this system, and installed from the package.</summary>
internal static class InstalledTool
{
    private const string Version = "0.0.0-figures";

    public static string Program { get; } = Path.Combine(FigureDirectory.File("installed"), "cmq");

    /// <summary>Packs and installs it.</summary>
    public static async Task InstallAsync()
    {
        string feed = FigureDirectory.File("feed"), target = FigureDirectory.File("installed");
        foreach (string old in (string[])[feed, target])
        {
            if (Directory.Exists(old))
                Directory.Delete(old, recursive: true);
        }

        await Command.RunAsync(
            "dotnet",
            "pack",
            Path.Combine(FigureDirectory.Repository, "src", "CmqContracts.Tool"),
            "--configuration",
            "Release",
            "--output",
            feed,
            $"-p:PackageVersion={Version}",
            $"-p:CmqToolRuntimes={System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}",
            "--nologo");
        await Command.RunAsync("dotnet", "tool", "install", "CmqContracts.Tool", "--tool-path", target, "--source", feed, "--version", Version, "--no-http-cache");
    }

    /// <summary>Starts the tool as a server.</summary>
    public static Task<ServerProcess> ServeAsync() => ServerProcess.StartAsync(Program, "serve", "--port", "0");

    /// <summary>Runs a line of the shell in which <c>$0</c> is the tool, with the server's address and key in its environment.</summary>
    /// <returns>How long it took, from its start to its end.</returns>
    public static async Task<TimeSpan> RunAsync(Uri server, string line)
    {
        ProcessStartInfo start = Command.StartInfo("sh", "-c", line, Program);
        start.Environment["CMQ_ENDPOINT"] = server.ToString();
        start.Environment["CMQ_SECRET_ID"] = SignedRequests.SecretId;
        start.Environment["CMQ_SECRET_KEY"] = SignedRequests.SecretKey;
        long begin = Stopwatch.GetTimestamp();
        await Command.RunAsync(start);
        return Stopwatch.GetElapsedTime(begin);
    }
}
