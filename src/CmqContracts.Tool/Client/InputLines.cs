using Microsoft.Win32.SafeHandles;

namespace CmqContracts.Tool;

/// <summary>The lines of standard input as bytes. A wait for more can be cancelled.</summary>
internal sealed class InputLines
{
    /// <summary>Longer than a message's largest body can be as JSON.</summary>
    private const int MaxLineBytes = 16 * 1024 * 1024;

    private readonly Stream _stream = Console.OpenStandardInput();
    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>How many lines were read.</summary>
    public long Number { get; private set; }

    /// <summary>How many bytes were read as lines.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many bytes there are; <see langword="null"/>: input is no file.</summary>
    public long? Length { get; } = LengthOfInput();

    /// <summary>The next line without its end; valid until the next call. <see langword="null"/>: there is none.</summary>
    /// <exception cref="CommandException">The line is too long to be a message.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        int searched = _start;
        while (true)
        {
            int length = Array.IndexOf(_buffer, (byte)'\n', searched, _end - searched) - _start;
            if (length >= 0)
                return Take(length, length + 1);
            searched = _end;
            if (_isAtEnd)
                return _end > _start ? Take(_end - _start, _end - _start) : default(ReadOnlyMemory<byte>?);
            searched -= MakeRoom();
            // A read of standard input cannot be cancelled itself, and the process may end meanwhile.
            int read = await Task.Run(() => _stream.Read(_buffer, _end, _buffer.Length - _end), cancellationToken).WaitAsync(cancellationToken);
            _end += read;
            _isAtEnd = read == 0;
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int consumed)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start += consumed;
        Bytes += consumed;
        Number++;
        return line.Length > 0 && line.Span[^1] == (byte)'\r' ? line[..^1] : line;
    }

    /// <summary>Makes room behind what is read.</summary>
    /// <returns>By how much that moved.</returns>
    private int MakeRoom()
    {
        int moved = _start;
        if (_end - _start > MaxLineBytes)
            throw new CommandException($"Line {Number + 1} has more than {MaxLineBytes} bytes, which is no message.", ExitCode.Failed);
        byte[] target = _end - _start > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
        (_buffer, _start, _end) = (target, 0, _end - _start);
        return moved;
    }

    private static long? LengthOfInput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsInputRedirected)
            return null;
        using SafeFileHandle input = new(0, ownsHandle: false);
        using FileStream stream = new(input, FileAccess.Read, bufferSize: 0);
        return stream.CanSeek && stream.Length > 0 ? stream.Length - stream.Position : null;
    }
}
