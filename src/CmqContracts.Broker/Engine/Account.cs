using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>The queues and topics of one account.</summary>
internal sealed class Account(string name)
{
    public string Name { get; } = name;

    public NameTable<QueueState> Queues { get; } = new(static queue => queue.Record.Name);

    public NameTable<TopicState> Topics { get; } = new(static topic => topic.Record.Name);

    /// <summary>What is still to be delivered to subscriptions.</summary>
    public PublishBacklog Backlog { get; } = new();

    public QueueState Find(string queueName) =>
        Queues.TryFind(queueName) ?? throw QueueRefusals.NotFound(queueName);

    public TopicState FindTopic(string topicName) =>
        Topics.TryFind(topicName) ?? throw TopicRefusals.NotFound(topicName);

    public SubscriptionState FindSubscription(string topicName, string subscriptionName) =>
        FindTopic(topicName).Subscriptions.TryFind(subscriptionName)
        ?? throw TopicRefusals.SubscriptionNotFound(topicName, subscriptionName);

    public void Clear()
    {
        Queues.Clear();
        Topics.Clear();
        Backlog.Clear();
    }
}
