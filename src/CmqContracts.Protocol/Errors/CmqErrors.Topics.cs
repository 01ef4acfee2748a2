namespace CmqContracts;

/// <content>The errors of topics and subscriptions.</content>
/// <remarks>Source: CMQ document 406/5903 and the pages of the topic model's actions.</remarks>
public static partial class CmqErrors
{
    /// <summary>A topic name breaks the rules for names.</summary>
    public static CmqError TopicNameFormatError { get; } = new(4000, 10590, "topic name format error");

    /// <summary>No such topic.</summary>
    public static CmqError TopicDoesNotExist { get; } = new(4440, 10600, "topic is not existed, or deleted");

    /// <summary>The account has as many topics as it may.</summary>
    public static CmqError NumberOfTopicsReachedLimit { get; } = new(4450, 10610, "number of topics has reached the limit");

    /// <summary>The topic's name is taken, ignoring case.</summary>
    public static CmqError TopicAlreadyExists { get; } = new(4460, 10550, "topic is already existed");

    /// <summary>The name of a topic that was deleted a moment ago.</summary>
    public static CmqError PreviousTopicNotReleased { get; } = new(6040, 10660, "it will take some time to release resources of previous topic before you create a new one with the same name, please try later");

    /// <summary>Deleting a topic that has subscriptions.</summary>
    public static CmqError SubscriptionsExistUnderTopic { get; } = new(4000, 10540, "there exists subscriptions under this topic, please unsubscribe all of them before DeleteTopic");

    /// <summary>A subscription name breaks the rules for names.</summary>
    public static CmqError SubscriptionNameFormatError { get; } = new(4000, 10580, "subscription name format error");

    /// <summary>No such subscription of the topic.</summary>
    public static CmqError SubscriptionDoesNotExist { get; } = new(4000, 10560, "subscription is not existed");

    /// <summary>The subscription's name is taken in its topic, ignoring case.</summary>
    public static CmqError SubscriptionAlreadyExists { get; } = new(4490, 10470, "subscribtion is already existed");

    /// <summary>The topic has as many subscriptions as it may.</summary>
    public static CmqError NumberOfSubscriptionsReachedLimit { get; } = new(4500, 10480, "number of subscription has reached the limit");

    /// <summary>An endpoint that is neither a URL nor a queue's name, or too long.</summary>
    public static CmqError EndpointFormatError { get; } = new(4000, 10500, "endpoint format error");

    /// <summary>A URL with blanks in it.</summary>
    public static CmqError UrlContainsBlankCharacters { get; } = new(4510, 10570, "url connot contain any blank characters");

    /// <summary>An endpoint that cannot be delivered to, such as a queue that does not exist.</summary>
    public static CmqError IllegalEndpoint { get; } = new(4000, 10630, "illegal endpoint");

    /// <summary>A protocol other than http and queue.</summary>
    public static CmqError UndefinedProtocol { get; } = new(4000, 10510, "undefined protocol");

    /// <summary>An unknown retry strategy.</summary>
    public static CmqError UndefinedNotifyStrategy { get; } = new(4000, 10520, "undefined notify retry stragety");

    /// <summary>An unknown content format.</summary>
    public static CmqError UndefinedNotifyContentFormat { get; } = new(4000, 10530, "undefined notify content format");

    /// <summary>A queue that is to be notified in JSON.</summary>
    public static CmqError NotifyContentFormatMustBeSimplified { get; } = new(4000, 10640, "notifyContentFormat of protocol queue must be SIMPLIFIED");

    /// <summary>A subscription with more tags than it may have.</summary>
    public static CmqError TooManyFilterTags { get; } = new(4000, 10670, "too many filterTag");

    /// <summary>A subscription with more binding keys than it may have.</summary>
    public static CmqError TooManyBindingKeys { get; } = new(4000, 10680, "too many bindingKey");

    /// <summary>A key with more dots than it may have.</summary>
    public static CmqError TooManyDelimiters { get; } = new(4000, 10691, "too many delimeters");

    /// <summary>A publish without a routing key to a topic that filters by it.</summary>
    public static CmqError RoutingKeyMissing { get; } = new(4000, 10700, "parameters lack of routingKey");

    /// <summary>A subscription without a binding key to a topic that filters by it.</summary>
    public static CmqError BindingKeyMissing { get; } = new(4000, 10710, "parameters lack of bindingKey");

    /// <summary>A message with more tags than it may have.</summary>
    public static CmqError TooManyMsgTags { get; } = new(4000, 10720, "too many msgTag");

    /// <summary>A publish to a topic that nobody has subscribed to.</summary>
    public static CmqError TopicHasNoSubscription { get; } = new(6030, 10650, "topic has no subscription, please create a subscription before publishing message");

    /// <summary>A publish that no subscription wants.</summary>
    public static CmqError NoBindingKeyOrFilterTagMatches { get; } = new(6030, 10730, "no bindingKey or filterTag matches the routingKey or msgTag");
}
