namespace CmqContracts.Broker;

/// <summary>
/// What one step of long work may still do, whatever the work is. A step takes 256 KiB of bodies or one larger body; each message counts
/// as 1 KiB at least. A batch has one step for what time has made due, and then one for all of its requests together. Publishes have bounds
/// of their own, see <see cref="Fanout"/> and <see cref="PublishBacklogs"/>.
/// </summary>
internal sealed class Step(TimeProvider clock)
{
    /// <summary>Bytes of bodies that one step takes.</summary>
    public const long Share = 256 * 1024;

    /// <summary>What a message costs at least, in bytes: writing a row takes time whatever its size.</summary>
    public const long MinCost = 1024;

    /// <summary>How long a step writes bodies at most.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(20);

    private long? _beganAt;
    private long _room;
    private bool _hasWritten;

    /// <summary>Whether the step has done what it may.</summary>
    public bool IsOver => _room <= 0;

    /// <summary>How many messages may still be changed or removed.</summary>
    public int MessagesLeft => (int)((Math.Max(_room, 0) + MinCost - 1) / MinCost);

    /// <summary>How long the step has run, when it began with <see cref="BeginNow"/>.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_beganAt!.Value);

    /// <summary>What writing a body costs.</summary>
    public static long CostOf(int bytes) => Math.Max(bytes, MinCost);

    /// <summary>Begins a step whose time counts from now.</summary>
    public void BeginNow() => (_beganAt, _room, _hasWritten) = (clock.GetTimestamp(), Share, false);

    /// <summary>Begins a step whose time counts from its first body: most batches write none, and need not read the clock.</summary>
    public void Begin() => (_beganAt, _room, _hasWritten) = (null, Share, false);

    /// <summary>Counts messages that were changed or removed.</summary>
    public void Spend(int messages = 1) => _room -= messages * MinCost;

    /// <summary>Counts a body that is to be written; a step takes one at least. If it does not fit, the step is over.</summary>
    public bool TrySpend(int bytes)
    {
        long cost = CostOf(bytes);
        long beganAt = _beganAt ??= clock.GetTimestamp();
        if (_hasWritten && (cost > _room || clock.GetElapsedTime(beganAt) > MaxTime))
        {
            _room = 0;
            return false;
        }

        _hasWritten = true;
        _room -= cost;
        return true;
    }
}
