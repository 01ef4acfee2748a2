using CmqContracts.Broker;

namespace CmqContracts;

/// <summary>A broker of this process, and what its first client has decided for all that follow.</summary>
internal sealed class EmbeddedBroker : IDisposable
{
    private const string Account = "embedded";

    private readonly string _name;
    private readonly string _otherName;
    private readonly TimeProvider _timeProvider;
    private readonly CmqBroker _broker;

    /// <summary>Starts a broker.</summary>
    /// <param name="name">Its name or directory, for messages.</param>
    /// <param name="otherName">What to choose instead of it, for messages.</param>
    /// <param name="options">What the first client wants.</param>
    /// <param name="store">Where it keeps its queues; <see langword="null"/>: in memory.</param>
    public EmbeddedBroker(string name, string otherName, CmqOptions options, MessageStore? store)
    {
        _name = name;
        _otherName = otherName;
        _timeProvider = options.TimeProvider;
        Limits = CmqLimits.For(options.Profile ?? CmqProfile.Classic);
        _broker = new CmqBroker(new BrokerOptions { Limits = Limits, TimeProvider = options.TimeProvider, Store = store, LoggerFactory = options.LoggerFactory });
        Service = _broker.GetService(Account);
        Inspector = _broker.GetInspector(Account);
    }

    public CmqLimits Limits { get; }

    public ICmqService Service { get; }

    public ICmqInspector Inspector { get; }

    /// <summary>Refuses a client that wants another clock or profile than this broker has.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options do not fit.</exception>
    public void CheckFit(CmqOptions options)
    {
        // A client with a clock of its own would wait for times that never come, and one with another profile would be refused what its limits allow.
        if (options.TimeProvider != TimeProvider.System && options.TimeProvider != _timeProvider)
            throw Mismatch(nameof(options.TimeProvider), "another clock");
        if (options.Profile is { } profile && profile != Limits.Profile)
            throw Mismatch(nameof(options.Profile), $"profile {Limits.Profile}");

        Exception Mismatch(string property, string has) => CmqOptionsRules.Failure(
            $"{CmqOptionsRules.NameOf(options, property)} does not fit: the broker 'embedded:{_name}' runs in this process already, with {has}. Choose {_otherName}.");
    }

    public void Dispose() => _broker.Dispose();
}
