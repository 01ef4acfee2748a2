using CmqContracts.Brokers;
using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>The brokers of this process, one per name. They live until the process ends.</summary>
internal static class EmbeddedBrokers
{
    private const string Account = "embedded";

    private static readonly object Gate = new();
    private static readonly Dictionary<string, Entry> Brokers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The broker of a name, made if it is the first use.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The broker runs already, with another clock or for another service than these options ask for.</exception>
    public static (ICmqService Service, CmqLimits Limits) Get(string name, CmqOptions options)
    {
        lock (Gate)
        {
            if (!Brokers.TryGetValue(name, out Entry? entry))
            {
                CmqLimits limits = CmqLimits.For(options.Service ?? CmqProfile.Classic);
                entry = new Entry(new Broker(new BrokerOptions { Limits = limits, TimeProvider = options.TimeProvider }), limits, options.TimeProvider);
                Brokers.Add(name, entry);
            }
            else
            {
                // Two clocks in one broker are a hang that is hard to find; two profiles are refusals nobody expects.
                if (options.TimeProvider != TimeProvider.System && options.TimeProvider != entry.TimeProvider)
                    throw Mismatch(nameof(options.TimeProvider), "another clock");
                if (options.Service is { } service && service != entry.Limits.Profile)
                    throw Mismatch(nameof(options.Service), $"service {entry.Limits.Profile}");
            }

            return (entry.Backend.GetService(Account), entry.Limits);
        }

        Exception Mismatch(string property, string has) => CmqOptionsRules.Failure(
            $"{CmqOptionsRules.NameOf(options, property)} does not fit: the broker 'embedded:{name}' runs in this process already, with {has}. Choose another name, 'embedded:other'.");
    }

    private sealed record Entry(ICmqBackend Backend, CmqLimits Limits, TimeProvider TimeProvider);
}
