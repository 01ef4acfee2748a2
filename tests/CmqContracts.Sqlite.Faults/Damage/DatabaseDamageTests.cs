using CmqContracts.Broker;
using CmqContracts.Sqlite.FaultWorker;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>Bytes of the database are not what was written, or are not there.</summary>
public sealed class DatabaseDamageTests(SoundStore sound, ITestOutputHelper output) : IClassFixture<SoundStore>
{
    private const string FileName = "cmq.db";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, LongForm.Choose(15, 200))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Changed_bytes_are_served_to_nobody_and_lose_nothing_silently(int seed)
    {
        Random random = new(seed);
        await AssertDamageIsReportedAsync(database =>
        {
            for (int flips = 1 << random.Next(8); flips > 0; flips--)
                Flip(database, random.NextInt64(database.Length), (byte)random.Next(1, 256));
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_truncated_database_is_served_to_nobody_as_if_it_were_whole(int seed)
    {
        Random random = new(seed);
        await AssertDamageIsReportedAsync(database => database.SetLength(random.Next(4) == 0 ? random.NextInt64(database.Length / 4096) * 4096 : random.NextInt64(database.Length)));
    }

    [Fact]
    public async Task An_empty_database_is_no_new_store() => await AssertDamageIsReportedAsync(static database => database.SetLength(0));

    /// <summary>A store that is left open would be closed by the garbage collector, while another test opens one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(8192)]
    [InlineData(100_000)]
    public async Task A_store_that_cannot_be_opened_leaves_no_file_open(int length)
    {
        if (!OperatingSystem.IsLinux())
        {
            output.WriteLine("Cannot run here: Linux alone says which files are open.");
            return;
        }

        using TempFolder folder = new();
        string store = sound.CopyTo(folder);
        using (FileStream database = new(Path.Combine(store, FileName), FileMode.Open))
            database.SetLength(length);

        Assert.Throws<SqliteStoreException>(() => StoreUnderTest.Open(store, TimeProvider.System));
        Assert.NotEmpty(await StoreUnderTest.CheckAsync(store));
        Assert.DoesNotContain(OpenFiles(), file => file.StartsWith(folder.Path, StringComparison.Ordinal));
    }

    /// <summary>A store that has found damage stops; closing it frees the directory all the same.</summary>
    [Fact]
    public async Task A_store_that_has_stopped_can_be_closed_and_opened_again()
    {
        using TempFolder folder = new();
        string store = sound.CopyTo(folder);
        ChangeBody(store, 89);

        for (int i = 0; i < 2; i++)
        {
            await using CmqBroker broker = StoreUnderTest.Open(store, new ManualTimeProvider(DateTimeOffset.UtcNow));
            Assert.NotEmpty((await broker.GetService(Queues.Account).ListQueuesAsync(new ListQueuesRequest())).Queues);
            await Assert.ThrowsAsync<CmqServiceException>(async () =>
                await broker.GetInspector(Queues.Account).PeekAsync(new PeekMessagesRequest(Queues.Plain, MessageState.Active) { MaxMessages = 1000 }));
        }
    }

    /// <summary>Of active messages with a small, a medium and a large body.</summary>
    [Theory]
    [InlineData(89)]
    [InlineData(92)]
    [InlineData(96)]
    public async Task A_changed_body_is_found_by_the_check_and_kept_from_users(long number)
    {
        using TempFolder folder = new();
        string store = sound.CopyTo(folder);
        ChangeBody(store, number);

        DamagedStore damaged = await DamagedStore.TryAsync(store, sound.History);
        damaged.AssertDamageIsReported(sound.History, output);
        Assert.NotEmpty(damaged.Findings);
        Assert.DoesNotContain(number, damaged.Served);
    }

    private async Task AssertDamageIsReportedAsync(Action<FileStream> damage)
    {
        using TempFolder folder = new();
        string store = sound.CopyTo(folder);
        using (FileStream database = new(Path.Combine(store, FileName), FileMode.Open))
            damage(database);

        (await DamagedStore.TryAsync(store, sound.History)).AssertDamageIsReported(sound.History, output);
    }

    private static IEnumerable<string> OpenFiles() => Directory.GetFiles("/proc/self/fd").Select(static link => new FileInfo(link).LinkTarget ?? "");

    private static void ChangeBody(string store, long number)
    {
        using FileStream database = new(Path.Combine(store, FileName), FileMode.Open);
        byte[] bytes = new byte[database.Length];
        database.ReadExactly(bytes);
        byte[] beginning = NumberedBody.Create(number)[..32];

        // Besides the body there may be unused copies, left by page splits.
        int start = 0;
        while (bytes.AsSpan(start).IndexOf(beginning) is >= 0 and int distance)
        {
            Flip(database, start + distance + 10, 1);
            start += distance + 1;
        }

        Assert.True(start > 0, $"The body of message {number} is not in {FileName}.");
    }

    private static void Flip(FileStream file, long offset, byte bits)
    {
        file.Position = offset;
        int old = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(old ^ bits));
    }
}
