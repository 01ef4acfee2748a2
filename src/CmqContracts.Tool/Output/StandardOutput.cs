using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Tool;

/// <summary>Standard output as a stream that fails when its reader is gone. The console's own stream takes what is written to a closed pipe as written.</summary>
internal sealed class StandardOutput(Stream stream)
{
    private const int Descriptor = 1;

    /// <summary>That of this process.</summary>
    public StandardOutput()
        : this(Open())
    {
    }

    /// <summary>Writes to the file or pipe itself.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
            stream.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"Standard output cannot be written: {e.Message}", ExitCode.Failed, e);
        }
    }

    private static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        FileStream file = new(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file is written at the place that the process was given, which a FileStream would not move for the processes after this one.
        return file.CanSeek ? Console.OpenStandardOutput() : file;
    }
}
