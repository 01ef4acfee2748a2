namespace CmqContracts.Server;

/// <summary>A set of timestamps, stored as ranges. When there are too many ranges, the two closest ones are merged, so the set contains every timestamp that was added, and may contain others.</summary>
internal sealed class EvictedTimestamps(int maxRanges = 1_000)
{
    private readonly List<(long From, long To)> _ranges = [];

    /// <summary>How many ranges there are.</summary>
    public int Count => _ranges.Count;

    public bool Contains(long timestamp)
    {
        int next = After(timestamp);
        return next > 0 && _ranges[next - 1].To >= timestamp;
    }

    public void Add(long timestamp)
    {
        if (Contains(timestamp))
            return;
        int at = After(timestamp);
        _ranges.Insert(at, (timestamp, timestamp));
        if (at + 1 < _ranges.Count && _ranges[at + 1].From - 1 == timestamp)
            MergeWithNext(at);
        if (at > 0 && _ranges[at - 1].To + 1 == timestamp)
            MergeWithNext(at - 1);
        if (_ranges.Count > maxRanges)
            MergeWithNext(Enumerable.Range(0, _ranges.Count - 1).MinBy(i => (UInt128)((Int128)_ranges[i + 1].From - _ranges[i].To)));
    }

    /// <summary>The index of the first range that begins after a timestamp.</summary>
    private int After(long timestamp)
    {
        (int low, int high) = (0, _ranges.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ranges[middle].From <= timestamp)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void MergeWithNext(int at)
    {
        _ranges[at] = (_ranges[at].From, _ranges[at + 1].To);
        _ranges.RemoveAt(at + 1);
    }
}
