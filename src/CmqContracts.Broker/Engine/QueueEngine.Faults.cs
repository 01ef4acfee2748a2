using Microsoft.Extensions.Logging;

namespace CmqContracts.Broker;

/// <content>Exceptions that no request should meet.</content>
internal sealed partial class QueueEngine
{
    /// <summary>
    /// Whether an exception ends one request, and not its batch: the store has not failed, and nothing was changed since the count of changes was this.
    /// What has changed half of something can be taken back with the whole batch only.
    /// </summary>
    public bool FailsAlone(long changes) => Store.Changes == changes && !Store.HasFailed;

    /// <summary>Logs an exception that ends one request, and makes its answer of it. Nobody knows what such an exception quotes, so the answer, which may leave the machine, has its type only.</summary>
    public CmqServiceException Fault(Exception fault)
    {
        LogFault(_logger, fault);
        return new CmqServiceException(CmqErrors.ServerInternalError, $"The broker met a fault of its own ({fault.GetType().Name}), and nothing of the request was done. The broker's log has the whole of it.", innerException: fault);
    }

    [LoggerMessage(103, LogLevel.Error, "A request met a fault of the broker. Nothing of it was done, and other requests go on.")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
