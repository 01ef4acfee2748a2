namespace CmqContracts;

/// <summary>The brokers in memory of this process, one per name. They live until the process ends.</summary>
internal static class EmbeddedBrokers
{
    private static readonly object Gate = new();
    private static readonly Dictionary<string, EmbeddedBroker> Brokers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The broker of a name, started on first use.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The broker runs already, with another clock or profile than these options ask for.</exception>
    public static EmbeddedBroker Get(string name, CmqOptions options)
    {
        lock (Gate)
        {
            if (Brokers.TryGetValue(name, out EmbeddedBroker? broker))
                broker.CheckFit(options);
            else
                Brokers.Add(name, broker = new EmbeddedBroker(name, "another name, 'embedded:other'", options, store: null));
            return broker;
        }
    }
}
