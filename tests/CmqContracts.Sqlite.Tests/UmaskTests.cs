using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace CmqContracts.Sqlite.Tests;

/// <summary>The umask is the whole process's, so no other test runs at the same time.</summary>
[CollectionDefinition(nameof(UmaskTests), DisableParallelization = true)]
public sealed class UmaskCollection;

/// <summary>Under any umask, what a store writes is its owner's alone, and its owner can read it.</summary>
[Collection(nameof(UmaskTests))]
[UnsupportedOSPlatform("windows")]
public sealed class UmaskTests : StoreTest
{
    [UnixFact]
    public async Task No_umask_changes_what_others_may_read()
    {
        await CloseAsync();
        foreach (uint mask in (uint[])[0, 0x1FF])
        {
            Directory.Delete(StoreDirectory, recursive: true);
            uint before = Umask(mask);
            try
            {
                SqliteStore.Open(StoreDirectory).Dispose();
                Open();
                await CreateAsync();
                await SqliteStore.BackupAsync(StoreDirectory, FileBeside($"backup-{mask}.db"));
            }
            finally
            {
                _ = Umask(before);
            }

            Assert.Equal(5, OwnersOnly.Assert(StoreDirectory));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FileBeside($"backup-{mask}.db")));
            await CloseAsync();
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint Umask(uint mask);
}
