namespace CmqContracts.Protocol;

/// <summary>When a delivery that failed is tried again.</summary>
/// <remarks>Source: CMQ document 406/7414. It names no longest interval for the growing ones; here it is 512 s.</remarks>
internal static class NotifySchedule
{
    /// <summary>How often <see cref="NotifyStrategy.BackoffRetry"/> tries: once, and three times again.</summary>
    public const int BackoffAttempts = 4;

    private const int BackoffShortest = 19;
    private const int BackoffLongest = 29;
    private const int MaxDoublings = 9;

    /// <summary>Whether a strategy has had all its attempts. Growing intervals end with the topic's retention only.</summary>
    public static bool IsOver(NotifyStrategy strategy, int attempts) => strategy == NotifyStrategy.BackoffRetry && attempts >= BackoffAttempts;

    /// <summary>The time from a failed attempt to the next.</summary>
    /// <param name="strategy">The subscription's strategy.</param>
    /// <param name="attempts">How many attempts there were, at least 1.</param>
    /// <param name="message">Something that differs between messages: it spreads attempts that failed together.</param>
    public static TimeSpan DelayAfter(NotifyStrategy strategy, int attempts, long message) =>
        TimeSpan.FromSeconds(strategy == NotifyStrategy.BackoffRetry
            ? BackoffShortest + (((ulong)message * 7) + (ulong)attempts) % (BackoffLongest - BackoffShortest + 1)
            : 1 << Math.Min(attempts - 1, MaxDoublings));
}
