using System.Text;
using CmqContracts.Broker;

namespace CmqContracts.Sqlite.Tests;

/// <summary>Backups of a store in use, and stores made of backups.</summary>
public sealed class CopyTests : StoreTest
{
    [Fact]
    public async Task A_backup_is_a_snapshot_of_a_store_in_use()
    {
        await CreateAsync();
        await FillAsync(2000, 500);
        using CancellationTokenSource end = new();
        int sent = 0;
        Task sending = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
                await SendAsync($"later {sent++}");
        });
        string file = FileBeside("backup.db");
        await SqliteStore.BackupAsync(StoreDirectory, file);
        await end.CancelAsync();
        await sending;

        string restored = FileBeside("restored");
        await SqliteStore.RestoreAsync(file, restored);
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Store = SqliteStore.Open(restored) });
        ICmqService service = broker.GetService("100000000001");
        List<string> bodies = [];
        while (await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 16, PollingWaitSeconds = 0 }) is { Count: > 0 } messages)
            bodies.AddRange(messages.Select(Text));
        Assert.Equal(Enumerable.Range(0, 2000).Select(static number => $"{number}"), bodies.Take(2000).Select(static body => body.Split(' ')[0]));
        Assert.Equal(Enumerable.Range(0, bodies.Count - 2000).Select(static number => $"later {number}"), bodies.Skip(2000));
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        string file = FileBeside("backup.db");
        await File.WriteAllTextAsync(file, "precious");
        await RefusesAsync("is there already", () => SqliteStore.BackupAsync(StoreDirectory, file));
        Assert.Equal("precious", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_backup_that_is_cancelled_leaves_nothing()
    {
        await CreateAsync();
        await FillAsync(2000, 500);
        using CancellationTokenSource end = new();
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SqliteStore.BackupAsync(StoreDirectory, FileBeside("backup.db"), end.Token));
        Assert.False(File.Exists(FileBeside("backup.db")));
        Assert.False(File.Exists(FileBeside("backup.db.part")));
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_neither_copied_nor_checked()
    {
        string nowhere = FileBeside("nowhere");
        await RefusesAsync("There is no store", () => SqliteStore.BackupAsync(nowhere, FileBeside("backup.db")));
        await RefusesAsync("There is no store", () => SqliteStore.CheckAsync(nowhere));
        await RefusesAsync("There is no backup", () => SqliteStore.RestoreAsync(FileBeside("no.db"), nowhere));
        Assert.False(Directory.Exists(nowhere));
    }

    [Fact]
    public async Task A_directory_that_holds_a_store_is_not_restored_into()
    {
        string file = FileBeside("backup.db");
        await SqliteStore.BackupAsync(StoreDirectory, file);
        await RefusesAsync("in use", () => SqliteStore.RestoreAsync(file, StoreDirectory));
        await CloseAsync();
        await RefusesAsync("holds a store already", () => SqliteStore.RestoreAsync(file, StoreDirectory));
    }

    [Fact]
    public async Task A_damaged_backup_is_not_restored()
    {
        await CreateAsync();
        await SendAsync("this is the body");
        string file = FileBeside("backup.db");
        await SqliteStore.BackupAsync(StoreDirectory, file);
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("this is the body"))]++;
        await File.WriteAllBytesAsync(file, bytes);

        string restored = FileBeside("restored");
        await RefusesAsync("is damaged", () => SqliteStore.RestoreAsync(file, restored));
        Assert.Empty(Directory.GetFiles(restored, "cmq.db*"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restore_that_was_interrupted_leaves_no_empty_store_whatever_fails_after_it(bool isDamaged)
    {
        await CreateAsync();
        await SendAsync("a");
        string file = FileBeside("backup.db"), restored = FileBeside("restored"), marker = Path.Combine(restored, "cmq.db.restoring");
        await SqliteStore.BackupAsync(StoreDirectory, file);
        Directory.CreateDirectory(restored);
        await File.WriteAllTextAsync(marker, "half of a store");
        if (isDamaged)
        {
            string other = FileBeside("damaged.db");
            await File.WriteAllTextAsync(other, "no database");
            await Assert.ThrowsAsync<SqliteStoreException>(() => SqliteStore.RestoreAsync(other, restored));
        }

        Assert.True(File.Exists(marker));
        Assert.Contains("was interrupted", Assert.Throws<SqliteStoreException>(() => SqliteStore.Open(restored)).Message, StringComparison.Ordinal);
        await SqliteStore.RestoreAsync(file, restored);
        SqliteStore.Open(restored).Dispose();
    }

    [Theory]
    [InlineData("CREATE TABLE mine(x)")]
    [InlineData("CREATE TABLE body_x(x)")]
    [InlineData("CREATE TABLE body_77(x)")]
    [InlineData("CREATE VIEW mine AS SELECT * FROM message")]
    [InlineData("CREATE INDEX mine ON message(visible_at)")]
    [InlineData("CREATE TRIGGER mine AFTER INSERT ON message BEGIN DELETE FROM message; END")]
    [InlineData("CREATE TRIGGER body_1_more AFTER INSERT ON message BEGIN DELETE FROM message; END")]
    public async Task A_backup_with_tables_indexes_views_or_triggers_that_no_store_has_is_refused(string sql)
    {
        await CreateAsync();
        await SendAsync("a");
        await CloseAsync();
        Change(sql);
        Assert.Contains("not a store's", Assert.Single(await SqliteStore.CheckAsync(StoreDirectory)), StringComparison.Ordinal);
        string file = FileBeside("backup.db");
        await SqliteStore.BackupAsync(StoreDirectory, file);
        await RefusesAsync("not a store's", () => SqliteStore.RestoreAsync(file, FileBeside("restored")));
    }

    [Fact]
    public async Task Statistics_of_another_program_are_no_damage()
    {
        await CreateAsync();
        await SendAsync("a");
        await CloseAsync();
        Change("ANALYZE");
        Assert.Empty(await SqliteStore.CheckAsync(StoreDirectory));
    }

    [Fact]
    public async Task A_backup_touches_no_other_file()
    {
        string file = FileBeside("backup.db");
        await File.WriteAllTextAsync(file + ".part", "precious");
        await SqliteStore.BackupAsync(StoreDirectory, file);
        Assert.Equal("precious", await File.ReadAllTextAsync(file + ".part"));
        Assert.Equal(["backup.db", "backup.db.part"], Directory.GetFiles(Path.GetDirectoryName(file)!).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("cmq.db.new")]
    [InlineData("cmq.db.restoring")]
    public async Task A_backup_cannot_have_the_name_of_a_file_of_the_store(string name) =>
        await RefusesAsync("a file of the store itself", () => SqliteStore.BackupAsync(StoreDirectory, Path.Combine(StoreDirectory, name)));

    [Fact]
    public async Task A_database_with_a_WAL_is_no_backup() =>
        await RefusesAsync("is no backup", () => SqliteStore.RestoreAsync(DatabaseFile, FileBeside("restored")));

    private static async Task RefusesAsync(string text, Func<Task> action) =>
        Assert.Contains(text, (await Assert.ThrowsAsync<SqliteStoreException>(action)).Message, StringComparison.Ordinal);
}
