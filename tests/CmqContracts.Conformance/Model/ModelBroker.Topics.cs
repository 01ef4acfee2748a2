using System.Text;
using CmqContracts.Protocol;

namespace CmqContracts.Conformance.Model;

/// <content>Topics, subscriptions and their deliveries.</content>
internal sealed partial class ModelBroker
{
    /// <summary>In the order of their creation.</summary>
    public List<ModelTopic> Topics { get; } = [];

    /// <summary>Whether deliveries to queues are postponed.</summary>
    public bool HasPendingForQueues => Topics.SelectMany(static topic => topic.Subscriptions).Any(static subscription => subscription is { Protocol: SubscriptionProtocol.Queue, Deliveries.Count: > 0 });

    /// <summary>Whether deliveries to URLs are under way.</summary>
    public bool HasLeases => Topics.SelectMany(static topic => topic.Subscriptions).SelectMany(static subscription => subscription.Deliveries).Any(static delivery => delivery.Lease is not null);

    // ---- the control actions

    public ModelTopic CreateTopic(CreateTopicRequest request)
    {
        TopicRules.Check(request, limits);
        if (TryFindTopic(request.TopicName) is not null)
            throw new CmqServiceException(CmqErrors.TopicAlreadyExists);
        TopicSettings settings = new()
        {
            MaxMsgSize = request.Settings.MaxMsgSize ?? (int)limits.TopicMaxMsgSize.Default!,
            MsgRetentionSeconds = request.Settings.MsgRetentionSeconds ?? (int)limits.TopicMsgRetentionSeconds.Default!,
        };
        ModelTopic topic = new() { Name = request.TopicName, Filter = request.Filter, Settings = settings, CreatedAt = Wall, LastModifiedAt = Wall };
        Topics.Add(topic);
        return topic;
    }

    public void DeleteTopic(string name)
    {
        ModelTopic topic = FindTopic(name);
        if (topic.Subscriptions.Count > 0)
            throw new CmqServiceException(CmqErrors.SubscriptionsExistUnderTopic);
        Topics.Remove(topic);
    }

    public TopicAttributes TopicAttributes(string name)
    {
        ModelTopic topic = FindTopic(name);
        return new TopicAttributes
        {
            TopicName = topic.Name,
            TopicId = topic.Id,
            Filter = topic.Filter,
            MaxMsgSize = topic.Settings.MaxMsgSize!.Value,
            MsgRetentionSeconds = topic.Settings.MsgRetentionSeconds!.Value,
            PendingMessages = topic.Subscriptions.Sum(static subscription => subscription.Deliveries.Count),
            CreatedAt = Second(topic.CreatedAt),
            LastModifiedAt = Second(topic.LastModifiedAt),
        };
    }

    public void SetTopic(SetTopicAttributesRequest request)
    {
        TopicRules.Check(request, limits);
        ModelTopic topic = FindTopic(request.TopicName);
        topic.Settings = new TopicSettings
        {
            MaxMsgSize = request.Settings.MaxMsgSize ?? topic.Settings.MaxMsgSize,
            MsgRetentionSeconds = request.Settings.MsgRetentionSeconds ?? topic.Settings.MsgRetentionSeconds,
        };
        topic.LastModifiedAt = Wall;
        foreach (ModelSubscription subscription in topic.ByName)
            ApplyDue(subscription);
        ServeAll();
    }

    public ModelSubscription Subscribe(SubscribeRequest request)
    {
        TopicRules.Check(request, limits);
        ModelTopic topic = FindTopic(request.TopicName);
        if (topic.Filter == TopicFilter.RoutingKey && request.BindingKeys.Count == 0)
            throw new CmqServiceException(CmqErrors.BindingKeyMissing);
        if (TryFindSubscription(topic, request.SubscriptionName) is not null)
            throw new CmqServiceException(CmqErrors.SubscriptionAlreadyExists);
        bool toQueue = request.Protocol == SubscriptionProtocol.Queue;
        if (toQueue && TryFind(request.Endpoint) is null)
            throw new CmqServiceException(CmqErrors.IllegalEndpoint);
        ModelSubscription subscription = new()
        {
            Order = _created++,
            Topic = topic,
            Name = request.SubscriptionName,
            Protocol = request.Protocol,
            Endpoint = toQueue ? Find(request.Endpoint).Name : request.Endpoint,
            Strategy = request.NotifyStrategy ?? NotifyStrategy.ExponentialDecayRetry,
            Format = toQueue ? NotifyContentFormat.Simplified : request.NotifyContentFormat ?? NotifyContentFormat.Json,
            FilterTags = request.FilterTags,
            BindingKeys = request.BindingKeys,
            CreatedAt = Wall,
            LastModifiedAt = Wall,
        };
        topic.Subscriptions.Add(subscription);
        return subscription;
    }

