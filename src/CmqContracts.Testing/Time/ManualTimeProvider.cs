namespace CmqContracts.Testing;

/// <summary>
/// A clock that stands still until it is advanced. Timers fire inside <see cref="Advance(TimeSpan)"/>, on the caller's thread, in
/// the order of their times, each while the clock shows its own time. Its wall clock can be set without time passing, and stand
/// still while time passes; neither affects timers and timestamps.
/// </summary>
/// <remarks>
/// <c>FakeTimeProvider</c> of Microsoft.Extensions.TimeProvider.Testing does not serve: it fires every timer of one advance at the end of the
/// advance, and its clock cannot be set back.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now;
    private TimeSpan _wallAhead;
    private long _order;

    /// <summary>A clock that shows 2017-03-05 13:07:42 UTC, the time of the documents' examples.</summary>
    public ManualTimeProvider()
        : this(DateTimeOffset.FromUnixTimeSeconds(1488719262))
    {
    }

    /// <summary>A clock that shows a time.</summary>
    /// <param name="now">The time.</param>
    public ManualTimeProvider(DateTimeOffset now) => _now = now;

    /// <summary>The time until the next timer fires; <see langword="null"/>: none is set.</summary>
    public TimeSpan? NextTimer
    {
        get
        {
            lock (_gate)
                return _timers.Count == 0 ? null : _timers.Min(static timer => timer.Due) - _now;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>UTC, so that a test gives the same result everywhere.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now + _wallAhead;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
            return _now.UtcTicks;
    }

    /// <summary>Sets the wall clock forward, or back, while no time passes.</summary>
    public void StepWall(TimeSpan step)
    {
        lock (_gate)
            _wallAhead = (_now + (_wallAhead + step)) - _now;
    }

    /// <summary>Lets time pass, and fires the timers that are due on the way.</summary>
    /// <param name="time">How much; zero or more. With zero the timers fire that are due now.</param>
    public void Advance(TimeSpan time) => Advance(time, wallStands: false);

    /// <summary>Lets time pass while the wall clock stands still.</summary>
    public void AdvanceMonotonic(TimeSpan time) => Advance(time, wallStands: true);

    /// <summary>Advances by a number of seconds.</summary>
    public void AdvanceSeconds(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Advance(TimeSpan time, bool wallStands)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        DateTimeOffset end = new DateTimeOffset(GetTimestamp(), TimeSpan.Zero) + time;
        while (true)
        {
            ManualTimer? timer;
            lock (_gate)
            {
                timer = _timers.Where(t => t.Due <= end).MinBy(static t => (t.Due, t.Order));
                MoveTo(timer is null ? end : timer.Due);
                if (timer is null)
                    return;
                timer.Rearm(_now, ref _order, _timers);
            }

            timer.Fire();
        }

        void MoveTo(DateTimeOffset time)
        {
            if (time <= _now)
                return;
            if (wallStands)
                _wallAhead -= time - _now;
            _now = time;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _disposed;

        public DateTimeOffset Due { get; private set; }

        public long Order { get; private set; }

        public void Fire() => callback(state);

        public void Rearm(DateTimeOffset now, ref long order, List<ManualTimer> timers)
        {
            if (_period <= TimeSpan.Zero)
            {
                timers.Remove(this);
                return;
            }

            Due = now + _period;
            Order = order++;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (_disposed)
                    return false;
                _period = period;
                if (dueTime < TimeSpan.Zero)
                    return true;
                Due = clock._now + dueTime;
                Order = clock._order++;
                clock._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
