namespace CmqContracts.Brokers;

/// <summary>What an account has published that is still to be brought to subscriptions. While it is open, whatever else the account publishes joins it.</summary>
internal sealed class PublishLine
{
    /// <summary>The queue without a name whose messages are <see cref="Intention"/>s; <see langword="null"/>: none was ever needed.</summary>
    public QueueState? Queue { get; set; }

    /// <summary>Bytes that are still to be brought: those of each message, as often as there are subscriptions left for it.</summary>
    public long Owed { get; set; }

    /// <summary>Bytes that the next step may bring beyond its share.</summary>
    public long Credit { get; set; }

    /// <summary>Whether something is left.</summary>
    public bool IsOpen => Queue is { Status.Active: > 0 };

    public void Clear() => (Queue, Owed, Credit) = (null, 0, 0);
}
