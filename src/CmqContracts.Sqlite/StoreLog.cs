using Microsoft.Extensions.Logging;

namespace CmqContracts.Sqlite;

/// <summary>What a store logs.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(201, LogLevel.Error, "The durable store failed in the background: {Reason}")]
    public static partial void BackgroundFailure(this ILogger logger, string reason);

    [LoggerMessage(202, LogLevel.Warning, "The files of the durable store in '{Directory}' cannot be restricted to their owner: {Reason}")]
    public static partial void ReadableByOthers(this ILogger logger, string directory, string reason);
}
