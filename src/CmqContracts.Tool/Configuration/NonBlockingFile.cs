using System.Runtime.InteropServices;
using CmqContracts.Protocol.Wire;
using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Tool;

/// <summary>Reads a file without blocking, whatever is at its path. Opening a pipe, for example, would wait for its writer.</summary>
internal static class NonBlockingFile
{
    /// <summary>Enough for about 100,000 keys. A device in place of the file may have no end.</summary>
    private const int MaxMegabytes = 16;

    private const int ReadOnly = 0;
    private const int NotPermitted = 1;
    private const int NoSuchEntry = 2;
    private const int Interrupted = 4;
    private const int AccessDenied = 13;
    private const int NotADirectory = 20;

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">It cannot be opened, or is a pipe or a terminal; <see cref="FileNotFoundException"/>: it does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    public static FileStream Open(string path)
    {
        // O_CLOEXEC and O_NONBLOCK. On other systems their values are not known.
        int? flags = OperatingSystem.IsLinux() ? 0x80800 : OperatingSystem.IsMacOS() ? 0x1000004 : null;
        FileStream stream = flags is { } known
            ? new FileStream(OpenHandle(path, ReadOnly | known), FileAccess.Read)
            : OpenBlocking(path);
        if (stream.CanSeek)
            return stream;
        stream.Dispose();
        throw new IOException("it is a pipe or a terminal; put a file in its place.");
    }

    /// <summary>Opens a file, or a pipe as soon as it has a writer.</summary>
    /// <inheritdoc cref="Open(string)"/>
    public static FileStream OpenBlocking(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Reads to the end.</summary>
    /// <exception cref="IOException">Reading fails, or the file is larger than the limit.</exception>
    public static byte[] ReadToEnd(FileStream stream)
    {
        using PooledBufferWriter content = new();
        // A device has the length 0, and a pipe has none.
        if (stream.CanSeek)
            RefuseAbove(stream.Length);
        for (int read; (read = stream.Read(content.GetSpan(1))) > 0;)
        {
            content.Advance(read);
            RefuseAbove(content.Length);
        }

        return content.WrittenSpan.ToArray();
    }

    private static void RefuseAbove(long length)
    {
        if (length > MaxMegabytes * 1024 * 1024)
            throw new IOException($"it is larger than {MaxMegabytes} MB, or a device without an end; put a file in its place.");
    }

    private static SafeFileHandle OpenHandle(string path, int flags)
    {
        if (Directory.Exists(path))
            throw new IOException("it is a directory; put a file in its place.");
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
        throw error switch
        {
            NoSuchEntry or NotADirectory => new FileNotFoundException(),
            NotPermitted or AccessDenied => new UnauthorizedAccessException(Marshal.GetPInvokeErrorMessage(error)),
            _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
        };
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
