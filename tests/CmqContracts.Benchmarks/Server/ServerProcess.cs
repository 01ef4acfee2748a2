using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace CmqContracts.Benchmarks;

/// <summary>A server in a process of its own, which prints its address.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    /// <summary>The unit of the system's processor times.</summary>
    private static readonly TimeSpan ProcessorTick = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Publishes the tool as its users get it, compiled ahead of time.</summary>
    public static Task PublishToolAsync() => Command.RunAsync(
        "dotnet",
        "publish",
        Path.Combine(FigureDirectory.Repository, "src", "CmqContracts.Tool"),
        "--configuration",
        "Release",
        "--runtime",
        $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}",
        "--no-self-contained",
        "-p:PublishReadyToRun=true",
        "--output",
        FigureDirectory.File("cmq"),
        "--nologo");

    /// <summary>Starts our server: the published tool.</summary>
    public static Task<ServerProcess> StartToolAsync(params string[] options) => StartAsync(Path.Combine(FigureDirectory.File("cmq"), "cmq"), ["serve", "--port", "0", .. options]);

    /// <summary>Starts bare Kestrel: this program.</summary>
    public static Task<ServerProcess> StartBareAsync() => StartAsync(Command.ThisProgram, "bare");

    /// <summary>Starts a program and waits until it prints its address.</summary>
    public static async Task<ServerProcess> StartAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = Command.StartInfo(program, arguments);
        start.Environment["CMQ_SECRET_ID"] = SignedRequests.SecretId;
        start.Environment["CMQ_SECRET_KEY"] = SignedRequests.SecretKey;
        start.Environment["CMQ_CONSOLE_TOKEN"] = ConsoleVisitor.Token;
        Process process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (ListeningAddress().Match(line) is not { Success: true } address)
                continue;
            // Nobody reads on, and a full pipe would stop the server.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new ServerProcess(process, new Uri(address.Value));
        }

        throw new MeasurementException($"{program} ended before it listened.");
    }

    /// <summary>Waits until the server is idle: it may still be freeing the space of deleted messages.</summary>
    public async Task RestAsync()
    {
        for (int tries = 0; tries < 100; tries++)
        {
            TimeSpan before = ProcessorTime;
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            if (ProcessorTime - before <= ProcessorTick)
                return;
        }

        throw new MeasurementException("The server has no rest.");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://[\w.\[\]:]+:\d+")]
    private static partial Regex ListeningAddress();
}
