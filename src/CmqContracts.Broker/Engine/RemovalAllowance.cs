namespace CmqContracts.Broker;

/// <summary>
/// Removals that the <see cref="Step"/> for what time has made due may make beyond its own bound, as they cost little: at least twice what
/// the batch before has added, so that expired messages are removed faster than new ones arrive, and more the longer the engine is behind,
/// as far as that takes little time.
/// </summary>
internal sealed class RemovalAllowance
{
    /// <summary>Removals that each millisecond behind is worth.</summary>
    private const int PerMillisecond = 16;

    private const int MinByTime = 256;
    private const int MaxByTime = 8192;

    /// <summary>After a step that took less, the next one may be twice as large. After one that took more than <see cref="Step.MaxTime"/> it is half as large.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    private int _maxByTime = MinByTime;
    private int _added;
    private long? _behindSince;

    /// <summary>Removals that are left; none outside of the step for what time has made due.</summary>
    public int Left { get; private set; }

    /// <summary>Counts a message that was added.</summary>
    public void NoteAdded() => _added++;

    /// <summary>Begins the step for what time has made due.</summary>
    public void Begin(long now)
    {
        long byTime = Math.Min(_maxByTime, PerMillisecond * (now - (_behindSince ?? now)));
        Left = (int)Math.Max(byTime, Math.Min(2L * _added, int.MaxValue - (Step.Share / Step.MinCost)));
        _added = 0;
    }

    /// <summary>Takes removals out of the allowance.</summary>
    /// <returns>How many it does not cover.</returns>
    public int Cover(int removals)
    {
        int covered = Math.Min(removals, Left);
        Left -= covered;
        return removals - covered;
    }

    /// <summary>Ends a step that has done all that was due, or says that nothing was.</summary>
    public void Reset() => (Left, _maxByTime, _added, _behindSince) = (0, MinByTime, 0, null);

    /// <summary>Ends a step that has left something that is due.</summary>
    /// <param name="now">The engine's time.</param>
    /// <param name="elapsed">How long the step took.</param>
    public void EndBehind(long now, TimeSpan elapsed)
    {
        Left = 0;
        _behindSince ??= now;
        if (elapsed < Short)
            _maxByTime = Math.Min(_maxByTime * 2, MaxByTime);
        else if (elapsed > Step.MaxTime)
            _maxByTime = Math.Max(_maxByTime / 2, MinByTime);
    }
}
