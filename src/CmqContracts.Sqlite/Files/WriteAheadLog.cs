using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Sqlite;

/// <summary>A position in a WAL: the end of a frame. The checksum runs from the WAL's beginning, so it covers everything before the position.</summary>
/// <param name="Salts">Identifies the WAL: whenever it restarts, SQLite increments the first half and draws the second at random.</param>
/// <param name="Frames">Frames up to here.</param>
/// <param name="Checksum">The running checksum.</param>
internal readonly record struct WalPosition(ulong Salts, long Frames, ulong Checksum);

/// <summary>What a WAL holds of a position that was noted.</summary>
internal enum WalState
{
    /// <summary>There is no WAL, or nothing in it.</summary>
    Empty,

    /// <summary>It holds everything up to the position.</summary>
    Holds,

    /// <summary>It is the WAL of the position, and does not reach it.</summary>
    Short,

    /// <summary>It has restarted since, which SQLite does only when the database has all of the WAL before.</summary>
    Later,

    /// <summary>It is another WAL.</summary>
    Other,
}

/// <summary>
/// SQLite's WAL as a file. SQLite reads it up to the first frame that is not valid and takes the rest for an incomplete commit; so damage in the
/// middle would silently lose everything after it. Each commit of a store is synced before the next begins, so only the last one can be incomplete:
/// a frame that is not valid and is followed by complete commits is damage.
/// </summary>
/// <remarks>The format is described in SQLite's documentation, "WAL-mode File Format".</remarks>
internal static class WriteAheadLog
{
    /// <summary>The WAL's size from the start: a commit that makes the file grow has to sync its length too, and takes twice as long.</summary>
    public const int Bytes = 16 * 1024 * 1024;

    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint Magic = 0x377F0682;

    /// <summary>How often a WAL may have restarted since the latest note: once, and after power loss a few times. With more it is another WAL.</summary>
    private const uint MaxRestarts = 1000;

    /// <summary>Extends the file to <paramref name="bytes"/>, or as far as there is space, see <see cref="Bytes"/>.</summary>
    public static void Extend(string file, long bytes)
    {
        try
        {
            using FileStream wal = new(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            wal.Position = wal.Length;
            byte[] zeros = new byte[256 * 1024];
            while (wal.Position < bytes)
                wal.Write(zeros, 0, (int)Math.Min(zeros.Length, bytes - wal.Position));
            wal.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // The disk is full. Any other fault shows at the next commit.
        }
    }

    /// <summary>Finds the end of a commit in the WAL.</summary>
    /// <param name="wal">The WAL.</param>
    /// <param name="last">The end of the commit before.</param>
    /// <param name="pages">Pages that were written since.</param>
    /// <returns>The position; the default: the commit is not there.</returns>
    public static WalPosition FindCommit(SafeFileHandle wal, WalPosition last, int pages)
    {
        Span<byte> header = stackalloc byte[FrameHeaderBytes];
        WalPosition position = last with { Frames = last.Frames + pages };
        if (last.Frames > 0 && RandomAccess.Read(wal, header, OffsetOf(position.Frames, Format.PageBytes)) == FrameHeaderBytes && Salts(header, 8) == last.Salts && Word(header, 4) != 0)
            return position with { Checksum = ChecksumOf(header) };

        // The WAL has restarted, or a page was written to it twice.
        return FindLastCommit(wal, last);
    }

    /// <summary>
    /// Follows the frames from a commit on to the end of the last one. After it there may be frames of commits that failed, which the
    /// checksums tell from commits.
    /// </summary>
    /// <param name="wal">The WAL.</param>
    /// <param name="known">The end of a commit; the WAL may have restarted since.</param>
    /// <returns>The position; the default: there is no commit.</returns>
    public static WalPosition FindLastCommit(SafeFileHandle wal, WalPosition known)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(wal, header, 0) < HeaderBytes || Word(header, 8) != Format.PageBytes)
            return default;
        WalPosition found = Salts(header, 16) == known.Salts ? known : default;
        Frames frames = new(wal, header, found);
        while (frames.MoveNext() && frames.IsValid)
        {
            if (frames.EndsCommit)
                found = frames.Position;
        }

