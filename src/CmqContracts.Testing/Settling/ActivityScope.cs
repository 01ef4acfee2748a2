namespace CmqContracts.Testing;

/// <summary>
/// The code of one background service, wherever it runs: threads that execute it are counted, with the timers that it has set and the calls
/// that it waits for. It follows the code by the execution context.
/// </summary>
/// <param name="monitor">Told of every change.</param>
/// <param name="name">What it is, for people.</param>
internal sealed class ActivityScope(ActivityMonitor monitor, string name)
{
    private static readonly AsyncLocal<ActivityScope?> Flow = new(static change =>
    {
        change.PreviousValue?.CountThread(-1);
        change.CurrentValue?.CountThread(1);
    });

    /// <summary>How often a thread has entered when a loop that was started on another thread has begun: once to start it, and then the loop's own.</summary>
    private const int EntriesOfBegunLoop = 2;

    private readonly Dictionary<object, string> _bodies = [];
    private int _threads;
    private int _entries;
    private bool _hasLoop;
    private int _timers;
    private int _calls;
    private int _polls;

    /// <summary>The scope that the calling code belongs to; <see langword="null"/>: none, as for a test itself.</summary>
    public static ActivityScope? Current => Flow.Value;

    public string Name => name;

    /// <summary>Makes the calling code, and what it starts from now on, belong to the scope.</summary>
    public void Enter() => Flow.Value = this;

    /// <summary>Enters to start a service that has a loop, which does not wait before it has begun.</summary>
    public void EnterToStartLoop()
    {
        monitor.Change(() => _hasLoop = true);
        Enter();
    }

    public void CountThread(int change) => monitor.Change(() =>
    {
        _threads += change;
        _entries += Math.Max(change, 0);
    });

    public void CountTimer(int change) => monitor.Change(() => _timers += change);

    public void CountCall(int change) => monitor.Change(() => _calls += change);

    public void CountPoll(int change) => monitor.Change(() => _polls += change);

    public void BeginBody(object key, string description) => monitor.Change(() => _bodies.Add(key, description));

    public void EndBody(object key) => monitor.Change(() => _bodies.Remove(key));

    /// <summary>Whether the scope's code does nothing but wait: for the clock, or for the broker. Under the monitor's gate.</summary>
    public bool IsWaiting => _threads == 0 && (!_hasLoop || _entries >= EntriesOfBegunLoop) && _bodies.Count <= _timers + _calls - _polls;

    /// <summary>Whether some of the scope's code waits for a timer. Under the monitor's gate.</summary>
    public bool HasTimers => _timers > 0;

    /// <summary>What the scope does, for people. Under the monitor's gate.</summary>
    public string Describe() =>
        $"{name} {(_threads > 0 ? "is running" : "waits for something other than the clock and its queues")}{(_bodies.Count > 0 ? $", with {string.Join(" and ", _bodies.Values)}" : "")}";
}
