using System.Collections.Concurrent;
using CmqContracts.Broker;

namespace CmqContracts.Tests;

/// <summary>Stores in memory that outlive their brokers, one per directory. As with stores on disk, one broker at a time may have a directory open.</summary>
public sealed class KeptStores
{
    private readonly ConcurrentDictionary<string, MemoryStore> _kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _events = new();

    /// <summary>What happened to stores, in its order: <c>opened</c> and <c>closed</c> with the directory.</summary>
    public IReadOnlyCollection<string> Events => _events;

    /// <summary>Called before a store is closed.</summary>
    public Action BeforeClosing { get; set; } = static () => { };

    public MessageStore Open(string directory)
    {
        if (!_open.TryAdd(directory, true))
            throw new IOException($"{directory} is in use.");
        _events.Enqueue("opened " + directory);
        return new FaultyStore(_kept.GetOrAdd(directory, static _ => new MemoryStore())) { Closed = () => Close(directory) };
    }

    private void Close(string directory)
    {
        BeforeClosing();
        _events.Enqueue("closed " + directory);
        _open.TryRemove(directory, out _);
    }
}
