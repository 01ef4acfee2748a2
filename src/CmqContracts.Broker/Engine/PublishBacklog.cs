namespace CmqContracts.Broker;

/// <summary>What an account has published that is still to be delivered to subscriptions. Until it is empty, all that the account publishes goes into it, so that no message overtakes another.</summary>
internal sealed class PublishBacklog
{
    /// <summary>The queue without a name whose messages are <see cref="PendingPublish"/>s; <see langword="null"/>: none was ever needed.</summary>
    public QueueState? Queue { get; set; }

    /// <summary>Bytes that are still to be delivered: those of each message, as often as there are subscriptions left for it.</summary>
    public long PendingBytes { get; set; }

    /// <summary>Bytes that the next step may deliver beyond its share.</summary>
    public long Credit { get; set; }

    /// <summary>Whether the backlog waits for its turn.</summary>
    public bool HasTurn { get; set; }

    /// <summary>Whether something is still to be delivered.</summary>
    public bool HasMessages => Queue is { Status.Active: > 0 };

    public void Clear() => (Queue, PendingBytes, Credit, HasTurn) = (null, 0, 0, false);
}
