namespace CmqContracts.Sqlite.FaultWorker;

/// <summary>Producers and consumers that work in all queues at once, until the process ends.</summary>
internal sealed class Load(Work work, int seed)
{
    private const int SendsBeforeRunning = 20;

    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sends;

    /// <summary>Completes after the first sends, when producers and consumers are running.</summary>
    public Task Running => _running.Task;

    public Task RunAsync()
    {
        int workers = 0;
        Random NewRandom() => new(seed + (1000 * workers++));

        return Task.WhenAny(
            ProduceAsync(Queues.Plain, NewRandom()),
            ProduceAsync(Queues.Plain, NewRandom()),
            ProduceAsync(Queues.Kept, NewRandom()),
            ProduceAsync(Queues.Retried, NewRandom()),
            ProduceAsync(Queues.Later, NewRandom(), static random => random.Next(2) == 0 ? random.Next(1, 4) : random.Next(1000, 3600)),
            ConsumeAsync(Queues.Plain, NewRandom(), keptOneIn: 8),
            ConsumeAsync(Queues.Plain, NewRandom(), keptOneIn: 8),
            ConsumeAsync(Queues.Kept, NewRandom(), keptOneIn: 4),
            ConsumeAsync(Queues.Retried, NewRandom(), keptOneIn: 2),
            ConsumeAsync(Queues.Later, NewRandom(), keptOneIn: 8),
            FillAndClearAsync(NewRandom())).Unwrap();
    }

    private async Task ProduceAsync(string queue, Random random, Func<Random, int>? delay = null)
    {
        while (true)
        {
            await work.SendAsync(queue, random.Next(4) == 0 ? random.Next(2, 17) : 1, delay?.Invoke(random) ?? 0);
            if (Interlocked.Increment(ref _sends) == SendsBeforeRunning)
                _running.SetResult();

            await PauseAsync(random);
        }
    }

    private async Task ConsumeAsync(string queue, Random random, int keptOneIn)
    {
        while (true)
            await work.ConsumeAsync(queue, random.Next(1, 17), waitSeconds: 1, () => random.Next(keptOneIn) > 0);
    }

    private async Task FillAndClearAsync(Random random)
    {
        while (true)
        {
            for (int sends = random.Next(1, 30); sends > 0; sends--)
            {
                await work.SendAsync(Queues.Cleared, random.Next(1, 17));
                await PauseAsync(random);
            }

            await work.ClearAsync(Queues.Cleared);
        }
    }

    /// <summary>So that consumers keep up, and the backlog at the end does not depend on the speed of the disk.</summary>
    private static Task PauseAsync(Random random) => Task.Delay(random.Next(10));
}
