namespace CmqContracts;

/// <summary>A moment on the monotonic clock of this process: no change of the wall clock, here or at the service, moves it.</summary>
public readonly record struct LocalDeadline
{
    private readonly TimeProvider? _timeProvider;
    private readonly long _timestamp;

    private LocalDeadline(TimeProvider timeProvider, long timestamp)
    {
        _timeProvider = timeProvider;
        _timestamp = timestamp;
    }

    /// <summary>How long it is until the moment; zero when it has come, and for the default value.</summary>
    public TimeSpan TimeLeft => _timeProvider is null ? TimeSpan.Zero : Max(_timeProvider.GetElapsedTime(_timeProvider.GetTimestamp(), _timestamp), TimeSpan.Zero);

    /// <summary>The moment that comes after a time, counted from now.</summary>
    /// <param name="time">How long; less than zero: the moment has passed.</param>
    /// <param name="timeProvider">The clock.</param>
    public static LocalDeadline After(TimeSpan time, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        return After(time, timeProvider, timeProvider.GetTimestamp());
    }

    /// <inheritdoc/>
    public override string ToString() => $"in {TimeLeft}";

    /// <summary>The moment that comes after a time, counted from a timestamp of the clock.</summary>
    internal static LocalDeadline After(TimeSpan time, TimeProvider timeProvider, long timestamp) =>
        new(timeProvider, timestamp + (long)(time.TotalSeconds * timeProvider.TimestampFrequency));

    /// <summary>The earlier of two moments, which may be of different clocks.</summary>
    internal static LocalDeadline Min(LocalDeadline one, LocalDeadline other) => one.TimeLeft <= other.TimeLeft ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
