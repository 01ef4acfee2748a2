using System.Collections.Concurrent;

namespace CmqContracts.Server;

/// <summary>The live views of accounts, one each for all who watch.</summary>
internal sealed class LiveFeeds(ICmqBackend backend, TimeProvider time, CancellationToken stopping) : IDisposable
{
    private readonly ConcurrentDictionary<string, LiveFeed> _feeds = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _streams = new(MaxStreams);

    /// <summary>How many streams there may be: each holds a connection.</summary>
    public const int MaxStreams = 256;

    public LiveFeed Of(string account) =>
        _feeds.GetOrAdd(account, name => new LiveFeed(backend.GetInspector(name), backend.Limits, time, stopping));

    /// <summary>Begins a stream.</summary>
    /// <returns>Ends it; <see langword="null"/>: there are too many.</returns>
    public IDisposable? TryBegin() => _streams.Wait(0) ? new Stream(_streams) : null;

    public void Dispose() => _streams.Dispose();

    private sealed class Stream(SemaphoreSlim streams) : IDisposable
    {
        public void Dispose() => streams.Release();
    }
}
