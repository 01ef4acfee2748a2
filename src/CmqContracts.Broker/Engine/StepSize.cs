namespace CmqContracts.Brokers;

/// <summary>
/// How many messages a group may remove beyond the usual budget when more is due: at least twice what the group before has added, so
/// that what has expired never outgrows what is sent, and more the longer the engine is behind, as far as it takes little time.
/// </summary>
internal sealed class StepSize(TimeProvider clock)
{
    /// <summary>Removals that each millisecond behind is worth.</summary>
    private const int PerMillisecond = 16;

    private const int Least = 256;
    private const int Most = 8192;

    /// <summary>A step that took less may be twice as large the next time.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    /// <summary>A step that took more is half as large the next time.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(20);

    private int _allowed = Least;
    private int _added;
    private long? _behindSince;
    private long _beganAt;

    /// <summary>Whether the step has taken so long that it should end, whatever its budget.</summary>
    public bool IsLong => clock.GetElapsedTime(_beganAt) > Long;

    /// <summary>Measures from now on, for what is done outside of the groups' own steps.</summary>
    public void Restart() => _beganAt = clock.GetTimestamp();

    /// <summary>Counts a message that was added.</summary>
    public void Added() => _added++;

    /// <summary>Nothing is due.</summary>
    public void Rest() => (_behindSince, _allowed, _added) = (null, Least, 0);

    /// <summary>Begins a step.</summary>
    /// <returns>How many messages may be removed beyond the budget.</returns>
    public int Begin(long now)
    {
        long byTime = Math.Min(_allowed, PerMillisecond * (now - (_behindSince ?? now)));
        int size = (int)Math.Max(byTime, Math.Min(2L * _added, int.MaxValue));
        _added = 0;
        Restart();
        return size;
    }

    /// <summary>Ends a step.</summary>
    /// <param name="now">The engine's time.</param>
    /// <param name="isBehind">Whether something is still due.</param>
    public void End(long now, bool isBehind)
    {
        if (!isBehind)
        {
            Rest();
            return;
        }

        _behindSince ??= now;
        TimeSpan took = clock.GetElapsedTime(_beganAt);
        if (took < Short)
            _allowed = Math.Min(_allowed * 2, Most);
        else if (took > Long)
            _allowed = Math.Max(_allowed / 2, Least);
    }
}
