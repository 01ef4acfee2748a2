namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>A store as a kill leaves it, to be copied and damaged. Its WAL has restarted at least once, and has many commits since.</summary>
public sealed class KilledStore : IAsyncLifetime
{
    private const int MinCommitsBetween = 50;

    private readonly TempFolder _folder = new();

    public async Task InitializeAsync()
    {
        await using ProgramUnderTest worker = FaultWorkers.StartAsked(_folder["store"], _folder["ledger"]);
        await StepAsync(worker);
        CopyWal(OldWal);
        WriteAheadLog earlier = await StepUntilAsync(worker, static wal => wal.Restarts > 0 && wal.Commits.Count > 0);
        CopyWal(EarlierWal);
        WriteAheadLog killed = await StepUntilAsync(worker, wal => wal.Restarts != earlier.Restarts || wal.Commits.Count >= earlier.Commits.Count + MinCommitsBetween);
        Assert.Equal(earlier.Restarts, killed.Restarts);
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

    private async Task<WriteAheadLog> StepUntilAsync(ProgramUnderTest worker, Func<WriteAheadLog, bool> condition)
    {
        for (int step = 0; step < 2000; step++)
        {
            if (ReadWal() is var wal && condition(wal))
                return wal;
            await StepAsync(worker);
        }

        throw new InvalidOperationException("The WAL never has enough commits.");
    }

    /// <summary>As nothing is written between two steps, the WAL can be read and copied whole, however slow the machine is.</summary>
    private static async Task StepAsync(ProgramUnderTest worker)
    {
        await worker.WriteLineAsync("step");
        await worker.WaitForLineAsync("done");
    }

    private WriteAheadLog ReadWal() => WriteAheadLog.Read(Path.Combine(_folder["store"], WriteAheadLog.FileName));

    private void CopyWal(string target) => File.Copy(Path.Combine(_folder["store"], WriteAheadLog.FileName), target);
}
