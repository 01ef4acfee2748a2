namespace CmqContracts;

/// <summary>
/// The CMQ actions of one account, with message bodies as UTF-8 bytes. Everything typed stands above this interface;
/// everything that stores or moves bytes stands below it.
/// </summary>
/// <remarks>
/// Rules for every implementation:
/// <list type="bullet">
/// <item>A request that the service refuses throws <see cref="CmqServiceException"/> and changes nothing; without a usable answer it throws <see cref="CmqUnavailableException"/>.</item>
/// <item>No message is an empty list, never an exception.</item>
/// <item>A batch of one is the single form of an action.</item>
/// <item>Names of queues, topics and subscriptions are equal without regard to case.</item>
/// <item>A cancellation token ends the call; a change that has left may be made all the same.</item>
/// <item>Request bodies belong to the caller and may be reused as soon as the returned task completes; result bodies are read-only, and may be shared with whoever receives the same message.</item>
/// <item>Implementations are safe for concurrent use.</item>
/// </list>
/// A later version may add members: what stands in front of a service derives from <see cref="DelegatingCmqService"/>, which has them.
/// </remarks>
public partial interface ICmqService
{
    /// <summary>Creates a queue. An existing name (ignoring case) is <see cref="CmqErrors.QueueAlreadyExists"/>, whatever its attributes.</summary>
    /// <returns>The id of the new queue.</returns>
    ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists the account's queues by name.</summary>
    ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads a queue's attributes and counters.</summary>
    ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default);

    /// <summary>Changes the attributes that are set in the request and leaves the others.</summary>
    ValueTask SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes a queue with all its messages. Waiting receives end with <see cref="CmqErrors.QueueDoesNotExist"/>.</summary>
    ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default);

    /// <summary>Drops every active, inactive, delayed and rewindable message of a queue.</summary>
    ValueTask ClearQueueAsync(string queueName, CancellationToken cancellationToken = default);

    /// <summary>Makes deleted messages that were produced at or after a point in time active again.</summary>
    ValueTask RewindQueueAsync(RewindQueueRequest request, CancellationToken cancellationToken = default);

    /// <summary>Removes a queue's dead-letter policy. A queue without one is <see cref="CmqErrors.DeadLetterQueueDoesNotExist"/>.</summary>
    ValueTask UnbindDeadLetterQueueAsync(string queueName, CancellationToken cancellationToken = default);

    /// <summary>Lists the queues whose dead letters go to a queue.</summary>
    ValueTask<QueueList> ListDeadLetterSourceQueuesAsync(ListDeadLetterSourceQueuesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Stores 1 to 16 messages, all or none.</summary>
    /// <returns>The message ids, in request order.</returns>
    ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Receives 1 to 16 messages, making them invisible. Waits for the first one only, never for a full batch.</summary>
    /// <returns>The messages; empty when the wait ended without one.</returns>
    ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes 1 to 16 received messages by receipt handle.</summary>
    /// <returns>The handles that failed; empty when all messages are deleted.</returns>
    ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default);
}
