using System.Diagnostics;
using SQLitePCL;

namespace CmqContracts.Sqlite;

/// <summary>A failure, and its time as a timestamp of <see cref="Stopwatch"/>.</summary>
internal sealed record TimedFailure(SqliteStoreException What, long At);

/// <summary>A connection to the database of a store. Not thread-safe.</summary>
internal sealed class Database : IDisposable
{
    // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
    private const int NoCheckpointOnClose = 1006;

    // SQLITE_OPEN_EXRESCODE
    private const int ExtendedResultCodes = 0x02000000;

    private const int BusyMilliseconds = 5000;

    private readonly sqlite3 _handle;

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle, string file)
    {
        _handle = handle;
        File = file;
    }

    public string File { get; }

    /// <summary>The failure that has stopped the store; <see langword="null"/>: it has not stopped.</summary>
    public SqliteStoreException? FatalFailure { get; private set; }

    /// <summary>The failure since the last commit; <see langword="null"/>: there was none.</summary>
    public TimedFailure? LastFailure { get; set; }

    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>How many rows the last statement has changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <exception cref="SqliteStoreException">The file cannot be opened.</exception>
    public static Database Open(string file, bool create)
    {
        Database database = Open(file, file, raw.SQLITE_OPEN_READWRITE | (create ? raw.SQLITE_OPEN_CREATE : 0));
        _ = raw.sqlite3_busy_timeout(database._handle, BusyMilliseconds);
        return database;
    }

    /// <summary>Opens the database file without its WAL, for reading. Nobody may write to it meanwhile.</summary>
    /// <exception cref="SqliteStoreException">The file cannot be opened.</exception>
    public static Database OpenWithoutWal(string file)
    {
        string path = Path.GetFullPath(file).Replace(Path.DirectorySeparatorChar, '/');
        return Open(file, $"file:///{Uri.EscapeDataString(path.TrimStart('/'))}?immutable=1", raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI);
    }

    private static Database Open(string file, string name, int flags)
    {
        // No mutex: a connection has one thread at a time, and SQLite would lock for every value that is bound.
        int code = raw.sqlite3_open_v2(name, out sqlite3 handle, flags | raw.SQLITE_OPEN_NOMUTEX | ExtendedResultCodes, null);
        if (code != raw.SQLITE_OK)
        {
            handle.Dispose();
            throw StoreFailure.Of(code, file, raw.sqlite3_errstr(code).utf8_to_string());
        }

        return new Database(handle, file);
    }

    public Statement Prepare(string sql)
    {
        int code = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt statement);
        return code == raw.SQLITE_OK ? new Statement(this, statement) : throw Failure(code);
    }

    public void Execute(string sql)
    {
        int code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
            throw Failure(code);
    }

    /// <summary>The first column of the first row; 0 where there is none.</summary>
    public long ReadNumber(string sql)
    {
        using Statement statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>Pages written to the WAL since the last call.</summary>
    public int TakeWrittenPages()
    {
        _ = raw.sqlite3_db_status(_handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, 1);
        return pages;
    }

    /// <summary>Copies the WAL into the database, as far as no reader still needs what is there (a passive checkpoint).</summary>
    /// <returns>Pages that are left in the WAL.</returns>
    /// <exception cref="InvalidOperationException">The connection has read nothing yet, so that SQLite has done nothing.</exception>
    public int Checkpoint()
    {
        int code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out int pages, out int copied);
        if (code != raw.SQLITE_OK)
            throw Failure(code);
        return pages >= 0 ? pages - copied : throw new InvalidOperationException("A connection must read before it can checkpoint.");
    }

    /// <summary>Begins a copy of everything into another, empty database.</summary>
    public sqlite3_backup BeginCopyTo(Database target) =>
        raw.sqlite3_backup_init(target._handle, "main", _handle, "main") ?? throw target.Failure(raw.sqlite3_extended_errcode(target._handle));

    public SqliteStoreException Failure(int code) => Record(StoreFailure.Of(code, File, raw.sqlite3_errmsg(_handle).utf8_to_string()));

    public SqliteStoreException Damaged(string what) => Record(StoreFailure.Damaged(File, what));

    /// <summary>Remembers the latest failure, and one that stops the store for good.</summary>
    public SqliteStoreException Record(SqliteStoreException failure)
    {
        LastFailure = new TimedFailure(failure, Stopwatch.GetTimestamp());
        if (failure.IsFatal)
            FatalFailure ??= failure;
        return failure;
    }

    public void ThrowIfFailed()
    {
        if (FatalFailure is { } fatal)
            throw new SqliteStoreException(fatal.Message, fatal) { IsFatal = true, Reason = fatal.Reason };
    }

    /// <summary>Sets how long to wait for the locks of other connections.</summary>
    public void WaitForLocks(int milliseconds) => _ = raw.sqlite3_busy_timeout(_handle, milliseconds);

    /// <summary>Interrupts the statement that another thread runs on this connection.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    /// <summary>Lets the connection close without a checkpoint, so that the WAL stays as it is.</summary>
    public void KeepWal() => _ = raw.sqlite3_db_config(_handle, NoCheckpointOnClose, 1, out _);

    public void Dispose() => _handle.Dispose();
}
