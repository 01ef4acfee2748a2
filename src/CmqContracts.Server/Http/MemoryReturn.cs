namespace CmqContracts.Server;

/// <summary>
/// Returns the memory of large requests and answers to the operating system. It becomes garbage when they are finished, and an otherwise idle server
/// would keep it for hours. Only a process that is nothing but a server does this: the heap of a host is not the server's to collect.
/// </summary>
internal sealed class MemoryReturn : IDisposable
{
    /// <summary>How many bytes must have become garbage before the heap is collected.</summary>
    private const long WorthCollecting = 16 * 1024 * 1024;

    /// <summary>The largest heap, in bytes, that a blocking collection takes only some tens of milliseconds for.</summary>
    private const long QuicklyCollected = 256 * 1024 * 1024;

    /// <summary>The switch in the runtime configuration that turns this on. The <c>cmq</c> command sets it.</summary>
    private const string Switch = "CmqContracts.Server.ReturnsMemory";

    /// <summary>A background collection may take several delays on a busy machine.</summary>
    private const int MaxTries = 5;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    private readonly Func<bool> _collect;
    private readonly ITimer _timer;
    private long _bytes;
    private int _tries;

    /// <param name="time">Source of time.</param>
    /// <param name="collect">Collects the heap's garbage and returns whether its memory went back to the system. If not, it is called again, up to five times.</param>
    public MemoryReturn(TimeProvider time, Func<bool> collect)
    {
        _collect = collect;
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static self => ((MemoryReturn)self!).Collect(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The instance for this process; <see langword="null"/>: its runtime configuration does not turn it on.</summary>
    public static MemoryReturn? OfProcess(TimeProvider time) =>
        AppContext.TryGetSwitch(Switch, out bool isOn) && isOn ? new MemoryReturn(time, CollectHeap) : null;

    /// <summary>Records that so many bytes became garbage. Each call postpones the collection, so that a busy server is not paused for it.</summary>
    public void Note(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) >= WorthCollecting)
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>
    /// Only a blocking collection returns memory to the system, so a large heap is collected in the background first. One that is still large
    /// afterwards has much live data, and is left to the runtime.
    /// </summary>
    /// <returns>Whether the memory went back to the system.</returns>
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
        if (!_collect() && ++_tries < MaxTries)
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }
}
