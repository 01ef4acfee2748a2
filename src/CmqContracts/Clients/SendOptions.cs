namespace CmqContracts;

/// <summary>How messages are sent to a queue.</summary>
public sealed record SendOptions
{
    /// <summary>Flight time: no consumer sees the message before it is over. Rounded up to whole seconds; must be less than the queue's retention.</summary>
    public TimeSpan Delay { get; init; }
}
