using CmqContracts.Brokers;
using CmqContracts.Testing;

namespace CmqContracts.Tests;

/// <summary>A store in memory that may fail to load, and says when it is closed.</summary>
internal sealed class TroubledStore(MemoryStore? inner = null) : ForwardingStore(inner ?? new MemoryStore())
{
    public Func<ValueTask> Closed { get; init; } = static () => default;

    public Exception? LoadFailure { get; init; }

    public override StoreImage Load() => LoadFailure is null ? base.Load() : throw LoadFailure;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Closed();
    }
}
