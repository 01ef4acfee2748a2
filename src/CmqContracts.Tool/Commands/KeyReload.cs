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

    /// <summary>A reading that takes longer, as of a pipe or a mount that hangs, is left to itself.</summary>
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(5);

    private const int MostHanging = 16;

    private readonly ServePlan _plan;
    private readonly CmqServer _server;
    private readonly ILogger<KeyReload> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private readonly List<Task> _hanging = [];
    private SettingsFile _judged;
    private SettingsFile _seen;
    private string? _reason;

    /// <summary>Begins to watch a file.</summary>
    /// <param name="file">The file as it was read when the server was planned.</param>
    /// <param name="plan">What adds the keys that are not in the file.</param>
    /// <param name="server">Whose keys are replaced.</param>
    /// <param name="time">Source of time.</param>
    /// <param name="logger">Where changes are told.</param>
    public KeyReload(SettingsFile file, ServePlan plan, CmqServer server, TimeProvider time, ILogger<KeyReload> logger)
    {
        _judged = _seen = file;
        _plan = plan;
        _server = server;
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
            {
                if (await ReadAsync(time) is { } now)
                    Judge(now);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task<SettingsFile?> ReadAsync(TimeProvider time)
    {
        _hanging.RemoveAll(static reading => reading.IsCompleted);
        if (_hanging.Count == MostHanging)
            return null;
        Task<SettingsFile> read = Task.Run(_judged.ReadAgain);
        try
        {
            return await read.WaitAsync(LongestRead, time, _stop.Token);
        }
        catch (TimeoutException)
        {
            _hanging.Add(read);
            Keep(_judged, $"{_judged.Path} cannot be read: it does not end within {LongestRead.TotalSeconds:0} s.");
            return null;
        }
    }

    private void Judge(SettingsFile now)
    {
        // What was refused may have been so for something outside of the file, which is there now.
        if (now.IsSameAs(_judged) && _reason is null)
            return;

        // A file that is wrong may be half written. It is when it is still the same a second later.
        bool settled = now.IsSameAs(_seen);
        _seen = now;
        try
        {
            IReadOnlyList<CmqKey> keys = now.Settings().Server.Keys;
            _server.ReplaceKeys(_plan.With(keys));
            _reason = null;
            LogReloaded(_logger, now.Path, keys.Count);
        }
        catch (ArgumentException e)
        {
            if (!settled)
                return;
            Keep(now, e.Message);
        }
        catch (Exception e)
        {
            // The next change must be seen, whatever came of this one.
            Keep(now, $"Reading the keys failed with {e.GetType().Name}.");
        }

        _judged = now;
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
}
