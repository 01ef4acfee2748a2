namespace CmqContracts.Protocol.Wire;

/// <content>Names of the v2 actions on topics and subscriptions.</content>
internal static partial class V2Actions
{
    /// <summary>Document 406/7405.</summary>
    public const string CreateTopic = nameof(CreateTopic);

    /// <summary>Document 406/7406.</summary>
    public const string SetTopicAttributes = nameof(SetTopicAttributes);

    /// <summary>Document 406/7407.</summary>
    public const string ListTopic = nameof(ListTopic);

    /// <summary>Document 406/7408.</summary>
    public const string GetTopicAttributes = nameof(GetTopicAttributes);

    /// <summary>Document 406/7409.</summary>
    public const string DeleteTopic = nameof(DeleteTopic);

    /// <summary>Document 406/7411.</summary>
    public const string PublishMessage = nameof(PublishMessage);

    /// <summary>Document 406/7412.</summary>
    public const string BatchPublishMessage = nameof(BatchPublishMessage);

    /// <summary>Document 406/7414.</summary>
    public const string Subscribe = nameof(Subscribe);

    /// <summary>Document 406/7415.</summary>
    public const string ListSubscriptionByTopic = nameof(ListSubscriptionByTopic);

    /// <summary>Document 406/7416.</summary>
    public const string SetSubscriptionAttributes = nameof(SetSubscriptionAttributes);

    /// <summary>Document 406/7417.</summary>
    public const string Unsubscribe = nameof(Unsubscribe);

    /// <summary>Document 406/7418.</summary>
    public const string GetSubscriptionAttributes = nameof(GetSubscriptionAttributes);

    /// <summary>Document 406/7419.</summary>
    public const string ClearSubscriptionFilterTags = nameof(ClearSubscriptionFilterTags);

    /// <summary>Where the TCP protocol of a topic is served.</summary>
    public const string QueryTopicRoute = nameof(QueryTopicRoute);
}
