using SQLitePCL;

namespace CmqContracts.Sqlite;

/// <summary>What SQLite's result codes mean for a store, and for whoever has to do something about it.</summary>
internal static class StoreFailure
{
    private const int SharedMemorySize = raw.SQLITE_IOERR | (19 << 8);

    public static SqliteStoreException Of(int code, string file, string message) => (code & 0xFF) switch
    {
        raw.SQLITE_FULL => DiskFull(file),
        raw.SQLITE_IOERR when code == SharedMemorySize => DiskFull(file),
        raw.SQLITE_IOERR => new SqliteStoreException(
            $"Reading or writing '{file}' failed: {message} (SQLite code {code}). What is on the disk is not known any more, so the store has stopped. Look after the disk, then open the store again: what was answered before is there.")
        {
            EndsStore = true,
        },
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(file, $"{message} (SQLite code {code})"),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new SqliteStoreException($"Another program keeps '{file}' locked: {message}. Let it only read, or end it."),
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_READONLY or raw.SQLITE_AUTH => new SqliteStoreException(
            $"'{file}' cannot be opened for writing: {message}. Check that the directory is there and that this user may write to it."),
        _ => new SqliteStoreException($"'{file}': {message} (SQLite code {code})."),
    };

    public static SqliteStoreException Damaged(string file, string what) => new(
        $"'{file}' is damaged: {what}. The store has stopped rather than guess. 'cmq store check' says what is damaged, 'cmq store restore' brings back a backup.")
    {
        EndsStore = true,
    };

    public static SqliteStoreException Unexpected(string file, Exception cause) =>
        new($"'{file}': {cause.Message} The store has stopped, as this was not to happen. Open it again: what was answered before is there.", cause) { EndsStore = true };

    private static SqliteStoreException DiskFull(string file) =>
        new($"The disk of '{file}' is full. Free some space: the store then goes on by itself.");
}
