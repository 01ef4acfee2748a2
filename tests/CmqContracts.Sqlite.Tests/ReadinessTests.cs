namespace CmqContracts.Sqlite.Tests;

/// <summary>A store says why it cannot be written to, and stops when its files are removed or replaced.</summary>
public sealed class ReadinessTests : StoreTest
{
    [Fact]
    public async Task A_store_can_be_written_to_whether_it_is_idle_or_not()
    {
        Assert.Null(Store.FindWriteProblem());
        await CreateAsync();
        Assert.Null(Store.FindWriteProblem());
    }

    [Fact]
    public async Task A_lock_of_another_program_is_reported_as_long_as_it_is_held()
    {
        await CreateAsync();
        using (Database other = Database.Open(DatabaseFile, create: false))
        {
            other.Execute("BEGIN IMMEDIATE");
            await WaitUntilAsync(() => Store.FindWriteProblem() is not null);
            string problem = Store.FindWriteProblem()!;
            Assert.Contains("locked", problem, StringComparison.Ordinal);
            Assert.DoesNotContain("/", problem, StringComparison.Ordinal);
            other.Execute("ROLLBACK");
        }

        Assert.Null(Store.FindWriteProblem());
    }

    [Fact]
    public async Task A_probe_writes_nothing()
    {
        await CreateAsync();
        using Database other = Database.Open(DatabaseFile, create: false);
        other.KeepWal();
        long before = other.ReadNumber("PRAGMA data_version");
        long wal = new FileInfo(DatabaseFile + "-wal").LastWriteTimeUtc.Ticks;
        Assert.Null(Store.FindWriteProblem());
        Assert.Equal((before, wal), (other.ReadNumber("PRAGMA data_version"), new FileInfo(DatabaseFile + "-wal").LastWriteTimeUtc.Ticks));
    }

    public static TheoryData<string> Losses => ["cmq.lock", "cmq.db", "cmq.db-wal", "cmq.db-shm", "cmq.db-note", "", "replaced", "copied"];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_store_whose_files_are_removed_or_replaced_stops(string lost)
    {
        await CreateAsync();
        await SendAsync("a");
        string aside = FileBeside("aside");
        switch (lost)
        {
            case "":
                Directory.Move(StoreDirectory, aside);
                break;
            case "replaced":
                Directory.Move(StoreDirectory, aside);
                SqliteStore.Open(StoreDirectory).Dispose();
                break;
            case "copied":
                File.Copy(DatabaseFile, aside);
                File.Move(aside, DatabaseFile, overwrite: true);
                break;
            default:
                File.Delete(Path.Combine(StoreDirectory, lost));
                break;
        }

        await WaitUntilAsync(() => Store.FilesLost.IsCancellationRequested);
        Assert.Contains("removed or replaced", Store.FindWriteProblem(), StringComparison.Ordinal);
        CmqServiceException refusal = await Assert.ThrowsAsync<CmqServiceException>(async () => await SendAsync("b"));
        Assert.Equal(CmqErrors.ServerInternalError, refusal.Error);
        Assert.Contains("removed or replaced", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_whose_directory_has_just_gone_closes_without_a_failure()
    {
        await CreateAsync();
        await SendAsync("a");
        string aside = StoreDirectory + "-gone";
        Directory.Move(StoreDirectory, aside);
        await CloseAsync();
        Directory.Move(aside, StoreDirectory);
    }

    [Fact]
    public async Task A_second_broker_is_kept_out_also_when_the_lock_file_has_gone()
    {
        await CreateAsync();
        File.Delete(Path.Combine(StoreDirectory, "cmq.lock"));
        Assert.Contains("in use", Assert.Throws<SqliteStoreException>(() => SqliteStore.Open(StoreDirectory)).Message, StringComparison.Ordinal);
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        for (int attempt = 0; !condition(); attempt++)
        {
            Assert.True(attempt < 300, "The condition did not become true within 6 s.");
            await Task.Delay(20);
        }
    }
}
