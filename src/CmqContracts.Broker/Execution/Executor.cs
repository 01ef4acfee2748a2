namespace CmqContracts.Broker;

/// <summary>
/// Runs requests in batches, one batch at a time. A caller that finds the executor idle runs its request at once, on its own thread. Requests
/// that arrive meanwhile are queued and become the next batch: they run one after the other, are committed together, and are answered after
/// the commit. Which thread runs a batch is up to the <see cref="IBatchScheduler"/>.
/// </summary>
internal sealed class Executor : IAsyncDisposable, IDisposable
{
    /// <summary>How long after a failed commit the changes that time has made due are tried again.</summary>
    private const long RetryMilliseconds = 1000;

    private readonly object _gate = new();
    private readonly MessageStore _store;
    private readonly QueueEngine _engine;
    private readonly IBatchScheduler _scheduler;
    private readonly ITimer _timer;
    private readonly long _pollMilliseconds;
    private List<Request> _inbox = [];
    private List<Request> _batch = [];
    private bool _running;
    private long _requests;

    /// <summary>Whether the last batch that a scheduled run began had several requests: the next one is likely to have several too, and is scheduled at once.</summary>
    private bool _expectsSeveral;
    private bool _closed;

    /// <summary>Whether closing has ended. Under the gate, which is pulsed then.</summary>
    private bool _hasClosed;
    private Exception? _stopped;
    private bool _disposed;
    private long _retryAt = long.MinValue;
    private long _timerDue = long.MaxValue;
    private long _timerSkipped;

