using CmqContracts.Protocol;

namespace CmqContracts.Brokers;

/// <summary>
/// Runs requests one at a time. A caller that finds nobody at work does its own at once, on its own thread. What comes meanwhile
/// is queued and becomes the next group: its requests run one after the other, are committed together, and only then answered.
/// Where commits wait for a disk, groups of others run on a thread of their own.
/// </summary>
internal sealed class Executor : IThreadPoolWorkItem, IAsyncDisposable
{
    /// <summary>Groups of others that a caller runs on its own thread before the thread pool goes on.</summary>
    private const int MaxRounds = 64;

    private const long RetryMilliseconds = 1000;

    /// <summary>How long a timer runs at most, while anything is due. A wall clock that is set forward moves no timer.</summary>
    private const long PollMilliseconds = 1000;

    private readonly object _gate = new();
    private readonly QueueEngine _engine;
    private readonly GroupThread? _thread;
    private readonly ITimer _timer;
    private List<Request> _inbox = [];
    private List<Request> _group = [];
    private bool _running;

    /// <summary>Whether the last group of others had several requests: then the next one is not going to come alone.</summary>
    private bool _othersCome;
    private bool _closed;
    private Exception? _stopped;
    private bool _disposed;
    private long _retryAt = long.MinValue;
    private long _timerDue = long.MaxValue;
    private long _timerSkipped;

    public Executor(IMessageStore store, BrokerOptions options)
    {
        _engine = new QueueEngine(store, options, request => Post(new ControlRequest<int>(engine => Cancel(engine, request))));

        if (store.CommitBlocks)
            _thread = new GroupThread(() => Drain(int.MaxValue, letsOthersIn: true));

        // The timer outlives whoever creates the broker, and so must not carry that caller's context.
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
            _timer = options.TimeProvider.CreateTimer(static executor => ((Executor)executor!).TimerFired(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Post(Tick());
    }

    public CmqLimits Limits => _engine.Limits;

    /// <summary>Wakes who waits for deliveries to HTTP endpoints.</summary>
    public Signal PushArrival => _engine.Pushes.Arrival;

    public Account GetAccount(string name) => _engine.GetAccount(name);

    public ValueTask<TResult> Submit<TResult>(Request<TResult> request)
    {
        Post(request);
        return request.Outcome;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
        }

        // Apart from each other, as waits end also where the time cannot be saved.
        await RunLastAsync(new ControlRequest<int>(static engine =>
        {
            engine.SaveTime();
            return 0;
        })).ConfigureAwait(false);
        await RunLastAsync(new ControlRequest<int>(engine =>
        {
            engine.Delivery.EndAll(Closed);
            engine.Pushes.Arrival.Set();
            _disposed = true;
            return 0;
        })).ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        _thread?.Dispose();
        await _engine.Store.DisposeAsync().ConfigureAwait(false);
    }

    public string? FindWriteProblem()
    {
        ThrowIfClosed();
        return _engine.Store.FindWriteProblem();
    }

    public void ThrowIfClosed()
    {
        if (_closed)
            throw Closed();
    }

    void IThreadPoolWorkItem.Execute() => Drain(MaxRounds);

    private async ValueTask RunLastAsync(ControlRequest<int> request)
    {
        try
        {
            await Submit(request).ConfigureAwait(false);
        }
        catch (CmqServiceException)
        {
            // The store has failed: whoever waited knows it already, and closing is all that is left to do.
        }
    }

    /// <summary>Nothing but the passing of time, which every group begins with.</summary>
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
            if (_running)
            {
                request.Detach();
                _inbox.Add(request);
                return;
            }

            _running = true;
        }

        _group.Add(request);
        if (_othersCome)
        {
            request.Detach();
            HandOver();
            return;
        }

