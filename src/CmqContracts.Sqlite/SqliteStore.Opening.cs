using CmqContracts.Brokers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CmqContracts.Sqlite;

/// <content>Opening and closing.</content>
public sealed partial class SqliteStore
{
    private SqliteStore(StoreFiles files, StoreLock storeLock, Database database, bool isLogCopied, SqliteStoreOptions options)
    {
        _isLogCopied = isLogCopied;
        _files = files;
        _lock = storeLock;
        FilesLost = _filesLost.Token;
        _database = database;
        _messages = new MessageTable(database);
        _bodies = new BodyTables(database);
        _statuses = new StatusTable(database, _messages);
        _definitions = new DefinitionTables(database);
        _offsets = new OffsetTable(database);
        _garbage = new GarbageTables(database, _messages, _bodies);
        _freeSpace = new FreeSpace(database);
        _begin = database.Prepare("BEGIN");
        _commit = database.Prepare("COMMIT");
        _logPages = options.LogPages;
        _logger = options.Logger ?? NullLogger.Instance;
        _housekeeper = new Housekeeper(this, OpenConnection(database.File, options), _logger);
        _watch = new FileWatch(files);
    }

    /// <summary>Opens the store of a directory. Directory and store are made if they are not there.</summary>
    /// <param name="directory">The directory; relative paths begin at the current one.</param>
    /// <returns>The store, for one broker, which disposes it.</returns>
    /// <exception cref="SqliteStoreException">The store is in use, damaged, of a newer format, or the directory is not for us to write to. The message says which, and what to do.</exception>
    public static SqliteStore Open(string directory) => Open(directory, new SqliteStoreOptions());

    /// <summary>Opens the store of a directory. Directory and store are made if they are not there.</summary>
    /// <param name="directory">The directory; relative paths begin at the current one.</param>
    /// <param name="options">How it is opened.</param>
    /// <returns>The store, for one broker, which disposes it.</returns>
    /// <exception cref="SqliteStoreException">The store is in use, damaged, of a newer format, or the directory is not for us to write to. The message says which, and what to do.</exception>
    public static SqliteStore Open(string directory, SqliteStoreOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentNullException.ThrowIfNull(options);
        StoreFiles files = new(directory);
        files.CreateDirectory();
        files.RefuseDirectories();
        StoreLock storeLock = files.TakeLock();
        Database? database = null;
        try
        {
            if (!files.Exist)
                Create(files, storeLock.Note);
            files.CloseToOthers(options.Logger ?? NullLogger.Instance);
            Completeness completeness = Completeness.Read(files, storeLock.Note);
            database = OpenConnection(files.Database, options);
            Format.Check(database);
            completeness.Prove(database);
            bool isLogCopied = Recover(database, files, storeLock.Note, options);
            return new SqliteStore(files, storeLock, database, isLogCopied, options);
        }
        catch
        {
            // Closing would copy a log that may be another's.
            database?.KeepLog();
            database?.Dispose();
            storeLock.Dispose();
            throw;
        }
    }

    /// <summary>Copies a store, as it is at this moment, into one file. It may be open and at work meanwhile, in this process or another.</summary>
    /// <param name="directory">The store's directory.</param>
    /// <param name="file">The file to make. It is whole when it has its name.</param>
    /// <param name="cancellationToken">Ends the copy and removes what there is of it.</param>
    /// <remarks>The log grows while the copy is made, as what it reads must stay: by what is sent, received and deleted in that time.</remarks>
    /// <exception cref="SqliteStoreException">There is no store, the file is there already, or one of them cannot be read or written.</exception>
    public static Task BackupAsync(string directory, string file, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        return Task.Run(() => Backup.SaveAsync(new StoreFiles(directory), file, cancellationToken), cancellationToken);
    }

