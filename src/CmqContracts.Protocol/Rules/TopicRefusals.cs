namespace CmqContracts.Protocol;

/// <summary>Refusals that need to know the topic, its subscriptions, or the account's other topics. Every backend refuses with these.</summary>
internal static class TopicRefusals
{
    /// <summary>The refusal of an action on a topic that is not there.</summary>
    public static CmqServiceException NotFound(string topicName) =>
        new(CmqErrors.TopicDoesNotExist, $"There is no topic '{topicName}'; create it first.");

    /// <summary>The refusal of an action on a subscription that is not there.</summary>
    public static CmqServiceException SubscriptionNotFound(string topicName, string subscriptionName) =>
        new(CmqErrors.SubscriptionDoesNotExist, $"Topic '{topicName}' has no subscription '{subscriptionName}'; subscribe first.");

    /// <summary>The refusal of a subscription of a queue that is not there.</summary>
    public static CmqServiceException EndpointNotFound(string queueName) =>
        new(CmqErrors.IllegalEndpoint, $"There is no queue '{queueName}' to deliver to; create it first.");

    /// <summary>Refuses the name of a new topic that is in use or not free yet.</summary>
    /// <param name="topicName">The name.</param>
    /// <param name="existingName">The name of the topic that has it already, as it was created.</param>
    /// <param name="isReserved">Whether a topic of that name was deleted a short time ago.</param>
    /// <param name="limits">The limits in force.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.TopicAlreadyExists"/> or <see cref="CmqErrors.PreviousTopicNotReleased"/>.</exception>
    public static void CheckNameIsFree(string topicName, string? existingName, bool isReserved, CmqLimits limits)
    {
        if (existingName is not null)
            throw new CmqServiceException(CmqErrors.TopicAlreadyExists, $"There is a topic '{existingName}' already; names are compared ignoring case.");
        if (isReserved)
            throw new CmqServiceException(CmqErrors.PreviousTopicNotReleased, $"A topic '{topicName}' was deleted less than {limits.NameReuseSeconds.Maximum} seconds ago.");
    }

    /// <summary>Refuses one more topic.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.NumberOfTopicsReachedLimit"/>.</exception>
    public static void CheckTopicCount(int topics, CmqLimits limits)
    {
        if (topics >= limits.TopicsPerAccount.Maximum)
            throw new CmqServiceException(CmqErrors.NumberOfTopicsReachedLimit, $"The account has {topics} topics; at most {limits.TopicsPerAccount.Maximum} are allowed.");
    }

    /// <summary>Refuses to delete a topic that has subscriptions.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.SubscriptionsExistUnderTopic"/>.</exception>
    public static void CheckDeletable(string topicName, int subscriptions)
    {
        if (subscriptions > 0)
            throw new CmqServiceException(CmqErrors.SubscriptionsExistUnderTopic, $"Topic '{topicName}' has {subscriptions} subscriptions; end them first.");
    }

    /// <summary>Refuses a new subscription whose name is in use, and one more than a topic may have.</summary>
    /// <param name="topicName">The topic, as it was created.</param>
    /// <param name="existingName">The name of the subscription that has the new one's name already, as it was created.</param>
    /// <param name="subscriptions">How many the topic has.</param>
    /// <param name="limits">The limits in force.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.SubscriptionAlreadyExists"/> or <see cref="CmqErrors.NumberOfSubscriptionsReachedLimit"/>.</exception>
    public static void CheckNewSubscription(string topicName, string? existingName, int subscriptions, CmqLimits limits)
    {
        if (existingName is not null)
            throw new CmqServiceException(CmqErrors.SubscriptionAlreadyExists, $"Topic '{topicName}' has a subscription '{existingName}' already; names are compared ignoring case.");
        if (subscriptions >= limits.SubscriptionsPerTopic.Maximum)
            throw new CmqServiceException(CmqErrors.NumberOfSubscriptionsReachedLimit, $"Topic '{topicName}' has {subscriptions} subscriptions; at most {limits.SubscriptionsPerTopic.Maximum} are allowed.");
    }

    /// <summary>The refusal of a publish that no subscription would get.</summary>
    /// <param name="topicName">The topic, as it was created.</param>
    /// <param name="subscriptions">How many subscriptions it has, none of which wants the message.</param>
    public static CmqServiceException NoReceiver(string topicName, int subscriptions) => subscriptions == 0
        ? new CmqServiceException(CmqErrors.TopicHasNoSubscription, $"Topic '{topicName}' has no subscription that could receive the message; subscribe first.")
        : new CmqServiceException(CmqErrors.NoBindingKeyOrFilterTagMatches, $"No subscription of topic '{topicName}', which has {subscriptions}, matches the message's tags or routing key.");
}
