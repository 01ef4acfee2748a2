namespace CmqContracts.Server;

/// <summary>
/// Gives the memory of large requests and answers back to the system: it is garbage once they are done, and a server that has little else
/// to do would keep it for hours.
/// </summary>
internal sealed class MemoryReturn : IDisposable
{
    /// <summary>How much has to be given back before the heap is asked to give it back too.</summary>
    private const long WorthCollecting = 16 * 1024 * 1024;

    /// <summary>A heap up to here is collected in some tens of milliseconds.</summary>
    private const long QuicklyCollected = 256 * 1024 * 1024;

    /// <summary>How often it is tried: a heap that holds much for good is then left to the runtime.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    private readonly Func<bool> _collect;
    private readonly ITimer _timer;
    private long _bytes;
    private int _tries;

    /// <param name="time">Source of time.</param>
    /// <param name="collect">Collects the heap's garbage, and says whether its memory went back to the system; it is asked again if not.</param>
    public MemoryReturn(TimeProvider time, Func<bool> collect)
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

    /// <summary>
    /// Only a collection that stops everything gives memory back to the system, so a heap that takes long is first cleared of garbage beside
    /// what goes on.
    /// </summary>
    /// <returns>Whether the memory went back.</returns>
    public static bool CollectHeap()
    {
        bool isQuick = GC.GetTotalMemory(forceFullCollection: false) <= QuicklyCollected;
        if (isQuick)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        else
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        return isQuick;
    }

    private void Collect()
    {
        if (Interlocked.Exchange(ref _bytes, 0) >= WorthCollecting)
            _tries = 0;
        if (!_collect() && ++_tries < Tries)
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }
}
