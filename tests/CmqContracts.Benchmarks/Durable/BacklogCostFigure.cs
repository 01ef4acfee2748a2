namespace CmqContracts.Benchmarks;

/// <summary>The time of a message, sent, received and deleted in batches of 16, in a long backlog to that in a short one.</summary>
internal static class BacklogCostFigure
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync(FigurePrinter printer, string many, string few)
    {
        await using DurableQueue longQueue = DurableQueue.Open(many), shortQueue = DurableQueue.Open(few);
        double[] times = await Rounds.MediansAsync(() => TimeAsync(longQueue), () => TimeAsync(shortQueue));
        printer.Ratio("durable.backlog.cost", times[0] / times[1], FigurePrinter.Baseline("short-backlog", times[1], "us"));
    }

    private static async Task<double> TimeAsync(DurableQueue queue)
    {
        using CancellationTokenSource end = new(Round);
        return await BacklogWork.RunAsync(queue, end.Token);
    }
}
