namespace CmqContracts.Sqlite;

/// <summary>
/// The lock that keeps every other process out of a store. The commit note is locked together with the lock file, so that a process that finds no
/// lock file, because it was removed, is kept out as well.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    /// <summary>The note is deleted while it is open, which on Windows has to be allowed.</summary>
    private static FileShare Exclusive => OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private StoreLock(FileStream file, CommitNote note)
    {
        _file = file;
        Note = note;
    }

    public CommitNote Note { get; }

    /// <summary>Takes the lock; <see langword="null"/>: another process, or another broker of this one, has it.</summary>
    /// <exception cref="SqliteStoreException">The lock file cannot be made.</exception>
    public static StoreLock? TryTake(StoreFiles files)
    {
        if (TryOpen(files.Lock) is not { } file)
            return null;
        try
        {
            if (TryOpen(files.Note) is { } note)
                return new StoreLock(file, new CommitNote(files, note));
            file.Dispose();
            return null;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Note.Dispose();
        _file.Dispose();
    }

    private static FileStream? TryOpen(string file)
    {
        try
        {
            return OwnerOnly.Open(file, FileMode.OpenOrCreate, Exclusive);
        }
        catch (IOException e) when (IsInUse(e))
        {
            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SqliteStoreException($"'{file}' cannot be opened for writing: {e.Message} Check that the disk is not read-only and that this user may write to the directory.", e);
        }
    }

    /// <summary>Whether it is EWOULDBLOCK (of Linux, or of BSD and macOS), or a sharing or lock violation of Windows.</summary>
    private static bool IsInUse(IOException failure) =>
        OperatingSystem.IsWindows() ? (failure.HResult & 0xFFFF) is 32 or 33 : failure.HResult == (OperatingSystem.IsLinux() ? 11 : 35);
}