    /// <summary>Makes a store of a backup, after checking all of it.</summary>
    /// <param name="file">What <see cref="BackupAsync"/> has made.</param>
    /// <param name="directory">The directory; it must hold no store.</param>
    /// <param name="cancellationToken">Ends the restore. Opening the directory is refused then until a restore has succeeded, or the empty <c>cmq.db.restoring</c> is removed.</param>
    /// <exception cref="SqliteStoreException">There is no such backup, it is damaged or newer, or the directory holds a store.</exception>
    public static Task RestoreAsync(string file, string directory, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return Task.Run(() => Backup.RestoreAsync(file, new StoreFiles(directory), cancellationToken), cancellationToken);
    }

    /// <summary>Reads all of a store and says what is damaged. It may be open and at work meanwhile, in this process or another.</summary>
    /// <param name="directory">The store's directory.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What is wrong, a sentence each, at most about a hundred; empty: the store is sound.</returns>
    /// <exception cref="SqliteStoreException">There is no store, or it cannot be opened at all.</exception>
    public static Task<IReadOnlyList<string>> CheckAsync(string directory, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return Task.Run(
            () =>
            {
                using StoreReader reader = StoreReader.Open(new StoreFiles(directory));
                return StoreCheck.Run(reader.Database, cancellationToken);
            },
            cancellationToken);
    }

    private static void Create(StoreFiles files, CommitNote note)
    {
        files.RefuseRemains(note.IsWritten());
        File.Delete(files.NewDatabase);
        OwnerOnly.Create(files.NewDatabase).Dispose();
        using (Database database = Database.Open(files.NewDatabase, create: true))
        {
            Format.Create(database);
            StatusTable.WriteFirstRow(database);
        }

        File.Move(files.NewDatabase, files.Database);
    }

    private static Database OpenConnection(string file, SqliteStoreOptions options)
    {
        Database database = Database.Open(file, create: false);
        try
        {
            database.Execute($"PRAGMA synchronous = {(options.SyncsCommits ? "FULL" : "OFF")}; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -{CacheKilobytes};");
            return database;
        }
        catch
        {
            database.KeepLog();
            database.Dispose();
            throw;
        }
    }

    /// <summary>Brings what a crash has left in the log into the database, and makes room for the log to come.</summary>
    /// <returns>Whether all of it is in the database, as no other program reads what was there before.</returns>
    private static bool Recover(Database database, StoreFiles files, CommitNote note, SqliteStoreOptions options)
    {
        // Another program may have switched the log off.
        database.Execute("PRAGMA journal_mode = WAL; BEGIN; SELECT count(*) FROM status; COMMIT;");
        note.BeginCopy();
        bool isCopied = database.CopyLog() == 0;
        if (isCopied)
            note.EndCopy();
        long pages = database.ReadNumber("PRAGMA page_count");
        if (new FileInfo(files.Database).Length < pages * Format.PageBytes)
            throw database.Damaged($"it is shorter than the {pages} pages it should have");
        WriteAheadLog.Extend(files.Log, (long)options.LogPages * Format.PageBytes);
        return isCopied;
    }

    /// <summary>Before SQLite does it, so that the note says where it was interrupted.</summary>
    private void CopyWholeLog()
    {
        try
        {
            if (_database.IsInTransaction)
                _database.Execute("ROLLBACK");
            _lock.Note.BeginCopy();
            if (_database.CopyLog() == 0)
                _lock.Note.EndCopy();
        }
        catch (SqliteStoreException)
        {
            // The log stays, and with it all that was committed.
        }
    }

    private void Close()
    {
        bool hasEnded = HasEnded;
        try
        {
            if (hasEnded)
                _database.KeepLog();
            else
                CopyWholeLog();
            foreach (IDisposable part in (IDisposable[])[_messages, _bodies, _statuses, _garbage, _freeSpace, _begin, _commit, _database])
                part.Dispose();
            if (!hasEnded)
                _lock.Note.End();
        }
        finally
        {
            _lock.Dispose();
        }
    }
}
