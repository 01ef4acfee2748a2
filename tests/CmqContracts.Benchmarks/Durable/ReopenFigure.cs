using System.Diagnostics;

namespace CmqContracts.Benchmarks;

/// <summary>From opening a store with a long backlog, whose process was killed during work, to the first message. The system's page cache is not dropped.</summary>
internal static class ReopenFigure
{
    public static async Task MeasureAsync(FigurePrinter printer, string many)
    {
        double[] medians = await Rounds.MediansAsync(() => ReopenAsync(many));
        printer.Absolute("durable.reopen", medians[0], "ms");
    }

    private static async Task<double> ReopenAsync(string directory)
    {
        using (WorkerProcess worker = WorkerProcess.Start(directory))
        {
            await worker.ReadMemoryAsync();
            await worker.ReadMemoryAsync();
        }

        long start = Stopwatch.GetTimestamp();
        await using DurableQueue queue = DurableQueue.Open(directory);
        IReadOnlyList<CmqMessage> messages = await queue.Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(DurableQueue.Name) { MaxMessages = 1, PollingWaitSeconds = 0 });
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return messages.Count == 1 ? milliseconds : throw new MeasurementException("The opened store has no message to give.");
    }
}
