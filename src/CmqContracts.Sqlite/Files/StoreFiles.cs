using Microsoft.Extensions.Logging;

namespace CmqContracts.Sqlite;

/// <summary>The files of a store in its directory.</summary>
internal sealed class StoreFiles(string directory)
{
    /// <summary>The directory's full path.</summary>
    public string Directory { get; } = Path.GetFullPath(directory);

    public string Database => Path.Combine(Directory, "cmq.db");

    /// <summary>SQLite's write-ahead log: there while the store is open, and after a crash.</summary>
    public string Wal => Database + "-wal";

    /// <summary>SQLite's index of the WAL, which processes share.</summary>
    public string WalIndex => Database + "-shm";

    /// <summary>The latest commit that database and WAL together must hold, see <see cref="CommitNote"/>.</summary>
    public string Note => Database + "-note";

    /// <summary>The lock that keeps a second broker out.</summary>
    public string Lock => Path.Combine(Directory, "cmq.lock");

    /// <summary>The name of a new database while it is made, so that one under its final name is always complete.</summary>
    public string NewDatabase => Database + ".new";

    /// <summary>The name of a backup while it is restored. If it is left over, unlike <see cref="NewDatabase"/>, opening is refused instead of making an empty store.</summary>
    public string RestoredDatabase => Database + ".restoring";

    public bool HasDatabase => File.Exists(Database);

    private string[] All => [Database, Wal, WalIndex, Note, Lock, NewDatabase, RestoredDatabase];

    /// <summary>Whether a path is the name of one of the store's files.</summary>
    public bool Contains(string file) => All.Contains(Path.GetFullPath(file), OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Makes the directory, if it is not there.</summary>
    /// <exception cref="SqliteStoreException">It cannot be made.</exception>
    public void CreateDirectory()
    {
        try
        {
            if (!System.IO.Directory.Exists(Directory))
                OwnerOnly.CreateDirectory(Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SqliteStoreException($"The directory '{Directory}' cannot be made: {e.Message} Name one that this user may write to.", e);
        }
    }

    /// <summary>Keeps every other process out until the lock is disposed, or this process ends, however it ends.</summary>
    /// <exception cref="SqliteStoreException">The store is in use, by another process or in this one, or the lock file cannot be made.</exception>
    public StoreLock TakeLock() => StoreLock.TryTake(this) ?? throw new SqliteStoreException(
        $"The store in '{Directory}' is in use, by another process or another broker of this one. A store has one broker at a time: end the other, or name another directory.");

    /// <summary>Refuses directories that have the names of the store's files.</summary>
    /// <exception cref="SqliteStoreException">There is one.</exception>
    public void RefuseDirectories()
    {
        foreach (string file in All)
        {
            if (System.IO.Directory.Exists(file))
                throw new SqliteStoreException($"'{file}' is a directory, and the store has a file of that name. Move it away, or name another directory for the store.");
        }
    }

    /// <summary>Refuses to make an empty store where there was one, or where one was being restored.</summary>
    /// <exception cref="SqliteStoreException">There is no database, but another file of a store.</exception>
    public void RefuseIncompleteStore(bool isNoted)
    {
        if (File.Exists(Wal))
            throw new SqliteStoreException($"'{Database}' is damaged: it is missing, and its WAL is there. Bring the file back; or make a store of a backup in another directory with 'cmq store restore'; or, to begin with an empty store, remove '{Wal}' and, if it is there, '{Note}'.");
        if (File.Exists(RestoredDatabase))
            throw new SqliteStoreException($"A restore into '{Directory}' was interrupted, so there is no store yet. Run 'cmq store restore' again, or remove '{RestoredDatabase}' to begin with an empty store.");
        if (isNoted)
            throw new SqliteStoreException($"'{Database}' is missing, and '{Note}' says that it held what was answered. Bring the file back, or a backup with 'cmq store restore', also into this directory; to begin with an empty store, remove '{Note}'.");
    }

    /// <summary>Restricts the store's files to their owner, and the directory too, unless it holds other files, which others may need.</summary>
    public void RestrictToOwner(ILogger logger)
    {
        try
        {
            foreach (string file in All.Where(File.Exists))
                OwnerOnly.Apply(file);
            if (System.IO.Directory.EnumerateFileSystemEntries(Directory).All(Contains))
                OwnerOnly.ApplyToDirectory(Directory);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            logger.ReadableByOthers(Directory, e.Message);
        }
    }
}
