using CmqContracts.Server;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Tool;

/// <summary>
/// Puts the keys of a changed file in force. When the file is invalid or missing, the old keys stay in force, and the log says why. The file is
/// read every second and compared, because file system notifications do not cover links, mounts and network disks.
/// </summary>
internal sealed partial class KeyReload : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Action<IReadOnlyList<CmqKey>> _replace;
    private readonly BackoffReader<Reading> _reader;
    private readonly ILogger<KeyReload> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    /// <summary>The last content that was put in force or refused.</summary>
    private SettingsFile _processed;

    /// <summary>The content of the read before.</summary>
    private SettingsFile _previous;
    private string? _reason;

    /// <summary>Begins to watch a file.</summary>
    /// <param name="file">The file as it was read when the server was planned.</param>
    /// <param name="read">Reads the file again.</param>
    /// <param name="replace">Puts the file's keys in force.</param>
    /// <param name="time">Source of time.</param>
    /// <param name="logger">Receives a line for each change, and for each reason to keep the old keys.</param>
    public KeyReload(SettingsFile file, Func<SettingsFile> read, Action<IReadOnlyList<CmqKey>> replace, TimeProvider time, ILogger<KeyReload> logger)
    {
        _path = file.Path;
        _processed = _previous = file;
        _replace = replace;
        _reader = new BackoffReader<Reading>(() => Reading.Of(read(), _processed, _reason), time);
        _logger = logger;
        _run = RunAsync(time);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private async Task RunAsync(TimeProvider time)
    {
        using PeriodicTimer timer = new(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await ReadAsync();
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            if (await _reader.NextAsync(_stop.Token) is { } reading)
                Process(reading);
            else
                LogOnce(_processed, $"{_path}, or a file that it names, cannot be read: reading does not end within {BackoffReader<Reading>.ReadTimeout.TotalSeconds:0} s.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            // No thread could be started, for example. The next read is a second later.
            LogOnce(_processed, Unexpected(e));
        }
    }

    private void Process(Reading reading)
    {
        if (reading is { Keys: null, Failure: null })
            return;

        // An invalid file may still be being written, so it is refused only if it is the same a second later.
        bool isStable = reading.File.IsSameAs(_previous);
        _previous = reading.File;
        switch (reading.Failure ?? Replace(reading.Keys!))
        {
            case null:
                _reason = null;
                LogReloaded(_logger, _path, reading.Keys!.Count);
                break;
            case ArgumentException when !isStable:
                return;
            case ArgumentException invalid:
                LogOnce(reading.File, invalid.Message);
                break;
            case { } unexpected:
                LogOnce(reading.File, Unexpected(unexpected));
                break;
        }

        _processed = reading.File;
    }

    private static string Unexpected(Exception failure) => $"Reading the keys failed with {failure.GetType().Name}.";

    private Exception? Replace(IReadOnlyList<CmqKey> keys)
    {
        try
        {
            _replace(keys);
            return null;
        }
        catch (Exception e)
        {
            // Whatever the failure is, later changes must still be read.
            return e;
        }
    }

    /// <summary>Logs why the old keys stay in force, once for each content and reason.</summary>
    private void LogOnce(SettingsFile file, string reason)
    {
        if (reason != _reason || !file.IsSameAs(_processed))
            LogKept(_logger, reason);
        _reason = reason;
    }

    [LoggerMessage(411, LogLevel.Information, "{File} has changed: its {Count} keys are in force. Other settings take effect at the next start.")]
    private static partial void LogReloaded(ILogger logger, string file, int count);

    [LoggerMessage(412, LogLevel.Warning, "The old keys stay in force. {Reason}")]
    private static partial void LogKept(ILogger logger, string reason);

    /// <summary>The result of a read.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Keys">Its keys; <see langword="null"/>: it is unchanged, or invalid.</param>
    /// <param name="Failure">Why it is invalid; <see langword="null"/>: it is not.</param>
    private sealed record Reading(SettingsFile File, IReadOnlyList<CmqKey>? Keys, Exception? Failure)
    {
        public static Reading Of(SettingsFile now, SettingsFile processed, string? reason)
        {
            // A refused file may be valid now without a change of its own, when a file that it names has changed.
            if (now.IsSameAs(processed) && reason is null)
                return new Reading(now, null, null);
            try
            {
                // Reads the files that the settings name, which may hang as well.
                return new Reading(now, now.Settings().Server.Keys, null);
            }
            catch (Exception e)
            {
                return new Reading(now, null, e);
            }
        }
    }
}
