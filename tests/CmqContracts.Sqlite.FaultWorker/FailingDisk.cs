using CmqContracts.Protocol;

namespace CmqContracts.Sqlite.FaultWorker;

/// <summary>Producers that go on when the disk fails, and still when it works again. The trigger is the file that makes it fail.</summary>
internal sealed class FailingDisk(Work work, string trigger)
{
    private const int Producers = 4;
    private const int Insistence = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
        using CancellationTokenSource patience = new(Patience);
        await ForEachProducerAsync(() => SendUntilRefusedAsync(patience.Token));
        Console.WriteLine($"injected: {HasFailed}");
        Console.WriteLine($"refused: {_refusal}");

        await ForEachProducerAsync(InsistAsync);
        Console.WriteLine($"accepted while the disk fails: {_acceptedLater}");

        File.Delete(trigger);
        _acceptedLater = 0;
        await ForEachProducerAsync(InsistAsync);
        Console.WriteLine($"accepted when the disk works again: {_acceptedLater}");
    }

    /// <summary>The disk says when it has failed for the first time.</summary>
    private bool HasFailed => File.Exists(trigger + ".hit");

    private static Task ForEachProducerAsync(Func<Task> produce) => Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(produce)));

    /// <summary>What fails may be work in the background, which no send hears of: then a few more sends are the end.</summary>
    private async Task SendUntilRefusedAsync(CancellationToken patience)
    {
        int more = Insistence;
        while (_refusal is null && more > 0 && !patience.IsCancellationRequested)
        {
            await TrySendAsync();
            if (HasFailed)
                more--;
        }
    }

    private async Task InsistAsync()
    {
        for (int i = 0; i < Insistence; i++)
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
