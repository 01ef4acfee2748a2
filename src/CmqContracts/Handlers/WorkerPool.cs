namespace CmqContracts;

/// <summary>
/// The workers of a handler: each is busy with one message at a time. When messages had to be left, fewer are used for a while: messages that are
/// received and not handled near their dead-letter queue.
/// </summary>
/// <param name="time">Source of time.</param>
/// <param name="observer">Told when the handler's loop waits for a worker.</param>
internal sealed class WorkerPool(TimeProvider time, LoopObserver? observer)
{
    /// <summary>How long a poll waits for more workers to become free when there are messages for all of them: a request brings more then.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(1);

    /// <summary>The part of those workers that a poll waits for when they do not become free in that time: more would stay idle for longer than requests are worth.</summary>
    private const int SlowPart = 4;

    /// <summary>In how many steps at most all workers are used again.</summary>
    private const int SmallestSteps = 16;

    /// <summary>By which part of itself the longest turn is forgotten with each that is shorter, and the average time that workers are busy with each message.</summary>
    private const int Fading = 16;

    private readonly object _gate = new();
    private int _concurrency = 1;
    private int _limit = 1;
    private int _bound = int.MaxValue;
    private TimeSpan _longestTurn;

    /// <summary>How long a worker has been busy with a message, an average that forgets.</summary>
    private TimeSpan _busyTime;
    private int _busy;
    private bool _isPaused;
    private long _limitedAt;

    /// <summary>Completes when a poll may ask for as many messages as it waits for.</summary>
    private TaskCompletionSource? _awaited;
    private int _awaitedFree;
    private IDisposable? _waiting;

    private TaskCompletionSource? _idle;

    public int Concurrency
    {
        get
        {
            lock (_gate)
                return _concurrency;
        }

        set
        {
            lock (_gate)
            {
                _limit = _limit == _concurrency ? value : Math.Min(_limit, value);
                _concurrency = value;
                WakePoll();
            }
        }
    }

    public bool IsPaused
    {
        get
        {
            lock (_gate)
                return _isPaused;
        }

        set
        {
            lock (_gate)
            {
                _isPaused = value;
                WakePoll();
            }
        }
    }

    /// <summary>How many workers may be busy.</summary>
    public int MostBusy
    {
        get
        {
            lock (_gate)
                return Used;
        }
    }

    private int Free => _isPaused ? 0 : Used - _busy;

    private int Used => Math.Min(_limit, _bound);

    /// <summary>Uses one worker from now on, whatever <see cref="Concurrency"/> is, until <see cref="NoteTurn"/> says more.</summary>
    public void UseOne()
    {
        lock (_gate)
            _bound = 1;
    }

    /// <summary>Bounds the workers that are used by how long a turn takes, when one message has its turn at a time: the last of those that were received together ends in half of its time.</summary>
    /// <param name="took">How long a turn has taken.</param>
    /// <param name="available">How long a message may wait and be handled.</param>
    public void NoteTurn(TimeSpan took, TimeSpan available)
    {
        lock (_gate)
        {
            TimeSpan faded = _longestTurn - (_longestTurn / Fading);
            _longestTurn = took > faded ? took : faded;
            _bound = _longestTurn == TimeSpan.Zero ? int.MaxValue : (int)Math.Clamp(available / 2 / _longestTurn, 1, int.MaxValue);
            WakePoll();
        }
    }

    /// <summary>Waits until a worker is free.</summary>
    /// <param name="most">How many messages a poll can ask for.</param>
    /// <param name="gathers">Whether to wait a little for more of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many are free, at most <paramref name="most"/>.</returns>
    public async ValueTask<int> WaitForFreeAsync(int most, bool gathers, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task? gathered = null;
        while (true)
        {
            Task awaited;
            lock (_gate)
            {
                gathers = gathers && gathered is not { IsCompleted: true };
                _awaitedFree = gathers ? FreeToGather(most) : 1;
                if (IsAwaitedFree)
                    return Math.Min(Free, most);
                if (Free <= 0)
                    _awaitedFree = 1;
                else
                    gathered ??= Task.Delay(Gathering, time, cancellationToken);
                _awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                awaited = _awaited.Task;
                _waiting = observer?.BeginWait();
            }

            try
            {
                await (gathered is { IsCompleted: false } ? Task.WhenAny(awaited, gathered) : awaited).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                lock (_gate)
                    EndWait();
            }
        }
    }

    /// <summary>A worker takes a message.</summary>
    /// <returns>When it does, for <see cref="Exit"/>.</returns>
    public long Enter()
    {
        lock (_gate)
            _busy++;
        return time.GetTimestamp();
    }

    /// <summary>A worker is free again.</summary>
    /// <param name="entered">What <see cref="Enter"/> has returned.</param>
    /// <returns>Whether no other is busy.</returns>
    public bool Exit(long entered)
    {
        TimeSpan took = time.GetElapsedTime(entered);
        lock (_gate)
        {
            _busyTime += (took - _busyTime) / Fading;
            _busy--;
            WakePoll();
            if (_busy > 0)
                return false;
            if (_idle is not null)
            {
                EndWait();
                _idle.TrySetResult();
            }

            return true;
        }
    }

    /// <summary>Uses half of the workers from now on, as a message was left that could not be handled in its time.</summary>
    /// <param name="window">For how long that is the answer to all that are left.</param>
    /// <param name="comesForTheLastTime">Whether the message comes once more before it goes to a dead-letter queue: then one worker is used, for which no message waits.</param>
    public void NoteLeft(TimeSpan window, bool comesForTheLastTime)
    {
        lock (_gate)
        {
            if (comesForTheLastTime)
                _limit = 1;
            else if (_limit == _concurrency || time.GetElapsedTime(_limitedAt) >= window)
                _limit = Math.Max(1, _limit / 2);
            _limitedAt = time.GetTimestamp();
        }
    }

    /// <summary>Uses some more workers again, when no message had to be left for a while.</summary>
    /// <param name="window">How long.</param>
    public void NoteHandled(TimeSpan window)
    {
        lock (_gate)
        {
            if (_limit == _concurrency || time.GetElapsedTime(_limitedAt) < window)
                return;
            _limit = Math.Min(_concurrency, _limit + Math.Max(1, _concurrency / SmallestSteps));
            _limitedAt = time.GetTimestamp();
            WakePoll();
        }
    }

    /// <summary>Waits until no worker is busy, when no poll waits for one any more.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_busy == 0)
                return Task.CompletedTask;
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting = observer?.BeginWait();
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>How many workers to wait for: as many as the poll can use, if they become free within <see cref="Gathering"/> when all are busy.</summary>
    private int FreeToGather(int most)
    {
        int usable = Math.Min(most, Used);
        return _busyTime * usable <= Gathering * Used ? usable : Math.Max(1, usable / SlowPart);
    }

    private bool IsAwaitedFree => Free >= _awaitedFree || (Free > 0 && _busy == 0);

    private void WakePoll()
    {
        if (_awaited is null || !IsAwaitedFree)
            return;
        EndWait();
        _awaited.TrySetResult();
        _awaited = null;
    }

    private void EndWait()
    {
        _waiting?.Dispose();
        _waiting = null;
    }
}
