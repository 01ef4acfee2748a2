namespace CmqContracts;

/// <summary>How messages are sent to a queue.</summary>
public sealed record SendOptions
{
    /// <summary>Flight time: no consumer sees the message before it is over. Zero to one hour (our own broker: any time), rounded up to whole seconds, and less than the queue's retention.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// How many batches of <c>SendManyAsync</c> are under way at once; 1 unless set. With more, the results are in the order of the messages as
    /// ever, but a batch may be stored before one that was sent earlier. As many batches are held in memory.
    /// </summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>
    /// Whether a request whose answer was lost is tried again, as <see cref="CmqOptions.Retries"/> says: its messages may then be stored twice. Unless set they are not, and
    /// whoever sends has the failure.
    /// </summary>
    public bool AllowDuplicates { get; init; }
}
