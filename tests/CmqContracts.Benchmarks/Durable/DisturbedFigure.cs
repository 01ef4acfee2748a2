using System.Diagnostics;
using CmqContracts.Sqlite;

namespace CmqContracts.Benchmarks;

/// <summary>The 99th percentile of the time of a send while messages of other queues expire, the WAL is checkpointed often and backups run, compared with the same without these.</summary>
internal static class DisturbedFigure
{
    private const int Producers = 64;
    private const int ExpiringQueues = 8;
    private const int Expiring = 200_000;
    private const int ExpiringBytes = 256;

    /// <summary>An eighth of the default, so that the WAL is checkpointed eight times as often.</summary>
    private const int WalPages = 256;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Retention = TimeSpan.FromSeconds(60);
    private static readonly ReadOnlyMemory<byte>[] Single = [EngineFigures.Body()];

    public static async Task MeasureAsync(FigurePrinter printer)
    {
        double[] p99 = await Rounds.MediansAsync(DisturbedAsync, UndisturbedAsync);
        printer.Ratio("durable.disturbed", p99[0] / p99[1], $"{FigurePrinter.Baseline("undisturbed-p99", p99[1], "us")},{FigurePrinter.Baseline("disturbed-p99", p99[0], "us")}");
    }

    private static async Task<double> UndisturbedAsync()
    {
        await using DurableQueue queue = await DurableQueue.CreateAsync();
        await SendAsync(queue, WarmUp);
        return Rounds.Percentile(await SendAsync(queue, Round), 0.99);
    }

    private static async Task<double> DisturbedAsync()
    {
        string directory = DurableQueue.NewDirectory();
        await using (DurableQueue queues = DurableQueue.Open(directory))
        {
            foreach (string name in ExpiringNames())
                await queues.Service.CreateQueueAsync(new CreateQueueRequest(name, new QueueSettings { MsgRetentionSeconds = (int)Retention.TotalSeconds }));
        }

        DateTimeOffset first = BulkLoader.Fill(directory, Expiring, ExpiringBytes, during: Round);
        OffsetClock clock = new();
        await using DurableQueue queue = DurableQueue.Open(directory, new SqliteStoreOptions { WalPages = WalPages }, clock);
        await queue.Service.CreateQueueAsync(new CreateQueueRequest(DurableQueue.Name, new QueueSettings()));
        await SendAsync(queue, WarmUp);

        using CancellationTokenSource end = new();
        Task backups = BackUpAsync(directory, end.Token);
        clock.Set(first + Retention);
        double[] times = await SendAsync(queue, Round);
        await end.CancelAsync();
        await backups;
        long left = 0;
        foreach (string name in ExpiringNames())
            left += (await queue.Service.GetQueueAttributesAsync(name)).ActiveMessages;
        return left < Expiring / 10 ? Rounds.Percentile(times, 0.99) : throw new MeasurementException($"{left} messages that are due have not expired.");
    }

    private static IEnumerable<string> ExpiringNames() => Enumerable.Range(0, ExpiringQueues).Select(number => $"expiring-{number}");

    /// <summary>Sends with all producers at once.</summary>
    /// <returns>The times of all sends in microseconds, in ascending order.</returns>
    private static async Task<double[]> SendAsync(DurableQueue queue, TimeSpan time)
    {
        List<double>[] times = [.. Enumerable.Range(0, Producers).Select(_ => new List<double>())];
        using CancellationTokenSource end = new(time);
        await Workers.RunAsync(
            Producers,
            async producer =>
            {
                long start = Stopwatch.GetTimestamp();
                await queue.SendAsync(Single);
                times[producer].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            },
            end.Token);
        return [.. times.SelectMany(each => each).Order()];
    }

    /// <summary>Creates backups one after the other.</summary>
    private static async Task BackUpAsync(string directory, CancellationToken end)
    {
        string file = FigureDirectory.File("backup");
        File.Delete(file);
        try
        {
            while (true)
            {
                await SqliteStore.BackupAsync(directory, file, end);
                File.Delete(file);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
