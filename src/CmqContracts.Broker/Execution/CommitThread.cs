namespace CmqContracts.Broker;

/// <summary>
/// Runs batches on a thread of its own: for stores whose commits wait for a disk. The thread pool has few threads, and none of them is
/// kept from requests by a commit.
/// </summary>
internal sealed class CommitThread : IBatchScheduler, IThreadPoolWorkItem
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Action _run;
    private int _scheduled;
    private bool _isDisposed;

    /// <param name="run">Runs the executor's batches.</param>
    public CommitThread(Action run)
    {
        _run = run;
        new Thread(Work) { IsBackground = true, Name = "CMQ broker" }.UnsafeStart();
    }

    public int MaxBatchesOfCaller => 1;

    public int MaxBatchesOfRun => int.MaxValue;

    public void Schedule()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                Interlocked.Increment(ref _scheduled);
                _work.Release();
                return;
            }
        }

        // Requests of a broker that is closed are refused, and for that any thread does.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public bool Yield()
    {
        Thread.Yield();
        return true;
    }

    /// <summary>Ends the thread after the runs that are scheduled.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _work.Release();
    }

    public void Execute() => _run();

    private void Work()
    {
        while (true)
        {
            _work.Wait();
            if (Volatile.Read(ref _scheduled) == 0)
                return;
            Interlocked.Decrement(ref _scheduled);
            _run();
        }
    }
}
