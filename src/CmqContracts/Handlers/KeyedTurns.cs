namespace CmqContracts;

/// <summary>Lets one message of each key be handled at a time. Of those that wait, the one that was received most often comes first, as it is nearest to a dead-letter queue.</summary>
/// <param name="time">Source of time.</param>
internal sealed class KeyedTurns(TimeProvider time)
{
    private readonly object _gate = new();

    /// <summary>The keys in use, with those that wait for them.</summary>
    private readonly Dictionary<object, PriorityQueue<TaskCompletionSource, (int Received, long Arrival)>> _waiting = [];
    private long _arrivals;

    /// <summary>Waits for the turn of a message.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="dequeueCount">How often it was received.</param>
    /// <param name="until">When the wait ends.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is its turn, which <see cref="End"/> ends.</returns>
    public async ValueTask<bool> WaitAsync(object key, int dequeueCount, LocalDeadline until, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_waiting.TryAdd(key, new()))
                return true;
            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[key].Enqueue(turn, (-dequeueCount, _arrivals++));
        }

        try
        {
            await turn.Task.WaitAsync(until.TimeLeft, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Its turn may have come meanwhile, and then is passed on.
            if (!turn.TrySetCanceled(CancellationToken.None))
                End(key);
            return false;
        }
    }

    /// <summary>Ends the turn of a message: the next of its key has its turn.</summary>
    public void End(object key)
    {
        lock (_gate)
        {
            while (_waiting[key].TryDequeue(out TaskCompletionSource? next, out _))
            {
                if (next.TrySetResult())
                    return;
            }

            _waiting.Remove(key);
        }
    }
}
