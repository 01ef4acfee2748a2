namespace CmqContracts.Tool;

/// <summary>Where drained messages go: a file, on the disk when a write returns, or standard output.</summary>
internal sealed class DrainTarget : IDisposable
{
    private readonly FileStream? _file;
    private readonly StandardOutput? _output;
    private bool _mustEndLine;

    private DrainTarget(FileStream? file, StandardOutput? output) => (_file, _output) = (file, output);

    /// <summary>Whether the last line of the file has no end, so that the first message begins a new line.</summary>
    public bool HasTornLine { get; private init; }

    /// <param name="path">The file; <see langword="null"/>: standard output.</param>
    /// <param name="append">Whether the file may be there, and is written to behind what it has.</param>
    /// <exception cref="CommandException">The file is there, or cannot be made.</exception>
    public static DrainTarget Open(string? path, bool append)
    {
        if (path is null)
            return new DrainTarget(null, new StandardOutput());
        FileStreamOptions options = new() { Mode = append ? FileMode.Append : FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        // Bodies are for nobody else.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            bool isNew = !File.Exists(path);
            bool isTorn = append && !isNew && !EndsWithLine(path);
            FileStream file = new(path, options);
            if (isNew)
                DirectoryFlush.Of(path);
            return new DrainTarget(file, null) { HasTornLine = isTorn, _mustEndLine = isTorn };
        }
        catch (IOException) when (!append && File.Exists(path))
        {
            throw new CommandException($"{path} is there already; choose another file, or write behind what it has with --append.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be written: {e.Message}", ExitCode.Failed, e);
        }
    }

    /// <summary>Writes, and returns when it is written: a file on the disk, a pipe in the pipe.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_output is not null)
        {
            _output.Write(bytes);
            return;
        }

        try
        {
            if (_mustEndLine)
                _file!.Write("\n"u8);
            _mustEndLine = false;
            _file!.Write(bytes);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            throw new CommandException($"{_file!.Name} cannot be written: {e.Message}", ExitCode.Failed, e);
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Whether a file is empty, or its last byte ends a line. A pipe or a device has no last byte.</summary>
    private static bool EndsWithLine(string path)
    {
        if (new FileInfo(path).Length == 0)
            return true;
        using FileStream file = NonBlockingFile.Open(path);
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }
}
