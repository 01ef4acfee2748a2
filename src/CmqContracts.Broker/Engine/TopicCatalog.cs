using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>The control actions on topics and subscriptions.</summary>
internal static class TopicCatalog
{
    public static string Create(QueueEngine engine, Account account, CreateTopicRequest request)
    {
        TopicRefusals.CheckNameIsFree(request.TopicName, account.Topics.TryFind(request.TopicName)?.Record.Name, account.Topics.IsReserved(request.TopicName, engine.Now), engine.Limits);
        TopicRefusals.CheckTopicCount(account.Topics.Count, engine.Limits);

        long key = engine.NextSequence();
        TopicRecord record = new()
        {
            Key = key,
            Account = account.Name,
            Name = request.TopicName,
            Id = PublicForm.Id("topic", key),
            Settings = TopicRules.ForNewTopic(request.Settings, engine.Limits),
            Filter = request.Filter,
            CreatedAt = engine.WallNow,
            LastModifiedAt = engine.WallNow,
        };
        engine.AddTopic(account, record);
        return record.Id;
    }

    public static TopicList List(Account account, ListTopicsRequest request)
    {
        (int total, List<TopicState> page) = account.Topics.List(request.SearchWord, request.Offset, request.Limit);
        return new TopicList { TotalCount = total, Topics = page.ConvertAll(static topic => new TopicListEntry { TopicId = topic.Record.Id, TopicName = topic.Record.Name }) };
    }

    public static TopicAttributes GetAttributes(TopicState topic) => new()
    {
        TopicName = topic.Record.Name,
        TopicId = topic.Record.Id,
        Filter = topic.Record.Filter,
        MaxMsgSize = topic.MaxMsgSize,
        MsgRetentionSeconds = topic.MsgRetentionSeconds,
        PendingMessages = topic.Subscriptions.ByName.Sum(static subscription => subscription.Outbox.Unconsumed),
        CreatedAt = PublicForm.WholeSecond(topic.Record.CreatedAt),
        LastModifiedAt = PublicForm.WholeSecond(topic.Record.LastModifiedAt),
    };

    public static void SetAttributes(QueueEngine engine, Account account, SetTopicAttributesRequest request)
    {
        TopicState topic = account.FindTopic(request.TopicName);
        engine.ChangeTopic(topic, topic.Record with { Settings = TopicRules.Merge(topic.Record.Settings, request.Settings), LastModifiedAt = engine.WallNow });
    }

    public static void Delete(QueueEngine engine, Account account, string topicName)
    {
        TopicState topic = account.FindTopic(topicName);
        TopicRefusals.CheckDeletable(topic.Record.Name, topic.Subscriptions.Count);
        engine.RemoveTopic(topic);
        account.Topics.Reserve(topicName, engine.Now + (engine.Limits.NameReuseSeconds.Maximum * 1000), engine.Now);
    }

    public static string Subscribe(QueueEngine engine, Account account, SubscribeRequest request)
    {
        TopicState topic = account.FindTopic(request.TopicName);
        TopicRules.CheckAgainstTopic(request, topic.Record.Filter);
        TopicRefusals.CheckNewSubscription(topic.Record.Name, topic.Subscriptions.TryFind(request.SubscriptionName)?.Record.Name, topic.Subscriptions.Count, engine.Limits);
        bool toQueue = request.Protocol == SubscriptionProtocol.Queue;
        string endpoint = toQueue
            ? account.Queues.TryFind(request.Endpoint)?.Record.Name ?? throw TopicRefusals.EndpointNotFound(request.Endpoint)
            : request.Endpoint;

        long key = engine.NextSequence();
        SubscriptionRecord record = new()
        {
            Key = key,
            Topic = topic.Record.Key,
            Name = request.SubscriptionName,
            Id = PublicForm.Id("subsc", key),
            Protocol = request.Protocol,
            Endpoint = endpoint,
            Strategy = request.NotifyStrategy ?? NotifyStrategy.ExponentialDecayRetry,
            Format = toQueue ? NotifyContentFormat.Simplified : request.NotifyContentFormat ?? NotifyContentFormat.Json,
            FilterTags = [.. request.FilterTags],
            BindingKeys = [.. request.BindingKeys],
            CreatedAt = engine.WallNow,
            LastModifiedAt = engine.WallNow,
        };
        engine.AddSubscription(topic, record);
        return record.Id;
    }

    public static SubscriptionList ListSubscriptions(Account account, ListSubscriptionsRequest request)
    {
        (int total, List<SubscriptionState> page) = account.FindTopic(request.TopicName).Subscriptions.List(request.SearchWord, request.Offset, request.Limit);
        return new SubscriptionList { TotalCount = total, Subscriptions = page.ConvertAll(static subscription => new SubscriptionListEntry { SubscriptionId = subscription.Record.Id, SubscriptionName = subscription.Record.Name, Protocol = subscription.Record.Protocol, Endpoint = subscription.Record.Endpoint }) };
    }

    public static SubscriptionAttributes GetAttributes(SubscriptionState subscription)
    {
        SubscriptionRecord record = subscription.Record;
        return new SubscriptionAttributes
        {
            SubscriptionName = record.Name,
            TopicName = subscription.Topic.Record.Name,
            SubscriptionId = record.Id,
            TopicOwner = subscription.Topic.Account.Name,
            Protocol = record.Protocol,
            Endpoint = record.Endpoint,
            NotifyStrategy = record.Strategy,
            NotifyContentFormat = record.Format,
            FilterTags = record.FilterTags,
            BindingKeys = record.BindingKeys,
            PendingMessages = subscription.Outbox.Unconsumed,
            CreatedAt = PublicForm.WholeSecond(record.CreatedAt),
            LastModifiedAt = PublicForm.WholeSecond(record.LastModifiedAt),
        };
    }

    public static void SetAttributes(QueueEngine engine, Account account, SetSubscriptionAttributesRequest request)
    {
        SubscriptionState subscription = account.FindSubscription(request.TopicName, request.SubscriptionName);
        TopicRules.CheckFormat(subscription.Record.Protocol, request.Settings.NotifyContentFormat, engine.Limits);
        engine.ChangeSubscription(subscription, subscription.Record with
        {
            Strategy = request.Settings.NotifyStrategy ?? subscription.Record.Strategy,
            Format = subscription.Record.Protocol == SubscriptionProtocol.Queue ? NotifyContentFormat.Simplified : request.Settings.NotifyContentFormat ?? subscription.Record.Format,
            FilterTags = request.Settings.FilterTags.Count > 0 ? [.. request.Settings.FilterTags] : subscription.Record.FilterTags,
            BindingKeys = request.Settings.BindingKeys.Count > 0 ? [.. request.Settings.BindingKeys] : subscription.Record.BindingKeys,
            LastModifiedAt = engine.WallNow,
        });
    }

    public static void ClearFilterTags(QueueEngine engine, Account account, string topicName, string subscriptionName)
    {
        SubscriptionState subscription = account.FindSubscription(topicName, subscriptionName);
        engine.ChangeSubscription(subscription, subscription.Record with { FilterTags = [], LastModifiedAt = engine.WallNow });
    }

    public static void Unsubscribe(QueueEngine engine, Account account, string topicName, string subscriptionName) =>
        engine.RemoveSubscription(account.FindSubscription(topicName, subscriptionName));
}
