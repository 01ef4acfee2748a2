namespace CmqContracts.Conformance;

/// <content>Requests about topics.</content>
internal sealed partial class ScenarioContext
{
    public const string Topic = "news";

    public async Task<string> CreateTopicAsync(string name = Topic, TopicFilter filter = TopicFilter.Tags, TopicSettings? settings = null) =>
        await Cmq.CreateTopicAsync(new CreateTopicRequest(name, settings ?? new TopicSettings()) { Filter = filter });

    public async Task<TopicAttributes> TopicAsync(string name = Topic) => await Cmq.GetTopicAttributesAsync(name);

    public async Task DeleteTopicAsync(string name = Topic) => await Cmq.DeleteTopicAsync(name);

    public async Task<string> SubscribeAsync(SubscribeRequest request) => await Cmq.SubscribeAsync(request);

    /// <summary>Creates a queue and subscribes it under its own name.</summary>
    public async Task SubscribeQueueAsync(string queue, string[]? tags = null, string[]? keys = null, NotifyStrategy? strategy = null, QueueSettings? settings = null)
    {
        await CreateAsync(queue, settings);
        await SubscribeAsync(new SubscribeRequest(Topic, queue, SubscriptionProtocol.Queue, queue) { FilterTags = tags ?? [], BindingKeys = keys ?? [], NotifyStrategy = strategy });
    }

    public Task<string> SubscribeUrlAsync(string name, NotifyStrategy? strategy = null, NotifyContentFormat? format = null) =>
        SubscribeAsync(new SubscribeRequest(Topic, name, SubscriptionProtocol.Http, "http://127.0.0.1:1/" + name) { NotifyStrategy = strategy, NotifyContentFormat = format });

    public async Task<SubscriptionAttributes> SubscriptionAsync(string name) => await Cmq.GetSubscriptionAttributesAsync(Topic, name);

    public async Task UnsubscribeAsync(string name) => await Cmq.UnsubscribeAsync(Topic, name);

    public async Task<string> PublishAsync(string body, string[]? tags = null, string? key = null) =>
        (await Cmq.PublishMessagesAsync(new PublishMessagesRequest(Topic, [Utf8(body)]) { Tags = tags ?? [], RoutingKey = key }))[0];

    /// <summary>Receives what a queue got.</summary>
    public async Task<string[]> BodiesAsync(string queue) => [.. (await ReceiveManyAsync(name: queue)).Select(Text)];

    public async Task<long> PendingAsync(string subscription) => (await SubscriptionAsync(subscription)).PendingMessages;

    public async Task<IReadOnlyList<TopicPush>> TakeAsync(int max = 16) => await Pushes.TakeAsync(max, Lease);

    public async Task SettleAsync(TopicPush push, bool delivered) => await Pushes.SettleAsync(push, delivered);

    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(30);
}
