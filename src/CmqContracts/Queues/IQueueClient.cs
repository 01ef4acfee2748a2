using System.Runtime.CompilerServices;

namespace CmqContracts;

/// <summary>What producers and consumers of a queue have in common.</summary>
public interface IQueue
{
    /// <summary>The queue's name.</summary>
    string QueueName { get; }
}

/// <summary>Sends messages to a queue.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <remarks>Every method throws <see cref="CmqServiceException"/> when the service refuses, and before sending when it would, and <see cref="CmqUnavailableException"/> when there is no usable answer; both are <see cref="CmqException"/>.</remarks>
public interface IQueueProducer<TMessage> : IQueue
{
    /// <summary>Sends one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="delay">Flight time: no consumer sees the message before it is over. Rounded up to whole seconds; must be less than the queue's retention.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been stored all the same.</param>
    /// <exception cref="MessageFormatException">The message holds a value that has no form on the wire.</exception>
    Task<SendReceipt> SendAsync(TMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default);

    /// <summary>Sends one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="options">How it is sent.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been stored all the same.</param>
    /// <exception cref="MessageFormatException">The message holds a value that has no form on the wire.</exception>
    [OverloadResolutionPriority(-1)]
    Task<SendReceipt> SendAsync(TMessage message, SendOptions options, CancellationToken cancellationToken = default);

    /// <summary>Sends any number of messages, in order, in batches by count and by bytes. A batch is stored whole or not at all.</summary>
    /// <param name="messages">The messages. They are taken one by one as batches fill up, so the sequence need not fit into memory.</param>
    /// <param name="delay">Flight time of every message, rounded up to whole seconds.</param>
    /// <param name="cancellationToken">Ends the call; what was sent until then stays sent.</param>
    /// <returns>One result per message, in order: a message that cannot be written or is too large fails alone, and a failed batch does not stop the next.</returns>
    /// <exception cref="CmqServiceException">No message could be sent: the queue's name or the delay is not valid.</exception>
    /// <exception cref="SendCanceledException">The call was cancelled; it has the result so far.</exception>
    Task<BatchSendResult> SendManyAsync(IEnumerable<TMessage> messages, TimeSpan delay = default, CancellationToken cancellationToken = default);

    /// <summary>Sends any number of messages, in order, in batches by count and by bytes. A batch is stored whole or not at all.</summary>
    /// <param name="messages">The messages. They are taken one by one as batches fill up, so the sequence need not fit into memory.</param>
    /// <param name="options">How they are sent.</param>
    /// <param name="cancellationToken">Ends the call; what was sent until then stays sent.</param>
    /// <returns>One result per message, in order: a message that cannot be written or is too large fails alone, and a failed batch does not stop the next.</returns>
    /// <exception cref="CmqServiceException">No message could be sent: the queue's name or the delay is not valid.</exception>
    /// <exception cref="SendCanceledException">The call was cancelled; it has the result so far.</exception>
    [OverloadResolutionPriority(-1)]
    Task<BatchSendResult> SendManyAsync(IEnumerable<TMessage> messages, SendOptions options, CancellationToken cancellationToken = default);

    /// <summary>Sends messages as a source brings them, in order, in batches by count and by bytes. A batch is stored whole or not at all.</summary>
    /// <param name="messages">
    /// The messages, any number of them. They are taken as the entries are: the source is never more than one batch, and one message that did not go into it, ahead of
    /// the caller. A batch leaves when it is full or the source ends; for messages that come now and then, see <see cref="CmqOptions.Coalescing"/>.
    /// </param>
    /// <param name="delay">Flight time of every message, rounded up to whole seconds.</param>
    /// <param name="cancellationToken">Ends the enumeration, as a token of <c>WithCancellation</c> does, and is handed to the source.</param>
    /// <returns>
    /// One entry per message, in order; enumerate it, or nothing is sent. A message that cannot be written or is too large fails alone, and a failed batch does not stop the
    /// next. When the enumeration is cancelled, or the source throws, the entries of all messages that were taken come first and then the exception; what was
    /// taken before the source threw is sent, and what was taken and not sent before the cancellation is <see cref="CmqOutcome.NotSent"/>. Leaving the loop early waits for
    /// what is under way, and takes nothing more.
    /// </returns>
    /// <exception cref="CmqServiceException">No message could be sent: the queue's name or the delay is not valid.</exception>
    [OverloadResolutionPriority(-2)]
    IAsyncEnumerable<SendEntry> SendManyAsync(IAsyncEnumerable<TMessage> messages, TimeSpan delay = default, CancellationToken cancellationToken = default);

    /// <summary>Sends messages as a source brings them, in order, in batches by count and by bytes. A batch is stored whole or not at all.</summary>
    /// <param name="messages">
    /// The messages, any number of them. They are taken as the entries are: the source is never more than one batch, and one message that did not go into it, ahead of
    /// the caller. A batch leaves when it is full or the source ends; for messages that come now and then, see <see cref="CmqOptions.Coalescing"/>.
    /// </param>
    /// <param name="options">How they are sent; with more <see cref="SendOptions.Parallelism"/> the source is as many batches ahead.</param>
    /// <param name="cancellationToken">Ends the enumeration, as a token of <c>WithCancellation</c> does, and is handed to the source.</param>
    /// <returns>
    /// One entry per message, in order; enumerate it, or nothing is sent. A message that cannot be written or is too large fails alone, and a failed batch does not stop the
    /// next. When the enumeration is cancelled, or the source throws, the entries of all messages that were taken come first and then the exception; what was
    /// taken before the source threw is sent, and what was taken and not sent before the cancellation is <see cref="CmqOutcome.NotSent"/>. Leaving the loop early waits for
    /// what is under way, and takes nothing more.
    /// </returns>
    /// <exception cref="CmqServiceException">No message could be sent: the queue's name or the delay is not valid.</exception>
    [OverloadResolutionPriority(-3)]
    IAsyncEnumerable<SendEntry> SendManyAsync(IAsyncEnumerable<TMessage> messages, SendOptions options, CancellationToken cancellationToken = default);
}

