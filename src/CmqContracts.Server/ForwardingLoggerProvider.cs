using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>Logs to loggers of somebody else, whose own levels apply, and disposes nothing.</summary>
internal sealed class ForwardingLoggerProvider(ILoggerFactory loggers) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => loggers.CreateLogger(categoryName);

    public void Dispose()
    {
    }
}
