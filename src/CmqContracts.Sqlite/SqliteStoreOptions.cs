using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CmqContracts.Sqlite;

/// <summary>How a <see cref="SqliteStore"/> is opened.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>Logs failures of background work, such as a full disk, and files whose access rights cannot be restricted; never the content of a message. <see langword="null"/> (the default): nothing is logged.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    internal ILogger Logger => (LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<SqliteStore>();

    /// <summary>Whether commits wait until they are on disk. Only tests switch it off: as a control, or to be faster.</summary>
    internal bool SyncsCommits { get; set; } = true;

    /// <summary>Number of pages in the WAL from which on it is checkpointed.</summary>
    internal int WalPages { get; set; } = WriteAheadLog.Bytes / Format.PageBytes;
}
