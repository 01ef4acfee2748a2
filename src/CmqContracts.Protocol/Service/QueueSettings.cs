namespace CmqContracts;

/// <summary>The attributes of a queue that can be set. A value that is <see langword="null"/> is not sent: the service's default when creating, unchanged when setting.</summary>
/// <remarks>Ranges are in <see cref="CmqLimits"/>. Source: CMQ documents 406/5832 (CreateQueue) and 406/5835 (SetQueueAttributes).</remarks>
public sealed record QueueSettings
{
    /// <summary>Most undeleted messages (active, inactive and delayed) that the queue holds; further sends fail with <see cref="CmqErrors.MaximumMessageRetentionNumberReached"/>.</summary>
    public long? MaxMsgHeapNum { get; init; }

    /// <summary>Seconds that a receive waits for a message when the call does not say.</summary>
    public int? PollingWaitSeconds { get; init; }

    /// <summary>Seconds that a received message stays invisible to other receives.</summary>
    public int? VisibilityTimeout { get; init; }

    /// <summary>Largest message body, in bytes.</summary>
    public int? MaxMsgSize { get; init; }

    /// <summary>Seconds after which a message expires, received or not, counted from its production.</summary>
    public int? MsgRetentionSeconds { get; init; }

    /// <summary>Seconds, counted from production, during which a deleted message can be brought back by a rewind; 0 switches rewind off.</summary>
    public int? RewindSeconds { get; init; }

    /// <summary>Where messages go that are received too often or stay unconsumed too long.</summary>
    public DeadLetterPolicy? DeadLetterPolicy { get; init; }
}
