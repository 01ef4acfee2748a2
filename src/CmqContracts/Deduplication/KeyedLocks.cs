namespace CmqContracts;

/// <summary>Locks by key, each held by one at a time, in the order of the calls.</summary>
internal sealed class KeyedLocks
{
    private readonly object _gate = new();

    /// <summary>The locks that are held, with those that wait for them.</summary>
    private readonly Dictionary<string, Queue<Waiter>> _held = new(StringComparer.Ordinal);

    /// <summary>Takes a lock, when nobody else holds it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="observer">Told when it has to be waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What gives the lock back.</returns>
    public async ValueTask<IDisposable> TakeAsync(string key, LoopObserver? observer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            if (_held.TryAdd(key, new()))
                return new Held(this, key);
            waiter = new Waiter(observer?.BeginWait());
            _held[key].Enqueue(waiter);
        }

        using (cancellationToken.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!).GiveUp(token), waiter))
            await waiter.Given.ConfigureAwait(false);
        return new Held(this, key);
    }

    private void GiveBack(string key)
    {
        lock (_gate)
        {
            while (_held[key].TryDequeue(out Waiter? next))
            {
                if (next.TryGive())
                    return;
            }

            _held.Remove(key);
        }
    }

    private sealed class Waiter(IDisposable? waiting)
    {
        private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Given => _given.Task;

        public bool TryGive()
        {
            waiting?.Dispose();
            return _given.TrySetResult();
        }

        public void GiveUp(CancellationToken cancellationToken)
        {
            waiting?.Dispose();
            _given.TrySetCanceled(cancellationToken);
        }
    }

    private sealed class Held(KeyedLocks locks, string key) : IDisposable
    {
        private int _isGivenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGivenBack, 1) == 0)
                locks.GiveBack(key);
        }
    }
}
