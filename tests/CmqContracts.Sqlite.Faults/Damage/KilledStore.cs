namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>A store as a kill leaves it, to be copied and damaged. Its WAL has restarted at least once, and has many commits since.</summary>
public sealed class KilledStore : IAsyncLifetime
{
    private const int CommitsBetween = 50;

    private readonly TempFolder _folder = new();

    public async Task InitializeAsync()
    {
        await using ProgramUnderTest worker = FaultWorkers.StartLoad(_folder["store"], _folder["ledger"], round: 1, seed: 1);
        await worker.WaitForLineAsync("working");
        CopyWal(OldWal);
        await WaitForCommitsAsync(1);
        CopyWal(EarlierWal);
        await WaitForCommitsAsync(WriteAheadLog.Read(EarlierWal).Commits.Count + CommitsBetween);
        await worker.KillAsync();
    }

    /// <summary>The WAL as it was before it restarted.</summary>
    internal string OldWal => _folder["old-wal"];

    /// <summary>The WAL with fewer commits.</summary>
    internal string EarlierWal => _folder["earlier-wal"];

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
        for (int attempt = 0; WriteAheadLog.Read(Path.Combine(_folder["store"], WriteAheadLog.FileName)) is not { Restarts: > 0 } wal || wal.Commits.Count < commits; attempt++)
        {
            Assert.True(attempt < 1000, "The WAL never has enough commits.");
            await Task.Delay(10);
        }
    }

    private void CopyWal(string target) => File.Copy(Path.Combine(_folder["store"], WriteAheadLog.FileName), target);
}
