namespace CmqContracts.Sqlite;

/// <summary>A durable store cannot be opened, or has failed. The message names the file, what is wrong with it and what to do.</summary>
public sealed class SqliteStoreException : CmqException
{
    /// <summary>An exception with a general text.</summary>
    public SqliteStoreException()
    {
    }

    /// <summary>An exception with its text.</summary>
    /// <param name="message">What is wrong, with which file, and what to do.</param>
    public SqliteStoreException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its text and its cause.</summary>
    /// <param name="message">What is wrong, with which file, and what to do.</param>
    /// <param name="innerException">What it follows from.</param>
    public SqliteStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary><see cref="CmqOutcome.NotSent"/>: where it is thrown, a store was being opened, copied, restored or checked, and no message was given to it.</summary>
    public override CmqOutcome Outcome => CmqOutcome.NotSent;

    /// <summary>Whether the store has stopped for good: what is on the disk is unknown, or wrong.</summary>
    internal bool IsFatal { get; init; }

    /// <summary>Whether the disk is full.</summary>
    internal bool IsDiskFull { get; init; }

    /// <summary>Whether another program holds a lock.</summary>
    internal bool IsLocked { get; init; }

    /// <summary>What is wrong, in a sentence that names no file.</summary>
    internal string Reason { get; init; } = "The store has failed.";
}