    public void Unsubscribe(string topicName, string name)
    {
        ModelSubscription subscription = FindSubscription(topicName, name);
        subscription.Topic.Subscriptions.Remove(subscription);
    }

    public void SetSubscription(SetSubscriptionAttributesRequest request)
    {
        TopicRules.Check(request, limits);
        ModelSubscription subscription = FindSubscription(request.TopicName, request.SubscriptionName);
        subscription.Strategy = request.Settings.NotifyStrategy ?? subscription.Strategy;
        if (subscription.Protocol == SubscriptionProtocol.Http)
            subscription.Format = request.Settings.NotifyContentFormat ?? subscription.Format;
        if (request.Settings.FilterTags.Count > 0)
            subscription.FilterTags = request.Settings.FilterTags;
        if (request.Settings.BindingKeys.Count > 0)
            subscription.BindingKeys = request.Settings.BindingKeys;
        subscription.LastModifiedAt = Wall;
    }

    public void ClearFilterTags(string topicName, string name)
    {
        ModelSubscription subscription = FindSubscription(topicName, name);
        subscription.FilterTags = [];
        subscription.LastModifiedAt = Wall;
    }

    public SubscriptionAttributes SubscriptionAttributes(string topicName, string name)
    {
        ModelSubscription subscription = FindSubscription(topicName, name);
        return new SubscriptionAttributes
        {
            SubscriptionName = subscription.Name,
            TopicName = subscription.Topic.Name,
            SubscriptionId = subscription.Id,
            Protocol = subscription.Protocol,
            Endpoint = subscription.Endpoint,
            NotifyStrategy = subscription.Strategy,
            NotifyContentFormat = subscription.Format,
            FilterTags = subscription.FilterTags,
            BindingKeys = subscription.BindingKeys,
            PendingMessages = subscription.Deliveries.Count,
            CreatedAt = Second(subscription.CreatedAt),
            LastModifiedAt = Second(subscription.LastModifiedAt),
        };
    }

    // ---- publishing and deliveries

    public List<ModelPublished> Publish(string topicName, IReadOnlyList<string> bodies, IReadOnlyList<string> tags, string? key)
    {
        TopicRules.CheckTagsAndKey(tags, key, limits);
        ModelTopic topic = FindTopic(topicName);
        if (bodies.Any(body => Encoding.UTF8.GetByteCount(body) > topic.Settings.MaxMsgSize))
            throw new CmqServiceException(CmqErrors.MaximumMessageSizeExceeded);
        if (topic.Filter == TopicFilter.RoutingKey && string.IsNullOrEmpty(key))
            throw new CmqServiceException(CmqErrors.RoutingKeyMissing);
        ModelSubscription[] receivers = [.. topic.ByName.Where(subscription => Wants(subscription, tags, key))];
        if (receivers.Length == 0)
            throw new CmqServiceException(topic.Subscriptions.Count == 0 ? CmqErrors.TopicHasNoSubscription : CmqErrors.NoBindingKeyOrFilterTagMatches);
        List<ModelPublished> published = [.. bodies.Select(body => new ModelPublished { Body = body, Tags = tags, Offset = _offset })];
        foreach (ModelPublished message in published)
        {
            foreach (ModelSubscription subscription in receivers)
            {
                ModelDelivery delivery = new() { Message = message, PublishedAt = Now };
                if (subscription.Protocol == SubscriptionProtocol.Queue && TryDeliver(subscription, delivery))
                    continue;
                subscription.Deliveries.Add(delivery);
                if (subscription.Protocol == SubscriptionProtocol.Queue)
                    Postpone(subscription, delivery);
            }
        }

        ServeAll();
        return published;
    }

    /// <summary>The deliveries to URLs that a server may take now, by subscription, oldest first.</summary>
    public IEnumerable<ModelSubscription> WithDueDeliveries() =>
        Topics.SelectMany(static topic => topic.Subscriptions).Where(static subscription => subscription.Protocol == SubscriptionProtocol.Http && subscription.Deliveries.Any(static delivery => delivery.DueAt == 0));

