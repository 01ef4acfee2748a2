namespace CmqContracts.Testing;

/// <summary>
/// A clock that stands still until it is advanced. Timers fire inside <see cref="Advance(TimeSpan)"/>, on the caller's thread, in
/// the order of their times, each while the clock shows its own time.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now;
    private long _order;

    /// <summary>A clock that shows 2017-03-05 13:07:42 UTC, the time of the documents' examples.</summary>
    public ManualTimeProvider()
        : this(DateTimeOffset.FromUnixTimeSeconds(1488719262))
    {
    }

    public ManualTimeProvider(DateTimeOffset now) => _now = now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        DateTimeOffset end = GetUtcNow() + time;
        while (true)
        {
            ManualTimer? timer;
            lock (_gate)
            {
                timer = _timers.Where(t => t.Due <= end).MinBy(static t => (t.Due, t.Order));
                if (timer is null)
                {
                    _now = end;
                    return;
                }

                if (timer.Due > _now)
                    _now = timer.Due;
                timer.Rearm(_now, ref _order, _timers);
            }

            timer.Fire();
        }
    }

    /// <summary>Advances by whole seconds.</summary>
    public void AdvanceSeconds(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
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