    public Executor(MessageStore store, BrokerOptions options)
    {
        _store = store;
        Time = options.TimeProvider;
        _pollMilliseconds = (long)options.ClockPollInterval.TotalMilliseconds;
        store.Take();
        try
        {
            _engine = new QueueEngine(store, options, request => Post(new ControlRequest<int>(engine => Cancel(engine, request))));
        }
        catch
        {
            store.GiveBack(); // Its owner may dispose it, or try once more.
            throw;
        }

        _scheduler = options.CreateScheduler?.Invoke(RunScheduled) ?? (store.CommitBlocks ? new CommitThread(RunScheduled) : new ThreadPoolScheduler(RunScheduled));

        // The timer outlives the caller that creates the broker, and so must not capture its execution context.
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
            _timer = options.TimeProvider.CreateTimer(static executor => ((Executor)executor!).TimerFired(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Post(Tick());
    }

    public CmqLimits Limits => _engine.Limits;

    /// <summary>Source of time.</summary>
    public TimeProvider Time { get; }

    /// <summary>How many requests there have been.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Set when there may be deliveries to HTTP endpoints to take.</summary>
    public Signal PushArrival => _engine.Pushes.Arrival;

    public Account GetAccount(string name) => _engine.GetAccount(name);

    public ValueTask<TResult> Submit<TResult>(Request<TResult> request)
    {
        Post(request);
        return request.Outcome;
    }

    public void Dispose()
    {
        if (!TryClose())
        {
            WaitUntilClosed();
            return;
        }

        try
        {
            foreach (ClosingRequest request in LastRequests())
            {
                Post(request);
                request.Wait();
            }

            CloseStore();
        }
        finally
        {
            NoteClosed();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!TryClose())
        {
            await Task.Run(WaitUntilClosed).ConfigureAwait(false);
            return;
        }

        try
        {
            foreach (ClosingRequest request in LastRequests())
                await Submit(request).ConfigureAwait(false);
            CloseStore();
        }
        finally
        {
            NoteClosed();
        }
    }

    public string? FindWriteProblem()
    {
        ThrowIfClosed();
        return _store.FindWriteProblem();
    }

    public void ThrowIfClosed()
    {
        if (_closed)
            throw Closed();
    }

    private bool TryClose()
    {
        lock (_gate)
        {
            bool isFirst = !_closed;
            _closed = true;
            return isFirst;
        }
    }

    /// <summary>What is done before the store is closed: in two batches, as waits end also where the time cannot be saved.</summary>
    private IEnumerable<ClosingRequest> LastRequests() =>
    [
        new ClosingRequest(static engine => engine.SaveTime()),
        new ClosingRequest(engine =>
        {
            engine.Delivery.EndAll(Closed);
            engine.Pushes.Arrival.Set();
            _disposed = true;
        }),
    ];

    private void CloseStore()
    {
        _timer.Dispose();
        _scheduler.Dispose();
        _store.Dispose();
        _store.GiveBack();
    }

    private void NoteClosed()
    {
        lock (_gate)
        {
            _hasClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void WaitUntilClosed()
    {
        lock (_gate)
        {
            while (!_hasClosed)
                Monitor.Wait(_gate);
        }
    }

    /// <summary>A request that does nothing: each batch begins with what time has made due.</summary>
    private ControlRequest<int> Tick() => new(engine =>
    {
        engine.SaveWallTimes();
        _timerDue = long.MaxValue;
        return 0;
    });

    private static int Cancel(QueueEngine engine, ReceiveRequest request)
    {
        engine.Delivery.Cancel(request);
        return 0;
    }

    private void TimerFired() => Post(Tick());

    private void Post(Request request)
    {
        lock (_gate)
        {
            _requests++;
            if (_running)
            {
                request.Detach();
                _inbox.Add(request);
                return;
            }

            _running = true;
        }

        _batch.Add(request);
        if (_expectsSeveral)
        {
            request.Detach();
            _scheduler.Schedule();
        }
        else
        {
            RunBatches(_scheduler.MaxBatchesOfCaller, yields: false);
        }
    }

    private void RunScheduled() => RunBatches(_scheduler.MaxBatchesOfRun, yields: true);

    /// <summary>Runs batches until none is left.</summary>
    /// <param name="maxBatches">How many to run before the rest is scheduled.</param>
    /// <param name="yields">Whether requests that other threads are about to submit join each batch.</param>
    private void RunBatches(int maxBatches, bool yields)
    {
        int batches = 0;
        do
        {
            if (batches++ >= maxBatches)
            {
                _scheduler.Schedule();
                return;
            }

            if (yields && _scheduler.Yield())
                TakeArrivals();
            try
            {
                RunBatch();
            }
            catch (Exception failure) when (_stopped is null)
            {
                Abandon(failure);
                continue;
            }

            Succeed();
        }
        while (TryTakeBatch());
    }

    /// <summary>Takes the requests that have arrived into the batch: the more requests in one, the fewer commits.</summary>
    private void TakeArrivals()
    {
        lock (_gate)
        {
            _batch.AddRange(_inbox);
            _inbox.Clear();
        }

        _expectsSeveral = _batch.Count > 1;
    }

    private void RunBatch()
    {
        if (_stopped is null && !_disposed)
            _engine.Begin();
        foreach (Request request in _batch)
        {
            if (_stopped is not null)
                request.Error = Stopped(_stopped);
            else if (_disposed)
                request.Error = Closed();
            else
                _engine.Run(request);
        }

        if (_stopped is null)
            _engine.Commit();
    }

    private void Succeed()
    {
        _retryAt = long.MinValue;
        Release();
    }

    private void Release()
    {
        foreach (Request request in _batch)
        {
            if (!request.IsWaiting)
                request.Release();
        }

        foreach (ReceiveRequest request in _engine.Delivery.Ended)
            request.Release();
        _batch.Clear();
        _engine.Delivery.Ended.Clear();
    }

    /// <summary>Fails every request of the batch, waits that began or ended in it included, and restores the state of the last commit.</summary>
    private void Abandon(Exception failure)
    {
        foreach (Request request in _batch)
        {
            if (request is ReceiveRequest { IsWaiting: true } waiting)
                _engine.Delivery.Cancel(waiting);
        }

        try
        {
            _engine.Restore();
            _retryAt = _engine.Now + RetryMilliseconds;
            _timerDue = long.MaxValue; // The timer may have fired for this batch.
        }
        catch (Exception)
        {
            // The store's state is unknown now, so nothing can be answered any more.
            _stopped = failure;
            _engine.Delivery.EndAll(() => Stopped(failure));
        }

        CmqServiceException error = _stopped is null ? Failure(failure) : Stopped(failure);
        foreach (Request request in _batch)
            request.Error = error;
        foreach (ReceiveRequest request in _engine.Delivery.Ended)
            request.Error = error;

        // Closing goes on, whatever the store has lost: nobody waits for an answer of a broker that is closed.
        foreach (Request request in _batch)
        {
            if (request is ClosingRequest closing)
                closing.Run(_engine);
        }

        Release();
    }

    private static CmqUnavailableException Closed() => new("The broker has been closed, and nothing of the request was done. Use a broker, or a client, that is open.", CmqOutcome.NotSent);

    private static CmqServiceException Failure(Exception cause) =>
        new(CmqErrors.ServerInternalError, $"The broker's store failed, and nothing of the request was done. {cause.Message}", innerException: cause);

    private static CmqServiceException Stopped(Exception cause) =>
        new(CmqErrors.ServerInternalError, $"The broker's store has stopped, and whether the request was done shows when it is opened again. {cause.Message}", innerException: cause);

    /// <summary>Makes a batch of the requests that have arrived; an empty one, if something is due. Else the executor is idle.</summary>
    private bool TryTakeBatch()
    {
        bool moreIsDue = SetTimer();
        lock (_gate)
        {
            if (_inbox.Count == 0 && !moreIsDue)
            {
                _running = false;
                return false;
            }

            (_inbox, _batch) = (_batch, _inbox);
            return true;
        }
    }

    /// <summary>Sets the timer to what is due next.</summary>
    /// <returns>Whether something is due already.</returns>
    private bool SetTimer()
    {
        if (_stopped is not null || _closed)
            return false;
        long due = Math.Max(_engine.NextDue, _retryAt);
        if (due <= _engine.Now)
            return true;
        if (due == long.MaxValue)
            return false;
        due = Math.Min(due, _engine.Now + _pollMilliseconds);

        // A timer that fires too early finds nothing to do and is set again: cheaper than moving it with every message.
        if (due < _timerDue || _engine.Skipped != _timerSkipped)
        {
            _timerDue = due;
            _timerSkipped = _engine.Skipped;
            _timer.Change(TimeSpan.FromMilliseconds(due - _engine.Now), Timeout.InfiniteTimeSpan);
        }

        return false;
    }
}
