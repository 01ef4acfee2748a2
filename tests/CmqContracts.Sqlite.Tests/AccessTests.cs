using System.Runtime.Versioning;

namespace CmqContracts.Sqlite.Tests;

/// <summary>What a store writes is its owner's alone.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AccessTests : StoreTest
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybody = (UnixFileMode)511;

    [UnixFact]
    public async Task Files_and_directory_are_readable_by_their_owner_only()
    {
        await CreateAsync();
        Assert.Equal(5, AssertOwnersOnly());
    }

    [UnixFact]
    public async Task Files_that_are_there_already_become_their_owners()
    {
        await CreateAsync();
        await CloseAsync();
        File.SetUnixFileMode(StoreDirectory, Everybody);
        foreach (string file in Directory.GetFiles(StoreDirectory))
            File.SetUnixFileMode(file, Everybody);
        Open();
        Assert.Equal(5, AssertOwnersOnly());
    }

    [UnixFact]
    public async Task A_directory_that_holds_more_than_the_store_stays_as_it_is()
    {
        await CloseAsync();
        await File.WriteAllTextAsync(Path.Combine(StoreDirectory, "cmq.json"), "{}");
        File.SetUnixFileMode(StoreDirectory, Everybody);
        Open();
        Assert.Equal(Everybody, File.GetUnixFileMode(StoreDirectory));
        Assert.Equal(OwnerFile, File.GetUnixFileMode(DatabaseFile));
    }

    [UnixFact]
    public async Task Backups_and_restored_stores_are_too()
    {
        await CreateAsync();
        string file = FileBeside("backup.db");
        await SqliteStore.BackupAsync(StoreDirectory, file);
        Assert.Equal(OwnerFile, File.GetUnixFileMode(file));
        File.SetUnixFileMode(file, Everybody);
        await CloseAsync();
        Directory.Delete(StoreDirectory, recursive: true);
        await SqliteStore.RestoreAsync(file, StoreDirectory);
        AssertOwnersOnly();
        Open();
        Assert.Equal(5, AssertOwnersOnly());
    }

    private int AssertOwnersOnly() => OwnersOnly.Assert(StoreDirectory);
}
