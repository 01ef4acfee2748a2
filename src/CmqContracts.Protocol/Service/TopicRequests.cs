using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>CreateTopic: a new topic.</summary>
public sealed record CreateTopicRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="topicName">1 to 64 characters; a letter first, then letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="settings">The attributes; unset ones get the service's defaults.</param>
    public CreateTopicRequest(string topicName, TopicSettings settings)
    {
        TopicName = topicName;
        Settings = settings;
    }

    /// <summary>1 to 64 characters; a letter first, then letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string TopicName { get; init; }

    /// <summary>The attributes; unset ones get the service's defaults.</summary>
    public TopicSettings Settings { get; init; }

    /// <summary>How subscriptions choose messages.</summary>
    public TopicFilter Filter { get; init; } = TopicFilter.Tags;
}

/// <summary>SetTopicAttributes: a change of the attributes that are set.</summary>
public sealed record SetTopicAttributesRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="topicName">The topic.</param>
    /// <param name="settings">The attributes to change; unset ones stay as they are.</param>
    public SetTopicAttributesRequest(string topicName, TopicSettings settings)
    {
        TopicName = topicName;
        Settings = settings;
    }

    /// <summary>The topic.</summary>
    public string TopicName { get; init; }

    /// <summary>The attributes to change; unset ones stay as they are.</summary>
    public TopicSettings Settings { get; init; }
}

/// <summary>ListTopic: a page of the account's topics, ordered by name.</summary>
public sealed record ListTopicsRequest
{
    /// <summary>Only topics whose name contains this, ignoring case; <see langword="null"/> or empty: all.</summary>
    public string? SearchWord { get; init; }

    /// <summary>How many matches to skip.</summary>
    public int Offset { get; init; }

    /// <summary>How many to return at most, 0 to 50 (our broker: 0 to 1000).</summary>
    public int Limit { get; init; } = 20;
}

/// <summary>PublishMessage and BatchPublishMessage: 1 to 16 bodies for the subscriptions of one topic.</summary>
public sealed record PublishMessagesRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="topicName">The topic.</param>
    /// <param name="bodies">The message bodies, UTF-8.</param>
    public PublishMessagesRequest(string topicName, IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        TopicName = topicName;
        Bodies = bodies;
    }

    /// <summary>The topic.</summary>
    public string TopicName { get; init; }

    /// <summary>The message bodies, UTF-8.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Bodies { get; init; }

    /// <summary>The tags of all of them, compared exactly; at most 5.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The routing key of all of them. Required by a topic that filters by it, ignored by others.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>Whether the request may be repeated when nobody knows whether it was carried out, so that messages may be published twice. It is not sent.</summary>
    public bool AllowDuplicates { get; init; }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(TopicName), TopicName)
        .Add(nameof(Bodies), Bodies)
        .Add(nameof(Tags), Tags)
        .Add(nameof(RoutingKey), RoutingKey)
        .Add(nameof(AllowDuplicates), AllowDuplicates)
        .Any;
}

/// <summary>Subscribe: a new subscription.</summary>
public sealed record SubscribeRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="topicName">The topic.</param>
    /// <param name="subscriptionName">The subscription's name, unique in its topic, under the rules for names.</param>
    /// <param name="protocol">Where messages go.</param>
    /// <param name="endpoint">The queue's name, or the URL.</param>
    public SubscribeRequest(string topicName, string subscriptionName, SubscriptionProtocol protocol, string endpoint)
    {
        TopicName = topicName;
        SubscriptionName = subscriptionName;
        Protocol = protocol;
        Endpoint = endpoint;
    }

    /// <summary>The topic.</summary>
    public string TopicName { get; init; }

    /// <summary>The subscription's name, unique in its topic, under the rules for names.</summary>
    public string SubscriptionName { get; init; }

    /// <summary>Where messages go.</summary>
    public SubscriptionProtocol Protocol { get; init; }

    /// <summary>The queue's name, or the URL.</summary>
    public string Endpoint { get; init; }

    /// <summary>What is done about a message that could not be delivered; <see langword="null"/>: <see cref="NotifyStrategy.ExponentialDecayRetry"/>.</summary>
    public NotifyStrategy? NotifyStrategy { get; init; }

    /// <summary>What is delivered; <see langword="null"/>: JSON by HTTP, the body alone into a queue.</summary>
    public NotifyContentFormat? NotifyContentFormat { get; init; }

    /// <summary>The tags that are wanted, at most 5; none: every message.</summary>
    public IReadOnlyList<string> FilterTags { get; init; } = [];

    /// <summary>The binding keys, at most 5; a topic that filters by routing key asks for one at least.</summary>
    public IReadOnlyList<string> BindingKeys { get; init; } = [];

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(TopicName), TopicName)
        .Add(nameof(SubscriptionName), SubscriptionName)
        .Add(nameof(Protocol), Protocol)
        .AddEndpoint(nameof(Endpoint), Endpoint)
        .Add(nameof(NotifyStrategy), NotifyStrategy)
        .Add(nameof(NotifyContentFormat), NotifyContentFormat)
        .Add(nameof(FilterTags), FilterTags)
        .Add(nameof(BindingKeys), BindingKeys)
        .Any;
}

/// <summary>SetSubscriptionAttributes: a change of the attributes that are set.</summary>
public sealed record SetSubscriptionAttributesRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="topicName">The topic.</param>
    /// <param name="subscriptionName">The subscription.</param>
    /// <param name="settings">The attributes to change; unset ones stay as they are.</param>
    public SetSubscriptionAttributesRequest(string topicName, string subscriptionName, SubscriptionSettings settings)
    {
        TopicName = topicName;
        SubscriptionName = subscriptionName;
        Settings = settings;
    }

    /// <summary>The topic.</summary>
    public string TopicName { get; init; }

    /// <summary>The subscription.</summary>
    public string SubscriptionName { get; init; }

    /// <summary>The attributes to change; unset ones stay as they are.</summary>
    public SubscriptionSettings Settings { get; init; }
}

/// <summary>ListSubscriptionByTopic: a page of a topic's subscriptions, ordered by name.</summary>
public sealed record ListSubscriptionsRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="topicName">The topic.</param>
    public ListSubscriptionsRequest(string topicName)
    {
        TopicName = topicName;
    }

    /// <summary>The topic.</summary>
    public string TopicName { get; init; }

    /// <summary>Only subscriptions whose name contains this, ignoring case; <see langword="null"/> or empty: all.</summary>
    public string? SearchWord { get; init; }

    /// <summary>How many matches to skip.</summary>
    public int Offset { get; init; }

    /// <summary>How many to return at most, 0 to 50 (our broker: 0 to 1000).</summary>
    public int Limit { get; init; } = 20;
}
