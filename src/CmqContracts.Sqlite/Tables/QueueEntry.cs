using CmqContracts.Broker;

namespace CmqContracts.Sqlite;

/// <summary>What a store keeps in memory of a queue, or of the outbox of a subscription.</summary>
internal sealed class QueueEntry
{
    public required long Key { get; init; }

    public QueueLocation Location { get; set; }

    public QueueStatus Status { get; set; }

    /// <summary>Whether its status or location has changed in the open batch.</summary>
    public bool IsChanged { get; set; }

    /// <summary>The status as it was written last.</summary>
    public QueueStatus Written { get; set; }

    /// <summary>Active messages that were added since.</summary>
    public int Uncounted { get; set; }

    /// <summary>Whether messages have also been removed, or changed their state, since.</summary>
    public bool HasMoved { get; set; }
}
