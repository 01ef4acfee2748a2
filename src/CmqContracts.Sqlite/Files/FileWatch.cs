namespace CmqContracts.Sqlite;

/// <summary>
/// Checks that the files in a store's directory are still those that it has open, and stops the store if they are not: another broker may already
/// use the files that have taken their names.
/// </summary>
internal sealed class FileWatch : IDisposable
{
    private readonly Database _database;
    private readonly CancellationTokenSource _lost = new();
    private readonly (string File, FileIdentity? Identity)[] _files;

    /// <param name="files">The files, all open.</param>
    /// <param name="database">The connection that writes.</param>
    public FileWatch(StoreFiles files, Database database)
    {
        _database = database;
        Lost = _lost.Token;
        _files = [.. ((string[])[files.Database, files.Wal, files.WalIndex, files.Lock, files.Note]).Select(static file => (file, FileIdentity.Of(file)))];
    }

    /// <summary>Fires when a file was found to be removed or replaced.</summary>
    public CancellationToken Lost { get; }

    /// <exception cref="SqliteStoreException">A file was removed or replaced. The store has stopped.</exception>
    public void Check()
    {
        foreach ((string file, FileIdentity? identity) in _files)
        {
            if (identity is not { } opened || !opened.IsOther(FileIdentity.Of(file)))
                continue;
            SqliteStoreException failure = _database.Record(StoreFailure.FileReplaced(file));
            _ = _lost.CancelAsync();
            throw failure;
        }
    }

    public void Dispose() => _lost.Dispose();
}
