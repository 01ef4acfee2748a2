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
    public static void Extend(string file)
    {
        try
        {
            using FileStream log = new(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            log.Position = log.Length;
            byte[] zeros = new byte[256 * 1024];
            while (log.Position < Bytes)
                log.Write(zeros, 0, (int)Math.Min(zeros.Length, Bytes - log.Position));
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
    /// <param name="pages">Pages that were written since, as far as is known; 0: what was written is not known, as a commit has failed meanwhile.</param>
    /// <returns>The place; the default: it is not there.</returns>
    public static LogPlace FindCommit(SafeFileHandle log, LogPlace last, int pages)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (pages > 0 && last.Frames > 0 && TryReadFrame(log, last.Frames + pages, header) && Salts(header, 8) == last.Salts && Word(header, 4) != 0)
            return new LogPlace(last.Salts, last.Frames + pages, Sums64(header));

        // The log has begun anew, or a page was written to it twice.
        return RandomAccess.Read(log, header, 0) < HeaderBytes ? default : FindCommit(log, last, header);
    }

    /// <summary>Follows the frames from the last commit on. Behind them may be what commits that failed have left, which the sums tell from them.</summary>
    private static LogPlace FindCommit(SafeFileHandle log, LogPlace last, ReadOnlySpan<byte> header)
    {
        ulong salts = Salts(header, 16);
        LogPlace found = last.Salts == salts ? last : default;
        Sums sums = new(isBigEndian: (Word(header, 0) & 1) != 0, last.Salts == salts ? last.Sums : BinaryPrimitives.ReadUInt64BigEndian(header[24..]));
        byte[] frame = new byte[FrameHeaderBytes + Format.PageBytes];
        for (long number = found.Frames + 1; RandomAccess.Read(log, frame, OffsetOf(number)) == frame.Length && Salts(frame, 8) == salts; number++)
        {
            sums.AddFrame(frame);
            if (!sums.Are(Word(frame, 16), Word(frame, 20)))
                break;
            if (Word(frame, 4) != 0)
                found = new LogPlace(salts, number, Sums64(frame));
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
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not SqliteStoreException)
        {
            throw new SqliteStoreException($"'{file}' cannot be read: {e.Message} Check that this user may read it, and the disk.", e);
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);

    private static ulong Salts(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64BigEndian(bytes[offset..]);

    private static ulong Sums64(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt64BigEndian(frame[16..]);

    private static bool TryReadFrame(SafeFileHandle log, long number, Span<byte> header) =>
        RandomAccess.Read(log, header[..FrameHeaderBytes], OffsetOf(number)) == FrameHeaderBytes;

    private static long OffsetOf(long frame) => HeaderBytes + ((frame - 1) * (FrameHeaderBytes + Format.PageBytes));

    private static LogState CheckExisting(string file, LogPlace place)
    {
        using FileStream log = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1024 * 1024);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (log.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || header.IndexOfAnyExcept((byte)0) < 0)
            return LogState.Empty;
        Sums sums = new(isBigEndian: (Word(header, 0) & 1) != 0);
        sums.Add(header[..24]);
        if ((Word(header, 0) & ~1u) != Magic || !sums.Are(Word(header, 24), Word(header, 28)))
            throw StoreFailure.Damaged(file, "the beginning of the log is not what was written");

        int pageBytes = (int)Word(header, 8);
        if (pageBytes is < 512 or > 65536)
            throw StoreFailure.Damaged(file, $"the log has pages of {pageBytes} bytes, which cannot be");
        ulong salts = Salts(header, 16);
        byte[] frame = new byte[FrameHeaderBytes + pageBytes];
        bool isWhole = true;
        bool isCommitBehindDamage = false;
        bool holdsPlace = false;
        for (long number = 1; log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length; number++)
        {
            // Frames from before the log's last beginning have other salts.
            bool isOfThisLog = Salts(frame, 8) == salts;
            if (isWhole)
            {
                sums.AddFrame(frame);
                isWhole = isOfThisLog && sums.Are(Word(frame, 16), Word(frame, 20));
                holdsPlace |= isWhole && new LogPlace(salts, number, Sums64(frame)) == place;
            }

            if (isWhole || !isOfThisLog)
                continue;
            if (isCommitBehindDamage)
                throw StoreFailure.Damaged(file, $"frame {number} of the log belongs to a commit that was made when what is before it was whole, and it is not");
            isCommitBehindDamage = Word(frame, 4) != 0;
        }

        if (salts == place.Salts)
            return holdsPlace ? LogState.Holds : LogState.Short;
        return (uint)(salts >> 32) - (uint)(place.Salts >> 32) is > 0 and <= MaxBeginnings ? LogState.Later : LogState.Other;
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
