using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Sqlite;

/// <summary>A place in a log: the end of a frame. The sums run from the log's beginning, so they stand for all that is before it.</summary>
/// <param name="Salts">What tells one log from the next: SQLite counts the first half up whenever the log begins anew, and draws the second.</param>
/// <param name="Frames">Frames up to here.</param>
/// <param name="Sums">The running checksum.</param>
internal readonly record struct LogPlace(ulong Salts, long Frames, ulong Sums);

/// <summary>What a log is to a place in it.</summary>
internal enum LogState
{
    /// <summary>There is no log, or nothing in it.</summary>
    Empty,

    /// <summary>The place is in it, and all that is before it.</summary>
    Holds,

    /// <summary>It is the log of the place, and does not reach it.</summary>
    Short,

    /// <summary>It has begun anew since: SQLite lets it only when the database has all of the log before.</summary>
    Later,

    /// <summary>It is another log.</summary>
    Other,
}

/// <summary>
/// SQLite's log as a file. SQLite reads it up to the first frame that is not whole and takes the rest for a commit that a crash cut
/// off; so damage in the middle would silently cost everything behind it. Each of our commits is synced before the next begins, and
/// that tells the two apart: a cut-off commit is the last one.
/// </summary>
/// <remarks>The format is described in SQLite's documentation, "WAL-mode File Format".</remarks>
internal static class WriteAheadLog
{
    /// <summary>The log's usual size. A file that grows needs its length synced too, which makes a commit take twice as long.</summary>
    public const int Bytes = 16 * 1024 * 1024;

    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint Magic = 0x377F0682;

    /// <summary>How often a log may have begun anew since the latest note: once, and after power loss a few times. More is another log.</summary>
    private const uint MaxBeginnings = 1000;

    /// <summary>Makes room for commits to come, as far as there is any: without it they only take longer.</summary>
    public static void Extend(string file, long bytes)
    {
        try
        {
            using FileStream log = new(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            log.Position = log.Length;
            byte[] zeros = new byte[256 * 1024];
            while (log.Position < bytes)
                log.Write(zeros, 0, (int)Math.Min(zeros.Length, bytes - log.Position));
            log.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // A full disk. Whatever else is wrong with it shows when something is to be kept.
        }
    }

    /// <summary>Finds the end of a commit in the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="last">The end of the commit before.</param>
    /// <param name="pages">Pages that were written since.</param>
    /// <returns>The place; the default: it is not there.</returns>
    public static LogPlace FindCommit(SafeFileHandle log, LogPlace last, int pages)
    {
        Span<byte> header = stackalloc byte[FrameHeaderBytes];
        LogPlace place = last with { Frames = last.Frames + pages };
        if (last.Frames > 0 && RandomAccess.Read(log, header, OffsetOf(place.Frames, Format.PageBytes)) == FrameHeaderBytes && Salts(header, 8) == last.Salts && Word(header, 4) != 0)
            return place with { Sums = Sums64(header) };

        // The log has begun anew, or a page was written to it twice.
        return FindLastCommit(log, last);
    }

    /// <summary>
    /// Follows the frames from a commit on to the end of the last one. Behind it may be what commits that failed have left, which the
    /// sums tell from commits.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="known">The end of a commit; the log may have begun anew since.</param>
    /// <returns>The place; the default: there is no commit.</returns>
    public static LogPlace FindLastCommit(SafeFileHandle log, LogPlace known)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(log, header, 0) < HeaderBytes || Word(header, 8) != Format.PageBytes)
            return default;
        LogPlace found = Salts(header, 16) == known.Salts ? known : default;
        Frames frames = new(log, header, found);
        while (frames.MoveNext() && frames.IsWhole)
        {
            if (frames.EndsCommit)
                found = frames.Place;
        }

