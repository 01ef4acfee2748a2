using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Sqlite;

/// <summary>
/// The background work of a store, on a thread of its own, so that no request waits for it: it checkpoints the WAL while commits go on, frees space
/// while none come, and checks every second whether the files are still the store's.
/// </summary>
/// <param name="gate">The lock of the connection that writes. Members that are called with a commit are called with it.</param>
/// <param name="database">The connection that writes.</param>
/// <param name="transaction">What it writes.</param>
/// <param name="checkpointer">Closed with the maintenance.</param>
/// <param name="trash">What is to be freed.</param>
/// <param name="watch">Whether the files are the store's.</param>
/// <param name="logger">Where failures are reported.</param>
internal sealed class StoreMaintenance(
    object gate, Database database, StoreTransaction transaction, Checkpointer checkpointer, TrashTables trash, FileWatch watch, ILogger logger) : IDisposable
{
    /// <summary>What a commit frees along with its own changes.</summary>
    private const int MessagesPerCommit = 32;
    private const int BytesPerCommit = 128 * 1024;

    /// <summary>What a step frees while no commits come.</summary>
    private const int MessagesPerStep = 256;
    private const int BytesPerStep = 2 * 1024 * 1024;
    private const int PagesPerStep = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);

    /// <summary>How long steps follow each other without a pause.</summary>
    private static readonly TimeSpan MaxRun = TimeSpan.FromMilliseconds(10);

    private readonly FreeSpace _freeSpace = new(database);
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEvent _stop = new(false);
    private Thread? _thread;

    /// <summary>Commits that the last step has seen.</summary>
    private long _commitsSeen;

    /// <summary>Whether there is something to do at this moment.</summary>
    public bool HasWork => checkpointer.IsDue || HasMore;

    private bool HasFailed => database.FatalFailure is not null;

    private bool HasMore => !HasFailed && (checkpointer.IsFinishDue || trash.MayHoldAny || _freeSpace.IsShrinking);

    /// <summary>Starts the thread, when the store is loaded.</summary>
    public void Start()
    {
        if (_thread is not null)
            return;
        _thread = new Thread(Run) { IsBackground = true, Name = "CMQ store" };
        _thread.UnsafeStart();
    }

    /// <summary>Frees a little with the open batch.</summary>
    public void FreeWithCommit()
    {
        if (trash.MayHoldAny)
            trash.Free(MessagesPerCommit, BytesPerCommit);
    }

    /// <summary>Counts the pages that a commit has written to the WAL, and finishes a checkpoint or wakes the thread where that is due.</summary>
    public void AfterCommit(int pages)
    {
        checkpointer.AddPages(pages);
        if (checkpointer.IsFinishDue)
            FinishCheckpoint();
        else if (checkpointer.IsDue || trash.MayHoldAny)
            _wake.Set();
    }

    /// <summary>Frees some space, if no commit has come since the last step.</summary>
    /// <param name="isIdle">Whether none has come.</param>
    /// <returns>Whether there is more to free.</returns>
    public bool Step(out bool isIdle)
    {
        lock (gate)
        {
            isIdle = transaction.Commits == _commitsSeen && !transaction.HasChanges;
            _commitsSeen = transaction.Commits;
            if (!isIdle || HasFailed)
                return HasMore;
            transaction.EndReads();
            if (checkpointer.IsFinishDue)
                FinishCheckpoint();
            if (trash.MayHoldAny || _freeSpace.IsShrinking)
                FreeSome();
            return HasMore;
        }
    }

    /// <summary>Stops the thread and closes what the maintenance has opened. Must be called without the lock of the connection that writes, for which the thread may wait.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        checkpointer.Dispose();
        _freeSpace.Dispose();
        _wake.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        WaitHandle[] signals = [_stop, _wake];
        bool hasWork = true;
        long watchedAt = Stopwatch.GetTimestamp();
        while (WaitHandle.WaitAny(signals, hasWork ? Pause : WatchPeriod) is var signal and not 0)
        {
            try
            {
                if (Stopwatch.GetElapsedTime(watchedAt) >= WatchPeriod)
                {
                    watch.Check();
                    watchedAt = Stopwatch.GetTimestamp();
                }

                if (signal == WaitHandle.WaitTimeout && !hasWork)
                    continue;
                if (checkpointer.IsDue)
                    checkpointer.Run(_stop);
                RunSteps();
                hasWork = HasWork;
            }
            catch (Exception e)
            {
                SqliteStoreException failure = e as SqliteStoreException ?? StoreFailure.Unexpected(database.File, e);
                logger.BackgroundFailure(failure.Message);
                database.Record(failure);
                if (failure.IsFatal || _stop.WaitOne(PauseAfterFailure))
                    return;
                hasWork = true;
            }
        }
    }

    private void RunSteps()
    {
        long start = Stopwatch.GetTimestamp();
        while (Step(out bool isIdle) && isIdle && Stopwatch.GetElapsedTime(start) < MaxRun && !_stop.WaitOne(0))
        {
        }
    }

    private void FreeSome()
    {
        try
        {
            transaction.BeginChange();
            if (trash.MayHoldAny)
                trash.Free(MessagesPerStep, BytesPerStep);
            else
                _freeSpace.Shrink(PagesPerStep);
            _freeSpace.Check();
            AfterCommit(transaction.Commit(transaction.LastPosition, isCounted: false));
            _commitsSeen = transaction.Commits;
        }
        catch (SqliteStoreException) when (!HasFailed)
        {
            transaction.Rollback();
            trash.Reload();
            throw;
        }
    }

    /// <summary>The WAL is durable as it is, so a checkpoint that fails makes no commit fail.</summary>
    private void FinishCheckpoint()
    {
        try
        {
            checkpointer.Finish();
            _freeSpace.Check();
        }
        catch (SqliteStoreException e)
        {
            logger.BackgroundFailure(e.Message);
        }
    }
}
