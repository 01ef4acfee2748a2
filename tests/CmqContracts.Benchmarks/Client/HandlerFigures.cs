using System.Diagnostics;

namespace CmqContracts.Benchmarks;

/// <summary>How many requests handlers need, and how much of a hand-written loop's rate they reach.</summary>
internal static class HandlerFigures
{
    private const int Waiting = 100_000;
    private const int MixedWorkers = 64;
    private const int LongestMilliseconds = 50;
    private static readonly TimeSpan MixedTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollEndTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(10);

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        using ServerProcess server = await ServerProcess.StartToolAsync();
        await using CmqClient client = CmqClient.Connect(RunningHandler.OptionsOf(server.Address, new CmqOptions()));
        IQueueClient<FigureMessage> queue = client.Queue<FigureMessage>();
        await queue.EnsureCreatedAsync();
        await MeasureRequestsAsync(printer, server.Address, queue);
        await MeasureMixedAsync(printer, server.Address, queue);
        await MeasureRateAsync(printer, server.Address, client, queue);
        await MeasureIdleAsync(printer, server.Address);
    }

    private static async Task MeasureRequestsAsync(FigurePrinter printer, Uri endpoint, IQueueClient<FigureMessage> queue)
    {
        await FillAsync(queue, Waiting);
        await using RunningHandler handler = await RunningHandler.StartAsync(endpoint, 16, static () => Task.CompletedTask);
        await handler.WaitAsync(Waiting);
        printer.Absolute("client.handler.requests", handler.Requests / (double)Waiting, "requests", $"a message, of {Waiting} that wait, 16 workers bar<=0.14");
    }

    private static async Task MeasureMixedAsync(FigurePrinter printer, Uri endpoint, IQueueClient<FigureMessage> queue)
    {
        await FillAsync(queue, Waiting);
        long busy = 0;
        Random random = new(1);
        await using RunningHandler handler = await RunningHandler.StartAsync(endpoint, MixedWorkers, async () =>
        {
            int milliseconds;
            lock (random)
                milliseconds = random.Next(1, LongestMilliseconds + 1);
            long start = Stopwatch.GetTimestamp();
            await Task.Delay(milliseconds);
            Interlocked.Add(ref busy, Stopwatch.GetTimestamp() - start);
        });
        await Task.Delay(TimeSpan.FromSeconds(2));
        (long requests, long handled, long busyBefore, long start) = (handler.Requests, handler.Control.Handled, Volatile.Read(ref busy), Stopwatch.GetTimestamp());
        await Task.Delay(MixedTime);
        double share = (Volatile.Read(ref busy) - busyBefore) / (double)(Stopwatch.GetTimestamp() - start) / MixedWorkers;
        printer.Absolute("client.handler.mixed", (handler.Requests - requests) / (double)(handler.Control.Handled - handled), "requests", $"a message, handled in 1 to {LongestMilliseconds} ms by {MixedWorkers} workers, busy {share:0.000} of the time bar<=0.35,>=0.9");
        await queue.ClearAsync();
    }

    private static async Task MeasureRateAsync(FigurePrinter printer, Uri endpoint, CmqClient client, IQueueClient<FigureMessage> queue)
    {
        const int messages = 20_000;
        double[] medians = await Rounds.MediansAsync(
            async () =>
            {
                await FillAsync(queue, messages);
                long start = Stopwatch.GetTimestamp();
                await using RunningHandler handler = await RunningHandler.StartAsync(endpoint, 16, static () => Task.CompletedTask);
                await handler.WaitAsync(messages);
                return messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
            },
            async () =>
            {
                await FillAsync(queue, messages);
                long start = Stopwatch.GetTimestamp();
                await LoopAsync(client.Service, messages);
                return messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
            });
        printer.Ratio("client.handler.rate", medians[0] / medians[1], FigurePrinter.Baseline("hand-written-loop", medians[1], "/s") + " bar>=0.85");
    }

    private static async Task MeasureIdleAsync(FigurePrinter printer, Uri endpoint)
    {
        await using RunningHandler handler = await RunningHandler.StartAsync(endpoint, 16, static () => Task.CompletedTask);
        await Task.Delay(IdleWait / 2);
        long requests = handler.Requests;
        await Task.Delay(IdleTime);
        printer.Ratio("client.handler.idle", (handler.Requests - requests) / (IdleTime / IdleWait), FigurePrinter.Baseline("waits", IdleTime / IdleWait, "a-minute") + " bar<=1.1");
    }

    /// <summary>What one would write by hand: receive a batch, delete it.</summary>
    private static async Task LoopAsync(ICmqService service, int messages)
    {
        while (messages > 0)
        {
            IReadOnlyList<CmqMessage> batch = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest("figures") { MaxMessages = 16, PollingWaitSeconds = 10 });
            await service.DeleteMessagesAsync(new DeleteMessagesRequest("figures", [.. batch.Select(static message => message.ReceiptHandle)]));
            messages -= batch.Count;
        }
    }

    private static async Task FillAsync(IQueueClient<FigureMessage> queue, int messages)
    {
        // The last poll of a handler that was stopped would take messages with it, until the server has seen that nobody waits for its answer.
        await Task.Delay(PollEndTime);
        string text = new('x', 200);
        (await queue.SendManyAsync(Enumerable.Range(0, messages).Select(number => new FigureMessage(number, text)))).ThrowIfAnyFailed();
    }
}