        return found;
    }

    /// <summary>Scans the log that a crash has left for damage, and for a place in it.</summary>
    /// <exception cref="SqliteStoreException">A commit that others follow is not whole.</exception>
    public static LogState Check(string file, LogPlace place)
    {
        if (!File.Exists(file))
            return LogState.Empty;
        try
        {
            return CheckExisting(file, place);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SqliteStoreException($"'{file}' cannot be read: {e.Message} Check that this user may read it, and the disk.", e);
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);

    private static ulong Salts(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64BigEndian(bytes[offset..]);

    private static ulong Sums64(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt64BigEndian(frame[16..]);

    private static long OffsetOf(long frame, int pageBytes) => HeaderBytes + ((frame - 1) * (FrameHeaderBytes + pageBytes));

    private static LogState CheckExisting(string file, LogPlace place)
    {
        using SafeFileHandle log = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(log, header, 0) < HeaderBytes || header.IndexOfAnyExcept((byte)0) < 0)
            return LogState.Empty;
        Sums sums = new(isBigEndian: (Word(header, 0) & 1) != 0);
        sums.Add(header[..24]);
        if ((Word(header, 0) & ~1u) != Magic || !sums.Are(Word(header, 24), Word(header, 28)))
            throw StoreFailure.Damaged(file, "the beginning of the log is not what was written");
        uint pageBytes = Word(header, 8);
        if (pageBytes is < 512 or > 65536)
            throw StoreFailure.Damaged(file, $"the log has pages of {pageBytes} bytes, which cannot be");

        bool isCommitBehindDamage = false;
        bool holdsPlace = false;
        Frames frames = new(log, header, known: default);
        while (frames.MoveNext())
        {
            holdsPlace |= frames.IsWhole && frames.Place == place;
            if (frames.IsWhole || !frames.IsOfThisLog)
                continue;
            if (isCommitBehindDamage)
                throw StoreFailure.Damaged(file, $"frame {frames.Place.Frames} of the log belongs to a commit that was made when what is before it was whole, and it is not");
            isCommitBehindDamage = frames.EndsCommit;
        }

        ulong salts = frames.Place.Salts;
        if (salts == place.Salts)
            return holdsPlace ? LogState.Holds : LogState.Short;
        return (uint)(salts >> 32) - (uint)(place.Salts >> 32) is > 0 and <= MaxBeginnings ? LogState.Later : LogState.Other;
    }

    /// <summary>Goes through the frames of a log, from a place in it on, to the end of the file.</summary>
    private struct Frames
    {
        private readonly SafeFileHandle _log;
        private readonly int _pageBytes;
        private readonly byte[] _frame;
        private Sums _sums;

        /// <param name="log">The log.</param>
        /// <param name="header">Its header.</param>
        /// <param name="known">The frame that is not read again; the default: all are read.</param>
        public Frames(SafeFileHandle log, ReadOnlySpan<byte> header, LogPlace known)
        {
            _log = log;
            _pageBytes = (int)Word(header, 8);
            _frame = new byte[FrameHeaderBytes + _pageBytes];
            _sums = new Sums(isBigEndian: (Word(header, 0) & 1) != 0, known == default ? BinaryPrimitives.ReadUInt64BigEndian(header[24..]) : known.Sums);
            Place = known with { Salts = Salts(header, 16) };
        }

        /// <summary>Where the present frame ends. The sums are what it says itself.</summary>
        public LogPlace Place { get; private set; }

        /// <summary>Whether the present frame, and all before it, are what was written.</summary>
        public bool IsWhole { get; private set; } = true;

        /// <summary>Whether the present frame has the log's salts. Frames from before the log's last beginning have others.</summary>
        public bool IsOfThisLog { get; private set; }

        public readonly bool EndsCommit => Word(_frame, 4) != 0;

        /// <returns>Whether there is another frame.</returns>
        public bool MoveNext()
        {
            if (RandomAccess.Read(_log, _frame, OffsetOf(Place.Frames + 1, _pageBytes)) < _frame.Length)
                return false;
            Place = Place with { Frames = Place.Frames + 1, Sums = Sums64(_frame) };
            IsOfThisLog = Salts(_frame, 8) == Place.Salts;
            if (IsWhole)
            {
                _sums.AddFrame(_frame);
                IsWhole = IsOfThisLog && _sums.Are(Word(_frame, 16), Word(_frame, 20));
            }

            return true;
        }
    }

    /// <summary>The running checksum of a log.</summary>
    private struct Sums(bool isBigEndian, ulong soFar = 0)
    {
        private uint _first = (uint)(soFar >> 32);
        private uint _second = (uint)soFar;

        public void AddFrame(ReadOnlySpan<byte> frame)
        {
            Add(frame[..8]);
            Add(frame[FrameHeaderBytes..]);
        }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                _first += Word(bytes) + _second;
                _second += Word(bytes[4..]) + _first;
            }
        }

        public readonly bool Are(uint first, uint second) => _first == first && _second == second;

        private readonly uint Word(ReadOnlySpan<byte> bytes) =>
            isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
