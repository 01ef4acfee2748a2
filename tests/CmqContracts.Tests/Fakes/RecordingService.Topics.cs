using CmqContracts.Protocol;

namespace CmqContracts.Tests;

/// <content>Topics and subscriptions.</content>
public partial class RecordingService
{
    private readonly Dictionary<string, TopicAttributes> _topics = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Topic, string Name), SubscriptionAttributes> _subscriptions = [];

    /// <summary>Says which publishes fail.</summary>
    public Func<PublishMessagesRequest, Exception?> RefusePublish { get; set; } = static _ => null;

    public ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        TopicSettings settings = TopicRules.ForNewTopic(request.Settings, CmqLimits.Classic);
        if (!_topics.TryAdd(request.TopicName, new TopicAttributes { TopicName = request.TopicName, Filter = request.Filter, MaxMsgSize = settings.MaxMsgSize!.Value, MsgRetentionSeconds = settings.MsgRetentionSeconds!.Value }))
            throw new CmqServiceException(CmqErrors.TopicAlreadyExists);
        return new("topic-" + request.TopicName);
    }

    public ValueTask<TopicList> ListTopicsAsync(ListTopicsRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        return new(new TopicList(_topics.Count, [.. _topics.Keys.Order(StringComparer.Ordinal).Skip(request.Offset).Take(request.Limit).Select(static name => new TopicListEntry("topic-" + name, name))]));
    }

    public ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default)
    {
        Record("get topic " + topicName, cancellationToken);
        return new(FindTopic(topicName));
    }

    public ValueTask SetTopicAttributesAsync(SetTopicAttributesRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        TopicAttributes topic = FindTopic(request.TopicName);
        _topics[request.TopicName] = topic with { MaxMsgSize = request.Settings.MaxMsgSize ?? topic.MaxMsgSize };
        return default;
    }

    public ValueTask DeleteTopicAsync(string topicName, CancellationToken cancellationToken = default)
    {
        Record("delete topic " + topicName, cancellationToken);
        FindTopic(topicName);
        _topics.Remove(topicName);
        return default;
    }

    public ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default)
    {
        // The bodies are the caller's again once this has returned.
        PublishMessagesRequest kept = request with { Bodies = [.. request.Bodies.Select(static body => (ReadOnlyMemory<byte>)body.ToArray())] };
        Record(kept, cancellationToken);
        FindTopic(request.TopicName);
        return RefusePublish(kept) is { } refusal ? throw refusal : new([.. request.Bodies.Select((_, i) => $"p{i}")]);
    }

    public ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        FindTopic(request.TopicName);
        SubscriptionAttributes subscription = new()
        {
            TopicName = request.TopicName,
            SubscriptionName = request.SubscriptionName,
            Protocol = request.Protocol,
            Endpoint = request.Endpoint,
            NotifyStrategy = request.NotifyStrategy ?? NotifyStrategy.ExponentialDecayRetry,
            NotifyContentFormat = request.NotifyContentFormat ?? NotifyContentFormat.Simplified,
            FilterTags = request.FilterTags,
            BindingKeys = request.BindingKeys,
        };
        return _subscriptions.TryAdd((request.TopicName, request.SubscriptionName), subscription)
            ? new("subsc-" + request.SubscriptionName)
            : throw new CmqServiceException(CmqErrors.SubscriptionAlreadyExists);
    }

    public ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        FindTopic(request.TopicName);
        List<SubscriptionListEntry> all = [.. _subscriptions.Values.Where(found => found.TopicName == request.TopicName).Select(static found => new SubscriptionListEntry("subsc-" + found.SubscriptionName, found.SubscriptionName, found.Protocol, found.Endpoint))];
        return new(new SubscriptionList(all.Count, [.. all.Skip(request.Offset).Take(request.Limit)]));
    }

    public ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        Record($"get subscription {topicName}/{subscriptionName}", cancellationToken);
        return new(FindSubscription(topicName, subscriptionName));
    }

    public ValueTask SetSubscriptionAttributesAsync(SetSubscriptionAttributesRequest request, CancellationToken cancellationToken = default)
    {
        Record(request, cancellationToken);
        SubscriptionAttributes found = FindSubscription(request.TopicName, request.SubscriptionName);
        _subscriptions[(request.TopicName, request.SubscriptionName)] = found with
        {
            NotifyStrategy = request.NotifyStrategy ?? found.NotifyStrategy,
            FilterTags = request.FilterTags.Count > 0 ? request.FilterTags : found.FilterTags,
            BindingKeys = request.BindingKeys.Count > 0 ? request.BindingKeys : found.BindingKeys,
        };
        return default;
    }

    public ValueTask UnsubscribeAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        Record($"unsubscribe {topicName}/{subscriptionName}", cancellationToken);
        FindSubscription(topicName, subscriptionName);
        _subscriptions.Remove((topicName, subscriptionName));
        return default;
    }

    public ValueTask ClearSubscriptionFilterTagsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default)
    {
        Record($"clear tags {topicName}/{subscriptionName}", cancellationToken);
        _subscriptions[(topicName, subscriptionName)] = FindSubscription(topicName, subscriptionName) with { FilterTags = [] };
        return default;
    }

    private TopicAttributes FindTopic(string name) => _topics.TryGetValue(name, out TopicAttributes? topic) ? topic : throw new CmqServiceException(CmqErrors.TopicNotFound);

    private SubscriptionAttributes FindSubscription(string topic, string name)
    {
        FindTopic(topic);
        return _subscriptions.TryGetValue((topic, name), out SubscriptionAttributes? found) ? found : throw new CmqServiceException(CmqErrors.SubscriptionNotFound);
    }
}
