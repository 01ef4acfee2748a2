using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>
/// The reservations that may be evicted, in heaps, so that the slowest is found without a scan: every thread that needs memory asks for it, the
/// broker's included. Incomplete requests come before unread answers.
/// </summary>
internal sealed class EvictionOrder
{
    // By kind, by size, and by whether a chunk was complete: within each of them the order does not change with time.
    private readonly IndexedHeap<BufferBudget.Reservation>[] _heaps = [.. Enumerable.Range(0, 8).Select(static _ => new IndexedHeap<BufferBudget.Reservation>())];

    public void Add(BufferBudget.Reservation reservation)
    {
        reservation.Heap = IndexOf(reservation.IsUnread, reservation.IsLarge, reservation.LastChunk != 0);
        _heaps[reservation.Heap].Add(reservation);
    }

    /// <returns>Whether it could be evicted.</returns>
    public bool Remove(BufferBudget.Reservation reservation)
    {
        if (reservation.HeapIndex < 0)
            return false;
        _heaps[reservation.Heap].Remove(reservation);
        return true;
    }

    /// <summary>The one that takes the most time for a chunk; of equals, the one that made no progress for longest.</summary>
    public BufferBudget.Reservation? FindSlowest(bool largeOnly, long now) => FindSlowest(isUnread: false, largeOnly, now) ?? FindSlowest(isUnread: true, largeOnly, now);

    private BufferBudget.Reservation? FindSlowest(bool isUnread, bool largeOnly, long now)
    {
        BufferBudget.Reservation? slowest = null;
        for (int i = IndexOf(isUnread, largeOnly, hasChunk: false); i <= IndexOf(isUnread, isLarge: true, hasChunk: true); i++)
        {
            if (_heaps[i].First is { } first && (slowest is null || first.IsSlowerThan(slowest, now)))
                slowest = first;
        }

        return slowest;
    }

    private static int IndexOf(bool isUnread, bool isLarge, bool hasChunk) => (isUnread ? 4 : 0) + (isLarge ? 2 : 0) + (hasChunk ? 1 : 0);
}
