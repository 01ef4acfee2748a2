using System.Data.Common;

namespace CmqContracts;

/// <summary>
/// Keeps the keys of handled messages, so that a message that comes again is deleted without being handled again: what
/// <see cref="HandlerOptions.Deduplicate"/> goes by. Ours are added with <see cref="CmqBuilder.AddPostgresDeduplication"/>,
/// <see cref="CmqBuilder.AddSqliteDeduplication"/> and <see cref="CmqBuilder.AddMemoryDeduplication"/>; another one is registered in the host's services.
/// </summary>
/// <remarks>Names of queues are compared without case. Calls come from many threads.</remarks>
public interface IDeduplicationStore
{
    /// <summary>Inserts a key in a transaction that has begun for it. While another transaction holds the key, it waits for the end of that.</summary>
    /// <param name="request">The message.</param>
    /// <param name="cancellationToken">Ends the wait: the message is left then.</param>
    /// <returns>The transaction; <see langword="null"/>: the key is there, as a message with it was handled.</returns>
    Task<IDeduplicationTransaction?> TryBeginAsync(DeduplicationRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets the keys of messages that were produced at a time or later. Call it before <see cref="IQueueClient{TMessage}.RewindAsync"/> with the same time, so that
    /// the messages that come back are handled again; without it they are deleted, as they were handled. Pause the handler meanwhile: what it handles during the
    /// call keeps its key.
    /// </summary>
    /// <param name="queueName">The queue, by the name that the service has for it; of a named account <c>account/queue</c>.</param>
    /// <param name="producedFrom">The time, rounded down to whole seconds as a rewind does.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task ForgetAsync(string queueName, DateTimeOffset producedFrom, CancellationToken cancellationToken = default);

    /// <summary>Deletes keys that have expired, the oldest first, in a transaction of its own.</summary>
    /// <param name="queueName">The queue, as in <see cref="ForgetAsync"/>.</param>
    /// <param name="handledBefore">The keys of messages that were handled before are deleted.</param>
    /// <param name="most">The most keys.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were deleted.</returns>
    Task<int> ExpireAsync(string queueName, DateTimeOffset handledBefore, int most, CancellationToken cancellationToken = default);
}

/// <summary>The transaction in which a message is handled. When it is disposed without a commit, it is rolled back, and the key with it.</summary>
public interface IDeduplicationTransaction : IAsyncDisposable
{
    /// <summary>The database's transaction, which handlers use through <see cref="MessageTransaction"/>; <see langword="null"/>: the store has none.</summary>
    DbTransaction? Transaction { get; }

    /// <summary>Keeps the key, and what the handler has done in the transaction.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task CommitAsync(CancellationToken cancellationToken);
}
