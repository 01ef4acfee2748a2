using System.Globalization;

namespace CmqContracts.Sqlite.Faults;

/// <summary>A broker is killed before each of the calls by which it changes its files: opening, commits, the WAL's restarts, closing, and a restore.</summary>
public sealed class KillAtEachStepTests(ITestOutputHelper output)
{
    private const int Killed = 128 + 9;

    [FactThatNeeds(Need.FailingIo)]
    public async Task A_store_opens_whichever_call_was_the_last_and_has_what_was_answered()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        Random random = new(seed);
        using TempFolder folder = new();
        StoreUnderTest store = new(folder["store"]);
        int round = 1, exitCode = Killed, call = 0;
        while (exitCode == Killed)
        {
            call += LongForm.Choose(random.Next(1, 40), 1);

            // The kills follow each other on one store, so that each begins with what the last one has left.
            foreach (int last in (int[])[call, random.Next(1, call + 1)])
            {
                string ledger = folder[string.Create(CultureInfo.InvariantCulture, $"ledger-{round}")];
                await using (ProgramUnderTest worker = FaultWorkers.StartKillingItself("steps", store.Directory, ledger, round, last))
                {
                    int ended = await worker.WaitForExitAsync();
                    Assert.True(ended is 0 or Killed, $"The worker ended with {ended} when it was to be killed at {last}:\n{worker.Output}");
                    exitCode = last == call ? ended : exitCode;
                }

                store.History.Read(ledger);
                round++;
            }

            Report.AssertNothing(await store.AuditAsync(), $"kills before call {call}, seed {seed}");
        }

        output.WriteLine($"{call} calls");
        Assert.True(call > 200, $"The worker has made only {call} calls that change files.");
    }

    [FactThatNeeds(Need.FailingIo)]
    public async Task A_restore_that_was_killed_leaves_no_empty_store_and_can_be_done_again()
    {
        using TempFolder folder = new();
        string backup = folder["backup"];
        using (SqliteStore store = SqliteStore.Open(folder["source"]))
        {
            store.Load();
            await SqliteStore.BackupAsync(folder["source"], backup);
        }

        int exitCode = Killed;
        for (int call = 1; exitCode == Killed; call++)
        {
            string directory = folder[$"restored-{call}"];
            await using (ProgramUnderTest worker = FaultWorkers.StartKillingItself("restore", directory, folder[$"ledger-{call}"], 1, call, backup))
                exitCode = await worker.WaitForExitAsync();
            Assert.True(exitCode is 0 or Killed);
            bool isThere = File.Exists(Path.Combine(directory, "cmq.db"));
            if (!isThere && Directory.GetFiles(directory, "*.restoring").Length > 0)
            {
                Assert.Contains("restore", Assert.Throws<SqliteStoreException>(() => SqliteStore.Open(directory)).Message, StringComparison.Ordinal);
                Assert.NotEmpty(await StoreUnderTest.CheckAsync(directory));
            }

            if (!isThere)
                await SqliteStore.RestoreAsync(backup, directory);
            Assert.Empty(await SqliteStore.CheckAsync(directory));
            SqliteStore.Open(directory).Dispose();
        }
    }
}
