using System.Diagnostics;

namespace CmqContracts.Sqlite;

/// <summary>Finds out whether the store can be written to at this moment. Thread-safe.</summary>
/// <param name="gate">The lock of the connection that writes.</param>
/// <param name="transaction">What the connection writes.</param>
/// <param name="database">The connection.</param>
/// <param name="files">The store's files.</param>
internal sealed class WriteProbe(object gate, StoreTransaction transaction, Database database, StoreFiles files) : IDisposable
{
    /// <summary>How long the outcome of the last commit is trusted without a probe.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>A probe begins no wait after this time.</summary>
    private static readonly TimeSpan ProbeTime = TimeSpan.FromMilliseconds(500);

    /// <summary>How long one wait of a probe takes at most: for the end of a batch, or for another program's lock.</summary>
    private const int WaitMilliseconds = 100;

    /// <summary>A disk that was full and has less than this is still full.</summary>
    private const long MinFreeBytes = 1024 * 1024;

    private readonly object _gate = new();
    private Database? _connection;
    private bool _isDisposed;

    /// <returns>The reason, a sentence that names no file; <see langword="null"/>: nothing is known to be wrong.</returns>
    public string? FindProblem()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteStore));
            if (database.FatalFailure is { } fatal)
                return fatal.Reason;
            if (database.LastFailure is { } failure)
            {
                if (Stopwatch.GetElapsedTime(failure.At) < Freshness || (failure.What.IsDiskFull && IsDiskFull()))
                    return failure.What.Reason;
            }
            else if (transaction.HasCommittedWithin(Freshness))
            {
                return null;
            }

            return Probe();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _connection?.Dispose();
        }
    }

    /// <summary>Takes SQLite's write lock between two batches: a batch that finds it taken in its middle fails.</summary>
    private string? Probe()
    {
        string? problem = null;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < ProbeTime;)
        {
            if (!Monitor.TryEnter(gate, WaitMilliseconds))
                continue;
            try
            {
                // A batch that has changed something has the lock.
                if (!transaction.HasChanges)
                    (_connection ??= OpenConnection()).Execute("BEGIN IMMEDIATE; ROLLBACK");
                return null;
            }
            catch (SqliteStoreException e)
            {
                problem = e.Reason;
            }
            finally
            {
                Monitor.Exit(gate);
            }
        }

        return problem ?? "A commit has been under way for half a second.";
    }

    private bool IsDiskFull()
    {
        try
        {
            return new DriveInfo(files.Directory).AvailableFreeSpace < MinFreeBytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return true;
        }
    }

    private Database OpenConnection()
    {
        Database connection = Database.Open(files.Database, create: false);
        connection.WaitForLocks(WaitMilliseconds);
        connection.KeepWal();
        return connection;
    }
}
