using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>A topic in the engine: its definition and its subscriptions. It holds no messages; its subscriptions do.</summary>
internal sealed class TopicState(Account account, TopicRecord record)
{
    public Account Account { get; } = account;

    public TopicRecord Record { get; set; } = record;

    public NameTable<SubscriptionState> Subscriptions { get; } = new(static subscription => subscription.Record.Name);

    public int MaxMsgSize => Record.Settings.MaxMsgSize!.Value;

    public int MsgRetentionSeconds => Record.Settings.MsgRetentionSeconds!.Value;
}

/// <summary>A subscription in the engine. What it could not deliver yet waits in its outbox.</summary>
internal sealed class SubscriptionState(TopicState topic, SubscriptionRecord record)
{
    public TopicState Topic { get; } = topic;

    public SubscriptionRecord Record { get; set; } = record;

    /// <summary>
    /// The deliveries that are still to be made. It works as queues do, so that expiry, waking up and counting are the same: an
    /// active message is due for delivery, an inactive one is being delivered or waits for its next attempt.
    /// </summary>
    public required QueueState Outbox { get; init; }

    /// <summary>Whether the subscription is queued among those with due deliveries for HTTP endpoints.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Scheme, host and port of an HTTP endpoint.</summary>
    public string Host { get; } = SubscriptionEndpoint.PlaceOf(record.Endpoint);

    public bool ToQueue => Record.Protocol == SubscriptionProtocol.Queue;

    /// <summary>Whether the subscription wants a message.</summary>
    public bool Matches(PublishMessagesRequest request) =>
        Topic.Record.Filter == TopicFilter.RoutingKey
            ? Record.BindingKeys.Any(key => TopicMatching.MatchesKey(key, request.RoutingKey!))
            : TopicMatching.MatchesTags(Record.FilterTags, request.Tags);
}
