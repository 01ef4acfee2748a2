namespace CmqContracts.Sqlite;

/// <content>Whether the files are still the store's.</content>
public sealed partial class SqliteStore
{
    private readonly CancellationTokenSource _filesLost = new();
    private readonly FileWatch _watch;

    /// <summary>
    /// Fires when the files at the store's place are not its own any more, as somebody has removed or replaced one of them. The store
    /// has stopped then: end the process, or dispose the broker and open another.
    /// </summary>
    public CancellationToken FilesLost { get; }

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
}
