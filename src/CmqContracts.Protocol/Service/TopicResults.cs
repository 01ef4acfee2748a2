using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Protocol;

/// <summary>A page of topics.</summary>
/// <param name="TotalCount">All matches, not only this page.</param>
/// <param name="Topics">This page.</param>
public sealed record TopicList(int TotalCount, IReadOnlyList<TopicListEntry> Topics)
{
    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(TotalCount), TotalCount).Add(nameof(Topics), Topics).Any;
}

/// <summary>A topic in a list.</summary>
/// <param name="TopicId">The service's id of the topic.</param>
/// <param name="TopicName">The topic's name, spelled as it was created.</param>
public sealed record TopicListEntry(string TopicId, string TopicName);

/// <summary>A topic's attributes and counters, as of one moment.</summary>
/// <remarks>Source: CMQ document 406/7408 (GetTopicAttributes).</remarks>
public sealed record TopicAttributes
{
    /// <summary>The topic's name, spelled as it was created.</summary>
    public required string TopicName { get; init; }

    /// <summary>The service's id of the topic; <see langword="null"/> when it does not say.</summary>
    public string? TopicId { get; init; }

    /// <summary>How subscriptions choose messages.</summary>
    public TopicFilter Filter { get; init; }

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
}

/// <summary>A page of subscriptions.</summary>
/// <param name="TotalCount">All matches, not only this page.</param>
/// <param name="Subscriptions">This page.</param>
public sealed record SubscriptionList(int TotalCount, IReadOnlyList<SubscriptionListEntry> Subscriptions)
{
    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(TotalCount), TotalCount).Add(nameof(Subscriptions), Subscriptions).Any;
}

/// <summary>A subscription in a list.</summary>
/// <param name="SubscriptionId">The service's id of the subscription.</param>
/// <param name="SubscriptionName">The subscription's name, spelled as it was created.</param>
/// <param name="Protocol">Where messages go.</param>
/// <param name="Endpoint">The queue's name, or the URL.</param>
public sealed record SubscriptionListEntry(string SubscriptionId, string SubscriptionName, SubscriptionProtocol Protocol, string Endpoint)
{
    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(SubscriptionId), SubscriptionId)
        .Add(nameof(SubscriptionName), SubscriptionName)
        .Add(nameof(Protocol), Protocol)
        .AddEndpoint(nameof(Endpoint), Endpoint)
        .Any;
}

/// <summary>A subscription's attributes and counters, as of one moment.</summary>
/// <remarks>Source: CMQ document 406/7418 (GetSubscriptionAttributes).</remarks>
public sealed record SubscriptionAttributes
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

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
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
        .Any;
}
