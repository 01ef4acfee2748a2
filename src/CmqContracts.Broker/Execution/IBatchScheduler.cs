namespace CmqContracts.Broker;

/// <summary>
/// Decides which thread runs the executor's batches. It is all that the executor knows of threads, so that a test can run every batch on
/// one thread, in an order that a seed decides.
/// </summary>
internal interface IBatchScheduler : IDisposable
{
    /// <summary>How many batches a caller that finds the executor idle runs before it schedules the rest; the first is that of its own request.</summary>
    int MaxBatchesOfCaller { get; }

    /// <summary>How many batches one scheduled run runs before it schedules the rest.</summary>
    int MaxBatchesOfRun { get; }

    /// <summary>Runs the executor's batches later, on a thread that is not the caller's. The executor never schedules a second run before the first has begun.</summary>
    void Schedule();

    /// <summary>Before a batch of a scheduled run: lets threads that are ready to run submit their requests first.</summary>
    /// <returns>Whether there may be new requests for the batch.</returns>
    bool Yield();
}
