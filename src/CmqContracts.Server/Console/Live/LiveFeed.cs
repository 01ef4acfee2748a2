namespace CmqContracts.Server;

/// <summary>
/// Describes the queues of an account once for all who watch: at once when somebody asks after a pause, and twice a second while anybody waits for
/// the next look.
/// </summary>
internal sealed class LiveFeed(ICmqInspector inspector, CmqLimits limits, TimeProvider time, CancellationToken stopping)
{
    /// <summary>How long after a look the next one is taken.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>The time over which rates are taken: about as long as a person looks, so that numbers can be read.</summary>
    private static readonly TimeSpan RateTime = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Queue<(long At, Dictionary<string, QueueCounts> Counts)> _before = [];
    private Task<LiveLook>? _look;
    private long _lookedAt;

    /// <summary>The queues now, or as they were less than half a second ago.</summary>
    public Task<LiveLook> LookAsync()
    {
        lock (_gate)
        {
            if (_look is not null && (!_look.IsCompleted || (_look.IsCompletedSuccessfully && time.GetElapsedTime(_lookedAt) < Interval)))
                return _look;
            _lookedAt = time.GetTimestamp();
            return _look = Task.Run(DescribeAsync, stopping);
        }
    }

    /// <summary>The queues at the next look, half a second after the last one.</summary>
    public async Task<LiveLook> NextAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
            wait = Interval - time.GetElapsedTime(_lookedAt);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        return await LookAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<LiveLook> DescribeAsync()
    {
        List<QueueDescription> queues = [];
        int page = (int)limits.ListLimit.Maximum;
        while (true)
        {
            QueueDescriptionList list = await inspector.DescribeQueuesAsync(new DescribeQueuesRequest { Offset = queues.Count, Limit = page }, stopping).ConfigureAwait(false);
            queues.AddRange(list.Queues);
            if (list.Queues.Count == 0 || queues.Count >= list.TotalCount)
                break;
        }

        long now = time.GetTimestamp();
        while (_before.Count > 1 && time.GetElapsedTime(_before.Peek().At, now) > RateTime)
            _before.Dequeue();
        (long at, Dictionary<string, QueueCounts> counts) = _before.TryPeek(out (long At, Dictionary<string, QueueCounts> Counts) first) ? first : (now, []);
        TimeSpan elapsed = time.GetElapsedTime(at, now);
        List<LiveQueue> live = new(queues.Count);
        Dictionary<string, QueueCounts> current = new(queues.Count, StringComparer.Ordinal);
        foreach (QueueDescription queue in queues)
        {
            string name = queue.Attributes.QueueName;

            // A name that comes twice was in two pages, as queues before it were created or deleted meanwhile.
            if (!current.TryAdd(name, queue.Counts))
                continue;

            // What a queue has done before it was seen for the first time is no rate.
            live.Add(LiveQueue.Of(queue, counts.TryGetValue(name, out QueueCounts before) ? before : queue.Counts, elapsed));
        }

        _before.Enqueue((now, current));
        return new LiveLook(live);
    }
}
