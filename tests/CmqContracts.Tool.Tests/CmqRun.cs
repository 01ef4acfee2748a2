using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Tool.Tests;

/// <summary>The tool as a process that has ended: what it printed, and how it ended.</summary>
internal sealed record CmqRun(int ExitCode, string Out, string Error)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    public static string Tool { get; } = typeof(CmqRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "Tool").Value!;

    /// <summary>The objects of JSON lines.</summary>
    public IReadOnlyList<JsonElement> Lines => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary>Runs the tool with output, errors and input in pipes.</summary>
    public static Task<CmqRun> OfAsync(IReadOnlyDictionary<string, string> environment, string? input, params string[] arguments) => OfAsync("dotnet", environment, Task.CompletedTask, input, [Tool, .. arguments]);

    /// <summary>Runs the tool by a line of the shell, in which <c>cmq</c> is the tool.</summary>
    public static Task<CmqRun> OfShellAsync(IReadOnlyDictionary<string, string> environment, string? input, string line) => OfAsync("bash", environment, Task.CompletedTask, input, ["-c", $"cmq() {{ dotnet '{Tool}' \"$@\"; }}; {line}"]);

    /// <summary>Runs the tool on a wide terminal of its own, on which somebody types when something has happened.</summary>
    /// <remarks>What a shell starts in the background ignores SIGINT, and so would the tool, if the tests run there.</remarks>
    public static Task<CmqRun> OfTerminalAsync(IReadOnlyDictionary<string, string> environment, Task happened, string? typed, params string[] arguments) =>
        OfAsync("script", environment, happened, typed, ["-qec", "stty cols 400 rows 50; exec env --default-signal=INT " + string.Join(' ', ["dotnet", $"'{Tool}'", .. arguments.Select(static argument => $"'{argument}'")]), "/dev/null"]);

    private static async Task<CmqRun> OfAsync(string file, IReadOnlyDictionary<string, string> environment, Task happened, string? input, string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("CMQ_", StringComparison.Ordinal) || name == "NO_COLOR").ToArray())
            start.Environment.Remove(name);
        start.Environment["TERM"] = "xterm-256color";
        // No profile of the user who runs the tests.
        start.Environment["XDG_CONFIG_HOME"] = "/nonexistent";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using CancellationTokenSource timeout = new(Timeout);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token), errors = process.StandardError.ReadToEndAsync(timeout.Token);
            try
            {
                await happened.WaitAsync(timeout.Token);
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading.
            }

            await process.WaitForExitAsync(timeout.Token);
            return new CmqRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
