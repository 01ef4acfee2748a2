using Microsoft.Extensions.Logging.Abstractions;

namespace CmqContracts.Sqlite;

/// <summary>A store's files, locked, checked and open.</summary>
/// <param name="Files">The files.</param>
/// <param name="Lock">What keeps others out.</param>
/// <param name="Database">The connection that writes.</param>
/// <param name="IsWalCheckpointed">Whether the database has all of the former WAL.</param>
internal sealed record OpenedStore(StoreFiles Files, StoreLock Lock, Database Database, bool IsWalCheckpointed)
{
    /// <summary>Closes the files without a checkpoint, which might apply a WAL that does not belong to the database.</summary>
    public void Abandon()
    {
        Database.KeepWal();
        Database.Dispose();
        Lock.Dispose();
    }
}

/// <summary>Opens the files of a store: makes them where there are none, and recovers what a crash has left.</summary>
internal static class StoreOpening
{
    private const int CacheKilobytes = 32 * 1024;

    /// <exception cref="SqliteStoreException">The store is in use, damaged, of a newer format, or the directory cannot be written to.</exception>
    public static OpenedStore Open(string directory, SqliteStoreOptions options)
    {
        StoreFiles files = new(directory);
        files.CreateDirectory();
        files.RefuseDirectories();
        StoreLock storeLock = files.TakeLock();
        Database? database = null;
        try
        {
            if (!files.HasDatabase)
                Create(files, storeLock.Note);
            files.RestrictToOwner(options.Logger);
            Completeness completeness = Completeness.Read(files, storeLock.Note);
            database = OpenConnection(files.Database, options);
            Format.Check(database);
            completeness.Verify(database);
            return new OpenedStore(files, storeLock, database, Recover(database, files, storeLock.Note, options));
        }
        catch
        {
            // Closing would checkpoint a WAL that may belong to another database.
            database?.KeepWal();
            database?.Dispose();
            storeLock.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection as a broker's store uses it.</summary>
    public static Database OpenConnection(string file, SqliteStoreOptions options)
    {
        Database database = Database.Open(file, create: false);
        try
        {
            database.Execute($"PRAGMA synchronous = {(options.SyncsCommits ? "FULL" : "OFF")}; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -{CacheKilobytes};");
            return database;
        }
        catch
        {
            database.KeepWal();
            database.Dispose();
            throw;
        }
    }

    private static void Create(StoreFiles files, CommitNote note)
    {
        files.RefuseIncompleteStore(note.IsWritten());
        File.Delete(files.NewDatabase);
        OwnerOnly.Create(files.NewDatabase).Dispose();
        using (Database database = Database.Open(files.NewDatabase, create: true))
        {
            Format.Create(database);
            StatusTable.WriteFirstRow(database);
        }

        File.Move(files.NewDatabase, files.Database);
    }

    /// <summary>Checkpoints the WAL that a crash has left, and makes room for the one to come.</summary>
    /// <returns>Whether all of it is in the database; not so while another program still reads an older state.</returns>
    private static bool Recover(Database database, StoreFiles files, CommitNote note, SqliteStoreOptions options)
    {
        // Another program may have switched the WAL off.
        database.Execute("PRAGMA journal_mode = WAL; BEGIN; SELECT count(*) FROM status; COMMIT;");
        note.BeginCheckpoint();
        bool isCheckpointed = database.Checkpoint() == 0;
        if (isCheckpointed)
            note.EndCheckpoint();
        long pages = database.ReadNumber("PRAGMA page_count");
        if (new FileInfo(files.Database).Length < pages * Format.PageBytes)
            throw database.Damaged($"it is shorter than the {pages} pages it should have");
        WriteAheadLog.Extend(files.Wal, (long)options.WalPages * Format.PageBytes);
        return isCheckpointed;
    }
}
