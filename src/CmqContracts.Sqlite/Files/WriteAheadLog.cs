using System.Buffers.Binary;

namespace CmqContracts.Sqlite;

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

    /// <summary>Looks for damage in the log that a crash has left.</summary>
    /// <exception cref="SqliteStoreException">A commit that others follow is not whole.</exception>
    public static void Check(string file)
    {
        if (!File.Exists(file))
            return;
        try
        {
            CheckExisting(file);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not SqliteStoreException)
        {
            throw new SqliteStoreException($"'{file}' cannot be read: {e.Message} Check that this user may read it, and the disk.", e);
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);

    private static void CheckExisting(string file)
    {
        using FileStream log = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1024 * 1024);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (log.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || header.IndexOfAnyExcept((byte)0) < 0)
            return;
        Sums sums = new(isBigEndian: (Word(header, 0) & 1) != 0);
        sums.Add(header[..24]);
        if ((Word(header, 0) & ~1u) != Magic || !sums.Are(Word(header, 24), Word(header, 28)))
            throw StoreFailure.Damaged(file, "the beginning of the log is not what was written");

        int pageBytes = (int)Word(header, 8);
        ulong salt = BinaryPrimitives.ReadUInt64BigEndian(header[16..]);
        byte[] frame = new byte[FrameHeaderBytes + pageBytes];
        bool isWhole = true;
        bool isCommitBehindDamage = false;
        for (long number = 1; log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length; number++)
        {
            // Frames from before the log's last beginning have other salts.
            bool isOfThisLog = BinaryPrimitives.ReadUInt64BigEndian(frame.AsSpan(8)) == salt;
            if (isWhole)
            {
                sums.Add(frame.AsSpan(0, 8));
                sums.Add(frame.AsSpan(FrameHeaderBytes));
                isWhole = isOfThisLog && sums.Are(Word(frame, 16), Word(frame, 20));
            }

            if (isWhole || !isOfThisLog)
                continue;
            if (isCommitBehindDamage)
                throw StoreFailure.Damaged(file, $"frame {number} of the log belongs to a commit that was made when what is before it was whole, and it is not");
            isCommitBehindDamage = Word(frame, 4) != 0;
        }
    }

    /// <summary>The running checksum of a log.</summary>
    private struct Sums(bool isBigEndian)
    {
        private uint _first;
        private uint _second;

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
