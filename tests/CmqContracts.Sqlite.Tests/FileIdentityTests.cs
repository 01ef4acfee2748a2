namespace CmqContracts.Sqlite.Tests;

public sealed class FileIdentityTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Name => Path.Combine(_directory.Path, "a \u4e2d");

    private string Renamed => Name + "2";

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_is_the_same_however_it_is_written_to_and_renamed_and_another_when_it_is_replaced()
    {
        File.WriteAllText(Name, "a");
        using FileStream open = File.Open(Name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        FileIdentity identity = FileIdentity.Of(Name)!.Value;
        Assert.NotEqual(default, identity);
        File.AppendAllText(Name, "b");
        File.SetLastWriteTimeUtc(Name, DateTime.UnixEpoch);
        File.Move(Name, Renamed);
        Assert.False(identity.IsOther(FileIdentity.Of(Renamed)));
        Assert.Null(FileIdentity.Of(Name));
        Assert.True(identity.IsOther(null));
        File.Copy(Renamed, Name);
        Assert.True(identity.IsOther(FileIdentity.Of(Name)));
    }

    [Fact]
    public void A_file_of_which_nothing_is_known_is_not_taken_for_another()
    {
        FileIdentity known = new(1, 2);
        Assert.False(known.IsOther(default(FileIdentity)));
        Assert.False(default(FileIdentity).IsOther(known));
        Assert.True(default(FileIdentity).IsOther(null));
    }

    [Fact]
    public void The_system_call_says_the_same_as_the_library()
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.WriteLine("Cannot run here: only Linux has the call.");
            return;
        }

        File.WriteAllText(Name, "a");
        FileIdentity? identity = FileIdentity.QueryStatx(Name, byLibrary: true);
        Assert.NotNull(identity);
        Assert.Equal(identity, FileIdentity.QueryStatx(Name, byLibrary: false));
        Assert.Equal(identity, FileIdentity.Of(Name));
        Assert.Null(FileIdentity.QueryStatx(Renamed, byLibrary: true));
        Assert.Null(FileIdentity.QueryStatx(Renamed, byLibrary: false));
    }
}
