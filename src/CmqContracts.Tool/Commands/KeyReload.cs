using CmqContracts.Server;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Tool;

/// <summary>Puts the keys of a changed file in force. When the file is wrong, the old keys stay, and the log says why.</summary>
internal sealed partial class KeyReload : IDisposable
{
    private readonly SettingsFile _file;
    private readonly ServePlan _plan;
    private readonly CmqServer _server;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly IDisposable _subscription;

    public KeyReload(SettingsFile file, ServePlan plan, CmqServer server, Action<ILoggingBuilder> configureLogging)
    {
        _file = file;
        _plan = plan;
        _server = server;
        _loggers = LoggerFactory.Create(configureLogging);
        _logger = _loggers.CreateLogger<KeyReload>();
        _subscription = file.OnChange(Reload);
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _loggers.Dispose();
    }

    private void Reload()
    {
        try
        {
            IReadOnlyList<CmqKey> keys = _file.Read().Server.Keys;
            _server.ReplaceKeys(_plan.With(keys));
            LogReloaded(_logger, _plan.Arguments.Config!, keys.Count);
        }
        catch (ArgumentException e)
        {
            LogKept(_logger, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{File} has changed: its {Count} keys are in force. Other settings take effect at the next start.")]
    private static partial void LogReloaded(ILogger logger, string file, int count);

    [LoggerMessage(2, LogLevel.Warning, "The old keys stay in force. {Reason}")]
    private static partial void LogKept(ILogger logger, string reason);
}
