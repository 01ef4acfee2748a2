namespace CmqContracts.Protocol;

/// <summary>When an answer arrived, and what time it was then where it comes from.</summary>
/// <param name="timeProvider">The clock of this process; <see langword="null"/>: not known.</param>
/// <param name="timestamp">Its timestamp at the arrival.</param>
/// <param name="date">The answer's <c>Date</c>; <see langword="null"/>: it has none.</param>
internal readonly struct AnswerMoment(TimeProvider? timeProvider, long timestamp, DateTimeOffset? date)
{
    /// <summary>Servers round the time down, and mostly write one that is up to a second old.</summary>
    private static readonly TimeSpan DateLag = TimeSpan.FromSeconds(1);

    /// <summary>A time of the service as a moment on the clock of this process.</summary>
    public LocalDeadline? DeadlineOf(DateTimeOffset time) =>
        timeProvider is null || date is null || time == default ? null : LocalDeadline.After(time - date.Value - DateLag, timeProvider, timestamp);
}
