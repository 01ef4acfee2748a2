using System.Runtime.CompilerServices;

namespace CmqContracts;

/// <summary>What publishers and managers of a topic have in common.</summary>
public interface ITopic
{
    /// <summary>The topic's name.</summary>
    string TopicName { get; }
}

/// <summary>Publishes messages to a topic.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <remarks>
/// Every method throws <see cref="CmqServiceException"/> when the service refuses, and before sending when it would, and
/// <see cref="CmqUnavailableException"/> when there is no usable answer; both are <see cref="CmqException"/>.
/// <para>
/// A message that nobody receives is refused too: <see cref="CmqErrors.TopicHasNoSubscription"/> (6030/10650), or
/// <see cref="CmqErrors.NoBindingKeyOrFilterTagMatches"/> (6030/10730) when no subscription wants it. Where that is fine, catch it:
/// <c>catch (CmqServiceException e) when (e.Is(CmqErrors.NoBindingKeyOrFilterTagMatches))</c>.
/// </para>
/// </remarks>
public interface ITopicPublisher<TMessage> : ITopic
{
    /// <summary>Publishes one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="tags">Its tags, at most 5: what subscriptions of a topic that filters by tags choose by.</param>
    /// <param name="routingKey">Its routing key, words split by dots: required by a topic that filters by it, ignored by others.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been published all the same.</param>
    /// <exception cref="MessageFormatException">The message holds a value that has no form on the wire.</exception>
    /// <exception cref="CmqServiceException">The service refuses it, or nobody would receive it.</exception>
    Task<PublishReceipt> PublishAsync(TMessage message, IReadOnlyList<string>? tags = null, string? routingKey = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="options">How it is published.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been published all the same.</param>
    /// <exception cref="MessageFormatException">The message holds a value that has no form on the wire.</exception>
    /// <exception cref="CmqServiceException">The service refuses it, or nobody would receive it.</exception>
    [OverloadResolutionPriority(-1)]
    Task<PublishReceipt> PublishAsync(TMessage message, PublishOptions options, CancellationToken cancellationToken = default);

    /// <summary>Publishes any number of messages, in order, in batches by count and by bytes. A batch is published whole or not at all.</summary>
    /// <param name="messages">The messages. They are taken one by one as batches fill up, so the sequence need not fit into memory.</param>
    /// <param name="tags">The tags of every message.</param>
    /// <param name="routingKey">The routing key of every message.</param>
    /// <param name="cancellationToken">Ends the call; what was published until then stays published.</param>
    /// <returns>One result per message, in order: a message that cannot be written or is too large fails alone, and a failed batch does not stop the next.</returns>
    /// <exception cref="CmqServiceException">No message could be published: the topic's name, a tag or the routing key is not valid.</exception>
    /// <exception cref="PublishCanceledException">The call was cancelled; it has the result so far.</exception>
    Task<BatchPublishResult> PublishManyAsync(IEnumerable<TMessage> messages, IReadOnlyList<string>? tags = null, string? routingKey = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes any number of messages, in order, in batches by count and by bytes. A batch is published whole or not at all.</summary>
    /// <param name="messages">The messages. They are taken one by one as batches fill up, so the sequence need not fit into memory.</param>
    /// <param name="options">How they are published.</param>
    /// <param name="cancellationToken">Ends the call; what was published until then stays published.</param>
    /// <returns>One result per message, in order: a message that cannot be written or is too large fails alone, and a failed batch does not stop the next.</returns>
    /// <exception cref="CmqServiceException">No message could be published: the topic's name, a tag or the routing key is not valid.</exception>
    /// <exception cref="PublishCanceledException">The call was cancelled; it has the result so far.</exception>
    [OverloadResolutionPriority(-1)]
    Task<BatchPublishResult> PublishManyAsync(IEnumerable<TMessage> messages, PublishOptions options, CancellationToken cancellationToken = default);

    /// <summary>Publishes messages as a source brings them, in order, in batches by count and by bytes. A batch is published whole or not at all.</summary>
    /// <param name="messages">
    /// The messages, any number of them. They are taken as the entries are: the source is never more than one batch, and one message that did not go into it, ahead of
    /// the caller. A batch leaves when it is full or the source ends; for messages that come now and then, see <see cref="CmqOptions.Coalescing"/>.
    /// </param>
    /// <param name="tags">The tags of every message.</param>
    /// <param name="routingKey">The routing key of every message.</param>
    /// <param name="cancellationToken">Ends the enumeration, as a token of <c>WithCancellation</c> does, and is handed to the source.</param>
    /// <returns>
    /// One entry per message, in order; enumerate it, or nothing is published. A message that cannot be written or is too large fails alone, and a failed batch does not stop
    /// the next. When the enumeration is cancelled, or the source throws, the entries of all messages that were taken come first and then the exception; what was
    /// taken before the source threw is published, and what was taken and not sent before the cancellation is <see cref="CmqOutcome.NotSent"/>. Leaving the loop early waits
    /// for what is under way, and takes nothing more.
    /// </returns>
    /// <exception cref="CmqServiceException">No message could be published: the topic's name, a tag or the routing key is not valid.</exception>
    [OverloadResolutionPriority(-2)]
    IAsyncEnumerable<SendEntry> PublishManyAsync(IAsyncEnumerable<TMessage> messages, IReadOnlyList<string>? tags = null, string? routingKey = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes messages as a source brings them, in order, in batches by count and by bytes. A batch is published whole or not at all.</summary>
    /// <param name="messages">
    /// The messages, any number of them. They are taken as the entries are: the source is never more than one batch, and one message that did not go into it, ahead of
    /// the caller. A batch leaves when it is full or the source ends; for messages that come now and then, see <see cref="CmqOptions.Coalescing"/>.
    /// </param>
    /// <param name="options">How they are published; with more <see cref="PublishOptions.Parallelism"/> the source is as many batches ahead.</param>
    /// <param name="cancellationToken">Ends the enumeration, as a token of <c>WithCancellation</c> does, and is handed to the source.</param>
    /// <returns>
    /// One entry per message, in order; enumerate it, or nothing is published. A message that cannot be written or is too large fails alone, and a failed batch does not stop
    /// the next. When the enumeration is cancelled, or the source throws, the entries of all messages that were taken come first and then the exception; what was
    /// taken before the source threw is published, and what was taken and not sent before the cancellation is <see cref="CmqOutcome.NotSent"/>. Leaving the loop early waits
    /// for what is under way, and takes nothing more.
    /// </returns>
    /// <exception cref="CmqServiceException">No message could be published: the topic's name, a tag or the routing key is not valid.</exception>
    [OverloadResolutionPriority(-3)]
    IAsyncEnumerable<SendEntry> PublishManyAsync(IAsyncEnumerable<TMessage> messages, PublishOptions options, CancellationToken cancellationToken = default);
}

/// <summary>A topic of messages of one type: publish, and manage the topic and its subscriptions.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
public interface ITopicClient<TMessage> : ITopicPublisher<TMessage>
{
    /// <summary>
    /// Creates the topic unless it exists. Attributes of an existing topic that differ from the contract are reported and logged, and
    /// left as they are: <see cref="ApplyAttributesAsync"/> changes them, the filter excepted.
    /// </summary>
    Task<EnsureCreatedResult> EnsureCreatedAsync(CancellationToken cancellationToken = default);

    /// <summary>Brings the attributes of the existing topic into line with the contract. Attributes that the contract does not state stay as they are.</summary>
    /// <returns>What was changed; empty when nothing differed. A filter that differs is logged and stays: no service can change it.</returns>
    Task<IReadOnlyList<AttributeDrift>> ApplyAttributesAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads the topic's attributes and counters.</summary>
    Task<TopicAttributes> GetAttributesAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes the attributes that are set and leaves the others.</summary>
    Task SetAttributesAsync(TopicSettings settings, CancellationToken cancellationToken = default);

    /// <summary>Deletes the topic.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.SubscriptionsExistUnderTopic"/>: unsubscribe all first.</exception>
    Task DeleteTopicAsync(CancellationToken cancellationToken = default);

    /// <summary>Subscribes a queue or a URL.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.SubscriptionAlreadyExists"/>, whatever its attributes.</exception>
    Task SubscribeAsync(Subscription subscription, CancellationToken cancellationToken = default);

    /// <summary>Lists all subscriptions, by name. They are read page by page: where others are removed meanwhile, one may be missed.</summary>
    Task<IReadOnlyList<SubscriptionListEntry>> ListSubscriptionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads a subscription's attributes and counters.</summary>
    Task<SubscriptionAttributes> GetSubscriptionAttributesAsync(string subscriptionName, CancellationToken cancellationToken = default);

    /// <summary>Changes the attributes of a subscription that are set and leaves the others.</summary>
    Task SetSubscriptionAttributesAsync(string subscriptionName, SubscriptionSettings settings, CancellationToken cancellationToken = default);

    /// <summary>Removes all tags of a subscription, so that it gets every message of a topic that filters by tags.</summary>
    Task ClearFilterTagsAsync(string subscriptionName, CancellationToken cancellationToken = default);

    /// <summary>Ends a subscription; deliveries that are still to be made are dropped.</summary>
    Task UnsubscribeAsync(string subscriptionName, CancellationToken cancellationToken = default);
}