    /// <summary>Takes the first due delivery of a subscription, as the backend has done.</summary>
    public ModelDelivery Take(string topicName, string name, string lease, long leaseMilliseconds)
    {
        ModelDelivery delivery = FindSubscription(topicName, name).Deliveries.First(static delivery => delivery.DueAt == 0);
        delivery.Attempts++;
        delivery.DueAt = Now + leaseMilliseconds;
        delivery.Lease = lease;
        return delivery;
    }

    /// <summary>Settles a delivery; without effect when its lease is over or its subscription gone.</summary>
    public void Settle(string lease, bool delivered)
    {
        foreach (ModelSubscription subscription in Topics.SelectMany(static topic => topic.Subscriptions))
        {
            if (subscription.Deliveries.Find(delivery => delivery.Lease == lease) is not { } settled)
                continue;
            settled.Lease = null;
            if (delivered)
                subscription.Deliveries.Remove(settled);
            else
                settled.DueAt = Now + Interval(settled.Attempts);
            return;
        }
    }

    private static bool Wants(ModelSubscription subscription, IReadOnlyList<string> tags, string? key) =>
        subscription.Topic.Filter == TopicFilter.RoutingKey
            ? subscription.BindingKeys.Any(binding => Matches(binding.Split('.'), key!.Split('.')))
            : subscription.FilterTags.Count == 0 || subscription.FilterTags.Any(tags.Contains);

    /// <summary>Matches by trying every number of words that a # can stand for.</summary>
    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> words)
    {
        if (pattern.IsEmpty)
            return words.IsEmpty;
        if (pattern[0] == "#")
            return Matches(pattern[1..], words) || (!words.IsEmpty && Matches(pattern, words[1..]));
        return !words.IsEmpty && (pattern[0] == "*" ? words[0].Length > 0 : pattern[0] == words[0]) && Matches(pattern[1..], words[1..]);
    }

    private void ApplyDue(ModelSubscription subscription)
    {
        subscription.Deliveries.RemoveAll(delivery => delivery.PublishedAt + subscription.Topic.Retention <= Now);
        foreach (ModelDelivery delivery in subscription.Deliveries.Where(delivery => delivery.DueAt != 0 && delivery.DueAt <= Now))
        {
            delivery.DueAt = 0;
            delivery.Lease = null;
        }

        if (subscription.Protocol != SubscriptionProtocol.Queue)
            return;
        foreach (ModelDelivery delivery in subscription.Deliveries.Where(static delivery => delivery.DueAt == 0).ToList())
        {
            if (TryDeliver(subscription, delivery))
                subscription.Deliveries.Remove(delivery);
            else
                Postpone(subscription, delivery);
        }
    }

    private bool TryDeliver(ModelSubscription subscription, ModelDelivery delivery)
    {
        if (TryFind(subscription.Endpoint) is not { } queue
            || Encoding.UTF8.GetByteCount(delivery.Message.Body) > queue.Settings.MaxMsgSize
            || queue.Unconsumed.Count() >= queue.Settings.MaxMsgHeapNum)
        {
            return false;
        }

        Produce(queue, delivery.Message.Body);
        queue.Counts = queue.Counts with { Sent = queue.Counts.Sent + 1 };
        return true;
    }

    private void Postpone(ModelSubscription subscription, ModelDelivery delivery)
    {
        if (subscription.Strategy != NotifyStrategy.ExponentialDecayRetry)
            throw new NotSupportedException("The model knows only the intervals that grow; the others differ from message to message.");
        delivery.Attempts++;
        delivery.DueAt = Now + Interval(delivery.Attempts);
    }

    private static long Interval(int attempts) => Math.Min(1L << (attempts - 1), 512) * 1000;

    // ---- names

    public ModelTopic FindTopic(string name) => TryFindTopic(name) ?? throw new CmqServiceException(CmqErrors.TopicDoesNotExist);

    public ModelSubscription FindSubscription(string topicName, string name) =>
        TryFindSubscription(FindTopic(topicName), name) ?? throw new CmqServiceException(CmqErrors.SubscriptionDoesNotExist);

    private ModelTopic? TryFindTopic(string name) => Topics.Find(topic => string.Equals(topic.Name, name, StringComparison.OrdinalIgnoreCase));

    private static ModelSubscription? TryFindSubscription(ModelTopic topic, string name) =>
        topic.Subscriptions.Find(subscription => string.Equals(subscription.Name, name, StringComparison.OrdinalIgnoreCase));
}