/// <summary>Receives and deletes messages of a queue.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <remarks>Every method throws <see cref="CmqServiceException"/> when the service refuses, and before sending when it would, and <see cref="CmqUnavailableException"/> when there is no usable answer; both are <see cref="CmqException"/>. A body that cannot be read never throws here: see <see cref="ReceivedMessage{TMessage}.Error"/>.</remarks>
public interface IQueueConsumer<TMessage> : IQueue
{
    /// <summary>Receives one message, or <see langword="null"/> when the wait ends without one.</summary>
    /// <param name="wait">How long to wait for a message, 0 to 30 seconds, rounded up to whole seconds; <see langword="null"/>: the queue's polling wait. Zero may miss a message that is there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ReceivedMessage<TMessage>?> ReceiveAsync(TimeSpan? wait = null, CancellationToken cancellationToken = default);

    /// <summary>Receives up to <paramref name="maxMessages"/> messages: what is there, without waiting for a full batch.</summary>
    /// <param name="maxMessages">1 to 16.</param>
    /// <param name="wait">How long to wait for a first message, 0 to 30 seconds, rounded up to whole seconds; <see langword="null"/>: the queue's polling wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The messages; empty when the wait ended without one.</returns>
    Task<IReadOnlyList<ReceivedMessage<TMessage>>> ReceiveManyAsync(int maxMessages = 16, TimeSpan? wait = null, CancellationToken cancellationToken = default);

    /// <summary>Receives messages until cancelled, in batches of up to 16 with long polling. Delete each one when its work is done.</summary>
    /// <param name="cancellationToken">Ends the sequence with <see cref="OperationCanceledException"/>. Messages that were received and not yet handed out become visible again.</param>
    /// <remarks>
    /// Visibility counts from the receive of the batch: give the queue a visibility timeout that covers the work on 16 messages.
    /// Each poll waits at least 10 seconds, whatever the queue's own polling wait; 3 seconds on TDMQ. Once the service has answered the client, the
    /// sequence outlives what waiting can mend, a service that is down, restarts or throttles: it polls again after growing pauses of at most a minute, and
    /// logs when that begins and when it ends. What waiting cannot mend, such as a missing queue or a refused key, ends it with the exception, and
    /// so does a first failure.
    /// </remarks>
    IAsyncEnumerable<ReceivedMessage<TMessage>> ReadAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Deletes a received message.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.ReceiptHandleInvalid"/>: its visibility ended, or it was received again.</exception>
    Task DeleteAsync(ReceivedMessage<TMessage> message, CancellationToken cancellationToken = default);

    /// <summary>Deletes any number of received messages, in batches.</summary>
    /// <returns>One result per message, in order: a failed batch does not stop the next.</returns>
    /// <exception cref="DeleteCanceledException">The call was cancelled; it has the result so far.</exception>
    Task<BatchDeleteResult> DeleteManyAsync(IEnumerable<ReceivedMessage<TMessage>> messages, CancellationToken cancellationToken = default);
}

/// <summary>A queue of messages of one type: produce, consume, and manage the queue.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
public interface IQueueClient<TMessage> : IQueueProducer<TMessage>, IQueueConsumer<TMessage>
{
    /// <summary>
    /// Creates the queue, and before it the dead-letter queue it names, unless they exist; then makes the subscriptions that the
    /// contract states, and their topics, unless they exist. Attributes of an existing queue or subscription that differ from the
    /// contract are reported and logged, and left as they are: <see cref="ApplyAttributesAsync"/> changes them.
    /// </summary>
    Task<EnsureCreatedResult> EnsureCreatedAsync(CancellationToken cancellationToken = default);

    /// <summary>Brings the attributes of the existing queue and its subscriptions into line with the contract. Attributes that the contract does not state stay as they are.</summary>
    /// <returns>What was changed; empty when nothing differed.</returns>
    Task<IReadOnlyList<AttributeDrift>> ApplyAttributesAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads the queue's attributes and counters.</summary>
    Task<QueueAttributes> GetAttributesAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes the attributes that are set and leaves the others.</summary>
    Task SetAttributesAsync(QueueSettings settings, CancellationToken cancellationToken = default);

    /// <summary>Brings deleted messages back that were produced at or after a point in time. They arrive again in order of production: handle them idempotently.</summary>
    /// <param name="to">The point in time; the protocol counts whole seconds, so parts of a second are dropped.</param>
    /// <param name="cancellationToken">Ends the call; the queue may have been rewound all the same.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.QueueCannotBeRewound"/>, or <see cref="CmqErrors.InvalidRewindTime"/> outside the queue's window.</exception>
    Task RewindAsync(DateTimeOffset to, CancellationToken cancellationToken = default);

    /// <summary>Drops every message of the queue, the rewindable ones too.</summary>
    Task ClearAsync(CancellationToken cancellationToken = default);

    /// <summary>Deletes the queue with all its messages. Its subscriptions stay, and their topics cannot deliver: end them with <see cref="ITopicClient{TMessage}.UnsubscribeAsync"/> first.</summary>
    Task DeleteQueueAsync(CancellationToken cancellationToken = default);
}
