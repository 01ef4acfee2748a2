namespace CmqContracts.Protocol;

/// <summary>What becomes of a delayed or inactive message when its <see cref="MessageHeader.VisibleAt"/> has come.</summary>
internal enum DueOutcome
{
    /// <summary>It becomes active.</summary>
    BecomesVisible,

    /// <summary>It has been received as often as the dead-letter policy allows, and moves to the dead-letter queue.</summary>
    BecomesDeadLetter,

    /// <summary>It is removed: its retention is over.</summary>
    Expires,
}

/// <summary>
/// What actions and time make of a message: every backend calls these functions, or states them in its own language and is compared with them. Times are milliseconds of
/// the backend's own time.
/// </summary>
internal static class MessageTransitions
{
    /// <summary>
    /// When the visibility of messages received now ends: at a whole second of wall time, the first that is not before now + visibilityTimeout. The wire reports whole
    /// seconds, and a delete before the reported time must work.
    /// </summary>
    /// <param name="now">The backend's time.</param>
    /// <param name="wallOffset">What is added to the backend's time to get wall time, milliseconds.</param>
    /// <param name="visibilityTimeout">The queue's attribute, seconds.</param>
    public static long VisibilityEnd(long now, long wallOffset, int visibilityTimeout)
    {
        long end = now + wallOffset + (visibilityTimeout * 1000L);
        return end + (((-end % 1000) + 1000) % 1000) - wallOffset;
    }

    /// <summary>A message that was sent: delayed, or active at once. A message that moves to another queue, as dead letters do, is a new one there.</summary>
    public static MessageHeader Produce(long sequence, long now, int delaySeconds = 0) => new()
    {
        Sequence = sequence,
        State = delaySeconds > 0 ? MessageState.Delayed : MessageState.Active,
        ProducedAt = now,
        VisibleAt = delaySeconds > 0 ? now + (delaySeconds * 1000L) : 0,
    };

    /// <summary>An active message that was received.</summary>
    /// <param name="message">The message.</param>
    /// <param name="now">The backend's time.</param>
    /// <param name="visibleAt">The <see cref="VisibilityEnd"/>.</param>
    public static MessageHeader Receive(in MessageHeader message, long now, long visibleAt) => message with
    {
        State = MessageState.Inactive,
        VisibleAt = visibleAt,
        FirstReceivedAt = message.FirstReceivedAt == 0 ? now : message.FirstReceivedAt,
        DequeueCount = message.DequeueCount + 1,
        Attempts = message.Attempts + 1,
    };

    /// <summary>Whether the handle of a message's latest receive still deletes it.</summary>
    public static bool CanDelete(in MessageHeader message, in MessageLifetimes lifetimes, long now) =>
        message.State == MessageState.Inactive && message.VisibleAt > now && !lifetimes.IsExpired(message, now);

    /// <summary>A received message that was deleted; <see langword="null"/>: it cannot be rewound and is removed.</summary>
    /// <param name="message">The message.</param>
    /// <param name="lifetimes">The queue's.</param>
    /// <param name="now">The backend's time.</param>
    /// <param name="rewindEpoch">How many rewinds the queue has seen.</param>
    public static MessageHeader? Delete(in MessageHeader message, in MessageLifetimes lifetimes, long now, int rewindEpoch) =>
        lifetimes.IsPastRewind(message, now) ? null : message with { State = MessageState.Rewindable, VisibleAt = 0, RewindEpoch = rewindEpoch };

    /// <summary>What becomes of a delayed or inactive message whose <see cref="MessageHeader.VisibleAt"/> has come.</summary>
    public static DueOutcome OutcomeOfDue(in MessageHeader message, in MessageLifetimes lifetimes, long now) =>
        lifetimes.IsExpired(message, now) ? DueOutcome.Expires
        : message.State == MessageState.Inactive && message.Attempts >= lifetimes.MaxReceiveCount ? DueOutcome.BecomesDeadLetter
        : DueOutcome.BecomesVisible;

    /// <summary>A delayed or inactive message that has become visible.</summary>
    public static MessageHeader BecomeVisible(in MessageHeader message) => message with { State = MessageState.Active, VisibleAt = 0 };

    /// <summary>Whether a rewind brings a deleted message back: only one that was deleted before the rewind began.</summary>
    /// <param name="message">The message.</param>
    /// <param name="rewindEpoch">How many rewinds the queue has seen, this one included.</param>
    public static bool IsRewound(in MessageHeader message, int rewindEpoch) => message.RewindEpoch < rewindEpoch;

    /// <summary>A deleted message that a rewind brings back, with no receives counted for the dead-letter policy; <see langword="null"/>: its retention is over and it is removed.</summary>
    public static MessageHeader? Rewind(in MessageHeader message, in MessageLifetimes lifetimes, long now) =>
        lifetimes.IsExpired(message, now) ? null : message with { State = MessageState.Active, Attempts = 0, RewindEpoch = 0 };
}
