using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Tool;

/// <summary>Has the name of a new file on the disk too: a flush of the file does not flush the directory that it is in.</summary>
internal static class DirectoryFlush
{
    /// <summary>Returns when the names in a file's directory are on the disk. Windows does that by itself.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static void Of(string file)
    {
        // O_RDONLY and O_CLOEXEC. .NET opens no directories.
        int? flags = OperatingSystem.IsLinux() ? 0x80000 : OperatingSystem.IsMacOS() ? 0x1000000 : null;
        if (flags is not { } known)
            return;
        int descriptor = Open(Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/", known);
        if (descriptor < 0)
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        using SafeFileHandle directory = new(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(directory);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
