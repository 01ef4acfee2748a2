namespace CmqContracts.Sqlite.Faults;

/// <summary>A disk that cannot be written to is reported as such, and not as a store in use.</summary>
public sealed class ReadOnlyDiskTests
{
    [FactThatNeeds(Need.Mounts)]
    public async Task A_read_only_disk_is_said_to_be_one()
    {
        using TempFolder folder = new();
        using LoopDisk disk = LoopDisk.Create(folder, megabytes: 32);
        string directory = Path.Combine(disk.Root, "store");
        SqliteStore.Open(directory).Dispose();
        Command.Run("mount", "-o", "remount,ro", disk.Root);

        foreach (string refusal in (string[])[Assert.Throws<SqliteStoreException>(() => SqliteStore.Open(directory)).Message, .. await StoreUnderTest.CheckAsync(directory)])
        {
            Assert.Contains("ead-only", refusal, StringComparison.Ordinal);
            Assert.DoesNotContain("in use", refusal, StringComparison.Ordinal);
        }
    }
}
