namespace CmqContracts.Benchmarks;

/// <summary>The load driver of figures within this process: concurrent loops, each of which waits for its answers.</summary>
internal static class Workers
{
    /// <summary>Runs an operation in loops until the token fires, and counts the calls.</summary>
    public static async Task<long> RunAsync(int count, Func<int, Task> operation, CancellationToken end)
    {
        long[] done = await Task.WhenAll(Enumerable.Range(0, count).Select(worker => Task.Run(async () =>
        {
            long operations = 0;
            while (!end.IsCancellationRequested)
            {
                await operation(worker);
                operations++;
            }

            return operations;
        })));
        return done.Sum();
    }
}
