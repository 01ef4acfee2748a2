namespace CmqContracts.Broker;

/// <content>Topics and subscriptions.</content>
internal sealed partial class QueueEngine
{
    public void AddTopic(Account account, TopicRecord record)
    {
        Store.PutTopic(record);
        _changed = true;
        account.Topics.Add(new TopicState(account, record));
    }

    public void ChangeTopic(TopicState topic, TopicRecord record)
    {
        Store.PutTopic(record);
        _changed = true;
        topic.Record = record;
        foreach (SubscriptionState subscription in topic.Subscriptions.ByName)
        {
            subscription.Outbox.Record = OutboxRecord(topic, subscription.Record);
            subscription.Outbox.ExpiryDue = 0;
            Lifecycle.Advance(subscription.Outbox);
        }
    }

    public void RemoveTopic(TopicState topic)
    {
        Store.RemoveTopic(topic.Record.Key);
        _changed = true;
        topic.Account.Topics.Remove(topic);
    }

    public void AddSubscription(TopicState topic, SubscriptionRecord record)
    {
        Store.PutSubscription(record);
        _changed = true;
        QueueState outbox = Enter(topic, record, default);
        outbox.NothingIsDue();
        Touch(outbox);
        Reschedule(outbox);
    }

    public void ChangeSubscription(SubscriptionState subscription, SubscriptionRecord record)
    {
        Store.PutSubscription(record);
        _changed = true;
        subscription.Record = record;
    }

    public void RemoveSubscription(SubscriptionState subscription)
    {
        Store.RemoveSubscription(subscription.Record.Key);
        _changed = true;
        subscription.Topic.Subscriptions.Remove(subscription);
        Forget(subscription.Outbox);
    }

    public SubscriptionState? TryFindSubscription(long key) => _queues.GetValueOrDefault(key)?.Subscription;

    private void LoadTopics(StoreImage image)
    {
        Dictionary<long, TopicState> topics = [];
        foreach (TopicRecord record in image.Topics)
        {
            Account account = GetAccount(record.Account);
            TopicState topic = new(account, record);
            account.Topics.Add(topic);
            topics.Add(record.Key, topic);
        }

        foreach (StoredSubscription stored in image.Subscriptions)
        {
            QueueState outbox = Enter(topics[stored.Record.Topic], stored.Record, stored.Status);
            if (outbox.Subscription is { ToQueue: false } subscription && outbox.Status.Active > 0)
                Pushes.Enqueue(subscription);
        }
    }

    private QueueState Enter(TopicState topic, SubscriptionRecord record, QueueStatus status)
    {
        QueueState outbox = new(topic.Account, OutboxRecord(topic, record), status, Limits);
        SubscriptionState subscription = new(topic, record) { Outbox = outbox };
        outbox.Subscription = subscription;
        topic.Subscriptions.Add(subscription);
        _queues.Add(record.Key, outbox);
        return outbox;
    }

    /// <summary>An outbox takes everything and keeps it for as long as the topic keeps messages.</summary>
    private static QueueRecord OutboxRecord(TopicState topic, SubscriptionRecord record) => new()
    {
        Key = record.Key,
        Account = topic.Account.Name,
        Name = record.Name,
        Id = record.Id,
        Settings = TakesEverything(topic.MsgRetentionSeconds),
        CreatedAt = record.CreatedAt,
        LastModifiedAt = record.LastModifiedAt,
    };

    /// <summary>The settings of a queue that is not a user's.</summary>
    internal static QueueSettings TakesEverything(int msgRetentionSeconds) => new()
    {
        MaxMsgHeapNum = long.MaxValue,
        PollingWaitSeconds = 0,
        VisibilityTimeout = 0,
        MaxMsgSize = int.MaxValue,
        MsgRetentionSeconds = msgRetentionSeconds,
        RewindSeconds = 0,
    };
}