        Drain(_thread is null ? MaxRounds : 1);
    }

    /// <summary>Lets another thread run the group.</summary>
    private void HandOver()
    {
        if (_thread is not null && !_closed)
            _thread.Post();
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Runs groups until none is left, or until one commits asynchronously and carries on from there.</summary>
    /// <param name="maxRounds">Groups to run before another thread goes on.</param>
    /// <param name="letsOthersIn">Whether what others are about to send goes along.</param>
    private void Drain(int maxRounds, bool letsOthersIn = false)
    {
        int round = 0;
        do
        {
            if (round++ >= maxRounds)
            {
                HandOver();
                return;
            }

            if (letsOthersIn)
                LetOthersIn();
            ValueTask commit;
            try
            {
                commit = Evaluate();
            }
            catch (Exception failure) when (_stopped is null)
            {
                Abandon(failure);
                continue;
            }

            if (!commit.IsCompletedSuccessfully)
            {
                foreach (Request request in _group)
                    request.Detach();
                _ = FinishAsync(commit);
                return;
            }

            Succeed();
        }
        while (TryTakeGroup());
    }

    /// <summary>Lets threads that are ready to run go first, and takes what they have sent into the group: the more in one, the fewer commits.</summary>
    private void LetOthersIn()
    {
        Thread.Yield();
        lock (_gate)
        {
            _group.AddRange(_inbox);
            _inbox.Clear();
        }

        _othersCome = _group.Count > 1;
    }

    private async Task FinishAsync(ValueTask commit)
    {
        try
        {
            await commit.ConfigureAwait(false);
            Succeed();
        }
        catch (Exception failure)
        {
            Abandon(failure);
        }

        if (TryTakeGroup())
            HandOver();
    }

    private ValueTask Evaluate()
    {
        if (_stopped is null && !_disposed)
            _engine.Begin();
        foreach (Request request in _group)
        {
            if (_stopped is not null)
                request.Error = Stopped(_stopped);
            else if (_disposed)
                request.Error = Closed();
            else
                _engine.Run(request);
        }

        return _stopped is null ? _engine.Commit() : default;
    }

    private void Succeed()
    {
        _retryAt = long.MinValue;
        Release();
    }

    private void Release()
    {
        foreach (Request request in _group)
        {
            if (!request.IsWaiting)
                request.Release();
        }

        foreach (ReceiveRequest request in _engine.Delivery.Ended)
            request.Release();
        _group.Clear();
        _engine.Delivery.Ended.Clear();
    }

    /// <summary>Fails every request of the group, waits that began or ended in it included, and goes back to what the store has.</summary>
    private void Abandon(Exception failure)
    {
        foreach (Request request in _group)
        {
            if (request is ReceiveRequest { IsWaiting: true } waiting)
                _engine.Delivery.Cancel(waiting);
        }

        try
        {
            _engine.Restore();
            _retryAt = _engine.Now + RetryMilliseconds;
        }
        catch (Exception)
        {
            // Nothing is known about the store now: better no answer than a wrong one.
            _stopped = failure;
            _engine.Delivery.EndAll(() => Stopped(failure));
        }

        CmqServiceException error = _stopped is null ? Failure(failure) : Stopped(failure);
        foreach (Request request in _group)
            request.Error = error;
        foreach (ReceiveRequest request in _engine.Delivery.Ended)
            request.Error = error;
        Release();
    }

    private static CmqUnavailableException Closed() => new("The broker has been closed, and nothing of the request was done. Use a broker, or a client, that is open.", CmqOutcome.NotSent);

    private static CmqServiceException Failure(Exception cause) =>
        new(CmqErrors.Internal, $"The broker's store failed, and nothing of the request was done. {cause.Message}", innerException: cause);

    private static CmqServiceException Stopped(Exception cause) =>
        new(CmqErrors.Internal, $"The broker's store has stopped, and whether the request was done shows when it is opened again. {cause.Message}", innerException: cause);

    /// <summary>Takes what has come meanwhile, or goes to rest. What is overdue is a group of its own.</summary>
    private bool TryTakeGroup()
    {
        bool moreIsDue = SetTimer();
        lock (_gate)
        {
            if (_inbox.Count == 0 && !moreIsDue)
            {
                _running = false;
                return false;
            }

            (_inbox, _group) = (_group, _inbox);
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
        due = Math.Min(due, _engine.Now + PollMilliseconds);

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
