using System.Globalization;
using CmqContracts.Broker;

namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>Bytes of the WAL that a kill has left are not what was written, or are not there.</summary>
public sealed class WalDamageTests(KilledStore killed, ITestOutputHelper output) : IClassFixture<KilledStore>
{
    /// <summary>The load has six producers, each with a batch at most.</summary>
    private const int MaxMessagesPerCommit = 6 * 16;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, LongForm.Choose(8, 100))];

    /// <summary>
    /// SQLite takes a frame whose checksum is wrong for the end of the WAL, because a power failure during a write leaves such a frame there. What was
    /// answered after it would be lost without a report.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Damage_before_later_commits_loses_nothing_silently(int seed)
    {
        Random random = new(seed);
        using TempFolder folder = new();
        StoreUnderTest store = killed.CopyTo(folder);
        using (FileStream file = OpenWal(store, out WriteAheadLog wal))
        {
            long position = random.NextInt64(wal.OffsetOf(0), wal.OffsetOf(wal.Commits[^4]));
            file.Position = position;
            int old = file.ReadByte();
            file.Position = position;
            file.WriteByte((byte)(old ^ random.Next(1, 256)));
        }

        try
        {
            Report.AssertNothing(await store.AuditAsync(), "damage in the WAL");
        }
        catch (Exception e) when (e is SqliteStoreException or CmqServiceException)
        {
            output.WriteLine(e.Message);
            Assert.Contains("cmq.db", e.ToString(), StringComparison.Ordinal);
            Assert.NotEmpty(await StoreUnderTest.CheckAsync(store.Directory));
        }
    }

    /// <summary>As when the power fails before the end and the note are flushed: what is left is the store of an earlier moment, and complete.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_WAL_whose_end_is_missing_leaves_what_was_before_it(int seed)
    {
        Random random = new(seed);
        using TempFolder folder = new();
        StoreUnderTest store = killed.CopyTo(folder);
        using (FileStream file = OpenWal(store, out WriteAheadLog wal))
            file.SetLength(random.NextInt64(wal.OffsetOf(wal.Commits[wal.Commits.Count / 2]), wal.OffsetOf(wal.Commits[^1])));
        File.Delete(Path.Combine(store.Directory, "cmq.db-note"));

        output.WriteLine($"{await CountMissingAsync(store)} messages are missing");
    }

    /// <summary>As when the power fails while it is flushed: the disk has written any of the sectors, in any order.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_last_commit_that_is_incomplete_is_as_if_it_had_not_been_made(int seed)
    {
        const int SectorSize = 512;
        Random random = new(seed);
        using TempFolder folder = new();
        StoreUnderTest store = killed.CopyTo(folder);
        using (FileStream file = OpenWal(store, out WriteAheadLog wal))
        {
            // The next commit, which the kill may have interrupted, is written only once this one is flushed.
            file.SetLength(wal.OffsetOf(wal.Commits[^1] + 1));
            long start = wal.OffsetOf(wal.Commits[^2] + 1);
            int sectors = (int)((wal.OffsetOf(wal.Commits[^1] + 1) - start) / SectorSize);
            int missing = random.Next(1, sectors);
            foreach (int sector in Enumerable.Range(0, sectors).OrderBy(_ => random.Next()).Take(missing))
            {
                file.Position = start + (sector * SectorSize);
                file.Write(new byte[SectorSize]);
            }
        }

        File.Delete(Path.Combine(store.Directory, "cmq.db-note"));
        Assert.InRange(await CountMissingAsync(store), 0, MaxMessagesPerCommit);
    }

    /// <summary>Some of the pages that are missing are in the WAL, others are not.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_database_that_is_truncated_under_its_WAL_is_served_to_nobody_as_if_it_were_whole(int seed)
    {
        using TempFolder folder = new();
        StoreUnderTest store = killed.CopyTo(folder);
        using (FileStream database = new(Path.Combine(store.Directory, "cmq.db"), FileMode.Open))
            database.SetLength(new Random(seed).NextInt64(database.Length));

        (await DamagedStore.TryAsync(store.Directory, store.History)).AssertDamageIsReported(store.History, output);
    }

    /// <summary>The shared memory file is an index that SQLite builds from the WAL.</summary>
    [Fact]
    public async Task The_content_of_the_shared_memory_file_does_not_matter()
    {
        using TempFolder folder = new();
        StoreUnderTest store = killed.CopyTo(folder);
        byte[] anything = new byte[32768];
        new Random(1).NextBytes(anything);
        await File.WriteAllBytesAsync(Path.Combine(store.Directory, "cmq.db-shm"), anything);

        Report.AssertNothing(await store.AuditAsync(), "damage in the shared memory file");
    }

    /// <summary>How many of the latest messages are missing. The others must be complete, and only the latest may be missing.</summary>
    private static async Task<int> CountMissingAsync(StoreUnderTest store)
    {
        StoreContents contents;
        await using (CmqBroker broker = StoreUnderTest.Open(store.Directory, new ManualTimeProvider(DateTimeOffset.UtcNow)))
            contents = await StoreContents.ReadAsync(broker);
        Report.AssertNothing(contents.Problems, "the end of the WAL was lost");
        Report.AssertNothing(await SqliteStore.CheckAsync(store.Directory), "the end of the WAL was lost");

        // Ids grow with time.
        SentMessage[] sent = [.. store.History.Messages.Where(static sent => sent is { ExpectedState: ExpectedState.Present, Id: not null }).OrderBy(static sent => long.Parse(sent.Id!, CultureInfo.InvariantCulture))];
        int missing = sent.SkipWhile(sent => contents.Find(sent.Number) is not null).Count();
        Assert.DoesNotContain(sent[^missing..], sent => contents.Find(sent.Number) is not null);
        return missing;
    }

    private static FileStream OpenWal(StoreUnderTest store, out WriteAheadLog wal)
    {
        string path = Path.Combine(store.Directory, WriteAheadLog.FileName);
        wal = WriteAheadLog.Read(path);
        return new FileStream(path, FileMode.Open);
    }
}
