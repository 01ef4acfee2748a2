namespace CmqContracts;

/// <summary>How messages are sent to a queue.</summary>
public sealed record SendOptions
{
    /// <summary>Flight time: no consumer sees the message before it is over. Zero to one hour (our own broker: any time), rounded up to whole seconds, and less than the queue's retention.</summary>
    public TimeSpan Delay { get; init; }
}
