namespace CmqContracts.Brokers;

/// <summary>
/// One step of what is too much for one commit: its end is decided here, whatever is done in it. It takes 256 KiB of bodies or one larger
/// one, in which each message counts as 1 KiB at least. A group of requests has one for what time has made due, and then one for all of the
/// requests together. What is published has bounds of its own, see <see cref="Fanout"/> and <see cref="PublishLines"/>. Removals beyond that cost little and are allowed as more is due: at least
/// twice what the group before has added, so that what has expired never outgrows what is sent, and more the longer the engine is
/// behind, as far as it takes little time.
/// </summary>
internal sealed class Step(TimeProvider clock)
{
    /// <summary>Bytes of bodies that one step takes.</summary>
    public const long Share = 256 * 1024;

    /// <summary>What a message costs at least, in bytes: rows have a price too.</summary>
    public const long LeastCost = 1024;

    /// <summary>Removals that each millisecond behind is worth.</summary>
    private const int PerMillisecond = 16;

    private const int Least = 256;
    private const int Most = 8192;

    /// <summary>A step that took less may be twice as large the next time.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    /// <summary>A step that took more is half as large the next time, and writes no further body.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(20);

    private int _allowed = Least;
    private int _added;
    private long? _behindSince;
    private long? _beganAt;
    private long _room;
    private int _extraRemovals;
    private bool _hasWritten;

    /// <summary>Whether the step has done what it may.</summary>
    public bool IsOver => _room <= 0;

    /// <summary>How many messages may still be removed.</summary>
    public int MostRemovals => (int)((Math.Max(_room, 0) + LeastCost - 1) / LeastCost) + _extraRemovals;

    /// <summary>What writing a body costs.</summary>
    public static long CostOf(int bytes) => Math.Max(bytes, LeastCost);

    /// <summary>Begins a group's step for what is due.</summary>
    public void Begin(long now)
    {
        long byTime = Math.Min(_allowed, PerMillisecond * (now - (_behindSince ?? now)));
        Restart();
        _beganAt = clock.GetTimestamp();
        _extraRemovals = (int)Math.Max(byTime, Math.Min(2L * _added, int.MaxValue - (Share / LeastCost)));
        _added = 0;
    }

    /// <summary>Begins a group's step for what its requests bring.</summary>
    public void Restart() => (_beganAt, _room, _extraRemovals, _hasWritten) = (null, Share, 0, false);

    /// <summary>Counts a message that was added.</summary>
    public void Added() => _added++;

    /// <summary>Counts a message that was changed.</summary>
    public void Spend() => _room -= LeastCost;

    /// <summary>Counts messages that were removed.</summary>
    public void Removed(int messages)
    {
        int extra = Math.Min(messages, _extraRemovals);
        _extraRemovals -= extra;
        _room -= (messages - extra) * LeastCost;
    }

    /// <summary>Counts a body that is to be written; a step takes one at least. Where there is no room for it the step is over.</summary>
    public bool TrySpend(int bytes)
    {
        long cost = CostOf(bytes);
        long beganAt = _beganAt ??= clock.GetTimestamp();
        if (_hasWritten && (cost > _room || clock.GetElapsedTime(beganAt) > Long))
        {
            _room = 0;
            return false;
        }

        _hasWritten = true;
        _room -= cost;
        return true;
    }

    /// <summary>Nothing is due.</summary>
    public void Rest() => (_behindSince, _allowed, _added) = (null, Least, 0);

    /// <summary>Ends a group's step for what is due.</summary>
    /// <returns>Whether something may still be due.</returns>
    public bool End(long now)
    {
        if (!IsOver)
        {
            Rest();
            return false;
        }

        _behindSince ??= now;
        TimeSpan took = clock.GetElapsedTime(_beganAt!.Value);
        if (took < Short)
            _allowed = Math.Min(_allowed * 2, Most);
        else if (took > Long)
            _allowed = Math.Max(_allowed / 2, Least);
        return true;
    }
}
