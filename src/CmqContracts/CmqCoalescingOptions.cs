namespace CmqContracts;

/// <summary>How messages that are sent one by one, at about the same time, leave together.</summary>
public sealed class CmqCoalescingOptions
{
    /// <summary>How long the first message of a batch waits for others; more than zero, at most a minute. 1 millisecond unless set.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(1);

    internal CmqCoalescingOptions Copy() => (CmqCoalescingOptions)MemberwiseClone();
}
