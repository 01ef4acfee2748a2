namespace CmqContracts.Sqlite.Faults;

/// <summary>A broker under load is killed at random moments, again and again over the same store.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task What_was_answered_before_a_kill_is_true_after_it()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        Random random = new(seed);
        using TempFolder folder = new();
        StoreUnderTest store = new(folder["store"]);

        for (int round = 1; round <= LongForm.Choose(5, 20); round++)
        {
            string ledger = folder[$"ledger-{round}"];

            // Sometimes the kill comes while the store is made, or while it recovers from the kill before.
            bool isEarly = round % 4 == 1;
            await using (ProgramUnderTest worker = FaultWorkers.StartLoad(store.Directory, ledger, round, random.Next(1_000_000)))
            {
                await worker.WaitForLineAsync(isEarly ? "opening" : "working");
                await Task.Delay(random.Next(isEarly ? 300 : LongForm.Choose(1000, 4000)));
                await worker.KillAsync();
            }

            Report.AssertNothing(await store.AuditAsync(ledger), $"kill {round}, seed {seed}");
            output.WriteLine($"Kill {round}: {store.History.Messages.Count} messages so far");
        }

        Report.AssertNothing(await store.RewindAsync(), $"rewind, seed {seed}");
    }
}
