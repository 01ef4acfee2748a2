using System.Diagnostics;

namespace CmqContracts.Benchmarks;

/// <summary>Work that leaves a backlog as long as it is: eight workers, each of which sends a batch, receives one from the other end and deletes it.</summary>
internal static class BacklogWork
{
    private const int WorkerCount = 8;
    private static readonly ReadOnlyMemory<byte>[] Batch = [.. Enumerable.Repeat(EngineFigures.Body(256), 16)];

    /// <summary>Works until the token fires.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="end">Ends the work.</param>
    /// <param name="onConsumed">Is called repeatedly with the number of messages consumed so far.</param>
    /// <returns>Microseconds a message.</returns>
    public static async Task<double> RunAsync(DurableQueue queue, CancellationToken end, Action<long>? onConsumed = null)
    {
        long consumed = 0;
        long start = Stopwatch.GetTimestamp();
        await Workers.RunAsync(
            WorkerCount,
            async _ =>
            {
                await queue.SendAsync(Batch);
                long sum = Interlocked.Add(ref consumed, await queue.ConsumeAsync());
                onConsumed?.Invoke(sum);
            },
            end);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / consumed;
    }
}
