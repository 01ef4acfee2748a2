using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>
/// The holdings that may be cut, so that the slowest is found without looking at all: whoever needs room asks, the broker's thread too.
/// Unfinished requests come before unread answers.
/// </summary>
internal sealed class CutOrder
{
    // By kind, by size, and by whether a good piece was there: within each of them the order stays the same as time goes on.
    private readonly IndexedHeap<BufferBudget.Holding>[] _heaps = [.. Enumerable.Range(0, 8).Select(static _ => new IndexedHeap<BufferBudget.Holding>())];

    public void Add(BufferBudget.Holding holding)
    {
        holding.Heap = IndexOf(holding.IsUnread, holding.IsLarge, holding.LastStep != 0);
        _heaps[holding.Heap].Add(holding);
    }

    /// <returns>Whether it was here.</returns>
    public bool Remove(BufferBudget.Holding holding)
    {
        if (holding.HeapIndex < 0)
            return false;
        _heaps[holding.Heap].Remove(holding);
        return true;
    }

    /// <summary>Who takes the most time for a good piece; of equals, who made no progress for longest.</summary>
    public BufferBudget.Holding? FindSlowest(bool largeOnly, long now) => FindSlowest(isUnread: false, largeOnly, now) ?? FindSlowest(isUnread: true, largeOnly, now);

    private BufferBudget.Holding? FindSlowest(bool isUnread, bool largeOnly, long now)
    {
        BufferBudget.Holding? slowest = null;
        for (int i = IndexOf(isUnread, largeOnly, hasStep: false); i <= IndexOf(isUnread, isLarge: true, hasStep: true); i++)
        {
            if (_heaps[i].First is { } first && (slowest is null || first.IsSlowerThan(slowest, now)))
                slowest = first;
        }

        return slowest;
    }

    private static int IndexOf(bool isUnread, bool isLarge, bool hasStep) => (isUnread ? 4 : 0) + (isLarge ? 2 : 0) + (hasStep ? 1 : 0);
}
