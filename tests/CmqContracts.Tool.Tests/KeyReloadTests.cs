using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using CmqContracts.Server;
using CmqContracts.Testing;
using CmqContracts.Tests;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Tool.Tests;

/// <summary>What may be at the path of the key file for a long time, with a manual clock.</summary>
public sealed class KeyReloadTests : IAsyncLifetime
{
    private const string Old = """{ "Keys": [ { "SecretId": "AKIDold", "SecretKey": "old secret" } ] }""";
    private const string New = """{ "Keys": [ { "SecretId": "AKIDnew", "SecretKey": "new secret" } ] }""";

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-reload-").FullName;
    private readonly ManualTimeProvider _clock = new();
    private readonly SemaphoreSlim _read = new(0);
    private readonly ConcurrentQueue<string> _inForce = [];
    private readonly LogList _log = new();
    private readonly KeyReload _reload;
    private volatile ManualResetEventSlim _hangs = new(initialState: true);
    private volatile Exception? _failure;

    public KeyReloadTests()
    {
        File.WriteAllText(Keys, Old);
        SettingsFile file = SettingsFile.Read(Keys);
        _reload = new KeyReload(file, () => Read(file), keys => _inForce.Enqueue(string.Join(' ', keys.Select(key => key.SecretId))), _clock, _log.Factory.CreateLogger<KeyReload>());
    }

