using System.Diagnostics.Metrics;

namespace CmqContracts.Server;

/// <summary>
/// The counters of every queue of every account, also of accounts whose keys were removed. Instruments are read synchronously, so they return the last
/// values and start an update if those are old. Readers that can wait call <see cref="RefreshAsync"/> first.
/// </summary>
internal sealed class QueueGauges(ICmqBackend backend, TimeProvider time)
{
    /// <summary>From this age on, values are old. Younger ones serve all readers, so a reader that has called <see cref="RefreshAsync"/> does not cause a second one.</summary>
    private static readonly TimeSpan OldAge = TimeSpan.FromSeconds(1);

    private const int MaxPage = 100;

    private volatile Reading? _last;

    private IReadOnlyList<(string Account, QueueDescription Queue)> Queues => _last?.Queues ?? [];

    /// <summary>Reads the counters.</summary>
    public async Task RefreshAsync()
    {
        List<(string, QueueDescription)> queues = [];
        foreach (string account in await backend.ListAccountsAsync().ConfigureAwait(false))
        {
            await foreach (QueueDescription queue in AllQueues(backend.GetInspector(account)).ConfigureAwait(false))
                queues.Add((account, queue));
        }

        _last = new Reading(queues, time.GetTimestamp());
    }

    public IEnumerable<Measurement<long>> Messages()
    {
        if (_last is not { } last || time.GetElapsedTime(last.Timestamp) >= OldAge)
            _ = RefreshLaterAsync();
        foreach ((string account, QueueDescription queue) in Queues)
        {
            QueueAttributes attributes = queue.Attributes;
            yield return Of(attributes.ActiveMessages, account, queue, "active");
            yield return Of(attributes.InactiveMessages, account, queue, "inactive");
            yield return Of(attributes.DelayedMessages, account, queue, "delayed");
            yield return Of(attributes.RewindableMessages, account, queue, "rewindable");
        }
    }

    public IEnumerable<Measurement<double>> OldestAges()
    {
        if (_last is not { } last)
            yield break;
        TimeSpan since = time.GetElapsedTime(last.Timestamp);
        foreach ((string account, QueueDescription queue) in last.Queues)
        {
            QueueAttributes attributes = queue.Attributes;
            bool isEmpty = attributes.ActiveMessages + attributes.InactiveMessages + attributes.DelayedMessages == 0;
            yield return new Measurement<double>(isEmpty ? 0 : (queue.OldestMessageAge + since).TotalSeconds, Tags(account, queue));
        }
    }

    public IEnumerable<Measurement<long>> WaitingReceives()
    {
        foreach ((string account, QueueDescription queue) in Queues)
            yield return new Measurement<long>(queue.WaitingReceives, Tags(account, queue));
    }

    /// <summary>All queues of an account, a page at a time: no page holds up the requests of others for long.</summary>
    private async IAsyncEnumerable<QueueDescription> AllQueues(ICmqInspector inspector)
    {
        int page = (int)Math.Min(MaxPage, backend.Limits.ListLimit.Maximum), total = int.MaxValue;
        for (int offset = 0; offset < total && page > 0; offset += page)
        {
            QueueDescriptionList list = await inspector.DescribeQueuesAsync(new DescribeQueuesRequest { Offset = offset, Limit = page }).ConfigureAwait(false);
            foreach (QueueDescription queue in list.Queues)
                yield return queue;
            total = list.TotalCount;
        }
    }

    private async Task RefreshLaterAsync()
    {
        try
        {
            await Task.Yield();
            await RefreshAsync().ConfigureAwait(false);
        }
        catch (CmqException)
        {
            // The backend fails or has stopped: the last values are kept, and the readiness page reports the failure.
        }
    }

    private static Measurement<long> Of(long value, string account, QueueDescription queue, string state) =>
        new(value, [.. Tags(account, queue), new KeyValuePair<string, object?>(ServerMeter.State, state)]);

    private static KeyValuePair<string, object?>[] Tags(string account, QueueDescription queue) =>
        [new(ServerMeter.Account, account), new(ServerMeter.Queue, queue.Attributes.QueueName)];

    private sealed record Reading(IReadOnlyList<(string Account, QueueDescription Queue)> Queues, long Timestamp);
}
