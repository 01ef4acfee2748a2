using CmqContracts.Broker;
using CmqContracts.Testing;

namespace CmqContracts.Conformance;

/// <summary>A broker of this process, on a clock that is advanced by hand.</summary>
internal sealed class BrokerBackend : BackendUnderTest
{
    private readonly ManualTimeProvider _clock;
    private readonly CmqLimits _limits;
    private readonly Func<MessageStore?> _openStore;
    private CmqBroker _broker;

    /// <param name="limits">The limits in force.</param>
    /// <param name="openStore">Opens the store, again and again over the same data; <see langword="null"/>: in memory, and gone with the broker.</param>
    /// <param name="failure">How commits of the store are made to fail.</param>
    /// <param name="start">What the clock shows first.</param>
    public BrokerBackend(CmqLimits limits, Func<MessageStore?> openStore, CommitFailure? failure = null, DateTimeOffset? start = null)
    {
        _clock = start is { } time ? new ManualTimeProvider(time) : new ManualTimeProvider();
        _limits = limits;
        _openStore = openStore;
        Failure = failure;
        _broker = Open();
    }

    public override IReadOnlyList<ICmqBackend> Nodes => [_broker];

    public override TimeProvider Clock => _clock;

    public override bool IsInProcess => true;

    public override CommitFailure? Failure { get; }

    /// <summary>
    /// Lets time pass from timer to timer. The broker has done what each makes due before the next: a thread that still answers another
    /// request would find it later, when more is due.
    /// </summary>
    public override async ValueTask AdvanceAsync(TimeSpan time)
    {
        while (_clock.NextTimer is { } next && next <= time)
        {
            time -= next;
            _clock.Advance(next);
            await SettleAsync();
        }

        _clock.Advance(time);
        await SettleAsync();
    }

    public override void StepWall(TimeSpan step) => _clock.StepWall(step);

    public override async ValueTask ReopenAsync(TimeSpan step)
    {
        await _broker.DisposeAsync();
        _clock.StepWall(step);
        _broker = Open();
    }

    public override ValueTask DisposeAsync() => _broker.DisposeAsync();

    /// <summary>Returns when the broker has done what was due: it answers after that.</summary>
    private async ValueTask SettleAsync() => await _broker.ListAccountsAsync();

    private CmqBroker Open() => new(new BrokerOptions { TimeProvider = _clock, Limits = _limits, Store = _openStore() });
}
