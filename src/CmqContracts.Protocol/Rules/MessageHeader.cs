namespace CmqContracts.Protocol;

/// <summary>What a backend knows about a message besides its body. Times are milliseconds of the backend's own time.</summary>
internal readonly record struct MessageHeader
{
    /// <summary>The message's number in production order, unique in the backend, 1 to 2^50 - 1. The message id is made from it.</summary>
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

    /// <summary>For a rewindable message how many rewinds the queue had seen at its deletion; 0 in the other states.</summary>
    public int RewindEpoch { get; init; }
}
