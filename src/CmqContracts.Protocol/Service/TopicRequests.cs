using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol;

/// <summary>CreateTopic: a new topic.</summary>
/// <param name="TopicName">1 to 64 characters; a letter first, then letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Settings">The attributes; unset ones get the service's defaults.</param>
/// <param name="Filter">How subscriptions choose messages.</param>
public sealed record CreateTopicRequest(string TopicName, TopicSettings Settings, TopicFilter Filter = TopicFilter.Tags);

/// <summary>SetTopicAttributes: a change of the attributes that are set.</summary>
/// <param name="TopicName">The topic.</param>
/// <param name="Settings">The attributes to change; unset ones stay as they are.</param>
public sealed record SetTopicAttributesRequest(string TopicName, TopicSettings Settings);

/// <summary>ListTopic: a page of the account's topics, ordered by name.</summary>
/// <param name="SearchWord">Only topics whose name contains this, ignoring case; <see langword="null"/> or empty: all.</param>
/// <param name="Offset">How many matches to skip.</param>
/// <param name="Limit">How many to return at most.</param>
public sealed record ListTopicsRequest(string? SearchWord = null, int Offset = 0, int Limit = 20);

/// <summary>PublishMessage and BatchPublishMessage: 1 to 16 bodies for the subscriptions of one topic.</summary>
/// <param name="TopicName">The topic.</param>
/// <param name="Bodies">The message bodies, UTF-8.</param>
public sealed record PublishMessagesRequest(string TopicName, IReadOnlyList<ReadOnlyMemory<byte>> Bodies)
{
    /// <summary>The tags of all of them, compared exactly; at most 5.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The routing key of all of them. Required by a topic that filters by it, ignored by others.</summary>
    public string? RoutingKey { get; init; }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(TopicName), TopicName)
        .Add(nameof(Bodies), Bodies)
        .Add(nameof(Tags), Tags)
        .Add(nameof(RoutingKey), RoutingKey)
        .Any;
}

/// <summary>Subscribe: a new subscription.</summary>
/// <param name="TopicName">The topic.</param>
/// <param name="SubscriptionName">The subscription's name, unique in its topic, under the rules for names.</param>
/// <param name="Protocol">Where messages go.</param>
/// <param name="Endpoint">The queue's name, or the URL.</param>
public sealed record SubscribeRequest(string TopicName, string SubscriptionName, SubscriptionProtocol Protocol, string Endpoint)
{
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
/// <param name="TopicName">The topic.</param>
/// <param name="SubscriptionName">The subscription.</param>
public sealed record SetSubscriptionAttributesRequest(string TopicName, string SubscriptionName)
{
    /// <summary>The new strategy; <see langword="null"/>: unchanged.</summary>
    public NotifyStrategy? NotifyStrategy { get; init; }

    /// <summary>The new format; <see langword="null"/>: unchanged.</summary>
    public NotifyContentFormat? NotifyContentFormat { get; init; }

    /// <summary>The new tags, in place of the old ones; empty: unchanged. <see cref="ICmqService.ClearSubscriptionFilterTagsAsync"/> removes them all.</summary>
    public IReadOnlyList<string> FilterTags { get; init; } = [];

    /// <summary>The new binding keys, in place of the old ones; empty: unchanged.</summary>
    public IReadOnlyList<string> BindingKeys { get; init; } = [];

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(TopicName), TopicName)
        .Add(nameof(SubscriptionName), SubscriptionName)
        .Add(nameof(NotifyStrategy), NotifyStrategy)
        .Add(nameof(NotifyContentFormat), NotifyContentFormat)
        .Add(nameof(FilterTags), FilterTags)
        .Add(nameof(BindingKeys), BindingKeys)
        .Any;
}

/// <summary>ListSubscriptionByTopic: a page of a topic's subscriptions, ordered by name.</summary>
/// <param name="TopicName">The topic.</param>
/// <param name="SearchWord">Only subscriptions whose name contains this, ignoring case; <see langword="null"/> or empty: all.</param>
/// <param name="Offset">How many matches to skip.</param>
/// <param name="Limit">How many to return at most.</param>
public sealed record ListSubscriptionsRequest(string TopicName, string? SearchWord = null, int Offset = 0, int Limit = 20);
