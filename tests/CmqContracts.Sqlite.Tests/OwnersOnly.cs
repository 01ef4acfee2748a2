namespace CmqContracts.Sqlite.Tests;

/// <summary>Checks who may read the files of a store.</summary>
internal static class OwnersOnly
{
    /// <returns>How many files there are.</returns>
    public static int Assert(string directory)
    {
        string[] files = Directory.GetFiles(directory);
        Xunit.Assert.All(files, static file => Xunit.Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, Mode(file))));
        Xunit.Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(directory));
        return files.Length;
    }

    private static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);
}
