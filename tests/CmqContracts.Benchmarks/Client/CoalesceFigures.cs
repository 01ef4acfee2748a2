namespace CmqContracts.Benchmarks;

/// <summary>What coalescing brings to many callers that each send one message at a time.</summary>
internal static class CoalesceFigures
{
    private const int Callers = 64;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        await MeasureAsync(printer, "client.coalesce", new FigureMessage(1, new string('x', 78)), bar: 6);
        await MeasureAsync(printer, "client.coalesce.1k", FigureOrder.OfOneKibibyte, bar: 3);
    }

    private static async Task MeasureAsync<TMessage>(FigurePrinter printer, string figure, TMessage message, int bar)
        where TMessage : IQueueMessage<TMessage>
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        await using CmqClient single = CmqClient.Connect(RunningHandler.OptionsOf(server.Address, new CmqOptions()));
        await using CmqClient coalescing = CmqClient.Connect(RunningHandler.OptionsOf(server.Address, new CmqOptions { Coalescing = new CmqCoalescingOptions() }));
        await single.Queue<TMessage>().EnsureCreatedAsync();
        double[] medians = await Rounds.MediansAsync(() => RateAsync(coalescing, message), () => RateAsync(single, message));
        printer.Ratio(figure, medians[0] / medians[1], $"{FigurePrinter.Baseline("single-sends", medians[1], "/s")},callers={Callers} bar>={bar}");
    }

    private static async Task<double> RateAsync<TMessage>(CmqClient client, TMessage message)
        where TMessage : IQueueMessage<TMessage>
    {
        IQueueClient<TMessage> queue = client.Queue<TMessage>();
        using CancellationTokenSource end = new(Round);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        long sent = await Workers.RunAsync(Callers, _ => queue.SendAsync(message), end.Token);
        double rate = sent / System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
        await queue.ClearAsync();
        return rate;
    }
}
