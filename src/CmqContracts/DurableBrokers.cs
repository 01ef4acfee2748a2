using System.Collections.Concurrent;

namespace CmqContracts;

/// <summary>The brokers of this process that keep their queues in a directory, one per directory.</summary>
internal static class DurableBrokers
{
    // Places stay when their broker is closed, so that nobody ever holds one that another has replaced.
    private static readonly ConcurrentDictionary<string, DurableBrokerPlace> Places = new(StringComparer.Ordinal);

    /// <summary>Takes a share in the broker of a directory, which is started if nobody has one. The broker is closed with the last share.</summary>
    /// <param name="directory">The directory; a relative one begins at the current directory.</param>
    /// <param name="options">The options of the client that connects.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The broker runs already, with another clock or for another service than these options ask for.</exception>
    public static (EmbeddedBroker Broker, IDisposable Lease) Lease(string directory, CmqOptions options)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        DurableBrokerPlace place = Places.GetOrAdd(path, static path => new DurableBrokerPlace(path));
        return (place.Enter(options), new OneLease(place));
    }

    /// <summary>A client's share. The client disposes it once.</summary>
    private sealed class OneLease(DurableBrokerPlace place) : IDisposable
    {
        public void Dispose() => place.Leave();
    }
}
