using CmqContracts.Broker;
using CmqContracts.Testing;

namespace CmqContracts.Tests;

/// <summary>A store in memory that may fail to load, and calls back when it is closed.</summary>
internal sealed class FaultyStore(MemoryStore? inner = null) : ForwardingStore(inner ?? new MemoryStore())
{
    public Action Closed { get; init; } = static () => { };

    public Exception? LoadFailure { get; init; }

    internal override StoreImage Load() => LoadFailure is null ? base.Load() : throw LoadFailure;

    public override void Dispose()
    {
        base.Dispose();
        Closed();
    }
}
