namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>A store as a kill leaves it, to be copied and damaged. Its log has begun anew at least once, and has many commits since.</summary>
public sealed class KilledStore : IAsyncLifetime
{
    private const int CommitsBetween = 50;

    private readonly TempFolder _folder = new();

    public async Task InitializeAsync()
    {
        await using ProgramUnderTest worker = FaultWorkers.StartLoad(_folder["store"], _folder["ledger"], round: 1, seed: 1);
        await worker.WaitForLineAsync("working");
        CopyLog(OldLog);
        await WaitForCommitsAsync(1);
        CopyLog(YoungerLog);
        await WaitForCommitsAsync(WriteAheadLog.Read(YoungerLog).Commits.Count + CommitsBetween);
        await worker.KillAsync();
    }

    /// <summary>The log as it was before it began anew.</summary>
    internal string OldLog => _folder["old-log"];

    /// <summary>The log with fewer commits.</summary>
    internal string YoungerLog => _folder["younger-log"];

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A copy in a folder, with what its users were told.</summary>
    internal StoreUnderTest CopyTo(TempFolder folder)
    {
        TempFolder.Copy(_folder["store"], folder["store"]);
        StoreUnderTest store = new(folder["store"]);
        store.History.Read(_folder["ledger"]);
        return store;
    }

    private async Task WaitForCommitsAsync(int commits)
    {
        for (int attempt = 0; WriteAheadLog.Read(Path.Combine(_folder["store"], WriteAheadLog.FileName)) is not { Beginning: > 0 } log || log.Commits.Count < commits; attempt++)
        {
            Assert.True(attempt < 1000, "The log never has enough commits.");
            await Task.Delay(10);
        }
    }

    private void CopyLog(string target) => File.Copy(Path.Combine(_folder["store"], WriteAheadLog.FileName), target);
}
