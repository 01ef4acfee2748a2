namespace CmqContracts.Testing;

/// <summary>
/// Faults between a client and its service: scripted, or at random from a seed. The same seed and the same calls in the same order give the
/// same faults. They stand in front of any service (<see cref="InFrontOf(ICmqService)"/>) or under HTTP
/// (<see cref="InFrontOf(HttpMessageHandler)"/>). Safe for concurrent use.
/// </summary>
/// <example><code>
/// CmqFaults faults = new();
/// faults.Next(CmqCalls.Send).LoseAnswer();
/// faults.Some(CmqCalls.Delete, share: 0.1).Throttle();
/// options.Use(faults.InFrontOf);
/// </code></example>
public sealed class CmqFaults
{
    private readonly object _gate = new();
    private readonly Random _random;
    private readonly List<FaultRule> _rules = [];
    private readonly List<InjectedFault> _injected = [];

    /// <summary>Faults that inject nothing until rules are added.</summary>
    /// <param name="seed">What random faults follow from.</param>
    /// <param name="timeProvider">The clock of stalls; <see langword="null"/>: the machine's.</param>
    public CmqFaults(int seed = 0, TimeProvider? timeProvider = null)
    {
        Seed = seed;
        _random = new Random(seed);
        TimeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>What random faults follow from: print it when a test fails.</summary>
    public int Seed { get; }

    /// <summary>What was injected so far, in order.</summary>
    public IReadOnlyList<InjectedFault> Injected
    {
        get
        {
            lock (_gate)
                return [.. _injected];
        }
    }

    internal TimeProvider TimeProvider { get; }

    /// <summary>A rule for the next calls of a kind. Of several rules that are for a call, the one that was added first takes it.</summary>
    /// <param name="calls">The kinds.</param>
    /// <param name="times">How many calls; 1 or more.</param>
    public FaultRule Next(CmqCalls calls, int times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        return new FaultRule(this, Checked(calls), times, share: 1);
    }

    /// <summary>A rule for a share of all calls of a kind, chosen at random.</summary>
    /// <param name="calls">The kinds.</param>
    /// <param name="share">More than 0, at most 1.</param>
    public FaultRule Some(CmqCalls calls, double share)
    {
        if (share is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is more than 0 and at most 1.");
        return new FaultRule(this, Checked(calls), times: -1, share);
    }

    /// <summary>Removes all rules.</summary>
    public void Clear()
    {
        lock (_gate)
            _rules.Clear();
    }

    /// <summary>The faults in front of a service: what <see cref="CmqOptions.Use"/> takes.</summary>
    /// <param name="inner">The service.</param>
    public ICmqService InFrontOf(ICmqService inner) => new FaultyService(this, inner);

    /// <summary>The faults in front of what sends HTTP requests. Each answer to a lost or cut request is read first, so the service has done what it was asked to.</summary>
    /// <param name="inner">What sends them. It is disposed with the result.</param>
    public HttpMessageHandler InFrontOf(HttpMessageHandler inner) => new FaultyHandler(this, inner);

    internal CmqFaults Add(FaultRule rule)
    {
        lock (_gate)
            _rules.Add(rule);
        return this;
    }

    /// <summary>The rule that takes a call; <see langword="null"/>: none.</summary>
    internal FaultRule? Find(CmqCalls call)
    {
        lock (_gate)
        {
            FaultRule? rule = _rules.Find(rule => rule.Takes(call, _random));
            if (rule is not null)
                _injected.Add(new InjectedFault { Call = call, Kind = rule.Kind });
            return rule;
        }
    }

    private static CmqCalls Checked(CmqCalls calls) => calls is CmqCalls.None || (calls & ~CmqCalls.All) != 0
        ? throw new ArgumentOutOfRangeException(nameof(calls), calls, "Name at least one kind of calls.")
        : calls;
}
