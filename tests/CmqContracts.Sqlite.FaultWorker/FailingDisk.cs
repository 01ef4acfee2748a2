namespace CmqContracts.Sqlite.FaultWorker;

/// <summary>Producers that go on sending while the disk fails and after it works again. The disk fails as long as the trigger file exists.</summary>
internal sealed class FailingDisk(Work work, string trigger)
{
    private const int Producers = 4;
    private const int Attempts = 10;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private volatile string? _refusal;
    private int _acceptedLater;

    public async Task RunAsync()
    {
        await ForEachProducerAsync(async () =>
        {
            for (int i = 0; i < 20; i++)
                await work.SendAsync(Queues.Plain, 4);
        });

        await File.WriteAllTextAsync(trigger, "");
        using CancellationTokenSource timeout = new(Timeout);
        await ForEachProducerAsync(() => SendUntilRefusedAsync(timeout.Token));
        Console.WriteLine($"injected: {HasFailed}");
        Console.WriteLine($"refused: {_refusal}");

        await ForEachProducerAsync(SendRepeatedlyAsync);
        Console.WriteLine($"accepted while the disk fails: {_acceptedLater}");

        File.Delete(trigger);
        _acceptedLater = 0;
        await ForEachProducerAsync(SendRepeatedlyAsync);
        Console.WriteLine($"accepted when the disk works again: {_acceptedLater}");
    }

    /// <summary>The library that makes the disk fail creates this file at the first failure.</summary>
    private bool HasFailed => File.Exists(trigger + ".hit");

    private static Task ForEachProducerAsync(Func<Task> produce) => Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(produce)));

    /// <summary>Background work may be what fails, so that no send is refused: then it ends after a few more sends.</summary>
    private async Task SendUntilRefusedAsync(CancellationToken cancellationToken)
    {
        int attemptsLeft = Attempts;
        while (_refusal is null && attemptsLeft > 0 && !cancellationToken.IsCancellationRequested)
        {
            await TrySendAsync();
            if (HasFailed)
                attemptsLeft--;
        }
    }

    private async Task SendRepeatedlyAsync()
    {
        for (int i = 0; i < Attempts; i++)
        {
            if (await TrySendAsync())
                Interlocked.Increment(ref _acceptedLater);
        }
    }

    private async Task<bool> TrySendAsync()
    {
        try
        {
            await work.SendAsync(Queues.Plain, 4);
            return true;
        }
        catch (CmqServiceException refused)
        {
            _refusal ??= refused.ToString().ReplaceLineEndings(" ");
            return false;
        }
    }
}
