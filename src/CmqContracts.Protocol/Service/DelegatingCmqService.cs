namespace CmqContracts;

/// <summary>A service that hands every call on to another one. Derive from it to change, watch or refuse some of them.</summary>
/// <param name="inner">The service that does the work. It is not disposed with this one.</param>
/// <remarks>
/// <see cref="ICmqService"/> says what callers rely on; whoever changes a call must keep it. Requests are records: change one with <c>with</c>.
/// <c>CmqOptions.Use</c> puts a decorator in front of what a client talks to.
/// </remarks>
public class DelegatingCmqService(ICmqService inner) : ICmqService
{
    /// <summary>The service that does the work.</summary>
    protected ICmqService Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public virtual ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default) => Inner.CreateQueueAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default) => Inner.ListQueuesAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default) => Inner.GetQueueAttributesAsync(queueName, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default) => Inner.SetQueueAttributesAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default) => Inner.DeleteQueueAsync(queueName, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask ClearQueueAsync(string queueName, CancellationToken cancellationToken = default) => Inner.ClearQueueAsync(queueName, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask RewindQueueAsync(RewindQueueRequest request, CancellationToken cancellationToken = default) => Inner.RewindQueueAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask UnbindDeadLetterQueueAsync(string queueName, CancellationToken cancellationToken = default) => Inner.UnbindDeadLetterQueueAsync(queueName, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<QueueList> ListDeadLetterSourceQueuesAsync(ListDeadLetterSourceQueuesRequest request, CancellationToken cancellationToken = default) => Inner.ListDeadLetterSourceQueuesAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default) => Inner.SendMessagesAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default) => Inner.ReceiveMessagesAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default) => Inner.DeleteMessagesAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default) => Inner.CreateTopicAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<TopicList> ListTopicsAsync(ListTopicsRequest request, CancellationToken cancellationToken = default) => Inner.ListTopicsAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default) => Inner.GetTopicAttributesAsync(topicName, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask SetTopicAttributesAsync(SetTopicAttributesRequest request, CancellationToken cancellationToken = default) => Inner.SetTopicAttributesAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DeleteTopicAsync(string topicName, CancellationToken cancellationToken = default) => Inner.DeleteTopicAsync(topicName, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default) => Inner.PublishMessagesAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default) => Inner.SubscribeAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default) => Inner.ListSubscriptionsAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => Inner.GetSubscriptionAttributesAsync(topicName, subscriptionName, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask SetSubscriptionAttributesAsync(SetSubscriptionAttributesRequest request, CancellationToken cancellationToken = default) => Inner.SetSubscriptionAttributesAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask UnsubscribeAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => Inner.UnsubscribeAsync(topicName, subscriptionName, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask ClearSubscriptionFilterTagsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) => Inner.ClearSubscriptionFilterTagsAsync(topicName, subscriptionName, cancellationToken);
}
