namespace CmqContracts;

/// <summary>
/// When a message leaves its queue for a dead-letter queue: after <see cref="MaxReceiveCount"/> receives (policy 0)
/// or <see cref="MaxTimeToLive"/> seconds after its production (policy 1). Exactly one of the two is set.
/// </summary>
/// <remarks>The dead-letter queue exists, belongs to the same account, has no dead-letter queue itself and serves at most 6 queues.</remarks>
public sealed record DeadLetterPolicy
{
    private DeadLetterPolicy(string deadLetterQueue) => DeadLetterQueue = deadLetterQueue;

    /// <summary>Name of the dead-letter queue.</summary>
    public string DeadLetterQueue { get; init; }

    /// <summary>Receives after which a message moves once it becomes visible again, 1 to 1000.</summary>
    public int? MaxReceiveCount { get; private init; }

    /// <summary>Seconds after production at which an unconsumed message moves, 300 to 43200 and less than the retention.</summary>
    public int? MaxTimeToLive { get; private init; }

    /// <summary>Policy 0: move a message that was received <paramref name="count"/> times and still not deleted.</summary>
    public static DeadLetterPolicy AfterReceives(string deadLetterQueue, int count) => new(deadLetterQueue) { MaxReceiveCount = count };

    /// <summary>Policy 1: move a message that is still unconsumed <paramref name="seconds"/> seconds after its production.</summary>
    public static DeadLetterPolicy AfterSeconds(string deadLetterQueue, int seconds) => new(deadLetterQueue) { MaxTimeToLive = seconds };
}
