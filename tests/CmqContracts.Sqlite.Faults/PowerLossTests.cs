namespace CmqContracts.Sqlite.Faults;

/// <summary>The power fails under a broker under load: only what was flushed to the disk is there when it comes back.</summary>
public sealed class PowerLossTests(ITestOutputHelper output)
{
    private const int Megabytes = 512;

    [FactThatNeeds(Need.Mounts)]
    public async Task What_was_answered_before_a_power_failure_is_true_after_it()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        Random random = new(seed);
        using TempFolder folder = new();
        History history = new();
        LoopDisk disk = LoopDisk.Create(folder, Megabytes);
        try
        {
            for (int round = 1; round <= LongForm.Choose(2, 5); round++)
            {
                string ledger = folder[$"ledger-{round}"];
                disk = await WorkUntilPowerFailsAsync(disk, ledger, round, random);
                StoreUnderTest store = new(StoreOn(disk), history);
                Report.AssertNothing(await store.AuditAsync(ledger), $"power failure {round}, seed {seed}");
                output.WriteLine($"Power failure {round}: {history.Messages.Count} messages so far");
            }
        }
        finally
        {
            disk.Dispose();
        }
    }

    /// <summary>The control: shows that the test above can fail.</summary>
    [FactThatNeeds(Need.Mounts)]
    public async Task A_power_failure_loses_messages_of_a_store_that_does_not_wait_for_the_disk()
    {
        using TempFolder folder = new();
        string ledger = folder["ledger"];
        using LoopDisk disk = await WorkUntilPowerFailsAsync(
            LoopDisk.Create(folder, Megabytes), ledger, round: 1, new Random(1), unsynced: true);

        IReadOnlyList<string> problems;
        try
        {
            problems = await new StoreUnderTest(StoreOn(disk), new History()).AuditAsync(ledger);
        }
        catch (SqliteStoreException unreadable)
        {
            problems = [$"Everything is lost: {unreadable.Message}"];
        }

        output.WriteLine($"{problems.Count} problems:\n{string.Join('\n', problems.Take(5))}");
        Assert.Contains(problems, static problem => problem.Contains("is lost", StringComparison.Ordinal));
    }

    private static string StoreOn(LoopDisk disk) => Path.Combine(disk.Root, "store");

    /// <returns>The disk when the power is back.</returns>
    private static async Task<LoopDisk> WorkUntilPowerFailsAsync(LoopDisk disk, string ledger, int round, Random random, bool unsynced = false)
    {
        using (disk)
        {
            await using ProgramUnderTest worker = FaultWorkers.StartLoad(StoreOn(disk), ledger, round, random.Next(1_000_000), unsynced);
            await worker.WaitForLineAsync("working");
            await Task.Delay(random.Next(500, LongForm.Choose(2000, 6000)));
            await worker.StopAsync();
            return disk.AfterPowerLoss();
        }
    }
}
