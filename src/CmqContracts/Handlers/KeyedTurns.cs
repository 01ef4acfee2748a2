namespace CmqContracts;

/// <summary>Lets one message of each key be handled at a time. Of those that wait, the one that was received most often comes first, as it is nearest to a dead-letter queue.</summary>
/// <param name="time">Source of time.</param>
/// <param name="observer">Told who waits.</param>
internal sealed class KeyedTurns(TimeProvider time, LoopObserver? observer)
{
    private readonly object _gate = new();

    /// <summary>The keys in use, with those that wait for them.</summary>
    private readonly Dictionary<object, PriorityQueue<KeyedTurn, (int Received, long Arrival)>> _waiting = [];
    private long _arrivals;

    /// <summary>Adds a message to those of its key.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="dequeueCount">How often it was received.</param>
    /// <returns>Its turn, which <see cref="WaitAsync"/> waits for.</returns>
    public KeyedTurn Join(object key, int dequeueCount)
    {
        KeyedTurn turn = new(key);
        lock (_gate)
        {
            if (_waiting.TryAdd(key, new()))
                turn.TryBegin();
            else
                _waiting[key].Enqueue(turn, (-dequeueCount, _arrivals++));
        }

        return turn;
    }

    /// <summary>Waits until a turn begins.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="until">When the wait ends.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it has begun, which <see cref="End"/> ends; otherwise it never will.</returns>
    public async ValueTask<bool> WaitAsync(KeyedTurn turn, LocalDeadline until, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!turn.Begun.IsCompleted)
                turn.Waiting = observer?.BeginWait();
        }

        try
        {
            await turn.Begun.WaitAsync(until.TimeLeft, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // It may have begun meanwhile, and then is passed on.
            if (!turn.TryGiveUp())
                End(turn);
            return false;
        }
    }

    /// <summary>Ends a turn: that of the next message of its key begins.</summary>
    public void End(KeyedTurn turn)
    {
        lock (_gate)
        {
            while (_waiting[turn.Key].TryDequeue(out KeyedTurn? next, out _))
            {
                if (next.TryBegin())
                    return;
            }

            _waiting.Remove(turn.Key);
        }
    }
}

/// <summary>The turn of a message among those of its key.</summary>
/// <param name="key">The key.</param>
internal sealed class KeyedTurn(object key)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public object Key => key;

    /// <summary>Completes when it begins.</summary>
    public Task Begun => _begun.Task;

    /// <summary>The wait for it, as an observer sees it.</summary>
    public IDisposable? Waiting { get; set; }

    /// <returns>Whether it begins now: nobody has given it up.</returns>
    public bool TryBegin()
    {
        Waiting?.Dispose();
        return _begun.TrySetResult();
    }

    /// <returns>Whether it never begins: it has not begun before.</returns>
    public bool TryGiveUp()
    {
        Waiting?.Dispose();
        return _begun.TrySetCanceled();
    }
}
