namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>A store as a kill leaves it, to be copied and damaged. Its WAL has restarted at least once, and has many commits since.</summary>
public sealed class KilledStore : IAsyncLifetime
{
    private const int MinCommitsBetween = 50;

    private TempFolder _folder = new();

    public async Task InitializeAsync()
    {
        // On a busy machine the WAL may restart once more before the kill, and then has too few commits.
        for (int attempt = 1; !await TryKillAsync(); attempt++)
        {
            Assert.True(attempt < 10, "The WAL always restarts before the kill.");
            _folder.Dispose();
            _folder = new TempFolder();
        }
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

    /// <returns>Whether the WAL has many commits since it restarted, those of <see cref="EarlierWal"/> among them.</returns>
    private async Task<bool> TryKillAsync()
    {
        await using ProgramUnderTest worker = FaultWorkers.StartLoad(_folder["store"], _folder["ledger"], round: 1, seed: 1);
        await worker.WaitForLineAsync("working");
        CopyWal(OldWal);
        await WaitForAsync(static wal => wal.Restarts > 0 && wal.Commits.Count > 0);
        CopyWal(EarlierWal);
        WriteAheadLog earlier = WriteAheadLog.Read(EarlierWal);
        await WaitForAsync(wal => wal.Restarts != earlier.Restarts || wal.Commits.Count >= earlier.Commits.Count + MinCommitsBetween);
        await worker.KillAsync();
        WriteAheadLog killed = ReadWal();
        return killed.Restarts == earlier.Restarts && earlier.Commits.Count > 0 && killed.Commits.Count >= earlier.Commits.Count + MinCommitsBetween;
    }

    private async Task WaitForAsync(Func<WriteAheadLog, bool> condition)
    {
        for (int attempt = 0; !condition(ReadWal()); attempt++)
        {
            Assert.True(attempt < 2000, "The WAL never has enough commits.");
            await Task.Delay(10);
        }
    }

    private WriteAheadLog ReadWal() => WriteAheadLog.Read(Path.Combine(_folder["store"], WriteAheadLog.FileName));

    private void CopyWal(string target) => File.Copy(Path.Combine(_folder["store"], WriteAheadLog.FileName), target);
}
