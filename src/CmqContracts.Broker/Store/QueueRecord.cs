using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Broker;

/// <summary>The definition of a queue. It changes only with the queue's attributes.</summary>
internal sealed record QueueRecord
{
    /// <summary>The broker's key of the queue, never used for another one, nor for a topic or a subscription.</summary>
    public required long Key { get; init; }

    /// <summary>The account that the queue belongs to.</summary>
    public required string Account { get; init; }

    /// <summary>The queue's name, spelled as it was created; empty: it is the account's backlog, an internal queue of publishes that are still to be delivered.</summary>
    public required string Name { get; init; }

    /// <summary>The queue's id, as users see it.</summary>
    public required string Id { get; init; }

    /// <summary>The attributes; all are set, only the dead-letter policy may be <see langword="null"/>.</summary>
    public required QueueSettings Settings { get; init; }

    /// <summary>When the queue was created, Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When an attribute was last changed, Unix milliseconds.</summary>
    public required long LastModifiedAt { get; init; }
}

/// <summary>What changes in a queue with its messages: counters, and a rewind that is not finished.</summary>
internal record struct QueueStatus
{
    /// <summary>Messages that a receive can return.</summary>
    public long Active { get; set; }

    /// <summary>Messages that are handed out and invisible.</summary>
    public long Inactive { get; set; }

    /// <summary>Messages whose flight time is not over.</summary>
    public long Delayed { get; set; }

    /// <summary>Deleted messages that a rewind can bring back.</summary>
    public long Rewindable { get; set; }

    /// <summary>How many rewinds the queue has seen: a rewind takes only messages that were deleted in an earlier epoch.</summary>
    public int RewindEpoch { get; set; }

    /// <summary>Whether a rewind is under way; it is finished in steps.</summary>
    public bool Rewinding { get; set; }

    /// <summary>The rewind takes messages produced at or after this millisecond of the broker's time.</summary>
    public long RewindFrom { get; set; }

    /// <summary>The rewind has dealt with messages up to this sequence.</summary>
    public long RewindCursor { get; set; }

    /// <summary>How many messages are in a state.</summary>
    public readonly long CountOf(MessageState state) => state switch
    {
        MessageState.Active => Active,
        MessageState.Inactive => Inactive,
        MessageState.Delayed => Delayed,
        _ => Rewindable,
    };
}

/// <summary>What a broker must find again besides queues and messages.</summary>
/// <param name="LastSequence">The highest sequence or queue key ever used. None is used twice, not even after its message was removed.</param>
/// <param name="Time">The broker's own time, milliseconds. It never goes back, whatever the clock does.</param>
internal readonly record struct StorePosition(long LastSequence, long Time);

/// <summary>A queue as a store returns it.</summary>
/// <param name="Record">Its definition.</param>
/// <param name="Status">Its counters.</param>
internal readonly record struct StoredQueue(QueueRecord Record, QueueStatus Status);

/// <summary>Everything in a store but the messages.</summary>
/// <param name="Position">The position of the last commit; all zero in a new store.</param>
/// <param name="Queues">All queues of all accounts.</param>
/// <param name="Topics">All topics of all accounts.</param>
/// <param name="Subscriptions">All subscriptions of all topics.</param>
/// <param name="Offsets">All offsets between the broker's time and wall time; none, as long as the machine's clock was never set back.</param>
internal sealed record StoreImage(StorePosition Position, IReadOnlyList<StoredQueue> Queues, IReadOnlyList<TopicRecord> Topics, IReadOnlyList<StoredSubscription> Subscriptions, IReadOnlyList<WallOffset> Offsets)
{
    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(Position), Position)
        .Add(nameof(Queues), Queues)
        .Add(nameof(Topics), Topics)
        .Add(nameof(Subscriptions), Subscriptions)
        .Add(nameof(Offsets), Offsets)
        .Any;
}
