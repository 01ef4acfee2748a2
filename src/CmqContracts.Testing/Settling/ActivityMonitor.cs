namespace CmqContracts.Testing;

/// <summary>Knows what the code under test is doing. Every change gives it another stamp.</summary>
internal sealed class ActivityMonitor : LoopObserver
{
    private readonly object _gate = new();
    private readonly List<ActivityScope> _scopes = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _stamp;
    private int _calls;

    /// <summary>How many calls the broker has not answered, as far as their callers know.</summary>
    public int Calls
    {
        get
        {
            lock (_gate)
                return _calls;
        }
    }

    public ActivityScope AddScope(string name)
    {
        ActivityScope scope = new(this, name);
        lock (_gate)
            _scopes.Add(scope);
        return scope;
    }

    /// <summary>Makes a change and wakes who waits for one.</summary>
    public void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            _stamp++;
            changed = _changed;
            _changed = NewSignal();
        }

        changed.TrySetResult();
    }

    /// <summary>Whether all code does nothing but wait, the stamp of this moment, and the next change.</summary>
    public (bool IsWaiting, long Stamp, Task Changed) Look()
    {
        lock (_gate)
            return (_scopes.TrueForAll(static scope => scope.IsWaiting), _stamp, _changed.Task);
    }

    /// <summary>Whether some code waits for the clock, or for code that does.</summary>
    public bool WaitsForClock
    {
        get
        {
            lock (_gate)
                return _scopes.Exists(static scope => scope.HasTimers);
        }
    }

    /// <summary>What those that do not wait are doing.</summary>
    public IReadOnlyList<string> DescribeBusy()
    {
        lock (_gate)
            return [.. _scopes.Where(static scope => !scope.IsWaiting).Select(static scope => scope.Describe())];
    }

    /// <summary>Counts a call of the broker's service until the result is disposed.</summary>
    public IDisposable BeginCall()
    {
        ActivityScope? scope = ActivityScope.Current;
        CountCall(1);
        return new Ending(() => CountCall(-1));

        void CountCall(int change)
        {
            Change(() => _calls += change);
            scope?.CountCall(change);
        }
    }

    public override IDisposable BeginPoll()
    {
        ActivityScope? scope = ActivityScope.Current;
        scope?.CountPoll(1);
        return new Ending(() => scope?.CountPoll(-1));
    }

    public override IDisposable BeginBody(string queueName, string messageId)
    {
        ActivityScope? scope = ActivityScope.Current;
        object key = new();
        scope?.BeginBody(key, $"message {messageId} of queue '{queueName}'");
        return new Ending(() => scope?.EndBody(key));
    }

    public override IDisposable BeginLoop(string queueName)
    {
        ActivityScope? scope = ActivityScope.Current;
        object key = new();
        scope?.BeginBody(key, $"the handler of queue '{queueName}'");
        return new Ending(() => scope?.EndBody(key));
    }

    public override HandlerActivity BeginHandler(string handler, string queueName, string messageId)
    {
        ActivityScope scope = AddScope($"Handler '{handler}'");
        scope.BeginBody(scope, $"message {messageId} of queue '{queueName}'");
        return new ScopedActivity(scope, () => Change(() => _scopes.Remove(scope)));
    }

    public override IDisposable BeginWait()
    {
        ActivityScope? scope = ActivityScope.Current;
        scope?.CountTimer(1);
        return new Ending(() => scope?.CountTimer(-1));
    }

    // What waits for a change must not run inside one.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Ending(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }

    private sealed class ScopedActivity(ActivityScope scope, Action end) : HandlerActivity
    {
        public override void Enter() => scope.Enter();

        public override void Dispose() => end();
    }
}
