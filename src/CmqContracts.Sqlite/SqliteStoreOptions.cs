using Microsoft.Extensions.Logging;

namespace CmqContracts.Sqlite;

/// <summary>How a <see cref="SqliteStore"/> is opened.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>Where the store says what went wrong in the background, such as a full disk. It says nothing of messages.</summary>
    public ILogger? Logger { get; set; }

    /// <summary>Whether commits wait until they are on disk. Only the tests that show what waiting is for switch it off.</summary>
    internal bool SyncsCommits { get; set; } = true;

    /// <summary>Pages in the log from which on they are copied into the database.</summary>
    internal int LogPages { get; set; } = WriteAheadLog.Bytes / Format.PageBytes;
}
