using CmqContracts.Broker;
using CmqContracts.Protocol;
using CmqContracts.Sqlite.FaultWorker;

namespace CmqContracts.Sqlite.Faults;

/// <summary>The disk becomes full under load, and has space again.</summary>
public sealed class DiskFullTests(ITestOutputHelper output)
{
    private const int Producers = 4;
    private const int Megabytes = 64;
    private const int FillerMegabytes = 24;

    [FactThatNeeds(Need.Mounts)]
    public async Task On_a_full_disk_sends_alone_are_refused_until_there_is_space()
    {
        using TempFolder folder = new();
        using LoopDisk disk = LoopDisk.Create(folder, Megabytes);
        StoreUnderTest store = new(Path.Combine(disk.Root, "store"));
        string filler = await AddFillerAsync(disk);

        using (Ledger ledger = new(folder["ledger"]))
        await using (CmqBroker broker = StoreUnderTest.Open(store.Directory, TimeProvider.System))
        {
            Work work = await FillAsync(broker, ledger);

            // Another refusal changes nothing, and what is stored can be read.
            AssertSaysFull(await SendUntilRefusedAsync(work));
            StoreContents contents = await StoreContents.ReadAsync(broker);
            History soFar = new();
            soFar.Read(folder["ledger"]);
            Report.AssertNothing([.. Audit.Compare(soFar, contents, DateTimeOffset.UtcNow)], "the disk became full");
            Assert.NotEmpty(contents.Messages);

            File.Delete(filler);
            for (int i = 0; i < 10; i++)
                await work.SendAsync(Queues.Plain, 4);
            Assert.True(await work.ConsumeAsync(Queues.Plain, 16, 0, static () => true));
        }

        Report.AssertNothing(await store.AuditAsync(folder["ledger"]), "reopening");
    }

    [FactThatNeeds(Need.Mounts)]
    public async Task A_store_that_was_closed_on_a_full_disk_loses_nothing()
    {
        using TempFolder folder = new();
        using LoopDisk disk = LoopDisk.Create(folder, Megabytes);
        StoreUnderTest store = new(Path.Combine(disk.Root, "store"));
        string filler = await AddFillerAsync(disk);
        using (Ledger ledger = new(folder["ledger"]))
        await using (CmqBroker broker = StoreUnderTest.Open(store.Directory, TimeProvider.System))
            await FillAsync(broker, ledger);

        await AssertSaysFullOrServesAsync(store, folder["ledger"]);
        File.Delete(filler);
        Report.AssertNothing(await store.AuditAsync(), "reopening with space");
    }

