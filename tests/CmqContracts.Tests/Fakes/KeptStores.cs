using System.Collections.Concurrent;
using CmqContracts.Brokers;

namespace CmqContracts.Tests;

/// <summary>Stores that outlive their brokers, one per directory, which only one broker may have open, as a store on disk.</summary>
public sealed class KeptStores
{
    private readonly ConcurrentDictionary<string, MemoryStore> _kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _events = new();

    /// <summary>What happened to stores, in its order: <c>opened</c> and <c>closed</c> with the directory.</summary>
    public IReadOnlyCollection<string> Events => _events;

    /// <summary>What a store does before it is closed.</summary>
    public Action BeforeClosing { get; set; } = static () => { };

    public IMessageStore Open(string directory)
    {
        if (!_open.TryAdd(directory, true))
            throw new IOException($"{directory} is in use.");
        _events.Enqueue("opened " + directory);
        return new TroubledStore(_kept.GetOrAdd(directory, static _ => new MemoryStore())) { Closed = () => Close(directory) };
    }

    private void Close(string directory)
    {
        BeforeClosing();
        _events.Enqueue("closed " + directory);
        _open.TryRemove(directory, out _);
    }
}
