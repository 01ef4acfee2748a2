using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Sqlite;

/// <summary>What a note says.</summary>
/// <param name="Progress">What database and log must hold together.</param>
/// <param name="Log">The place in the log where the latest commit ends; the default: the log is not known yet.</param>
/// <param name="Lineage">Who has written them.</param>
/// <param name="IsCopying">Whether the log was being copied: the database alone may be a mixture of two moments.</param>
internal readonly record struct NotedCommits(Progress Progress, LogPlace Log, Lineage Lineage, bool IsCopying);

/// <summary>
/// The file that says which commits must be there, so that a log that has gone, was cut or exchanged is not taken for one without
/// them. It is written after a commit's sync and not synced itself: when the process ends it is exact, and after power loss it may be
/// behind, never ahead. It is gone when the store is closed.
/// </summary>
internal sealed class CommitNote(StoreFiles files, FileStream file) : IDisposable
{
    // "CMQ-note" with the version of its form.
    private const long Magic = 0x02_65746F6E_514D43;
    private const int Numbers = 10;

    private readonly object _gate = new();

    /// <summary>Taken before the other one, and held while the note is flushed: commits do not wait for that.</summary>
    private readonly object _copyGate = new();
    private SafeFileHandle? _log;
    private NotedCommits _noted;
    private bool _isBegun;
    private bool _hasFailed;

    /// <summary>Whether it is safe that the log is being copied.</summary>
    private bool _isCopyFlushed;

    /// <summary>What the last process has noted; <see langword="null"/>: nothing.</summary>
    public NotedCommits? Read()
    {
        Span<byte> bytes = stackalloc byte[Numbers * sizeof(long)];
        if (RandomAccess.Read(file.SafeFileHandle, bytes, 0) < bytes.Length)
            return null;
        Span<long> values = stackalloc long[Numbers];
        for (int i = 0; i < Numbers; i++)
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
        if (values[0] != Magic || values[^1] != Checksum.OfNumbers(values[..^1]))
            return null;
        return new NotedCommits(new Progress(values[2], values[3]), new LogPlace((ulong)values[4], values[5], (ulong)values[6]), new Lineage(values[7], values[8]), values[1] != 0);
    }

    /// <summary>Whether there has been a store that noted something.</summary>
    public bool IsWritten() => Read() is not null || IsDamaged();

    /// <summary>Whether something is written in it that is no note. A note that was never synced is empty, or zeros.</summary>
    public bool IsDamaged()
    {
        Span<byte> bytes = stackalloc byte[Numbers * sizeof(long)];
        int length = RandomAccess.Read(file.SafeFileHandle, bytes, 0);
        return bytes[..length].ContainsAnyExcept((byte)0) && Read() is null;
    }

    /// <summary>Begins to note, before the first commit: from here on another log may begin. So what the last process has noted must not come back.</summary>
    public void Begin(Progress progress, Lineage lineage)
    {
        lock (_gate)
        {
            if (_isBegun)
                return;
            _isBegun = true;
            _log = OpenLog();
            try
            {
                // Emptied first, so that where nothing can be noted, as on a full disk, nothing stays that would be wrong.
                RandomAccess.SetLength(file.SafeFileHandle, 0);
                Write(new NotedCommits(progress, default, lineage, _noted.IsCopying));
                file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // A store without a note opens as it is.
            }
        }
    }

    /// <summary>Notes a commit that is durable.</summary>
    /// <param name="progress">How far commits have got with it.</param>
    /// <param name="pages">Pages that were written to the log since the last commit.</param>
    public void Commit(Progress progress, int pages)
    {
        lock (_gate)
        {
            if (_isBegun)
                Write(_noted with { Progress = progress, Log = FindCommit(pages) });
            _hasFailed = false;
        }
    }

    /// <summary>Notes that a commit has failed, which may have left pages of it in the log, behind the latest commit.</summary>
    public void Fail()
    {
        lock (_gate)
            _hasFailed = true;
    }

    /// <summary>Notes that the log begins to be copied into the database. Returns when the note is synced, as the copy writes to the database next.</summary>
    public void BeginCopy()
    {
        lock (_copyGate)
        {
            if (_isCopyFlushed)
                return;
            bool isWritten;
            lock (_gate)
            {
                if (!_isBegun && !_noted.IsCopying)
                {
                    if (Read() is not { } noted)
                        return;
                    _noted = noted;
                }

                isWritten = Write(_noted with { IsCopying = true });
            }

            try
            {
                file.Flush(flushToDisk: true);
                _isCopyFlushed = isWritten;
            }
            catch (IOException)
            {
                // Without it, a power loss during the copy together with a lost log is not noticed.
            }
        }
    }

    /// <summary>Notes that the database has all of the log.</summary>
    public void EndCopy()
    {
        lock (_copyGate)
        {
            _isCopyFlushed = false;
            lock (_gate)
            {
                if (_noted.IsCopying)
                    Write(_noted with { IsCopying = false });
            }
        }
    }

    /// <summary>The store is closed. A log that is there all the same, as another program reads it, keeps its note.</summary>
    public void End()
    {
        try
        {
            if (!File.Exists(files.Log))
                File.Delete(files.Note);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The database holds all that a note says which stays.
        }
    }

    public void Dispose()
    {
        // What was only locked, and never written, is no note.
        try
        {
            if (!_isBegun && RandomAccess.GetLength(file.SafeFileHandle) == 0)
                File.Delete(files.Note);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty file says nothing.
        }

        _log?.Dispose();
        file.Dispose();
    }

    /// <summary>Where the commit ends in the log. It is durable by now, so a log that cannot be read is no failure of it.</summary>
    private LogPlace FindCommit(int pages)
    {
        try
        {
            if (_log is null)
                return default;
            return _hasFailed ? WriteAheadLog.FindLastCommit(_log, _noted.Log) : WriteAheadLog.FindCommit(_log, _noted.Log, pages);
        }
        catch (IOException)
        {
            return default;
        }
    }

    private SafeFileHandle? OpenLog()
    {
        try
        {
            return File.OpenHandle(files.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A note that cannot be written stays behind, as after power loss: the commit is durable without it.</summary>
    /// <returns>Whether it is written.</returns>
    private bool Write(in NotedCommits noted)
    {
        _noted = noted;
        ReadOnlySpan<long> values = [Magic, noted.IsCopying ? 1 : 0, noted.Progress.Commits, noted.Progress.LastSequence, (long)noted.Log.Salts, noted.Log.Frames, (long)noted.Log.Sums, noted.Lineage.Writer, noted.Lineage.Before];
        Span<byte> bytes = stackalloc byte[Numbers * sizeof(long)];
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
