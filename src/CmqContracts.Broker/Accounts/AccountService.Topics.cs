using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <content>The actions on topics and subscriptions.</content>
internal sealed partial class AccountService
{
    public ValueTask<string> CreateTopicAsync(CreateTopicRequest request, CancellationToken cancellationToken = default) =>
        Run(
            () => TopicRules.Check(request, Limits),
            engine => TopicCatalog.Create(engine, account, request),
            cancellationToken);

    public ValueTask<TopicList> ListTopicsAsync(ListTopicsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            () => RequestRules.CheckPage(request.Offset, request.Limit, Limits),
            _ => TopicCatalog.List(account, request),
            cancellationToken);
    }

    public ValueTask<TopicAttributes> GetTopicAttributesAsync(string topicName, CancellationToken cancellationToken = default) =>
        Run(
            () => TopicRules.CheckTopicName(topicName, Limits),
            _ => TopicCatalog.GetAttributes(account.FindTopic(topicName)),
            cancellationToken);

    public ValueTask SetTopicAttributesAsync(SetTopicAttributesRequest request, CancellationToken cancellationToken = default) =>
        Run(
            () => TopicRules.Check(request, Limits),
            engine => TopicCatalog.SetAttributes(engine, account, request),
            cancellationToken);

    public ValueTask DeleteTopicAsync(string topicName, CancellationToken cancellationToken = default) =>
        Run(
            () => TopicRules.CheckTopicName(topicName, Limits),
            engine => TopicCatalog.Delete(engine, account, topicName),
            cancellationToken);

    public ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte>[] bodies = [];
        return Run(
            () =>
            {
                request = TopicRules.Take(request, Limits);
                bodies = Copy(request.Bodies);
            },
            engine => engine.Fanout.Publish(account, request, bodies),
            cancellationToken);
    }

    public ValueTask<string> SubscribeAsync(SubscribeRequest request, CancellationToken cancellationToken = default) =>
        Run(
            () => request = TopicRules.Take(request, Limits),
            engine => TopicCatalog.Subscribe(engine, account, request),
            cancellationToken);

    public ValueTask<SubscriptionList> ListSubscriptionsAsync(ListSubscriptionsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            () =>
            {
                TopicRules.CheckTopicName(request.TopicName, Limits);
                RequestRules.CheckPage(request.Offset, request.Limit, Limits);
            },
            _ => TopicCatalog.ListSubscriptions(account, request),
            cancellationToken);
    }

    public ValueTask<SubscriptionAttributes> GetSubscriptionAttributesAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) =>
        Run(
            () => TopicRules.CheckNames(topicName, subscriptionName, Limits),
            _ => TopicCatalog.GetAttributes(account.FindSubscription(topicName, subscriptionName)),
            cancellationToken);

    public ValueTask SetSubscriptionAttributesAsync(SetSubscriptionAttributesRequest request, CancellationToken cancellationToken = default) =>
        Run(
            () => request = TopicRules.Take(request, Limits),
            engine => TopicCatalog.SetAttributes(engine, account, request),
            cancellationToken);

    public ValueTask UnsubscribeAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) =>
        Run(
            () => TopicRules.CheckNames(topicName, subscriptionName, Limits),
            engine => TopicCatalog.Unsubscribe(engine, account, topicName, subscriptionName),
            cancellationToken);

    public ValueTask ClearSubscriptionFilterTagsAsync(string topicName, string subscriptionName, CancellationToken cancellationToken = default) =>
        Run(
            () => TopicRules.CheckNames(topicName, subscriptionName, Limits),
            engine => TopicCatalog.ClearFilterTags(engine, account, topicName, subscriptionName),
            cancellationToken);
}
