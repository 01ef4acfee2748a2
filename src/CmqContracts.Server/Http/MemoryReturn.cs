namespace CmqContracts.Server;

/// <summary>
/// Gives the memory of large requests and answers back to the system: it is garbage once they are done, and a server that has little else
/// to do would keep it for hours. Only a process that exists to serve asks for that: a host's heap is not the server's.
/// </summary>
internal sealed class MemoryReturn : IDisposable
{
    /// <summary>How much has to be given back before the heap is asked to give it back too.</summary>
    private const long WorthCollecting = 16 * 1024 * 1024;

    /// <summary>A heap up to here is collected in some tens of milliseconds.</summary>
    private const long QuicklyCollected = 256 * 1024 * 1024;

    /// <summary>Runtime configuration by which a process says so. The <c>cmq</c> command does.</summary>
    private const string Switch = "CmqContracts.Server.ReturnsMemory";

    /// <summary>A collection beside what goes on may take several delays on a busy machine.</summary>
    private const int MostTries = 5;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    private readonly Func<bool> _collect;
    private readonly ITimer _timer;
    private long _bytes;
    private int _tries;

    /// <param name="time">Source of time.</param>
    /// <param name="collect">Collects the heap's garbage, and says whether its memory went back to the system; if not, it is asked again, a few times.</param>
    public MemoryReturn(TimeProvider time, Func<bool> collect)
    {
        _collect = collect;
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static self => ((MemoryReturn)self!).Collect(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What gives this process's memory back; <see langword="null"/> unless its configuration says that it exists to serve.</summary>
    public static MemoryReturn? OfProcess(TimeProvider time) =>
        AppContext.TryGetSwitch(Switch, out bool isOn) && isOn ? new MemoryReturn(time, CollectHeap) : null;

    /// <summary>Notes that so many bytes became garbage. Each time puts the collection off, so that a busy server is not stopped for it.</summary>
    public void Note(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) >= WorthCollecting)
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>
    /// Only a collection that stops everything gives memory back to the system, so a heap that takes long is first cleared of garbage beside
    /// what goes on. One that is large even then holds much for good, and is left to the runtime.
    /// </summary>
    /// <returns>Whether the memory went back.</returns>
    private static bool CollectHeap()
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
        if (!_collect() && ++_tries < MostTries)
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }
}
