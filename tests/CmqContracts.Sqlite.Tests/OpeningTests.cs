namespace CmqContracts.Sqlite.Tests;

/// <summary>What is opened, and what is refused with a text that says what to do.</summary>
public sealed class OpeningTests : StoreTest
{
    [Fact]
    public async Task A_closed_store_is_the_database_and_the_lock_file()
    {
        await CreateAsync();
        await SendAsync("a");
        await CloseAsync();
        Assert.Equal(["cmq.db", "cmq.lock"], Directory.GetFiles(StoreDirectory).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_second_broker_is_kept_out_and_told_so() => Refuses("is in use, by another process or another broker of this one");

    [Fact]
    public async Task A_broker_that_could_not_open_leaves_the_store_free()
    {
        await CloseAsync();
        Change("PRAGMA user_version = 2");
        Refuses("has format 2");
        Change("PRAGMA user_version = 1");
        Open();
    }

    [Fact]
    public async Task A_newer_format_is_refused()
    {
        await CloseAsync();
        Change("PRAGMA user_version = 2");
        Refuses("has format 2; this version of CmqContracts.Sqlite reads formats up to 1");
    }

    [Fact]
    public async Task Another_program_s_database_is_refused()
    {
        await CloseAsync();
        Change("PRAGMA application_id = 1");
        Refuses("not a store of CmqContracts");
    }

    [Theory]
    [InlineData("PRAGMA application_id = 1")]
    [InlineData("PRAGMA user_version = 2")]
    public async Task A_WAL_that_makes_the_store_another_program_s_or_a_newer_one_is_not_checkpointed(string sql)
    {
        await CreateAsync();
        await CloseAsync();
        using Database other = Database.Open(DatabaseFile, create: false);
        other.Execute(sql);
        AssertIsRefusedAndStays(StoreParts.Read(StoreDirectory));
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(8192)]
    public async Task The_WAL_of_another_program_s_database_is_not_checkpointed(int pageBytes)
    {
        await CreateAsync();
        await CloseAsync();
        using Database other = Database.Open(FileBeside("other"), create: true);
        other.Execute($"PRAGMA page_size = {pageBytes}; PRAGMA journal_mode = WAL; CREATE TABLE other(number); INSERT INTO other VALUES(1)");
        AssertIsRefusedAndStays(StoreParts.Read(StoreDirectory) with { Wal = File.ReadAllBytes(FileBeside("other-wal")) });
    }

    [Theory]
    [InlineData("This is a text that somebody has saved under this name; it is long enough for the header of a database, which has a hundred bytes.")]
    [InlineData("")]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone(string content)
    {
        await CloseAsync();
        await File.WriteAllTextAsync(DatabaseFile, content);
        Assert.Throws<SqliteStoreException>(() => SqliteStore.Open(StoreDirectory));
        Assert.Equal(content, await File.ReadAllTextAsync(DatabaseFile));
    }

    [Fact]
    public async Task A_file_that_was_cut_is_refused()
    {
        await CreateAsync();
        await FillAsync(64, 1024);
        await CloseAsync();
        using (FileStream file = new(DatabaseFile, FileMode.Open))
            file.SetLength(file.Length - Format.PageBytes);
        Refuses("is damaged");
    }

    [Fact]
    public async Task A_WAL_without_its_database_is_not_removed()
    {
        await CloseAsync();
        File.Move(DatabaseFile, DatabaseFile + "-wal");
        Refuses("it is missing, and its WAL is there");
        Assert.True(File.Exists(DatabaseFile + "-wal"));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_named()
    {
        string file = FileBeside("file");
        File.WriteAllText(file, "");
        SqliteStoreException refusal = Assert.Throws<SqliteStoreException>(() => SqliteStore.Open(Path.Combine(file, "store")));
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_whose_creation_was_interrupted_is_created_again()
    {
        await CloseAsync();
        File.Delete(DatabaseFile);
        await File.WriteAllTextAsync(DatabaseFile + ".new", "half of something");
        Open();
        await CreateAsync();
    }

    [Theory]
    [InlineData("cmq.db")]
    [InlineData("cmq.db-wal")]
    [InlineData("cmq.db-note")]
    [InlineData("cmq.lock")]
    public async Task A_directory_where_a_file_should_be_is_named(string name)
    {
        await CloseAsync();
        File.Delete(Path.Combine(StoreDirectory, name));
        Directory.CreateDirectory(Path.Combine(StoreDirectory, name));
        Refuses($"{name}' is a directory");
        SqliteStoreException refusal = await Assert.ThrowsAsync<SqliteStoreException>(() => SqliteStore.CheckAsync(StoreDirectory));
        Assert.Contains("is a directory", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_interrupted_restore_has_left_is_no_empty_store()
    {
        await CloseAsync();
        File.Move(DatabaseFile, DatabaseFile + ".restoring");
        Refuses("was interrupted");
        await Assert.ThrowsAsync<SqliteStoreException>(() => SqliteStore.CheckAsync(StoreDirectory));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(63, true)]
    [InlineData(64, true)]
    public async Task A_damaged_note_is_refused_and_an_empty_one_is_not(int length, bool isRefused)
    {
        await CloseAsync();
        string note = DatabaseFile + "-note";
        await File.WriteAllBytesAsync(note, [.. Enumerable.Repeat((byte)7, length)]);
        if (isRefused)
        {
            Refuses("is damaged");
            SqliteStoreException refusal = await Assert.ThrowsAsync<SqliteStoreException>(() => SqliteStore.CheckAsync(StoreDirectory));
            Assert.Contains(note, refusal.Message, StringComparison.Ordinal);
            await File.WriteAllBytesAsync(note, new byte[length]);
        }

        Open();
    }

    private void AssertIsRefusedAndStays(StoreParts parts)
    {
        parts.Write(FileBeside("put"));
        Assert.NotNull(parts.Wal);
        Assert.Throws<SqliteStoreException>(() => SqliteStore.Open(FileBeside("put")));
        Assert.True(StoreParts.Read(FileBeside("put")).IsSameAs(parts));
    }

    private void Refuses(string text)
    {
        SqliteStoreException refusal = Assert.Throws<SqliteStoreException>(() => SqliteStore.Open(StoreDirectory));
        Assert.Contains(text, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(StoreDirectory, refusal.Message, StringComparison.Ordinal);
    }
}
