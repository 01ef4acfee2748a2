using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Sqlite.Tests;

/// <summary>Where commits end in the log.</summary>
public sealed class WriteAheadLogTests : StoreTest
{
    private const int FrameBytes = 24 + Format.PageBytes;

    /// <summary>A commit that fails, as on a full disk, leaves frames of the same log, and the next one overwrites only some of them.</summary>
    [Theory]
    [InlineData(24)]
    [InlineData(FrameBytes)]
    public async Task What_a_failed_commit_has_left_behind_the_last_one_is_no_commit(int bytes)
    {
        await CreateAsync();
        await SendAsync("a");
        using SafeFileHandle log = File.OpenHandle(DatabaseFile + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        LogPlace place = WriteAheadLog.FindLastCommit(log, default);
        Assert.True(place.Frames > 0);
        byte[] frame = new byte[FrameBytes];
        Assert.Equal(FrameBytes, RandomAccess.Read(log, frame, 32 + ((place.Frames - 1) * FrameBytes)));
        RandomAccess.Write(log, frame.AsSpan(0, bytes), 32 + (place.Frames * FrameBytes));
        Assert.Equal(place, WriteAheadLog.FindLastCommit(log, default));
        Assert.Equal(place, WriteAheadLog.FindLastCommit(log, place));
    }
}
