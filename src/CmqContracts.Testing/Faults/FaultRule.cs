namespace CmqContracts.Testing;

/// <summary>When a fault is injected. Made by <see cref="CmqFaults.Next"/> and <see cref="CmqFaults.Some"/>; a rule without a fault injects nothing.</summary>
public sealed class FaultRule
{
    private readonly CmqFaults _faults;
    private readonly CmqCalls _calls;
    private readonly double _share;
    private int _left;

    internal FaultRule(CmqFaults faults, CmqCalls calls, int times, double share)
    {
        _faults = faults;
        _calls = calls;
        _left = times;
        _share = share;
    }

    internal FaultKind Kind { get; private set; }

    internal CmqError? Error { get; private set; }

    internal TimeSpan StallTime { get; private set; }

    internal int KeptBytes { get; private set; }

    /// <summary>Lets the service do what it is asked to, and loses the answer.</summary>
    /// <returns>The faults, for the next rule.</returns>
    public CmqFaults LoseAnswer() => Inject(FaultKind.LoseAnswer);

    /// <summary>Lets nothing leave.</summary>
    /// <returns>The faults, for the next rule.</returns>
    public CmqFaults NotSent() => Inject(FaultKind.NotSent);

    /// <summary>Refuses as a service does that is asked too often (4420).</summary>
    /// <returns>The faults, for the next rule.</returns>
    public CmqFaults Throttle() => Refuse(CmqErrors.QpsThrottling);

    /// <summary>Refuses with an error.</summary>
    /// <param name="error">The error, such as <see cref="CmqErrors.QueueDoesNotExist"/>.</param>
    /// <returns>The faults, for the next rule.</returns>
    public CmqFaults Refuse(CmqError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
        return Inject(FaultKind.Refuse);
    }

    /// <summary>Holds the call back before it leaves.</summary>
    /// <param name="time">How long, by the clock of <see cref="CmqFaults"/>; more than zero.</param>
    /// <returns>The faults, for the next rule.</returns>
    public CmqFaults Stall(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        StallTime = time;
        return Inject(FaultKind.Stall);
    }

    /// <summary>Lets the service do what it is asked to, and ends its answer after a number of bytes.</summary>
    /// <param name="keptBytes">How many bytes of the answer's content arrive; 0 or more.</param>
    /// <returns>The faults, for the next rule.</returns>
    public CmqFaults CutAnswer(int keptBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keptBytes);
        KeptBytes = keptBytes;
        return Inject(FaultKind.CutAnswer);
    }

    /// <summary>Hands out the messages of a receive once more with the next receive from the same queue.</summary>
    /// <returns>The faults, for the next rule.</returns>
    /// <exception cref="InvalidOperationException">The rule is for other calls than receives.</exception>
    public CmqFaults DeliverTwice() => _calls == CmqCalls.Receive
        ? Inject(FaultKind.DeliverTwice)
        : throw new InvalidOperationException($"Only receives deliver, and this rule is for {_calls}; make it with {nameof(CmqCalls)}.{nameof(CmqCalls.Receive)}.");

    /// <summary>Whether the rule is for this call. Called in the order of calls, one at a time.</summary>
    internal bool Takes(CmqCalls call, Random random)
    {
        if ((_calls & call) == 0 || _left == 0 || (_share < 1 && random.NextDouble() >= _share))
            return false;
        if (_left > 0)
            _left--;
        return true;
    }

    private CmqFaults Inject(FaultKind kind)
    {
        Kind = kind;
        return _faults.Add(this);
    }
}
