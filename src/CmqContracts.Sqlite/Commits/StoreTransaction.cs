using System.Diagnostics;
using CmqContracts.Broker;

namespace CmqContracts.Sqlite;

/// <summary>
/// The open transaction of the connection that writes: the broker's batch, or a step of maintenance. It keeps the progress of the commits, which
/// row 0 and the commit note record. Not thread-safe.
/// </summary>
internal sealed class StoreTransaction(Database database, BodyTables bodies, StatusTable statuses, CommitNote note, bool isWalCheckpointed) : IDisposable
{
    private readonly Statement _begin = database.Prepare("BEGIN");
    private readonly Statement _commit = database.Prepare("COMMIT");

    private bool _isOpen;
    private bool _isLoaded;
    private long _committedAt;
    private Progress _progress;

    /// <summary>What the database file holds without the WAL, and who writes: row 0 says it, so that a WAL is not taken for another database's.</summary>
    private Progress _walBase;
    private Lineage _lineage;

    /// <summary>Whether the next commit is counted whatever it writes, because it may be the first of a WAL.</summary>
    private bool _countsNext;

    /// <summary>Whether something was changed since the last commit.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>The position that the broker has passed to its last commit.</summary>
    public StorePosition LastPosition { get; private set; }

    /// <summary>Commits since the store was opened.</summary>
    public long Commits { get; private set; }

    /// <summary>Continues after the commits that are on disk, once the tables are read.</summary>
    public void Load(CommitRow row, StorePosition position)
    {
        LastPosition = position;
        _progress = new Progress(row.Commits, position.LastSequence);
        if (!_isLoaded)
        {
            // As long as another program keeps the former WAL from being checkpointed, that WAL is continued.
            (_walBase, _lineage) = isWalCheckpointed ? (_progress, Lineage.After(row.Lineage.Writer)) : (row.Base, row.Lineage);
            _isLoaded = true;
        }

        _countsNext = true;
        note.Begin(_progress, _lineage);
    }

    /// <summary>Opens the transaction, if it is not open, with the first read: reads outside of one would each take the database's locks again.</summary>
    public void Begin()
    {
        database.ThrowIfFailed();
        if (_isOpen)
            return;
        _begin.Run();
        _isOpen = true;
    }

    public void BeginChange()
    {
        Begin();
        HasChanges = true;
    }

    /// <summary>Makes the changes durable.</summary>
    /// <param name="position">The position that is stored with the commit.</param>
    /// <param name="isCounted">Whether the commit is counted in row 0. <see langword="false"/> only where the rows that it has written prove it.</param>
    /// <returns>Pages that were written to the WAL.</returns>
    public int Commit(StorePosition position, bool isCounted)
    {
        bodies.Flush();
        Progress progress = _progress with { LastSequence = position.LastSequence };
        if (isCounted || _countsNext)
        {
            progress = progress with { Commits = progress.Commits + 1 };
            statuses.PutCommit(new CommitRow(progress.Commits, _walBase, _lineage), position);
        }

        _commit.Run();
        (_progress, LastPosition) = (progress, position);
        _isOpen = HasChanges = _countsNext = false;
        Commits++;
        int pages = database.TakeWrittenPages();
        note.Commit(progress, pages);
        database.LastFailure = null;
        Volatile.Write(ref _committedAt, Stopwatch.GetTimestamp());
        return pages;
    }

    /// <summary>Ends a transaction that has only read.</summary>
    public void EndReads()
    {
        if (!_isOpen)
            return;
        _commit.Run();
        _isOpen = false;
    }

    /// <summary>Drops the changes since the last commit.</summary>
    public void Rollback()
    {
        database.ThrowIfFailed();
        _isOpen = HasChanges = false;
        note.Fail();

        // After some errors SQLite has done it already.
        if (database.IsInTransaction)
            database.Execute("ROLLBACK");
        bodies.Load();
    }

    /// <summary>The database has all of the WAL, so the next commit restarts the WAL.</summary>
    public void RestartWal()
    {
        _walBase = _progress;
        _lineage = _lineage with { Before = _lineage.Writer };
        _countsNext = true;
    }

    /// <summary>Whether a commit has succeeded within the last <paramref name="time"/>. Thread-safe.</summary>
    public bool HasCommittedWithin(TimeSpan time) => Volatile.Read(ref _committedAt) is var at and not 0 && Stopwatch.GetElapsedTime(at) < time;

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
    }
}
