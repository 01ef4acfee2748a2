using System.Diagnostics;

namespace CmqContracts.Sqlite;

/// <content>Whether the store can do its work at this moment.</content>
public sealed partial class SqliteStore
{
    /// <summary>So long the fate of the last commit says enough.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>Less than this is a full disk, where there was one.</summary>
    private const long LittleSpace = 1024 * 1024;

    /// <summary>How long one wait of a probe takes at most: for the end of a batch, or for another program's lock.</summary>
    private const int ProbeMilliseconds = 100;

    /// <summary>No wait begins later than this.</summary>
    private static readonly TimeSpan ProbeTime = TimeSpan.FromMilliseconds(500);

    private readonly object _probeGate = new();
    private Database? _probe;
    private long _lastCommit;

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
                if (Stopwatch.GetElapsedTime(failure.At) < Fresh || (failure.What.IsDiskFull && HasLittleSpace()))
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
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < ProbeTime;)
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

    private bool HasLittleSpace()
    {
        try
        {
            return new DriveInfo(_files.Directory).AvailableFreeSpace < LittleSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return true;
        }
    }

    private Database OpenProbe()
    {
        Database probe = Database.Open(_files.Database, create: false);
        probe.WaitForLocks(ProbeMilliseconds);
        probe.KeepLog();
        return probe;
    }
}
