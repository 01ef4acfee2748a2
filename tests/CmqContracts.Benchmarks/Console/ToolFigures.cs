using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Benchmarks;

/// <summary>How soon the installed tool answers, and how fast it sends and drains, from the start of its process to its end.</summary>
internal static class ToolFigures
{
    private const int Lines = 100_000;
    private const int BatchSize = 16;
    private const string Queue = "figures";

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await InstalledTool.InstallAsync();
        await MeasureHelpAsync(printer);
        await MeasureLinesAsync(printer);
    }

    private static async Task MeasureHelpAsync(FigurePrinter printer)
    {
        string empty = await BuildEmptyAsync();
        double[] medians = await Rounds.MediansAsync(
            () => StartsAsync(InstalledTool.Program, "--help"),
            () => StartsAsync("dotnet", empty));
        printer.Ratio("tool.help", medians[0] / medians[1], FigurePrinter.Baseline("empty-program", medians[1], "ms") + " bar<=2.0");
    }

    /// <summary>The median of some starts, in milliseconds from the start of the process to its end.</summary>
    private static async Task<double> StartsAsync(string program, params string[] arguments)
    {
        const int starts = 9;
        double[] times = new double[starts];
        for (int i = 0; i < starts; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            await Command.RunAsync(Command.StartInfo(program, arguments));
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }

        return Rounds.Median(times);
    }

    /// <summary>Sends and drains in turn, each time by the tool and by a client in this process, over the same server.</summary>
    private static async Task MeasureLinesAsync(FigurePrinter printer)
    {
        using ServerProcess server = await InstalledTool.ServeAsync();
        await using CmqClient client = CmqClient.Connect(RunningHandler.OptionsOf(server.Address, new CmqOptions()));
        IQueueClient<ReadOnlyMemory<byte>> queue = client.Queue(Queue);
        await queue.EnsureCreatedAsync();
        string lines = FigureDirectory.File("lines.jsonl"), drained = FigureDirectory.File("drained.jsonl");
        await File.WriteAllTextAsync(lines, string.Concat(Enumerable.Repeat(JsonSerializer.Serialize(new { body = SignedRequests.Body }) + "\n", Lines)));
        ReadOnlyMemory<byte>[] bodies = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(SignedRequests.Body), Lines)];
        double[] medians = await Rounds.MediansAsync(
            async () => Lines / (await InstalledTool.RunAsync(server.Address, $"exec \"$0\" send {Queue} --batch < '{lines}'")).TotalSeconds,
            async () => Lines / (await InstalledTool.RunAsync(server.Address, $"rm -f '{drained}' && exec \"$0\" drain {Queue} --to '{drained}'")).TotalSeconds,
            () => RateAsync(() => SendAsync(queue, bodies)),
            () => RateAsync(() => DrainAsync(queue)));
        File.Delete(lines);
        File.Delete(drained);
        printer.Ratio("tool.send", medians[0] / medians[2], FigurePrinter.Baseline("SendManyAsync", medians[2], "/s") + " bar>=0.7");
        printer.Ratio("tool.drain", medians[1] / medians[3], FigurePrinter.Baseline("ReceiveManyAsync+DeleteManyAsync", medians[3], "/s") + " bar>=0.7");
    }

    private static async Task SendAsync(IQueueClient<ReadOnlyMemory<byte>> queue, ReadOnlyMemory<byte>[] bodies) => (await queue.SendManyAsync(bodies)).ThrowIfAnyFailed();

    private static async Task DrainAsync(IQueueClient<ReadOnlyMemory<byte>> queue)
    {
        int drained = 0;
        while (await queue.ReceiveManyAsync(BatchSize, TimeSpan.Zero) is { Count: > 0 } messages)
        {
            (await queue.DeleteManyAsync(messages)).ThrowIfAnyFailed();
            drained += messages.Count;
        }

        if (drained != Lines)
            throw new MeasurementException($"{drained} messages were received, of {Lines}.");
    }

    private static async Task<double> RateAsync(Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work();
        return Lines / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>A program that does nothing.</summary>
    private static async Task<string> BuildEmptyAsync()
    {
        string folder = Directory.CreateDirectory(FigureDirectory.File("empty")).FullName;
        // Nothing of this repository's build is in it.
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            await File.WriteAllTextAsync(Path.Combine(folder, file), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), "return;\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "empty.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        string output = Path.Combine(folder, "out");
        await Command.RunAsync("dotnet", "build", folder, "--configuration", "Release", "--output", output, "--nologo");
        return Path.Combine(output, "empty.dll");
    }
}
