using Microsoft.Extensions.Logging;

namespace CmqContracts.Sqlite;

/// <summary>How a <see cref="SqliteStore"/> is opened.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>Receives failures in the background, such as a full disk. Nothing of messages is logged.</summary>
    public ILogger? Logger { get; set; }

    /// <summary>Whether commits wait until they are on disk. Only tests switch it off: as a control, or to be faster.</summary>
    internal bool SyncsCommits { get; set; } = true;

    /// <summary>Pages in the WAL from which on it is checkpointed.</summary>
    internal int WalPages { get; set; } = WriteAheadLog.Bytes / Format.PageBytes;
}
