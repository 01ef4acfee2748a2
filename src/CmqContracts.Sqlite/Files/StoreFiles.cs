namespace CmqContracts.Sqlite;

/// <summary>The files of a store in its directory.</summary>
internal sealed class StoreFiles(string directory)
{
    /// <summary>The directory's full path.</summary>
    public string Directory { get; } = Path.GetFullPath(directory);

    public string Database => Path.Combine(Directory, "cmq.db");

    /// <summary>SQLite's write-ahead log: there while the store is open, and after a crash.</summary>
    public string Log => Database + "-wal";

    /// <summary>What a new database is made in, so that one that is there is always whole.</summary>
    public string NewDatabase => Database + ".new";

    public bool Exist => File.Exists(Database);

    /// <summary>Makes the directory, if it is not there.</summary>
    /// <exception cref="SqliteStoreException">It cannot be made.</exception>
    public void CreateDirectory()
    {
        try
        {
            System.IO.Directory.CreateDirectory(Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SqliteStoreException($"The directory '{Directory}' cannot be made: {e.Message} Name one that this user may write to.", e);
        }
    }

    /// <summary>Keeps every other process out, until the handle is closed or this process ends, however it ends.</summary>
    /// <exception cref="SqliteStoreException">Another process, or another store of this one, has it.</exception>
    public FileStream Lock() => TryLock() ?? throw new SqliteStoreException(
        $"The store in '{Directory}' is in use, by another process or another broker of this one. A store has one broker at a time: end the other, or name another directory.");

    /// <summary>The lock; <see langword="null"/>: somebody has it.</summary>
    public FileStream? TryLock()
    {
        string file = Path.Combine(Directory, "cmq.lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SqliteStoreException($"'{file}' cannot be opened for writing: {e.Message} Check that this user may write to the directory.", e);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
