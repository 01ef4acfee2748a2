using System.Collections.Concurrent;

namespace CmqContracts;

/// <summary>The brokers of this process that keep their queues in a directory, one per directory.</summary>
internal static class DurableBrokers
{
    // Entries stay when their broker is closed: a client that has just looked one up always holds the only one of its directory.
    private static readonly ConcurrentDictionary<string, SharedBroker> Entries = new(StringComparer.Ordinal);

    /// <summary>Takes a lease of the broker of a directory, which is started for the first lease and closed with the last.</summary>
    /// <param name="directory">The directory; a relative one begins at the current directory.</param>
    /// <param name="options">The options of the client that connects.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The broker runs already, with another clock or profile than these options ask for.</exception>
    public static (EmbeddedBroker Broker, IDisposable Lease) Lease(string directory, CmqOptions options)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        SharedBroker shared = Entries.GetOrAdd(path, static path => new SharedBroker(path));
        return (shared.Acquire(options), new SharedBrokerLease(shared));
    }

    /// <summary>A client's lease. The client disposes it once.</summary>
    private sealed class SharedBrokerLease(SharedBroker shared) : IDisposable
    {
        public void Dispose() => shared.Release();
    }
}
