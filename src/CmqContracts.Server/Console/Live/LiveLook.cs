namespace CmqContracts.Server;

/// <summary>All queues of an account at one moment.</summary>
internal sealed class LiveLook(IReadOnlyList<LiveQueue> queues)
{
    /// <summary>The queues, by name.</summary>
    public IReadOnlyList<LiveQueue> Queues => queues;
}