        return found;
    }

    /// <summary>Scans the WAL that a crash has left for damage, and for a position in it.</summary>
    /// <exception cref="SqliteStoreException">A commit that others follow is damaged.</exception>
    public static WalState Check(string file, WalPosition position)
    {
        if (!File.Exists(file))
            return WalState.Empty;
        try
        {
            return CheckExisting(file, position);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SqliteStoreException($"'{file}' cannot be read: {e.Message} Check that this user may read it, and the disk.", e);
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);

    private static ulong Salts(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64BigEndian(bytes[offset..]);

    private static ulong ChecksumOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt64BigEndian(frame[16..]);

    private static long OffsetOf(long frame, int pageBytes) => HeaderBytes + ((frame - 1) * (FrameHeaderBytes + pageBytes));

    private static WalState CheckExisting(string file, WalPosition position)
    {
        using SafeFileHandle wal = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(wal, header, 0) < HeaderBytes || header.IndexOfAnyExcept((byte)0) < 0)
            return WalState.Empty;
        RunningChecksum checksum = new(isBigEndian: (Word(header, 0) & 1) != 0);
        checksum.Add(header[..24]);
        if ((Word(header, 0) & ~1u) != Magic || !checksum.Is(Word(header, 24), Word(header, 28)))
            throw StoreFailure.Damaged(file, "the beginning of the WAL is not what was written");
        uint pageBytes = Word(header, 8);
        if (pageBytes is < 512 or > 65536)
            throw StoreFailure.Damaged(file, $"the WAL has pages of {pageBytes} bytes, which SQLite never writes");

        bool isCommitAfterDamage = false;
        bool holdsPosition = false;
        Frames frames = new(wal, header, known: default);
        while (frames.MoveNext())
        {
            holdsPosition |= frames.IsValid && frames.Position == position;
            if (frames.IsValid || !frames.IsOfThisWal)
                continue;
            if (isCommitAfterDamage)
                throw StoreFailure.Damaged(file, $"frame {frames.Position.Frames} of the WAL belongs to a commit that was made when everything before it was valid, which it is not");
            isCommitAfterDamage = frames.EndsCommit;
        }

        ulong salts = frames.Position.Salts;
        if (salts == position.Salts)
            return holdsPosition ? WalState.Holds : WalState.Short;
        return (uint)(salts >> 32) - (uint)(position.Salts >> 32) is > 0 and <= MaxRestarts ? WalState.Later : WalState.Other;
    }

    /// <summary>Goes through the frames of a WAL, from a position in it to the end of the file.</summary>
    private struct Frames
    {
        private readonly SafeFileHandle _wal;
        private readonly int _pageBytes;
        private readonly byte[] _frame;
        private RunningChecksum _checksum;

        /// <param name="wal">The WAL.</param>
        /// <param name="header">Its header.</param>
        /// <param name="known">The frame that is not read again; the default: all are read.</param>
        public Frames(SafeFileHandle wal, ReadOnlySpan<byte> header, WalPosition known)
        {
            _wal = wal;
            _pageBytes = (int)Word(header, 8);
            _frame = new byte[FrameHeaderBytes + _pageBytes];
            _checksum = new RunningChecksum(isBigEndian: (Word(header, 0) & 1) != 0, known == default ? BinaryPrimitives.ReadUInt64BigEndian(header[24..]) : known.Checksum);
            Position = known with { Salts = Salts(header, 16) };
        }

        /// <summary>Where the current frame ends. The checksum is the one that the frame has, which may be wrong.</summary>
        public WalPosition Position { get; private set; }

        /// <summary>Whether the current frame, and all before it, are what was written.</summary>
        public bool IsValid { get; private set; } = true;

        /// <summary>Whether the current frame has the WAL's salts. Frames from before the WAL's last restart have others.</summary>
        public bool IsOfThisWal { get; private set; }

        public readonly bool EndsCommit => Word(_frame, 4) != 0;

        /// <returns>Whether there is another frame.</returns>
        public bool MoveNext()
        {
            if (RandomAccess.Read(_wal, _frame, OffsetOf(Position.Frames + 1, _pageBytes)) < _frame.Length)
                return false;
            Position = Position with { Frames = Position.Frames + 1, Checksum = ChecksumOf(_frame) };
            IsOfThisWal = Salts(_frame, 8) == Position.Salts;
            if (IsValid)
            {
                _checksum.AddFrame(_frame);
                IsValid = IsOfThisWal && _checksum.Is(Word(_frame, 16), Word(_frame, 20));
            }

            return true;
        }
    }

    /// <summary>The running checksum of a WAL.</summary>
    private struct RunningChecksum(bool isBigEndian, ulong soFar = 0)
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

        public readonly bool Is(uint first, uint second) => _first == first && _second == second;

        private readonly uint Word(ReadOnlySpan<byte> bytes) =>
            isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
