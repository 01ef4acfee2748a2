using System.Diagnostics;

namespace CmqContracts.Sqlite;

/// <content>Whether the store can do its work at this moment.</content>
public sealed partial class SqliteStore
{
    /// <summary>So long the fate of the last commit says enough.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>Less than this is a full disk, where there was one.</summary>
    private const long LittleSpace = 1024 * 1024;

    private const int ProbeTries = 5;
    private const int ProbeMilliseconds = 100;

    private readonly object _probeGate = new();
    private readonly CancellationTokenSource _filesLost = new();
    private readonly FileWatch _watch;
    private Database? _probe;
    private long _lastCommit;

    /// <summary>
    /// Fires when the files at the store's place are not its own any more, as somebody has removed or replaced one of them. The store
    /// has stopped then: end the process, or dispose the broker and open another.
    /// </summary>
    public CancellationToken FilesLost { get; }

    /// <inheritdoc/>
    public string? FindWriteProblem()
    {
        lock (_probeGate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_database.End is { } end)
                return end.Reason;
            if (_database.LastFailure is { } failure)
            {
                if (Stopwatch.GetElapsedTime(failure.At) < Fresh || failure.What.IsDiskFull && new DriveInfo(_files.Directory).AvailableFreeSpace < LittleSpace)
                    return failure.What.Reason;
            }
            else if (Volatile.Read(ref _lastCommit) is var last and not 0 && Stopwatch.GetElapsedTime(last) < Fresh)
            {
                return null;
            }

            return Probe();
        }
    }

    /// <summary>Takes the lock for writing between batches of the broker's, which would fail if it were taken in the middle of one.</summary>
    private string? Probe()
    {
        string? problem = null;
        for (int i = 0; i < ProbeTries; i++)
        {
            if (!Monitor.TryEnter(_gate, ProbeMilliseconds))
                continue;
            try
            {
                // A batch that has changed something has the lock.
                if (!_isBatchChanged)
                    (_probe ??= OpenProbe()).Execute("BEGIN IMMEDIATE; ROLLBACK");
                return null;
            }
            catch (SqliteStoreException e)
            {
                problem = e.Reason;
            }
            finally
            {
                Monitor.Exit(_gate);
            }
        }

        return problem ?? "A commit has been under way for half a second.";
    }

    /// <summary>Checks whether the files are still ours, and stops the store if they are not.</summary>
    /// <exception cref="SqliteStoreException">They are not.</exception>
    internal void WatchFiles()
    {
        if (_watch.FindForeign() is not { } file)
            return;
        SqliteStoreException failure = StoreFailure.Foreign(file);
        _database.Note(failure);
        _ = _filesLost.CancelAsync();
        throw failure;
    }

    private Database OpenProbe()
    {
        Database probe = Database.Open(_files.Database, create: false);
        probe.WaitForLocks(ProbeMilliseconds);
        probe.KeepLog();
        return probe;
    }
}
