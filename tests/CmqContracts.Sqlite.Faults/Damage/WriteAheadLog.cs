using System.Buffers.Binary;

namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>The valid frames of SQLite's WAL: those that have the header's salts. Frames from before the WAL's last restart may follow them.</summary>
/// <remarks>See https://www.sqlite.org/fileformat2.html#the_write_ahead_log.</remarks>
/// <param name="Restarts">How often the WAL has restarted.</param>
/// <param name="FrameSize">Bytes of a frame.</param>
/// <param name="Commits">The frames that end a commit.</param>
internal sealed record WriteAheadLog(int Restarts, int FrameSize, IReadOnlyList<int> Commits)
{
    public const string FileName = "cmq.db-wal";
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;

    /// <summary>The offset of a frame, counted from 0, in the file.</summary>
    public long OffsetOf(int frame) => HeaderSize + ((long)frame * FrameSize);

    /// <summary>Reads a WAL, also one that is being written.</summary>
    public static WriteAheadLog Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using MemoryStream copy = new();
        file.CopyTo(copy);
        ReadOnlySpan<byte> wal = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        if (wal.Length < HeaderSize)
            return new WriteAheadLog(0, 0, []);

        int frameSize = FrameHeaderSize + BinaryPrimitives.ReadInt32BigEndian(wal[8..]);
        ReadOnlySpan<byte> salts = wal.Slice(16, 8);
        List<int> commits = [];
        for (int frame = 0; wal.Length >= HeaderSize + ((frame + 1) * frameSize); frame++)
        {
            ReadOnlySpan<byte> header = wal.Slice(HeaderSize + (frame * frameSize), FrameHeaderSize);
            if (!header.Slice(8, 8).SequenceEqual(salts))
                break;
            if (BinaryPrimitives.ReadInt32BigEndian(header[4..]) > 0)
                commits.Add(frame);
        }

        return new WriteAheadLog(BinaryPrimitives.ReadInt32BigEndian(wal[12..]), frameSize, commits);
    }
}
