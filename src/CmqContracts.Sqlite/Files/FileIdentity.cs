using System.Runtime.InteropServices;
using System.Text;

namespace CmqContracts.Sqlite;

/// <summary>What tells a file from another that has got its name. While it is open somewhere, no other file has it.</summary>
/// <param name="Device">On Linux, the device; elsewhere 0.</param>
/// <param name="Number">On Linux, the inode's number; elsewhere the time when the file was made.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number)
{
    // AT_FDCWD, STATX_INO, and places in struct statx, which is the same on every architecture.
    private const int CurrentDirectory = -100;
    private const uint InodeOnly = 0x100;
    private const int StatxBytes = 256;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;

    /// <summary>The identity of the file that has a name now; <see langword="null"/>: none has it.</summary>
    public static FileIdentity? Of(string file)
    {
        if (!File.Exists(file))
            return null;
        if (!OperatingSystem.IsLinux())
            return new FileIdentity(0, (ulong)File.GetCreationTimeUtc(file).Ticks);
        byte[] status = new byte[StatxBytes];
        try
        {
            if (Statx(CurrentDirectory, Encoding.UTF8.GetBytes(file + '\0'), 0, InodeOnly, status) != 0)
                return File.Exists(file) ? default(FileIdentity) : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // An old libc: then it is only known that there is a file.
            return default(FileIdentity);
        }

        return new FileIdentity(MemoryMarshal.Read<ulong>(status.AsSpan(DeviceOffset)), MemoryMarshal.Read<ulong>(status.AsSpan(InodeOffset)));
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, byte[] status);
}
