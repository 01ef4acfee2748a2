namespace CmqContracts;

/// <content>The actions on topics and subscriptions.</content>
public partial interface ICmqService
{
    /// <summary>Creates a topic. An existing name (ignoring case) is <see cref="CmqErrors.TopicAlreadyExists"/>, whatever its attributes.</summary>
    /// <returns>The id of the new topic.</returns>
    ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists the account's topics by name.</summary>
    ValueTask<TopicList> ListTopicsAsync(ListTopicsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads a topic's attributes and counters.</summary>
    ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default);

    /// <summary>Changes the attributes that are set in the request and leaves the others.</summary>
    ValueTask SetTopicAttributesAsync(SetTopicAttributesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes a topic. One with subscriptions is <see cref="CmqErrors.SubscriptionsExistUnderTopic"/>.</summary>
    ValueTask DeleteTopicAsync(string topicName, CancellationToken cancellationToken = default);

    /// <summary>
    /// Publishes 1 to 16 messages to every subscription that wants them, all or none. What nobody wants is
    /// <see cref="CmqErrors.TopicHasNoSubscription"/> or <see cref="CmqErrors.NoBindingKeyOrFilterTagMatches"/>.
    /// </summary>
    /// <returns>The message ids, in request order. A queue gives its copy an id of its own.</returns>
    ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Subscribes a queue or a URL to a topic. An existing name (ignoring case) is <see cref="CmqErrors.SubscriptionAlreadyExists"/>.</summary>
    /// <returns>The id of the new subscription; empty when the service does not say.</returns>
    ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists a topic's subscriptions by name.</summary>
    ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads a subscription's attributes and counters.</summary>
    ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default);

    /// <summary>Changes the attributes that are set in the request and leaves the others.</summary>
    ValueTask SetSubscriptionAttributesAsync(SetSubscriptionAttributesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Ends a subscription; deliveries that are still to be made are dropped.</summary>
    ValueTask UnsubscribeAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default);

    /// <summary>Removes all tags of a subscription, so that it gets every message.</summary>
    ValueTask ClearSubscriptionFilterTagsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default);
}
