namespace CmqContracts;

/// <summary>Lets one message of each key be handled at a time. Of those that wait, the one that was received most often comes first, as it is nearest to a dead-letter queue.</summary>
/// <param name="time">Source of time.</param>
internal sealed class KeyedTurns(TimeProvider time)
{
    private readonly object _gate = new();

    /// <summary>The keys in use, with those that wait for them.</summary>
    private readonly Dictionary<object, PriorityQueue<TaskCompletionSource, (int Received, long Arrival)>> _waiting = [];
    private long _arrivals;

    /// <summary>Adds a message to those of its key.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="dequeueCount">How often it was received.</param>
    /// <returns>Its turn, which <see cref="WaitAsync"/> waits for.</returns>
    public KeyedTurn Join(object key, int dequeueCount)
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_waiting.TryAdd(key, new()))
                begun.SetResult();
            else
                _waiting[key].Enqueue(begun, (-dequeueCount, _arrivals++));
        }

        return new KeyedTurn(key, begun);
    }

    /// <summary>Waits until a turn begins.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="until">When the wait ends.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it has begun, which <see cref="End"/> ends; otherwise it never will.</returns>
    public async ValueTask<bool> WaitAsync(KeyedTurn turn, LocalDeadline until, CancellationToken cancellationToken)
    {
        try
        {
            await turn.Begun.Task.WaitAsync(until.TimeLeft, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // It may have begun meanwhile, and then is passed on.
            if (!turn.Begun.TrySetCanceled(CancellationToken.None))
                End(turn);
            return false;
        }
    }

    /// <summary>Ends a turn: that of the next message of its key begins.</summary>
    public void End(KeyedTurn turn)
    {
        lock (_gate)
        {
            while (_waiting[turn.Key].TryDequeue(out TaskCompletionSource? next, out _))
            {
                if (next.TrySetResult())
                    return;
            }

            _waiting.Remove(turn.Key);
        }
    }
}

/// <summary>The turn of a message among those of its key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Begun">Completes when it begins.</param>
internal sealed record KeyedTurn(object Key, TaskCompletionSource Begun);
