namespace CmqContracts.Broker;

/// <summary>Runs batches on the thread pool: for stores whose commits keep no thread waiting.</summary>
/// <param name="run">Runs the executor's batches.</param>
internal sealed class ThreadPoolScheduler(Action run) : IBatchScheduler, IThreadPoolWorkItem
{
    /// <summary>How many batches run before the thread goes back to the pool, where other work may be waiting for it.</summary>
    private const int MaxBatches = 64;

    public int MaxBatchesOfCaller => MaxBatches;

    public int MaxBatchesOfRun => MaxBatches;

    public void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    public bool Yield() => false;

    public void Execute() => run();

    public void Dispose()
    {
    }
}