    private string Keys => Path.Combine(_directory, "keys.json");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _hangs.Set();
        await _reload.DisposeAsync();
        _read.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("pipe", "cannot be read: it is a pipe or a terminal; put a file in its place.")]
    [InlineData("pipe with a writer", "cannot be read: it is a pipe or a terminal; put a file in its place.")]
    [InlineData("link to a pipe", "cannot be read: it is a pipe or a terminal; put a file in its place.")]
    [InlineData("socket", "cannot be read: ")]
    [InlineData("directory", "cannot be read: it is a directory; put a file in its place.")]
    [InlineData("link to a directory", "cannot be read: it is a directory; put a file in its place.")]
    [InlineData("dangling link", "does not exist.")]
    [InlineData("link to itself", "cannot be read: ")]
    [InlineData("nothing", "does not exist.")]
    [InlineData("link to /dev/zero", "cannot be read: it is larger than 16 MB, or a device without an end")]
    [InlineData("link to /dev/null", "cannot be read: line 1 is not JSON.")]
    [InlineData("link to /dev/ptmx", "cannot be read: it is a pipe or a terminal; put a file in its place.")]
    [InlineData("huge file", "cannot be read: it is larger than 16 MB, or a device without an end")]
    [InlineData("empty file", "cannot be read: line 1 is not JSON.")]
    [InlineData("file without permission", "cannot be read: ")]
    [InlineData("secret", "cannot be read: line 1 is not JSON.")]
    public async Task Anything_invalid_at_the_path_is_logged_once_and_a_valid_file_takes_effect_soon(string what, string expected)
    {
        if (OperatingSystem.IsWindows() || (what == "file without permission" && Environment.IsPrivilegedProcess))
        {
            // A privileged process reads such a file too.
            Assert.True(OperatingSystem.IsWindows() || SettingsFile.Read(Keys).Settings().Server.Keys.Count == 1);
            return;
        }

        File.Delete(Keys);
        using IDisposable? kept = await PutAsync(what);
        await PassAsync(TimeSpan.FromMinutes(1));
        string line = Assert.Single(_log.Lines);
        Assert.StartsWith($"Warning: The old keys stay in force. {Keys} {expected}", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        Assert.Empty(_inForce);

        if (Directory.Exists(Keys) && !new FileInfo(Keys).Attributes.HasFlag(FileAttributes.ReparsePoint))
            Directory.Delete(Keys);
        File.Delete(Keys);
        await File.WriteAllTextAsync(Keys, New);
        await PassAsync(TimeSpan.FromSeconds(9));
        Assert.Equal(["AKIDnew"], _inForce);
        Assert.Equal([line, $"Information: {Keys} has changed: its 1 keys are in force. Other settings take effect at the next start."], _log.Lines);
    }

    [Fact]
    public async Task A_read_that_hangs_is_logged_once_and_its_late_result_is_ignored()
    {
        using ManualResetEventSlim hanging = new(initialState: false);
        _hangs = hanging;
        await UntilAsync(() => _log.Lines.Count > 0);
        for (int i = 0; i < 600; i++)
        {
            _clock.AdvanceSeconds(1);
            await Task.Yield();
        }

        string line = Assert.Single(_log.Lines);
        Assert.Equal($"Warning: The old keys stay in force. {Keys}, or a file that it names, cannot be read: reading does not end within 5 s.", line);

        // What is read from now on is new. The reads that hang have read the old file, and end when the new one is in force.
        string whole = Keys + ".new";
        await File.WriteAllTextAsync(whole, New);
        File.Move(whole, Keys, overwrite: true);
        _hangs = new ManualResetEventSlim(initialState: true);
        await UntilAsync(() => !_inForce.IsEmpty);
        hanging.Set();
        await PassAsync(TimeSpan.FromSeconds(9));

        // The clock does not wait for a read, which may take five of its seconds too: then the file is read once more, and is the same.
        Assert.All(_inForce, static keys => Assert.Equal("AKIDnew", keys));
        Assert.Equal([line, $"Information: {Keys} has changed: its 1 keys are in force. Other settings take effect at the next start."], _log.Lines.Distinct());
    }

    [Theory]
    [InlineData(typeof(OutOfMemoryException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task Any_exception_of_a_read_is_logged_once_and_reading_continues(Type failure)
    {
        _failure = (Exception)Activator.CreateInstance(failure)!;
        await PassAsync(TimeSpan.FromMinutes(20));
        string line = Assert.Single(_log.Lines);
        Assert.Equal($"Warning: The old keys stay in force. Reading the keys failed with {failure.Name}.", line);

        _failure = null;
        await File.WriteAllTextAsync(Keys, New);
        await PassAsync(TimeSpan.FromSeconds(9));
        Assert.Equal(["AKIDnew"], _inForce);
        Assert.Equal([line, $"Information: {Keys} has changed: its 1 keys are in force. Other settings take effect at the next start."], _log.Lines);
    }

    [Fact]
    public async Task A_file_without_permission_has_an_error_of_its_own()
    {
        await PutAsync("file without permission");
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            // A privileged process reads such a file too.
            using FileStream stream = NonBlockingFile.Open(Keys);
            Assert.Equal(New.Length, stream.Length);
            return;
        }

        Assert.Throws<UnauthorizedAccessException>(() => NonBlockingFile.Open(Keys));
    }

    [Theory]
    [InlineData("pipe", "it is a pipe or a terminal")]
    [InlineData("directory", "it is a directory")]
    [InlineData("link to /dev/zero", "it is larger than 16 MB")]
    [InlineData("nothing", "does not exist")]
    public async Task Nothing_at_the_path_of_a_certificate_blocks_the_reload(string what, string expected)
    {
        if (OperatingSystem.IsWindows())
            return;
        File.Delete(Keys);
        using IDisposable? kept = await PutAsync(what);
        string certificate = Path.Combine(_directory, "certificate");
        if (Directory.Exists(Keys))
            Directory.Move(Keys, certificate);
        else if (what != "nothing")
            File.Move(Keys, certificate);
        await File.WriteAllTextAsync(Keys, New.Replace("] }", "], \"Certificate\": { \"Path\": \"certificate\" } }", StringComparison.Ordinal));
        await PassAsync(TimeSpan.FromMinutes(1));
        Assert.Contains(expected, Assert.Single(_log.Lines), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Keys, New);
        await PassAsync(TimeSpan.FromSeconds(9));
        Assert.Equal(["AKIDnew"], _inForce);
    }

    /// <summary>Puts something in place of the file.</summary>
    /// <returns>What has to stay open; <see langword="null"/>: nothing.</returns>
    private async Task<IDisposable?> PutAsync(string what)
    {
        string other = Path.Combine(_directory, "other");
        switch (what)
        {
            case "pipe" or "pipe with a writer" or "link to a pipe":
                using (Process make = Process.Start("mkfifo", [what[0] == 'l' ? other : Keys]))
                    await make.WaitForExitAsync();
                if (what[0] == 'l')
                    File.CreateSymbolicLink(Keys, other);
                return what == "pipe with a writer" ? new FileStream(Keys, FileMode.Open, FileAccess.ReadWrite) : null;
            case "socket":
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(Keys));
                return socket;
            case "directory":
                Directory.CreateDirectory(Keys);
                return null;
            case "link to a directory":
                Directory.CreateDirectory(other);
                File.CreateSymbolicLink(Keys, other);
                return null;
            case "dangling link":
                File.CreateSymbolicLink(Keys, other);
                return null;
            case "link to itself":
                File.CreateSymbolicLink(Keys, Keys);
                return null;
            case "huge file":
                using (FileStream huge = File.Create(Keys))
                    huge.SetLength(1L << 40);
                return null;
            case "nothing":
                return null;
            case "file without permission":
                await File.WriteAllTextAsync(Keys, New);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(Keys, UnixFileMode.None);
                return null;
            case "empty file" or "secret":
                await File.WriteAllTextAsync(Keys, what == "secret" ? what : "");
                return null;
            default:
                File.CreateSymbolicLink(Keys, what[what.IndexOf('/', StringComparison.Ordinal)..]);
                return null;
        }
    }

    private SettingsFile Read(SettingsFile file)
    {
        ManualResetEventSlim hangs = _hangs;
        SettingsFile now = file.ReadAgain();
        hangs.Wait();
        _read.Release();
        return _failure is { } failure ? throw failure : now;
    }

    /// <summary>Advances the clock second by second. The file is read once in each.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (int i = 0; i < time.TotalSeconds; i++)
        {
            _clock.AdvanceSeconds(1);
            Assert.True(await _read.WaitAsync(WaitTimeout), "The file was not read.");
        }
    }

    private async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource late = new(WaitTimeout);
        while (!isSo())
        {
            late.Token.ThrowIfCancellationRequested();
            _clock.AdvanceSeconds(1);
            await Task.Yield();
        }
    }
}
