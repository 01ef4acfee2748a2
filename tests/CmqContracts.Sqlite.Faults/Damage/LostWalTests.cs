namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>The WAL that a kill has left is removed, truncated or replaced: answered requests are missing, so opening the store is refused.</summary>
public sealed class LostWalTests(KilledStore killed, ITestOutputHelper output) : IClassFixture<KilledStore>
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, LongForm.Choose(8, 100))];

    [Fact]
    public async Task A_WAL_that_was_deleted_is_noticed() => await RefusesAsync(static wal => File.Delete(wal));

    [Fact]
    public async Task A_WAL_that_was_emptied_is_noticed() => await RefusesAsync(static wal => File.WriteAllBytes(wal, []));

    [Fact]
    public async Task A_WAL_of_zeros_is_noticed() => await RefusesAsync(static wal => File.WriteAllBytes(wal, new byte[new FileInfo(wal).Length]));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_WAL_that_was_cut_is_refused(int seed) => await RefusesAsync(wal =>
    {
        WriteAheadLog frames = WriteAheadLog.Read(wal);
        using FileStream file = new(wal, FileMode.Open);

        // The very last commit was perhaps not noted yet, nor answered.
        file.SetLength(new Random(seed).NextInt64(frames.OffsetOf(frames.Commits[^2] + 1)));
    });

    [Fact]
    public async Task A_WAL_from_before_it_restarted_is_refused() => await RefusesAsync(wal => File.Copy(killed.OldWal, wal, overwrite: true));

    [Fact]
    public async Task A_WAL_that_is_a_little_older_is_refused() => await RefusesAsync(wal => File.Copy(killed.EarlierWal, wal, overwrite: true));

    [Fact]
    public async Task A_WAL_of_another_store_is_refused()
    {
        using TempFolder folder = new();
        await using (ProgramUnderTest worker = FaultWorkers.StartLoad(folder["store"], folder["ledger"], round: 1, seed: 2))
        {
            await worker.WaitForLineAsync("working");
            await worker.KillAsync();
        }

        await RefusesAsync(wal => File.Copy(Path.Combine(folder["store"], WriteAheadLog.FileName), wal, overwrite: true));
    }

    [Fact]
    public async Task A_database_that_was_deleted_with_its_WAL_is_no_new_store() => await RefusesAsync(static wal =>
    {
        File.Delete(wal);
        File.Delete(wal[..^"-wal".Length]);
    });

    /// <summary>Removing the note accepts the loss.</summary>
    [Fact]
    public async Task Without_the_note_the_store_opens_as_it_is()
    {
        using TempFolder folder = new();
        StoreUnderTest store = killed.CopyTo(folder);
        File.Delete(Path.Combine(store.Directory, WriteAheadLog.FileName));
        File.Delete(Path.Combine(store.Directory, "cmq.db-note"));
        using SqliteStore opened = SqliteStore.Open(store.Directory);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM message")]
    [InlineData("PRAGMA wal_checkpoint(PASSIVE)")]
    [InlineData("PRAGMA wal_checkpoint(RESTART)")]
    [InlineData("PRAGMA wal_checkpoint(TRUNCATE)")]
    [InlineData("PRAGMA journal_mode = DELETE")]
    [InlineData("PRAGMA wal_checkpoint(RESTART); CREATE TABLE mine(x); DROP TABLE mine")]
    [InlineData("VACUUM")]
    public async Task A_WAL_that_another_program_has_checkpointed_is_not_missed(string sql)
    {
        using TempFolder folder = new();
        StoreUnderTest store = killed.CopyTo(folder);
        AnotherProgram.Run(Path.Combine(store.Directory, "cmq.db"), sql);
        Report.AssertNothing(await store.AuditAsync(), sql);
    }

    [Fact]
    public async Task A_check_and_a_backup_leave_what_a_kill_has_left_as_it_is()
    {
        using TempFolder folder = new();
        StoreUnderTest store = killed.CopyTo(folder);
        string[] files = [.. ((string[])["cmq.db", WriteAheadLog.FileName, "cmq.db-note"]).Select(name => Path.Combine(store.Directory, name))];
        byte[][] before = [.. files.Select(File.ReadAllBytes)];
        Report.AssertNothing(await StoreUnderTest.CheckAsync(store.Directory), "killed");
        await SqliteStore.BackupAsync(store.Directory, folder["backup"]);
        Assert.Equal(before, files.Select(File.ReadAllBytes));
        Report.AssertNothing(await store.AuditAsync(), "checked and copied");
    }

    private async Task RefusesAsync(Action<string> change)
    {
        using TempFolder folder = new();
        StoreUnderTest store = killed.CopyTo(folder);
        string wal = Path.Combine(store.Directory, WriteAheadLog.FileName), saved = folder["saved"];
        TempFolder.Copy(store.Directory, saved);
        change(wal);

        for (int i = 0; i < 2; i++)
        {
            string refusal = Assert.Throws<SqliteStoreException>(() => SqliteStore.Open(store.Directory)).Message;
            output.WriteLine(refusal);
            Assert.Contains(store.Directory, refusal, StringComparison.Ordinal);
            Assert.Contains("cmq store restore", refusal, StringComparison.Ordinal);
            Assert.NotEmpty(await StoreUnderTest.CheckAsync(store.Directory));
        }

        // Nothing was changed, so the WAL can be brought back.
        foreach (string file in Directory.GetFiles(saved))
            File.Copy(file, Path.Combine(store.Directory, Path.GetFileName(file)), overwrite: true);
        Report.AssertNothing(await store.AuditAsync(), "the WAL was brought back");
    }
}
