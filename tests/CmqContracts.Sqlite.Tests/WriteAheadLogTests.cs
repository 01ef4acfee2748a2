using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Sqlite.Tests;

/// <summary>Where commits end in the WAL.</summary>
public sealed class WriteAheadLogTests : StoreTest
{
    private const int FrameBytes = 24 + Format.PageBytes;

    /// <summary>A commit that fails, as on a full disk, leaves frames of the same WAL, and the next one overwrites only some of them.</summary>
    [Theory]
    [InlineData(24)]
    [InlineData(FrameBytes)]
    public async Task What_a_failed_commit_has_left_behind_the_last_one_is_no_commit(int bytes)
    {
        await CreateAsync();
        await SendAsync("a");
        using SafeFileHandle wal = File.OpenHandle(DatabaseFile + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        WalPosition position = WriteAheadLog.FindLastCommit(wal, default);
        Assert.True(position.Frames > 0);
        byte[] frame = new byte[FrameBytes];
        Assert.Equal(FrameBytes, RandomAccess.Read(wal, frame, 32 + ((position.Frames - 1) * FrameBytes)));
        RandomAccess.Write(wal, frame.AsSpan(0, bytes), 32 + (position.Frames * FrameBytes));
        Assert.Equal(position, WriteAheadLog.FindLastCommit(wal, default));
        Assert.Equal(position, WriteAheadLog.FindLastCommit(wal, position));
    }
}
