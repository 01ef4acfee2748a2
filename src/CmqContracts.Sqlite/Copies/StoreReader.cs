namespace CmqContracts.Sqlite;

/// <summary>A store for reading: one picture of it as of the opening, whatever a broker on it does meanwhile.</summary>
internal sealed class StoreReader : IDisposable
{
    private readonly FileStream? _lock;

    private StoreReader(FileStream? lockFile, Database database)
    {
        _lock = lockFile;
        Database = database;
    }

    public Database Database { get; }

    /// <exception cref="SqliteStoreException">There is no store, or it cannot be read.</exception>
    public static StoreReader Open(StoreFiles files)
    {
        if (!files.Exist)
            throw new SqliteStoreException($"There is no store in '{files.Directory}'.");

        // Nobody has it open: what a crash has left in the log is read first by us, and damage in it must not pass for its end.
        FileStream? lockFile = files.TryLock();
        Database? database = null;
        try
        {
            if (lockFile is not null)
                WriteAheadLog.Check(files.Log);
            database = Database.Open(files.Database, create: false);
            if (lockFile is null)
                database.KeepLog();
            Format.Check(database);
            database.Execute("BEGIN; SELECT count(*) FROM status");
            return new StoreReader(lockFile, database);
        }
        catch
        {
            database?.Dispose();
            lockFile?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Database.Dispose();
        _lock?.Dispose();
    }
}
