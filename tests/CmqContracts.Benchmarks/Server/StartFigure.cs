using System.Diagnostics;

namespace CmqContracts.Benchmarks;

/// <summary>From starting the published tool to the end of its first answer to a signed request.</summary>
internal static class StartFigure
{
    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await ServerProcess.PublishToolAsync();
        double[] medians = await Rounds.MediansAsync(StartAsync);
        printer.Absolute("server.start", medians[0], "ms");
    }

    private static async Task<double> StartAsync()
    {
        long start = Stopwatch.GetTimestamp();
        using ServerProcess server = await ServerProcess.StartToolAsync();
        using SignedRequests requests = new(server.Address);
        await requests.AskAsync("ListQueue");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
