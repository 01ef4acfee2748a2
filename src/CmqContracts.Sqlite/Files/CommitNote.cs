using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Sqlite;

/// <summary>The content of the commit note.</summary>
/// <param name="Progress">The commits that database and WAL together must hold.</param>
/// <param name="Wal">Where in the WAL the latest commit ends; the default: the WAL is not known yet.</param>
/// <param name="Lineage">Who has written them.</param>
/// <param name="IsCheckpointing">Whether a checkpoint was under way: the database alone may be a mixture of two moments.</param>
internal readonly record struct NotedCommits(Progress Progress, WalPosition Wal, Lineage Lineage, bool IsCheckpointing);

/// <summary>
/// The file that records the latest commit, so that a WAL that is missing, truncated or exchanged is noticed: SQLite would take it for the whole
/// WAL. It is written after the commit's sync and is not synced itself: when the process ends it is exact, and after power loss it may be behind,
/// never ahead. Closing the store removes it.
/// </summary>
internal sealed class CommitNote(StoreFiles files, FileStream file) : IDisposable
{
    // "CMQ-note" with the version of its format.
    private const long Magic = 0x02_65746F6E_514D43;
    private const int NumberCount = 10;

    private readonly object _gate = new();

    /// <summary>Taken before <see cref="_gate"/>, and held while the note is synced: commits do not wait for that.</summary>
    private readonly object _checkpointGate = new();
    private SafeFileHandle? _wal;
    private NotedCommits _noted;
    private bool _isBegun;
    private bool _hasFailed;

    /// <summary>Whether it is on disk that a checkpoint is under way.</summary>
    private bool _isCheckpointSynced;

    /// <summary>What the last process has noted; <see langword="null"/>: nothing.</summary>
    public NotedCommits? Read()
    {
        Span<byte> bytes = stackalloc byte[NumberCount * sizeof(long)];
        if (RandomAccess.Read(file.SafeFileHandle, bytes, 0) < bytes.Length)
            return null;
        Span<long> values = stackalloc long[NumberCount];
        for (int i = 0; i < NumberCount; i++)
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
        if (values[0] != Magic || values[^1] != Checksum.OfNumbers(values[..^1]))
            return null;
        return new NotedCommits(new Progress(values[2], values[3]), new WalPosition((ulong)values[4], values[5], (ulong)values[6]), new Lineage(values[7], values[8]), values[1] != 0);
    }

    /// <summary>Whether a store has noted something.</summary>
    public bool IsWritten() => Read() is not null || IsDamaged();

    /// <summary>Whether the file holds bytes that are no note. A note that was never synced may be empty or zeros, which is no damage.</summary>
    public bool IsDamaged()
    {
        Span<byte> bytes = stackalloc byte[NumberCount * sizeof(long)];
        int length = RandomAccess.Read(file.SafeFileHandle, bytes, 0);
        return bytes[..length].ContainsAnyExcept((byte)0) && Read() is null;
    }

    /// <summary>Writes the first note, before the first commit. From here on the WAL may restart, so the last process's note is removed durably.</summary>
    public void Begin(Progress progress, Lineage lineage)
    {
        lock (_gate)
        {
            if (_isBegun)
                return;
            _isBegun = true;
            _wal = OpenWal();
            try
            {
                // Emptied first: where no more can be written, as on a full disk, the store is left without a note, not with a wrong one.
                RandomAccess.SetLength(file.SafeFileHandle, 0);
                Write(new NotedCommits(progress, default, lineage, _noted.IsCheckpointing));
                file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // A store without a note opens as it is.
            }
        }
    }

    /// <summary>Notes a commit that is durable.</summary>
    /// <param name="progress">The progress of the commits, this one included.</param>
    /// <param name="pages">Pages that were written to the WAL since the last commit.</param>
    public void Commit(Progress progress, int pages)
    {
        lock (_gate)
        {
            if (_isBegun)
                Write(_noted with { Progress = progress, Wal = FindCommit(pages) });
            _hasFailed = false;
        }
    }

    /// <summary>Notes that a commit has failed, which may have left pages in the WAL after the latest commit.</summary>
    public void Fail()
    {
        lock (_gate)
            _hasFailed = true;
    }

    /// <summary>Notes that a checkpoint begins. Returns when the note is synced, as the checkpoint writes to the database next.</summary>
    public void BeginCheckpoint()
    {
        lock (_checkpointGate)
        {
            if (_isCheckpointSynced)
                return;
            bool isWritten;
            lock (_gate)
            {
                if (!_isBegun && !_noted.IsCheckpointing)
                {
                    if (Read() is not { } noted)
                        return;
                    _noted = noted;
                }

                isWritten = Write(_noted with { IsCheckpointing = true });
            }

            try
            {
                file.Flush(flushToDisk: true);
                _isCheckpointSynced = isWritten;
            }
            catch (IOException)
            {
                // Without it, a power loss during the checkpoint together with a lost WAL is not noticed.
            }
        }
    }

    /// <summary>Notes that the database has all of the WAL.</summary>
    public void EndCheckpoint()
    {
        lock (_checkpointGate)
        {
            _isCheckpointSynced = false;
            lock (_gate)
            {
                if (_noted.IsCheckpointing)
                    Write(_noted with { IsCheckpointing = false });
            }
        }
    }

    /// <summary>The store is closed. A WAL that is still there, as another program reads it, keeps its note.</summary>
    public void End()
    {
        try
        {
            if (!File.Exists(files.Wal))
                File.Delete(files.Note);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A note that stays says no more than the database holds.
        }
    }

    public void Dispose()
    {
        // A file that was only locked, and never written, is no note.
        try
        {
            if (!_isBegun && RandomAccess.GetLength(file.SafeFileHandle) == 0)
                File.Delete(files.Note);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty file is no note.
        }

        _wal?.Dispose();
        file.Dispose();
    }

    /// <summary>Where the commit ends in the WAL. It is durable by now, so a WAL that cannot be read does not make it fail.</summary>
    private WalPosition FindCommit(int pages)
    {
        try
        {
            if (_wal is null)
                return default;
            return _hasFailed ? WriteAheadLog.FindLastCommit(_wal, _noted.Wal) : WriteAheadLog.FindCommit(_wal, _noted.Wal, pages);
        }
        catch (IOException)
        {
            return default;
        }
    }

    private SafeFileHandle? OpenWal()
    {
        try
        {
            return File.OpenHandle(files.Wal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A note that cannot be written stays as it was, as after power loss: the commit is durable without it.</summary>
    /// <returns>Whether it is written.</returns>
    private bool Write(in NotedCommits noted)
    {
        _noted = noted;
        ReadOnlySpan<long> values = [Magic, noted.IsCheckpointing ? 1 : 0, noted.Progress.Commits, noted.Progress.LastSequence, (long)noted.Wal.Salts, noted.Wal.Frames, (long)noted.Wal.Checksum, noted.Lineage.Writer, noted.Lineage.Before];
        Span<byte> bytes = stackalloc byte[NumberCount * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], values[i]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[(values.Length * sizeof(long))..], Checksum.OfNumbers(values));
        try
        {
            RandomAccess.Write(file.SafeFileHandle, bytes, 0);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
