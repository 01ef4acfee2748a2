using System.Diagnostics;
using System.Text;

namespace CmqContracts.Benchmarks;

/// <summary>The durable broker in this process, compared with a loop of synced writes.</summary>
internal static class EngineFigures
{
    private const int BatchSize = 16;
    private const int Backlog = 400_000;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly ReadOnlyMemory<byte>[] Single = [Body()];
    private static readonly ReadOnlyMemory<byte>[] Batch = [.. Enumerable.Repeat(Body(), BatchSize)];

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        using RawSync sync = new(FigureDirectory.Folder);
        await RatioAsync("durable.singles", () => SendsAsync(64, Single));
        await RatioAsync("durable.batches", () => SendsAsync(8, Batch));
        await RatioAsync("durable.consume", ConsumesAsync);
        double[] medians = await Rounds.MediansAsync(OneAsync, () => Task.FromResult(sync.Median(3000)));
        printer.Ratio("durable.one", medians[0] / medians[1], FigurePrinter.Baseline("raw-sync-p50", medians[1], "us"));

        async Task RatioAsync(string name, Func<Task<double>> measure)
        {
            double[] rates = await Rounds.MediansAsync(measure, () => Task.FromResult(sync.Rate(Round)));
            printer.Ratio(name, rates[0] / rates[1], $"{FigurePrinter.Baseline("raw-sync", rates[1], "/s")},{FigurePrinter.Baseline("ours", rates[0], "/s")}");
        }
    }

    /// <summary>A body of random hexadecimal digits.</summary>
    public static ReadOnlyMemory<byte> Body(int bytes = 1024)
    {
        byte[] random = new byte[bytes / 2];
        new Random(1).NextBytes(random);
        return Encoding.ASCII.GetBytes(Convert.ToHexString(random));
    }

    private static async Task<double> SendsAsync(int producers, ReadOnlyMemory<byte>[] bodies)
    {
        await using DurableQueue queue = await DurableQueue.CreateAsync();
        await RunAsync(producers, _ => queue.SendAsync(bodies), Round / 4);
        return bodies.Length * await RunAsync(producers, _ => queue.SendAsync(bodies), Round);
    }

    private static async Task<double> ConsumesAsync()
    {
        await using DurableQueue queue = await DurableQueue.CreateAsync();
        await queue.FillAsync(Backlog, Batch[0]);
        long consumed = 0;
        await RunAsync(8, ConsumeAsync, Round / 4);
        consumed = 0;
        long start = Stopwatch.GetTimestamp();
        await RunAsync(8, ConsumeAsync, Round);
        return consumed / Stopwatch.GetElapsedTime(start).TotalSeconds;

        async Task ConsumeAsync(int consumer)
        {
            int count = await queue.ConsumeAsync();
            if (count == 0)
                throw new MeasurementException("The backlog is used up.");
            Interlocked.Add(ref consumed, count);
        }
    }

    /// <summary>The median time of sequential sends, in microseconds.</summary>
    private static async Task<double> OneAsync()
    {
        await using DurableQueue queue = await DurableQueue.CreateAsync();
        List<double> times = [];
        for (int i = 0; i < 3000; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await queue.SendAsync(Single);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return Rounds.Median(times);
    }

    private static async Task<double> RunAsync(int workers, Func<int, Task> operation, TimeSpan time)
    {
        using CancellationTokenSource end = new(time);
        long start = Stopwatch.GetTimestamp();
        long operations = await Workers.RunAsync(workers, operation, end.Token);
        return operations / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
