using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Tool;

/// <summary>Opens what stands at a path, whatever that is, without waiting for anybody. Opening a pipe would wait for its writer.</summary>
internal static class UnblockedFile
{
    private const int ReadOnly = 0;
    private const int NoSuchEntry = 2;
    private const int Interrupted = 4;
    private const int NotADirectory = 20;

    /// <summary>Opens it for reading. The stream of a pipe or a terminal cannot seek.</summary>
    /// <exception cref="IOException">It cannot be opened; <see cref="FileNotFoundException"/>: there is nothing.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    public static FileStream Open(string path)
    {
        // Elsewhere the numbers of the flags are not known.
        int? flags = OperatingSystem.IsLinux() ? 0x80800 : OperatingSystem.IsMacOS() ? 0x1000004 : null;
        return flags is { } known
            ? new FileStream(OpenHandle(path, ReadOnly | known), FileAccess.Read)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    private static SafeFileHandle OpenHandle(string path, int flags)
    {
        int descriptor, error = Interrupted;
        do
        {
            descriptor = Open(path, flags);
            if (descriptor < 0)
                error = Marshal.GetLastPInvokeError();
        }
        while (descriptor < 0 && error == Interrupted);
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);
        throw error is NoSuchEntry or NotADirectory ? new FileNotFoundException() : new IOException(Marshal.GetPInvokeErrorMessage(error));
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