    /// <summary>Opening itself takes space. There may be none, or too little.</summary>
    [TheoryThatNeeds(Need.Mounts)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_store_that_finds_the_disk_full_when_it_is_opened_loses_nothing(int megabytesLeft)
    {
        using TempFolder folder = new();
        using LoopDisk disk = LoopDisk.Create(folder, Megabytes);
        StoreUnderTest store = new(Path.Combine(disk.Root, "store"));
        using (Ledger ledger = new(folder["ledger"]))
        await using (CmqBroker broker = StoreUnderTest.Open(store.Directory, TimeProvider.System))
        {
            await Queues.EnsureAsync(broker.GetService(Queues.Account));
            await new Work(broker.GetService(Queues.Account), ledger, firstNumber: 1).SendAsync(Queues.Plain, 16);
        }

        string filler = Path.Combine(disk.Root, "filler");
        await Assert.ThrowsAsync<IOException>(() => File.WriteAllBytesAsync(filler, new byte[Megabytes << 20]));
        using (FileStream file = new(filler, FileMode.Open))
            file.SetLength(file.Length - (megabytesLeft << 20));

        await AssertSaysFullOrServesAsync(store, folder["ledger"]);
        File.Delete(filler);
        Report.AssertNothing(await store.AuditAsync(), "reopening with space");
    }

    /// <summary>A commit that has failed is not counted, whatever background work commits before the broker loads the store again.</summary>
    [TheoryThatNeeds(Need.Mounts)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_is_killed_after_its_disk_was_full_opens_with_all_that_was_committed(bool commitsAgain)
    {
        using TempFolder folder = new();
        using LoopDisk disk = LoopDisk.Create(folder, Megabytes);
        string directory = Path.Combine(disk.Root, "store");
        string filler = await AddFillerAsync(disk);
        long committed = 0;
        using (SqliteStore store = SqliteStore.Open(directory, new SqliteStoreOptions { WalPages = 64 }))
        {
            store.Load();
            store.PutQueue(Record(1));
            store.Commit(default);
            try
            {
                while (true)
                {
                    Commit(store, committed + 1);
                    committed++;
                }
            }
            catch (SqliteStoreException refusal)
            {
                AssertSaysFull(refusal);
            }

            store.Rollback();
            File.Delete(filler);
            await WaitUntilIdleAsync(store);
            if (commitsAgain)
            {
                store.Load();
                Commit(store, ++committed);
                await WaitUntilIdleAsync(store);
            }

            // Copied by another process: closing a file here would release the locks that this process has on it.
            Command.Run("cp", "--recursive", directory, folder["killed"]);
        }

        using SqliteStore killed = SqliteStore.Open(folder["killed"]);
        killed.Load();
        Assert.Equal(committed, killed.CountUpTo(1, MessageState.Active, 0, long.MaxValue, int.MaxValue, out _));
        Assert.Empty(await SqliteStore.CheckAsync(folder["killed"]));

        static void Commit(SqliteStore store, long sequence)
        {
            // Adds to the trash, so that the maintenance has work when this fails.
            store.DiscardRewindable(1);
            store.Add(1, new MessageHeader { Sequence = sequence, State = MessageState.Active, ProducedAt = sequence }, new byte[100_000]);
            store.PutStatus(1, new QueueStatus { Active = sequence });
            store.Commit(new StorePosition(sequence, sequence));
        }

        static async Task WaitUntilIdleAsync(SqliteStore store)
        {
            for (int attempt = 0; store.Maintenance.HasWork; attempt++)
            {
                Assert.True(attempt < 1000, "The maintenance never becomes idle.");
                await Task.Delay(10);
            }
        }
    }

    private static QueueRecord Record(long key) => new()
    {
        Key = key,
        Account = Queues.Account,
        Name = "queue",
        Id = "id",
        Settings = new QueueSettings { MaxMsgHeapNum = 1_000_000, PollingWaitSeconds = 0, VisibilityTimeout = 30, MaxMsgSize = 1 << 20, MsgRetentionSeconds = 86400, RewindSeconds = 0 },
        CreatedAt = 0,
        LastModifiedAt = 0,
    };

    private async Task AssertSaysFullOrServesAsync(StoreUnderTest store, string ledger)
    {
        try
        {
            Report.AssertNothing(await store.AuditAsync(ledger), "reopening on a full disk");
        }
        catch (Exception refused) when (refused is SqliteStoreException or CmqServiceException)
        {
            output.WriteLine($"Refused: {refused.Message}");
            AssertSaysFull(refused);
        }
    }

    private static async Task<string> AddFillerAsync(LoopDisk disk)
    {
        string filler = Path.Combine(disk.Root, "filler");
        await File.WriteAllBytesAsync(filler, new byte[FillerMegabytes << 20]);
        return filler;
    }

    /// <summary>Sends from several producers until each is refused.</summary>
    private static async Task<Work> FillAsync(CmqBroker broker, Ledger ledger)
    {
        ICmqService service = broker.GetService(Queues.Account);
        await Queues.EnsureAsync(service);
        Work work = new(service, ledger, firstNumber: 1);
        foreach (CmqServiceException refusal in await Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(() => SendUntilRefusedAsync(work)))))
            AssertSaysFull(refusal);
        return work;
    }

    private static void AssertSaysFull(Exception refusal) => Assert.Contains("is full", refusal.ToString(), StringComparison.Ordinal);

    private static async Task<CmqServiceException> SendUntilRefusedAsync(Work work)
    {
        while (true)
        {
            try
            {
                await work.SendAsync(Queues.Plain, 16);
            }
            catch (CmqServiceException refusal)
            {
                return refusal;
            }
        }
    }
}
