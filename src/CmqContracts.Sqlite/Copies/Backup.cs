using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;

namespace CmqContracts.Sqlite;

/// <summary>Copies a store into one file, and back.</summary>
internal static class Backup
{
    /// <summary>Pages copied in a step. A pause as long as the step follows it, so that the store keeps at least half of the disk's time.</summary>
    private const int PagesPerStep = 32;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    /// <summary>Copies a store as it is now, whether it is open or not.</summary>
    public static async Task SaveAsync(StoreFiles files, string file, CancellationToken cancellationToken)
    {
        file = Path.GetFullPath(file);
        if (Path.Exists(file))
            throw new SqliteStoreException($"'{file}' is there already. Name another file, or remove it.");
        if (files.Contains(file))
            throw new SqliteStoreException($"'{file}' is the name of a file of the store itself. Name another file.");
        using StoreReader reader = StoreReader.Open(files);

        // A unique name, so that no file of the user's is overwritten.
        string partial = $"{file}.{Guid.NewGuid():N}.part";
        try
        {
            OwnerOnly.Create(partial).Dispose();
            await CopyAsync(reader.Database, partial, cancellationToken).ConfigureAwait(false);
            Sync(partial);
            File.Move(partial, file);
        }
        catch (Exception e)
        {
            DeleteIfThere(partial);
            if (e is UnauthorizedAccessException or IOException)
                throw new SqliteStoreException($"The backup '{file}' cannot be made: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Makes a store of a backup.</summary>
    public static async Task RestoreAsync(string file, StoreFiles files, CancellationToken cancellationToken)
    {
        file = Path.GetFullPath(file);
        if (!File.Exists(file))
            throw new SqliteStoreException($"There is no backup '{file}'.");
        if (File.Exists(file + "-wal"))
            throw new SqliteStoreException($"'{file}' is no backup: it has a WAL, '{file}-wal', and is not complete without it. Make a backup of that store with 'cmq store backup'.");
        files.CreateDirectory();
        files.RefuseDirectories();
        using StoreLock storeLock = files.TakeLock();
        if (((string[])[files.Database, files.Wal]).FirstOrDefault(File.Exists) is { } there)
            throw new SqliteStoreException($"'{files.Directory}' holds a store already: '{there}' is there. Name another directory, or move the store's files away.");
        files.RestrictToOwner(NullLogger.Instance);
        bool wasInterrupted = File.Exists(files.RestoredDatabase);
        try
        {
            using (FileStream from = File.OpenRead(file))
            using (FileStream to = OwnerOnly.Open(files.RestoredDatabase, FileMode.Create, FileShare.Read))
                await from.CopyToAsync(to, cancellationToken).ConfigureAwait(false);
            Sync(files.RestoredDatabase);
            using (Database copy = Database.Open(files.RestoredDatabase, create: false))
            {
                Format.Check(copy);
                if (StoreCheck.Run(copy, cancellationToken) is [string problem, ..])
                    throw new SqliteStoreException($"The backup '{file}' is damaged: {problem}.");
            }

            // A commit note that a former store has left does not belong to this one.
            File.Delete(files.Note);
            File.Move(files.RestoredDatabase, files.Database);
        }
        catch (Exception e)
        {
            // The file stays, so that opening is refused and does not make an empty store where a restored one is expected.
            if (wasInterrupted || e is OperationCanceledException)
                OwnerOnly.Open(files.RestoredDatabase, FileMode.Create, FileShare.Read).Dispose();
            else
                DeleteIfThere(files.RestoredDatabase);
            throw;
        }
    }

    private static async Task CopyAsync(Database source, string file, CancellationToken cancellationToken)
    {
        using Database target = Database.Open(file, create: true);
        // The copy counts only once it is complete and has its name, so it is synced once, at the end.
        target.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
        using sqlite3_backup copy = source.BeginCopyTo(target);
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            int code = raw.sqlite3_backup_step(copy, PagesPerStep);
            if (code == raw.SQLITE_DONE)
                return;
            if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY or raw.SQLITE_LOCKED))
                throw StoreFailure.Of(code, file, "the copy failed");
            TimeSpan pause = Stopwatch.GetElapsedTime(start);
            await Task.Delay(pause > ShortestPause ? pause : ShortestPause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Sync(string file)
    {
        using FileStream written = new(file, FileMode.Open, FileAccess.Write);
        written.Flush(flushToDisk: true);
    }

    private static void DeleteIfThere(string file)
    {
        if (File.Exists(file))
            File.Delete(file);
    }
}
