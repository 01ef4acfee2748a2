namespace CmqContracts.Benchmarks;

/// <summary>Signed sends over 64 connections while 20 people watch the overview, compared with the same without them.</summary>
internal static class LiveFigure
{
    private const int Watchers = 20;
    private const int Connections = 64;

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await Command.EnsureInstalledAsync("wrk", "wrk");
        using ServerProcess server = await ServerProcess.StartToolAsync();
        using SignedRequests requests = new(server.Address);
        using ConsoleVisitor visitor = await ConsoleVisitor.SignInAsync(server.Address);
        string file = await SendFigures.PrepareAsync(requests);
        double[] medians = await Rounds.MediansAsync(
            async () =>
            {
                using CancellationTokenSource end = new();
                Task[] watching = [.. Enumerable.Range(0, Watchers).Select(_ => visitor.WatchAsync(end.Token))];
                double rate = await SendFigures.SendAsync(server, requests, file, Connections, isBusy: true);
                if (watching.Any(static stream => stream.IsCompleted))
                    throw new MeasurementException("A stream has ended by itself.");
                await end.CancelAsync();
                await Task.WhenAll(watching);
                return rate;
            },
            () => SendFigures.SendAsync(server, requests, file, Connections));
        printer.Ratio("console.live", medians[0] / medians[1], FigurePrinter.Baseline("without-streams", medians[1], "/s") + " bar>=0.90");
    }
}
