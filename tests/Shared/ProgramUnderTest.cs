using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Threading.Channels;

namespace CmqContracts.Testing;

/// <summary>A program of this repository in a process of its own, without the CMQ variables of the environment, and what it prints.</summary>
internal sealed class ProgramUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _unclaimed = [];
    private readonly StringBuilder _output = new();
    private int _openStreams = 2;

    private ProgramUnderTest(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process's id, for signals.</summary>
    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    /// <summary>Everything that was printed so far, including errors.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts the program whose path is in the metadata of the test assembly.</summary>
    /// <remarks>What a shell starts in the background ignores SIGINT, and so would the program, if the tests run there.</remarks>
    public static ProgramUnderTest Start(string metadataKey, IReadOnlyDictionary<string, string> environment, params string[] arguments) => OperatingSystem.IsLinux()
        ? Start(environment, "env", ["--default-signal=INT", "dotnet", PathOf(metadataKey), .. arguments])
        : Start(environment, "dotnet", [PathOf(metadataKey), .. arguments]);

    /// <summary>Starts the program as <see cref="Start(string, IReadOnlyDictionary{string, string}, string[])"/> does, with a limit of <paramref name="files"/> open files.</summary>
    public static ProgramUnderTest StartWithFiles(int files, string metadataKey, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(environment, "sh", ["-c", "ulimit -n $0 && exec dotnet \"$@\"", files.ToString(System.Globalization.CultureInfo.InvariantCulture), PathOf(metadataKey), .. arguments]);

    private static string PathOf(string metadataKey) =>
        typeof(ProgramUnderTest).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == metadataKey).Value!;

    private static ProgramUnderTest Start(IReadOnlyDictionary<string, string> environment, string file, string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("CMQ_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new ProgramUnderTest(Process.Start(start)!);
    }

    /// <summary>
    /// Waits for the first line that contains <paramref name="part"/> and was not returned before. Output and errors come through two pipes, so their
    /// order is open, and lines may be asked for in any order.
    /// </summary>
    public async Task<string> WaitForLineAsync(string part)
    {
        int index = _unclaimed.FindIndex(line => line.Contains(part, StringComparison.Ordinal));
        if (index >= 0)
        {
            string found = _unclaimed[index];
            _unclaimed.RemoveAt(index);
            return found;
        }

        using CancellationTokenSource timeout = new(Timeout);
        try
        {
            while (true)
            {
                string line = await _lines.Reader.ReadAsync(timeout.Token);
                if (line.Contains(part, StringComparison.Ordinal))
                    return line;
                _unclaimed.Add(line);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"The program did not print '{part}'. It printed:\n{Output}");
        }
    }

    /// <summary>Writes a line to the program's input.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<int> WaitForExitAsync()
    {
        using CancellationTokenSource timeout = new(Timeout);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks the program to stop, as a shell or a service manager does.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Sends a signal, such as <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-" + name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            if (Interlocked.Decrement(ref _openStreams) == 0)
                _lines.Writer.TryComplete();
            return;
        }

        lock (_output)
            _output.AppendLine(line);
        _lines.Writer.TryWrite(line);
    }
}
