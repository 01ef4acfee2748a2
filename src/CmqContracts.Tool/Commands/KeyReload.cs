using CmqContracts.Server;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Tool;

/// <summary>
/// Puts the keys of a changed file in force. When the file is wrong or gone, the old keys stay, and the log says why. The file is
/// read every second and compared: what tells of changes misses those of links, mounts and network disks.
/// </summary>
internal sealed partial class KeyReload : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Action<IReadOnlyList<CmqKey>> _replace;
    private readonly PatientReads<Reading> _reads;
    private readonly ILogger<KeyReload> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private SettingsFile _judged;
    private SettingsFile _seen;
    private string? _reason;

    /// <summary>Begins to watch a file.</summary>
    /// <param name="file">The file as it was read when the server was planned.</param>
    /// <param name="read">Reads it again.</param>
    /// <param name="replace">Puts the file's keys in force.</param>
    /// <param name="time">Source of time.</param>
    /// <param name="logger">Where changes are told.</param>
    public KeyReload(SettingsFile file, Func<SettingsFile> read, Action<IReadOnlyList<CmqKey>> replace, TimeProvider time, ILogger<KeyReload> logger)
    {
        _path = file.Path;
        _judged = _seen = file;
        _replace = replace;
        _reads = new PatientReads<Reading>(() => Reading.Of(read(), _judged, _reason), time);
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
            // The server stops.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            if (await _reads.NextAsync(_stop.Token) is { } reading)
                Judge(reading);
            else
                Keep(_judged, $"{_path}, or a file that it names, cannot be read: reading does not end within {PatientReads<Reading>.Longest.TotalSeconds:0} s.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            // There may be no memory, or no thread to read on. A second later it is tried again.
            Keep(_judged, Unexpected(e));
        }
    }

    private void Judge(Reading reading)
    {
        if (reading is { Keys: null, Failure: null })
            return;

        // A file that is wrong may be half written. It is when it is still the same a second later.
        bool settled = reading.File.IsSameAs(_seen);
        _seen = reading.File;
        switch (reading.Failure ?? Replace(reading.Keys!))
        {
            case null:
                _reason = null;
                LogReloaded(_logger, _path, reading.Keys!.Count);
                break;
            case ArgumentException when !settled:
                return;
            case ArgumentException wrong:
                Keep(reading.File, wrong.Message);
                break;
            case { } unexpected:
                Keep(reading.File, Unexpected(unexpected));
                break;
        }

        _judged = reading.File;
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
            // The next change must be seen, whatever came of this one.
            return e;
        }
    }

    /// <summary>Says why the old keys stay, once for each file and reason.</summary>
    private void Keep(SettingsFile now, string reason)
    {
        if (reason != _reason || !now.IsSameAs(_judged))
            LogKept(_logger, reason);
        _reason = reason;
    }

    [LoggerMessage(1, LogLevel.Information, "{File} has changed: its {Count} keys are in force. Other settings take effect at the next start.")]
    private static partial void LogReloaded(ILogger logger, string file, int count);

    [LoggerMessage(2, LogLevel.Warning, "The old keys stay in force. {Reason}")]
    private static partial void LogKept(ILogger logger, string reason);

    /// <summary>What one reading found.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Keys">Its keys; <see langword="null"/>: they are in force, or there is a failure.</param>
    /// <param name="Failure">Why there are none.</param>
    private sealed record Reading(SettingsFile File, IReadOnlyList<CmqKey>? Keys, Exception? Failure)
    {
        public static Reading Of(SettingsFile now, SettingsFile judged, string? reason)
        {
            // What was refused may have been so for something outside of the file, which is there now.
            if (now.IsSameAs(judged) && reason is null)
                return new Reading(now, null, null);
            try
            {
                // The file may name others, which can keep a reader waiting as well.
                return new Reading(now, now.Settings().Server.Keys, null);
            }
            catch (Exception e)
            {
                return new Reading(now, null, e);
            }
        }
    }
}
