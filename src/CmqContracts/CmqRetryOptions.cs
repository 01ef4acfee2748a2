namespace CmqContracts;

/// <summary>When, and how often, a request that has failed is made again.</summary>
/// <remarks>
/// A request that was certainly not carried out (<see cref="CmqOutcome.NotSent"/>, or the service throttles: 4420, 4480) is made again whatever it asks for. When the answer was lost,
/// or the service failed (6000), only reads, receives, deletes of messages, creates and changes of attributes are, as twice is as good as once; sends and publishes only
/// with <see cref="AllowDuplicates"/>; everything else never.
/// </remarks>
public sealed class CmqRetryOptions
{
    /// <summary>How many tries a request has, the first one included: 1 to 10. 3 unless set; with 1 nothing is tried again.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>
    /// How long a call may take until its last try ends, on top of the wait that a receive asks for; more than zero, at most an hour. 30 seconds unless set. The first try is not cut
    /// short by it: <see cref="CmqOptions.Timeout"/> bounds that.
    /// </summary>
    public TimeSpan TotalTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before the second try. Each further pause is twice as long, and each is longer or shorter by up to a half, at random. More than zero, at most a minute. 500 milliseconds unless set.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether sends and publishes whose answer was lost are made again, too, so that messages may be stored twice: right where all consumers can take a message twice. <see cref="SendOptions.AllowDuplicates"/> says it for one call.</summary>
    public bool AllowDuplicates { get; set; }

    /// <summary>What the randomness of the pauses follows from: equal seeds, equal pauses. Unless set, they differ with each process, so that clients that failed together do not come back together.</summary>
    public int? Seed { get; set; }

    internal CmqRetryOptions Copy() => (CmqRetryOptions)MemberwiseClone();
}
