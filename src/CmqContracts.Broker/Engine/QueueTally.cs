namespace CmqContracts.Broker;

/// <summary>Counts what happens to the messages of one queue. What a batch has counted is dropped with the batch when it cannot be committed.</summary>
internal sealed class QueueTally
{
    private QueueCounts _committed;
    private QueueCounts _counts;

    public QueueCounts Counts => _counts;

    public void Send() => _counts = _counts with { Sent = _counts.Sent + 1 };

    public void Receive() => _counts = _counts with { Received = _counts.Received + 1 };

    public void Delete() => _counts = _counts with { Deleted = _counts.Deleted + 1 };

    public void Expire(int messages = 1) => _counts = _counts with { Expired = _counts.Expired + messages };

    public void DeadLetter() => _counts = _counts with { DeadLettered = _counts.DeadLettered + 1 };

    public void Rewind() => _counts = _counts with { Rewound = _counts.Rewound + 1 };

    /// <summary>The batch is committed.</summary>
    public void Commit() => _committed = _counts;

    /// <summary>The batch is dropped.</summary>
    public void Rollback() => _counts = _committed;
}
