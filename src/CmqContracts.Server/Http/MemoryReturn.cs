namespace CmqContracts.Server;

/// <summary>
/// Gives the memory of large requests and answers back to the system: it is garbage once they are done, and a server that has little else
/// to do would keep it for hours.
/// </summary>
internal sealed class MemoryReturn : IDisposable
{
    /// <summary>How much has to be given back before the heap is asked to give it back too.</summary>
    private const long WorthCollecting = 64 * 1024 * 1024;

    /// <summary>A heap up to here is collected in some tens of milliseconds.</summary>
    private const long QuicklyCollected = 256 * 1024 * 1024;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    private readonly Action _collect;
    private readonly ITimer _timer;
    private long _bytes;

    /// <param name="time">Source of time.</param>
    /// <param name="collect">Collects the heap's garbage.</param>
    public MemoryReturn(TimeProvider time, Action collect)
    {
        _collect = collect;
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static self => ((MemoryReturn)self!).Collect(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Notes that so many bytes became garbage. Each time puts the collection off, so that a busy server is not stopped for it.</summary>
    public void Note(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) >= WorthCollecting)
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Only a collection that stops everything gives memory back to the system, so a heap that takes long is left to the runtime.</summary>
    public static void CollectHeap()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) <= QuicklyCollected)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        else
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }

    private void Collect()
    {
        Interlocked.Exchange(ref _bytes, 0);
        _collect();
    }
}
