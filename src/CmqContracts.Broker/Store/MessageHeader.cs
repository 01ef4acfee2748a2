using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Brokers;

/// <summary>What a broker knows about a message besides its body. Times are milliseconds of the broker's own time.</summary>
public readonly record struct MessageHeader
{
    /// <summary>The place of the message in production order, unique in the broker, 1 to 2^50 - 1. The message id is made from it.</summary>
    public required long Sequence { get; init; }

    /// <summary>Where the message is in its life.</summary>
    public required MessageState State { get; init; }

    /// <summary>When the message was produced.</summary>
    public required long ProducedAt { get; init; }

    /// <summary>When a delayed or inactive message becomes visible; 0 in the other states.</summary>
    public long VisibleAt { get; init; }

    /// <summary>When the message was received for the first time; 0: never.</summary>
    public long FirstReceivedAt { get; init; }

    /// <summary>How often the message was received. The latest receipt handle is made from it.</summary>
    public int DequeueCount { get; init; }

    /// <summary>How often the message was received since its production or its last rewind: what counts for a dead-letter policy.</summary>
    public int Attempts { get; init; }

    /// <summary>For a rewindable message the queue's <see cref="QueueStatus.RewindEpoch"/> at its deletion; 0 in the other states.</summary>
    public int RewindEpoch { get; init; }
}

/// <summary>A message as a store returns it.</summary>
/// <param name="Header">What is known about it.</param>
/// <param name="Body">The body. It may be handed to users as it is, so a store never changes it.</param>
public readonly record struct StoredMessage(MessageHeader Header, ReadOnlyMemory<byte> Body)
{
    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(Header), Header).Add(nameof(Body), Body).Any;
}

/// <summary>The messages behind a sequence that were produced after a time: both bounds hold, both are exclusive.</summary>
/// <param name="AfterSequence">The sequence before the first one that is wanted; 0: from the beginning.</param>
/// <param name="ProducedAfter">The millisecond of the broker's own time before the first production time that is wanted; <see cref="long.MinValue"/>: any.</param>
public readonly record struct SequenceRange(long AfterSequence, long ProducedAfter)
{
    /// <summary>Every message.</summary>
    public static SequenceRange All { get; } = new(0, long.MinValue);
}
