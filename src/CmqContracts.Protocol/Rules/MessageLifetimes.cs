namespace CmqContracts.Protocol;

/// <summary>How long messages of a queue live, in milliseconds from their production, and what makes dead letters of them. All ends are inclusive: at production + retention a message is gone.</summary>
/// <remarks>Sources: CMQ documents 406/5834 (attributes), 406/8129 and 406/8407 (rewind).</remarks>
internal readonly record struct MessageLifetimes
{
    /// <summary>When a message expires that is not deleted.</summary>
    public required long Retention { get; init; }

    /// <summary>When a deleted message can no longer be rewound; 0: it never can.</summary>
    public required long Rewind { get; init; }

    /// <summary>When an active message becomes a dead letter by age; <see langword="null"/>: never.</summary>
    public long? TimeToLive { get; init; }

    /// <summary>How often a message may be received: it becomes a dead letter when the visibility of that receive ends; <see langword="null"/>: any number of times.</summary>
    public int? MaxReceiveCount { get; init; }

    /// <summary>Until when a message is handed out.</summary>
    public long Deliverable => TimeToLive is { } timeToLive ? Math.Min(timeToLive, Retention) : Retention;

    /// <summary>The lifetimes by a queue's attributes, all of which are set. Under <see cref="CmqProfile.Classic"/> the retention ends rewindable messages too.</summary>
    public static MessageLifetimes Of(QueueSettings settings, CmqLimits limits)
    {
        int retention = settings.MsgRetentionSeconds!.Value;
        int rewind = settings.RewindSeconds!.Value;
        return new MessageLifetimes
        {
            Retention = retention * 1000L,
            Rewind = 1000L * (limits.Profile == CmqProfile.Classic ? Math.Min(rewind, retention) : rewind),
            TimeToLive = settings.DeadLetterPolicy?.MaxTimeToLive * 1000L,
            MaxReceiveCount = settings.DeadLetterPolicy?.MaxReceiveCount,
        };
    }

    /// <summary>Whether a message that is not deleted has expired.</summary>
    public bool IsExpired(in MessageHeader message, long now) => message.ProducedAt <= now - Retention;

    /// <summary>Whether a deleted message can no longer be rewound.</summary>
    public bool IsPastRewind(in MessageHeader message, long now) => message.ProducedAt <= now - Rewind;

    /// <summary>Whether an active message has become a dead letter by age.</summary>
    public bool IsOverdue(in MessageHeader message, long now) => TimeToLive is { } timeToLive && message.ProducedAt <= now - timeToLive;
}
