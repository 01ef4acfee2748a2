using SQLitePCL;

namespace CmqContracts.Sqlite;

/// <summary>The failures of a store: what SQLite's result codes mean for it, and what a user can do.</summary>
internal static class StoreFailure
{
    private const int SharedMemorySize = raw.SQLITE_IOERR | (19 << 8);

    /// <param name="code">SQLite's code.</param>
    /// <param name="file">The database.</param>
    /// <param name="message">SQLite's message.</param>
    public static SqliteStoreException Of(int code, string file, string message) => (code & 0xFF) switch
    {
        raw.SQLITE_FULL => DiskFull(file),
        raw.SQLITE_IOERR when code == SharedMemorySize => DiskFull(file),
        raw.SQLITE_IOERR => new SqliteStoreException(
            $"Reading or writing '{file}' failed: {message} (SQLite code {code}). What is on the disk is unknown now, so the store has stopped. Check the disk, then open the store again: what was answered before is there.")
        {
            IsFatal = true,
            Reason = "Reading or writing the disk failed, and the store has stopped.",
        },
        raw.SQLITE_ERROR when message.StartsWith("no such ", StringComparison.Ordinal) || message.Contains("has no column", StringComparison.Ordinal) => Damaged(file, message),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(file, $"{message} (SQLite code {code})"),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new SqliteStoreException($"Another program keeps '{file}' locked: {message}. Let it only read, or end it.")
        {
            IsLocked = true,
            Reason = "Another program keeps the database locked.",
        },
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_READONLY or raw.SQLITE_AUTH => new SqliteStoreException(
            $"'{file}' cannot be opened for writing: {message}. Check that the directory is there and that this user may write to it.")
        {
            Reason = "The database cannot be written to.",
        },
        _ => new SqliteStoreException($"'{file}': {message} (SQLite code {code})."),
    };

    public static SqliteStoreException Damaged(string file, string what) => new(
        $"'{file}' is damaged: {what}. The store has stopped. 'cmq store check' says what is damaged, 'cmq store restore' makes a store of a backup, in another directory.")
    {
        IsFatal = true,
        Reason = "The store is damaged, and has stopped.",
    };

    /// <summary>A file was removed or replaced.</summary>
    public static SqliteStoreException FileReplaced(string file) => new(
        $"'{file}' is not the file that the store has open: it was removed or replaced. The store has stopped, as another broker may use what is there now. Bring back the files as they were and start again; what was answered before is in them.")
    {
        IsFatal = true,
        Reason = "The store's files were removed or replaced, and the store has stopped.",
    };

    public static SqliteStoreException Unexpected(string file, Exception cause) =>
        new($"'{file}': {cause.Message} The store has stopped after this unexpected failure. Open it again: what was answered before is there.", cause)
        {
            IsFatal = true,
            Reason = "The store has stopped after an unexpected failure.",
        };

    private static SqliteStoreException DiskFull(string file) =>
        new($"The disk of '{file}' is full. Free some space; a store that is open then goes on by itself.")
        {
            IsDiskFull = true,
            Reason = "The disk is full.",
        };
}
