using CmqContracts.Brokers;
using CmqContracts.Sqlite.FaultWorker;

namespace CmqContracts.Sqlite.Faults;

/// <summary>The disk becomes full under load, and has room again.</summary>
public sealed class DiskFullTests
{
    private const int Producers = 4;
    private const int Megabytes = 64;
    private const int BallastMegabytes = 24;

    [FactThatNeeds(Need.Mounts)]
    public async Task A_full_disk_refuses_sends_and_nothing_else_and_room_is_all_it_takes()
    {
        using TempFolder folder = new();
        using LoopDisk disk = LoopDisk.Create(folder, Megabytes);
        string ballast = Path.Combine(disk.Root, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[BallastMegabytes << 20]);
        StoreUnderTest store = new(Path.Combine(disk.Root, "store"));

        using (Ledger ledger = new(folder["ledger"]))
        await using (Broker broker = StoreUnderTest.Open(store.Directory, TimeProvider.System))
        {
            ICmqService service = broker.GetService(Queues.Account);
            await Queues.EnsureAsync(service);
            Work work = new(service, ledger, firstNumber: 1);

            CmqException[] refusals = await Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(() => SendUntilRefusedAsync(work))));
            Assert.All(refusals, static refusal => Assert.Contains("full", refusal.ToString(), StringComparison.OrdinalIgnoreCase));

            // Another refusal is no worse than the first, and what is there can be read.
            Assert.Contains("full", (await SendUntilRefusedAsync(work)).ToString(), StringComparison.OrdinalIgnoreCase);
            StoreContents contents = await StoreContents.ReadAsync(broker);
            History soFar = new();
            soFar.Read(folder["ledger"]);
            Report.AssertNothing([.. Audit.Compare(soFar, contents, DateTimeOffset.UtcNow)], "the disk became full");
            Assert.NotEmpty(contents.Messages);

            File.Delete(ballast);
            for (int i = 0; i < 10; i++)
                await work.SendAsync(Queues.Plain, 4);
            Assert.True(await work.ConsumeAsync(Queues.Plain, 16, 0, static () => true));
        }

        Report.AssertNothing(await store.AuditAsync(folder["ledger"]), "reopening");
    }

    private static async Task<CmqException> SendUntilRefusedAsync(Work work)
    {
        while (true)
        {
            try
            {
                await work.SendAsync(Queues.Plain, 16);
            }
            catch (CmqException refusal)
            {
                return refusal;
            }
        }
    }
}
