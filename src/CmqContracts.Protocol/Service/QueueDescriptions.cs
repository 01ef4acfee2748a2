using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Which queues to describe.</summary>
public sealed record DescribeQueuesRequest
{
    /// <summary>Only these queues, in this order; one that does not exist is left out. <see langword="null"/>: all, by name.</summary>
    public IReadOnlyList<string>? QueueNames { get; init; }

    /// <summary>Only queues whose name contains this, ignoring case; <see langword="null"/> or empty: all.</summary>
    public string? SearchWord { get; init; }

    /// <summary>How many matches to skip.</summary>
    public int Offset { get; init; }

    /// <summary>How many to return at most, 0 to 1000 (<see cref="CmqLimits.ListLimit"/>).</summary>
    public int Limit { get; init; } = 20;

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(QueueNames), QueueNames)
        .Add(nameof(SearchWord), SearchWord)
        .Add(nameof(Offset), Offset)
        .Add(nameof(Limit), Limit)
        .Any;
}

/// <summary>A page of descriptions of queues.</summary>
public sealed class QueueDescriptionList
{
    /// <summary>All matches, not only this page.</summary>
    public required int TotalCount { get; init; }

    /// <summary>This page.</summary>
    public required IReadOnlyList<QueueDescription> Queues { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(QueueDescriptionList)).Add(nameof(TotalCount), TotalCount).Add(nameof(Queues), Queues).ToString();
}

/// <summary>A queue with all that is shown of it.</summary>
public sealed class QueueDescription
{
    /// <summary>Attributes and counters.</summary>
    public required QueueAttributes Attributes { get; init; }

    /// <summary>The queues whose dead letters it receives, by name.</summary>
    public required IReadOnlyList<QueueListEntry> DeadLetterSources { get; init; }

    /// <summary>Receives that wait for a message now.</summary>
    public int WaitingReceives { get; init; }

    /// <summary>For how long the oldest unconsumed message has been there, whatever was done to the machine's clock meanwhile; zero: there is none.</summary>
    public TimeSpan OldestMessageAge { get; init; }

    /// <summary>What has happened to its messages since the broker was started.</summary>
    public required QueueCounts Counts { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(QueueDescription))
        .Add(nameof(Attributes), Attributes)
        .Add(nameof(DeadLetterSources), DeadLetterSources)
        .Add(nameof(WaitingReceives), WaitingReceives)
        .Add(nameof(OldestMessageAge), OldestMessageAge)
        .Add(nameof(Counts), Counts)
        .ToString();
}

/// <summary>What has happened to a queue's messages since the broker was started, or the queue was created.</summary>
public readonly record struct QueueCounts
{
    /// <summary>Messages that were sent, or delivered by a subscription.</summary>
    public long Sent { get; init; }

    /// <summary>Messages that were handed out, each as often as it was.</summary>
    public long Received { get; init; }

    /// <summary>Messages that were deleted, by a receipt handle or by their id. Those of a cleared queue are not counted.</summary>
    public long Deleted { get; init; }

    /// <summary>Messages that were removed unconsumed when their retention had ended.</summary>
    public long Expired { get; init; }

    /// <summary>Messages that moved to the dead-letter queue.</summary>
    public long DeadLettered { get; init; }

    /// <summary>Messages that rewinds brought back.</summary>
    public long Rewound { get; init; }
}
