namespace CmqContracts.Testing;

/// <summary>A clock that knows which timers the code under test waits for.</summary>
internal sealed class ObservedTimeProvider(TimeProvider inner) : TimeProvider
{
    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return ActivityScope.Current is { } scope && !IsTimeout(state)
            ? new ObservedTimer(inner, scope, callback, state, dueTime, period)
            : inner.CreateTimer(callback, state, dueTime, period);
    }

    /// <summary>Whether a timer bounds a wait for something else: <c>CancelAfter</c>, or <c>WaitAsync</c>, whose type is the platform's own.</summary>
    private static bool IsTimeout(object? state) =>
        state is CancellationTokenSource || state?.GetType().Name.StartsWith("CancellationPromise", StringComparison.Ordinal) == true;

    /// <summary>A timer that counts for its scope while it is set.</summary>
    private sealed class ObservedTimer : ITimer
    {
        private readonly object _gate = new();
        private readonly ActivityScope _scope;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _timer;
        private bool _isSet;
        private bool _isPeriodic;

        public ObservedTimer(TimeProvider inner, ActivityScope scope, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _scope = scope;
            _callback = callback;
            _state = state;
            _timer = inner.CreateTimer(static timer => ((ObservedTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                bool isSet = dueTime != Timeout.InfiniteTimeSpan;
                _isPeriodic = period > TimeSpan.Zero;
                Count(isSet);
            }

            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            lock (_gate)
                Count(false);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            lock (_gate)
                Count(false);
            return _timer.DisposeAsync();
        }

        private void Fire()
        {
            lock (_gate)
            {
                if (!_isPeriodic)
                    Count(false);
            }

            _callback(_state);
        }

        private void Count(bool isSet)
        {
            if (isSet == _isSet)
                return;
            _isSet = isSet;
            _scope.CountTimer(isSet ? 1 : -1);
        }
    }
}
