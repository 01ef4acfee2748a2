namespace CmqContracts.Sqlite;

/// <content>What is done with the directory of a store: opened, copied, checked.</content>
public sealed partial class SqliteStore
{
    /// <summary>Opens the store of a directory. Directory and store are made if they are not there.</summary>
    /// <param name="directory">The directory; relative paths begin at the current one.</param>
    /// <returns>The store, for one broker, which disposes it.</returns>
    /// <exception cref="SqliteStoreException">The store is in use, damaged or of a newer format, or this user may not write to the directory. The message says which, and what to do.</exception>
    public static SqliteStore Open(string directory) => Open(directory, new SqliteStoreOptions());

    /// <summary>Opens the store of a directory. Directory and store are made if they are not there.</summary>
    /// <param name="directory">The directory; relative paths begin at the current one.</param>
    /// <param name="options">How it is opened.</param>
    /// <returns>The store, for one broker, which disposes it.</returns>
    /// <exception cref="SqliteStoreException">The store is in use, damaged or of a newer format, or this user may not write to the directory. The message says which, and what to do.</exception>
    public static SqliteStore Open(string directory, SqliteStoreOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentNullException.ThrowIfNull(options);
        OpenedStore opened = StoreOpening.Open(directory, options);
        try
        {
            return new SqliteStore(opened, options);
        }
        catch
        {
            opened.Abandon();
            throw;
        }
    }

    /// <summary>Copies a store, as it is at this moment, into one file. It may be open and in use meanwhile, in this process or another.</summary>
    /// <param name="directory">The store's directory.</param>
    /// <param name="file">The file to make. It gets this name when it is complete.</param>
    /// <param name="cancellationToken">Cancels the copy and removes the incomplete file.</param>
    /// <remarks>The WAL cannot restart while the copy is made, so it grows by what is written in that time.</remarks>
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

    /// <summary>Reads all of a store and says what is damaged. It may be open and in use meanwhile, in this process or another.</summary>
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
}
