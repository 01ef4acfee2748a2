namespace CmqContracts;

/// <summary>When messages whose handling has failed are handled again: by sending them again, with a delay that doubles with each attempt.</summary>
/// <remarks>
/// Without it a failed message comes back when its visibility ends. It takes a contract with <see cref="CmqEnvelopeAttribute"/>, as attempts are counted in the envelope: a
/// message that is sent again has another message id and production time, and its dequeue count begins anew.
/// </remarks>
public sealed class HandlerRetryOptions
{
    /// <summary>After how many attempts that failed a message is given up, 1 to 1,000; 5 unless set. It is then rejected, with an error in the log. Where the contract names no dead-letter queue it is left, and comes again, each time as the last attempt, until it expires.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>How long after the first attempt the second is made, a second or more; 10 seconds unless set. Rounded up to whole seconds, as CMQ counts.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time between two attempts, at most an hour on Tencent's service, and less than the queue's retention; 15 minutes unless set.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>By which part of itself a delay is made longer or shorter at random, so that messages which failed together do not come back together: 0 to 1; 0.2 unless set.</summary>
    public double Jitter { get; set; } = 0.2;

    /// <summary>How long after an attempt the next is made.</summary>
    /// <param name="attempt">The attempt that has failed, from 1.</param>
    /// <param name="random">A number from 0 to 1.</param>
    internal TimeSpan DelayAfter(int attempt, double random)
    {
        double doubled = FirstDelay.TotalSeconds * Math.Pow(2, attempt - 1);
        double seconds = Math.Min(doubled, MaxDelay.TotalSeconds) * (1 + (Jitter * ((2 * random) - 1)));
        return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), 1, Math.Floor(MaxDelay.TotalSeconds)));
    }
}
