using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A page of topics.</summary>
public sealed class TopicList
{
    /// <summary>All matches, not only this page.</summary>
    public required int TotalCount { get; init; }

    /// <summary>This page.</summary>
    public required IReadOnlyList<TopicListEntry> Topics { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(TopicList)).Add(nameof(TotalCount), TotalCount).Add(nameof(Topics), Topics).ToString();
}

/// <summary>A topic in a list.</summary>
public sealed class TopicListEntry
{
    /// <summary>The service's id of the topic.</summary>
    public required string TopicId { get; init; }

    /// <summary>The topic's name, spelled as it was created.</summary>
    public required string TopicName { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(TopicListEntry)).Add(nameof(TopicId), TopicId).Add(nameof(TopicName), TopicName).ToString();
}

/// <summary>A topic's attributes and counters, as of one moment.</summary>
/// <remarks>Source: CMQ document 406/7408 (GetTopicAttributes).</remarks>
public sealed class TopicAttributes
{
    /// <summary>The topic's name, spelled as it was created.</summary>
    public required string TopicName { get; init; }

    /// <summary>The service's id of the topic; <see langword="null"/> when it does not say.</summary>
    public string? TopicId { get; init; }

    /// <summary>How subscriptions choose messages.</summary>
    public TopicFilter Filter { get; init; } = TopicFilter.Tags;

    /// <summary>Largest message body, in bytes.</summary>
    public int MaxMsgSize { get; init; }

    /// <summary>Seconds for which a message that cannot be delivered is kept.</summary>
    public int MsgRetentionSeconds { get; init; }

    /// <summary>Deliveries that are still to be made, over all subscriptions (msgCount).</summary>
    public long PendingMessages { get; init; }

    /// <summary>When the topic was created, in whole seconds.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an attribute was last changed, in whole seconds.</summary>
    public DateTimeOffset LastModifiedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(TopicAttributes))
        .Add(nameof(TopicName), TopicName)
        .Add(nameof(TopicId), TopicId)
        .Add(nameof(Filter), Filter)
        .Add(nameof(MaxMsgSize), MaxMsgSize)
        .Add(nameof(MsgRetentionSeconds), MsgRetentionSeconds)
        .Add(nameof(PendingMessages), PendingMessages)
        .Add(nameof(CreatedAt), CreatedAt)
        .Add(nameof(LastModifiedAt), LastModifiedAt)
        .ToString();
}

/// <summary>A page of subscriptions.</summary>
public sealed class SubscriptionList
{
    /// <summary>All matches, not only this page.</summary>
    public required int TotalCount { get; init; }

    /// <summary>This page.</summary>
    public required IReadOnlyList<SubscriptionListEntry> Subscriptions { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(SubscriptionList)).Add(nameof(TotalCount), TotalCount).Add(nameof(Subscriptions), Subscriptions).ToString();
}

/// <summary>A subscription in a list.</summary>
public sealed class SubscriptionListEntry
{
    /// <summary>The service's id of the subscription.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The subscription's name, spelled as it was created.</summary>
    public required string SubscriptionName { get; init; }

    /// <summary>Where messages go.</summary>
    public required SubscriptionProtocol Protocol { get; init; }

    /// <summary>The queue's name, or the URL.</summary>
    public required string Endpoint { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(SubscriptionListEntry))
        .Add(nameof(SubscriptionId), SubscriptionId)
        .Add(nameof(SubscriptionName), SubscriptionName)
        .Add(nameof(Protocol), Protocol)
        .AddEndpoint(nameof(Endpoint), Endpoint).ToString();
}

/// <summary>A subscription's attributes and counters, as of one moment.</summary>
/// <remarks>Source: CMQ document 406/7418 (GetSubscriptionAttributes).</remarks>
public sealed class SubscriptionAttributes
{
    /// <summary>The subscription's name, spelled as it was created.</summary>
    public required string SubscriptionName { get; init; }

    /// <summary>The topic's name.</summary>
    public required string TopicName { get; init; }

    /// <summary>The service's id of the subscription; <see langword="null"/> when it does not say.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The account that owns the topic.</summary>
    public string TopicOwner { get; init; } = "";

    /// <summary>Where messages go.</summary>
    public SubscriptionProtocol Protocol { get; init; }

    /// <summary>The queue's name, or the URL.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>What is done about a message that could not be delivered.</summary>
    public NotifyStrategy NotifyStrategy { get; init; }

    /// <summary>What is delivered.</summary>
    public NotifyContentFormat NotifyContentFormat { get; init; }

    /// <summary>The tags that are wanted; none: every message.</summary>
    public IReadOnlyList<string> FilterTags { get; init; } = [];

    /// <summary>The binding keys.</summary>
    public IReadOnlyList<string> BindingKeys { get; init; } = [];

    /// <summary>Deliveries that are still to be made (msgCount).</summary>
    public long PendingMessages { get; init; }

    /// <summary>When the subscription was made, in whole seconds.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an attribute was last changed, in whole seconds.</summary>
    public DateTimeOffset LastModifiedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(SubscriptionAttributes))
        .Add(nameof(SubscriptionName), SubscriptionName)
        .Add(nameof(TopicName), TopicName)
        .Add(nameof(SubscriptionId), SubscriptionId)
        .Add(nameof(TopicOwner), TopicOwner)
        .Add(nameof(Protocol), Protocol)
        .AddEndpoint(nameof(Endpoint), Endpoint)
        .Add(nameof(NotifyStrategy), NotifyStrategy)
        .Add(nameof(NotifyContentFormat), NotifyContentFormat)
        .Add(nameof(FilterTags), FilterTags)
        .Add(nameof(BindingKeys), BindingKeys)
        .Add(nameof(PendingMessages), PendingMessages)
        .Add(nameof(CreatedAt), CreatedAt)
        .Add(nameof(LastModifiedAt), LastModifiedAt)
        .ToString();
}
