using System.Collections.Concurrent;

namespace AspNet;

/// <summary>The orders that were shipped. A real one is a table.</summary>
public sealed class Shipments
{
    private readonly ConcurrentDictionary<Guid, bool> _shipped = new();

    /// <returns>Whether the order was not shipped before.</returns>
    public bool TryAdd(Guid order) => _shipped.TryAdd(order, true);

    public bool Contains(Guid order) => _shipped.ContainsKey(order);
}
