namespace CmqContracts.Sqlite;

/// <summary>
/// Copies the WAL into the database, which is a checkpoint: most of it on a connection of its own while commits go on, the rest on the
/// connection that commits, so that nothing is left and the WAL restarts.
/// </summary>
/// <param name="writer">The connection that commits.</param>
/// <param name="connection">A connection of its own, which it closes.</param>
/// <param name="transaction">What the writer commits.</param>
/// <param name="note">Where checkpoints are noted.</param>
/// <param name="walPages">Pages in the WAL from which on it is checkpointed.</param>
internal sealed class Checkpointer(Database writer, Database connection, StoreTransaction transaction, CommitNote note, int walPages) : IDisposable
{
    /// <summary>Each pass leaves what was committed while it ran, which is less from pass to pass.</summary>
    private const int MaxPasses = 10;

    /// <summary>The passes end when no more pages than this are left for <see cref="Finish"/>.</summary>
    private const int MaxPagesLeft = 64;

    private volatile int _pages;
    private volatile bool _isFinishDue;

    /// <summary>Whether the WAL is long enough to be checkpointed.</summary>
    public bool IsDue => !_isFinishDue && _pages >= walPages;

    /// <summary>Whether only <see cref="Finish"/> is left to do.</summary>
    public bool IsFinishDue => _isFinishDue;

    /// <summary>Counts pages that a commit has written to the WAL.</summary>
    public void AddPages(int pages) => _pages += pages;

    /// <summary>Checkpoints while commits go on, until few pages are left. Runs on the maintenance thread, without the writer's lock.</summary>
    public void Run(WaitHandle stop)
    {
        note.BeginCheckpoint();
        for (int pass = 0; pass < MaxPasses && !stop.WaitOne(0); pass++)
        {
            if (connection.Checkpoint() <= MaxPagesLeft)
                break;
        }

        _isFinishDue = true;
    }

    /// <summary>Checkpoints what is left, on the connection that commits.</summary>
    public void Finish()
    {
        _isFinishDue = false;
        note.BeginCheckpoint();
        if (writer.Checkpoint() == 0)
        {
            note.EndCheckpoint();
            transaction.RestartWal();
        }

        _pages = 0;
    }

    public void Dispose()
    {
        if (writer.FatalFailure is not null)
            connection.KeepWal();
        connection.Dispose();
    }
}
