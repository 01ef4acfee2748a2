namespace CmqContracts.Sqlite;

/// <summary>A read-only snapshot of a store as of the moment when the reader is opened. A broker may use the store meanwhile.</summary>
internal sealed class StoreReader : IDisposable
{
    private readonly StoreLock? _lock;

    private StoreReader(StoreLock? storeLock, Database database)
    {
        _lock = storeLock;
        Database = database;
    }

    public Database Database { get; }

    /// <exception cref="SqliteStoreException">There is no store, or it cannot be read.</exception>
    public static StoreReader Open(StoreFiles files)
    {
        if (!Directory.Exists(files.Directory))
            throw new SqliteStoreException($"There is no store in '{files.Directory}'.");
        files.RefuseDirectories();

        // If no broker has it open, the WAL is what a crash has left, and damage in it must not be taken for its end.
        StoreLock? storeLock = files.HasDatabase || File.Exists(files.Note) ? StoreLock.TryTake(files) : null;
        Database? database = null;
        try
        {
            if (!files.HasDatabase)
            {
                files.RefuseIncompleteStore(isNoted: storeLock?.Note.IsWritten() is true);
                throw new SqliteStoreException($"There is no store in '{files.Directory}'.");
            }

            Completeness? completeness = storeLock is null ? null : Completeness.Read(files, storeLock.Note);
            database = Database.Open(files.Database, create: false);

            // Reading changes no file: a checkpoint would have to be noted.
            database.KeepWal();
            Format.Check(database);
            completeness?.Verify(database);
            database.Execute("BEGIN; SELECT count(*) FROM status");
            return new StoreReader(storeLock, database);
        }
        catch
        {
            database?.Dispose();
            storeLock?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Database.Dispose();
        _lock?.Dispose();
    }
}
