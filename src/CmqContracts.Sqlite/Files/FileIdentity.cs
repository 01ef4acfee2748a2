using System.Runtime.InteropServices;
using System.Text;

namespace CmqContracts.Sqlite;

/// <summary>Identifies a file, to notice that another one has taken its name. As long as the file is open, no other file has the same identity.</summary>
/// <param name="Device">On Linux, the device; elsewhere 0.</param>
/// <param name="Number">On Linux, the inode's number; elsewhere the time when the file was made; 0: not known.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number)
{
    // AT_FDCWD, STATX_INO, and offsets in struct statx, which is the same on every architecture.
    private const int CurrentDirectory = -100;
    private const uint InodeOnly = 0x100;
    private const int StatxBytes = 256;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;

    /// <summary>C libraries have statx since glibc 2.28 and musl 1.2.5. With older ones it is called as a system call.</summary>
    private static bool s_libraryLacksStatx;

    /// <summary>The identity of the file that has a name now; <see langword="null"/>: none has it.</summary>
    public static FileIdentity? Of(string file)
    {
        if (!File.Exists(file))
            return null;
        if (!OperatingSystem.IsLinux())
            return new FileIdentity(0, (ulong)File.GetCreationTimeUtc(file).Ticks);
        FileIdentity? identity = null;
        try
        {
            identity = QueryStatx(file, byLibrary: !s_libraryLacksStatx);
        }
        catch (EntryPointNotFoundException) when (!s_libraryLacksStatx)
        {
            s_libraryLacksStatx = true;
            return Of(file);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Without statx the identity is unknown; only that the file exists is known.
        }

        return identity ?? (File.Exists(file) ? default(FileIdentity) : null);
    }

    /// <summary>Calls statx, by the C library's function or as a system call.</summary>
    /// <returns><see langword="null"/>: the call failed.</returns>
    internal static FileIdentity? QueryStatx(string file, bool byLibrary)
    {
        byte[] path = Encoding.UTF8.GetBytes(file + '\0'), status = new byte[StatxBytes];
        nint result = -1;
        if (byLibrary)
            result = Statx(CurrentDirectory, path, 0, InodeOnly, status);
        else if (SystemCallNumber is { } number)
            result = SystemCall(number, CurrentDirectory, path, 0, (nint)InodeOnly, status);
        return result == 0 ? new FileIdentity(MemoryMarshal.Read<ulong>(status.AsSpan(DeviceOffset)), MemoryMarshal.Read<ulong>(status.AsSpan(InodeOffset))) : null;
    }

    /// <summary>Whether the file that has the name now is another one; <see langword="false"/> where that is not known.</summary>
    public bool IsOther(FileIdentity? now) => now is not { } file || (this != file && this != default && file != default);

    private static nint? SystemCallNumber => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 332,
        Architecture.X86 => 383,
        Architecture.Arm => 397,
        Architecture.Arm64 or Architecture.LoongArch64 => 291,
        _ => null,
    };

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, byte[] status);

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemCall(nint number, nint directory, byte[] path, nint flags, nint mask, byte[] status);
}
