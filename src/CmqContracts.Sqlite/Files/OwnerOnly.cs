namespace CmqContracts.Sqlite;

/// <summary>Files and directories that only their owner may read, whatever the umask. On Windows they inherit the rights of their directory.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Makes a file that is not there yet.</summary>
    public static FileStream Create(string file) => Open(file, System.IO.FileMode.CreateNew, FileShare.Read);

    /// <summary>Opens a file for reading and writing.</summary>
    public static FileStream Open(string file, FileMode mode, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode;
        FileStream stream = new(file, options);
        try
        {
            // The umask may have taken away rights that the owner needs.
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(stream.SafeFileHandle) != FileMode)
                File.SetUnixFileMode(stream.SafeFileHandle, FileMode);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // Another user's file, which this one may write to.
        }

        return stream;
    }

    public static void Apply(string file)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file) != FileMode)
            File.SetUnixFileMode(file, FileMode);
    }

    public static void ApplyToDirectory(string directory)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(directory) != DirectoryMode)
            File.SetUnixFileMode(directory, DirectoryMode);
    }

    public static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        // Parent directories have the usual rights.
        if (Path.GetDirectoryName(directory) is { } parent)
            Directory.CreateDirectory(parent);
        Directory.CreateDirectory(directory, DirectoryMode);
        ApplyToDirectory(directory);
    }
}
