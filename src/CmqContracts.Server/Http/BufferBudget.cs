namespace CmqContracts.Server;

/// <summary>
/// One budget in bytes for what clients make the server hold: requests that have not come to their end, and answers that are not read yet.
/// When it is short, whoever has held up the server longest is cut: unfinished requests first, then unread answers. What comes and
/// goes at once is not counted, so most requests never get here.
/// </summary>
internal sealed class BufferBudget : IDisposable
{
    /// <summary>Up to here a request or an answer is a small one. Large ones leave them a share.</summary>
    public const int SmallBytes = 64 * 1024;

    /// <summary>How much has to be given back before the heap is asked to give it back too.</summary>
    private const long WorthCollecting = 64 * 1024 * 1024;

    /// <summary>A heap up to here is collected in some tens of milliseconds.</summary>
    private const long QuicklyCollected = 256 * 1024 * 1024;

    private static readonly TimeSpan CollectionDelay = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly long _limit;
    private readonly long _largeLimit;
    private readonly LinkedList<Holding> _unfinished = new();
    private readonly LinkedList<Holding> _unread = new();
    private readonly ITimer _collection;
    private long _used;
    private long _large;
    private long _givenBack;

    /// <param name="limit">How many bytes may be held.</param>
    /// <param name="largestRequest">How many bytes the largest request has; they fit whatever share is left to small ones.</param>
    /// <param name="time">Source of time.</param>
    public BufferBudget(long limit, long largestRequest, TimeProvider time)
    {
        _limit = limit;
        _largeLimit = limit - Math.Min(limit / 4, limit - largestRequest);
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
            _collection = time.CreateTimer(static budget => ((BufferBudget)budget!).Collect(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many bytes are held.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Lets a holding have so many bytes, cutting others when there is no room.</summary>
    /// <returns>Whether it may; not when it was cut itself, or is the slowest of all.</returns>
    public bool TryHold(Holding holding, long bytes)
    {
        lock (_gate)
        {
            if (holding.IsCut)
                return false;
            while (FindShortage(holding, bytes) is { } isShort)
            {
                if (FindSlowest(isShort) is not { } slowest || slowest == holding)
                    return false;
                Cut(slowest);
            }

            Set(holding, bytes);
            return true;
        }
    }

    /// <summary>From now on a holding may be cut, as one that has just made progress.</summary>
    /// <param name="holding">The holding.</param>
    /// <param name="unread">Whether it is an answer that is not read yet, else a request that is not finished.</param>
    /// <param name="cut">Cuts it. Called under a lock, so it must not wait.</param>
    public void Expose(Holding holding, bool unread, Action cut)
    {
        lock (_gate)
        {
            holding.Node.List?.Remove(holding.Node);
            holding.Cut = cut;
            if (!holding.IsCut)
                (unread ? _unread : _unfinished).AddLast(holding.Node);
        }
    }

    /// <summary>Notes that the client of a holding has sent or read a good piece.</summary>
    public void Progress(Holding holding)
    {
        lock (_gate)
        {
            if (holding.Node.List is not { } list)
                return;
            list.Remove(holding.Node);
            list.AddLast(holding.Node);
        }
    }

    /// <summary>From now on a holding cannot be cut: its request has come to its end.</summary>
    /// <returns>Whether it was cut before.</returns>
    public bool Protect(Holding holding)
    {
        lock (_gate)
        {
            holding.Node.List?.Remove(holding.Node);
            holding.Cut = null;
            return holding.IsCut;
        }
    }

    /// <summary>Gives everything back, and makes the holding as new.</summary>
    public void Release(Holding holding)
    {
        lock (_gate)
        {
            holding.Node.List?.Remove(holding.Node);
            holding.Cut = null;
            Set(holding, 0);
            holding.IsCut = false;
        }
    }

    public void Dispose() => _collection.Dispose();

    /// <summary>Which share is short for a holding of so many bytes: that of large ones only, or all; <see langword="null"/>: none.</summary>
    private Share? FindShortage(Holding holding, long bytes)
    {
        if (_used - holding.Bytes + bytes > _limit)
            return Share.Whole;
        return bytes > SmallBytes && _large - LargePart(holding.Bytes) + bytes > _largeLimit ? Share.Large : null;
    }

    private Holding? FindSlowest(Share isShort)
    {
        foreach (LinkedList<Holding> list in (ReadOnlySpan<LinkedList<Holding>>)[_unfinished, _unread])
        {
            for (LinkedListNode<Holding>? node = list.First; node is not null; node = node.Next)
            {
                if (isShort == Share.Whole || node.Value.Bytes > SmallBytes)
                    return node.Value;
            }
        }

        return null;
    }

    private void Cut(Holding holding)
    {
        holding.Node.List!.Remove(holding.Node);
        Set(holding, 0);
        holding.IsCut = true;
        holding.Cut?.Invoke();
        holding.Cut = null;
    }

    private void Set(Holding holding, long bytes)
    {
        long before = holding.Bytes;
        holding.Bytes = bytes;
        _used += bytes - before;
        _large += LargePart(bytes) - LargePart(before);
        if (bytes > SmallBytes || before <= SmallBytes)
            return;

        // What large requests took is garbage now, and a server that has little else to do would keep it for hours. Each further one puts
        // the collection off, so that a busy server is not stopped for it.
        _givenBack += before;
        if (_givenBack >= WorthCollecting)
            _collection.Change(CollectionDelay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Only a collection that stops everything gives memory back to the system, so a heap that takes long is left to the runtime.</summary>
    private void Collect()
    {
        lock (_gate)
            _givenBack = 0;
        if (GC.GetTotalMemory(forceFullCollection: false) <= QuicklyCollected)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        else
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }

    private static long LargePart(long bytes) => bytes > SmallBytes ? bytes : 0;

    private enum Share
    {
        Whole,
        Large,
    }

    /// <summary>What one request holds of the budget. It is reused by the next.</summary>
    public sealed class Holding
    {
        private readonly BufferBudget _budget;
        private bool _isUsed;

        public Holding(BufferBudget budget)
        {
            _budget = budget;
            Node = new LinkedListNode<Holding>(this);
        }

        /// <summary>How many bytes are held.</summary>
        public long Bytes { get; set; }

        /// <summary>Whether it was cut, and so holds nothing any more.</summary>
        public bool IsCut { get; set; }

        public LinkedListNode<Holding> Node { get; }

        public Action? Cut { get; set; }

        /// <summary>Holds the whole of an answer, or nothing when it is small and came without holding anything: most do.</summary>
        /// <returns>Whether there is room.</returns>
        public bool TryHoldAnswer(int bytes) => (!_isUsed && bytes <= SmallBytes) || TryHold(bytes);

        /// <inheritdoc cref="BufferBudget.TryHold"/>
        public bool TryHold(long bytes)
        {
            _isUsed = true;
            return _budget.TryHold(this, bytes);
        }

        /// <inheritdoc cref="BufferBudget.Expose"/>
        public void Expose(bool unread, Action cut)
        {
            _isUsed = true;
            _budget.Expose(this, unread, cut);
        }

        /// <inheritdoc cref="BufferBudget.Progress"/>
        public void Progress() => _budget.Progress(this);

        /// <inheritdoc cref="BufferBudget.Protect"/>
        public bool Protect() => _budget.Protect(this);

        /// <summary>Gives everything back.</summary>
        public void Release()
        {
            if (!_isUsed)
                return;
            _isUsed = false;
            _budget.Release(this);
        }
    }
}
