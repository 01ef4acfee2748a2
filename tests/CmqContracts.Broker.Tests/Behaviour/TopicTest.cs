using System.Text;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>A broker on a manual clock, and short forms of the requests about topics.</summary>
public abstract class TopicTest : BrokerTest
{
    protected const string Topic = "TopicForTest";

    protected TopicTest()
    {
    }

    private protected TopicTest(MessageStore store)
        : base(store)
    {
    }

    protected ValueTask<string> CreateTopicAsync(TopicFilter filter = TopicFilter.Tags, TopicSettings? settings = null, string name = Topic) =>
        Service.CreateTopicAsync(new CreateTopicRequest(name, settings ?? new TopicSettings()) { Filter = filter });

    /// <summary>Subscribes a queue under its own name, and makes it first.</summary>
    protected async Task SubscribeQueueAsync(string queue, string[]? tags = null, string[]? keys = null, NotifyStrategy? strategy = null, QueueSettings? settings = null)
    {
        await CreateAsync(queue, settings);
        await Service.SubscribeAsync(new SubscribeRequest(Topic, queue, SubscriptionProtocol.Queue, queue) { FilterTags = tags ?? [], BindingKeys = keys ?? [], NotifyStrategy = strategy });
    }

    protected ValueTask<string> SubscribeHttpAsync(string name = "hook", NotifyStrategy? strategy = null, string[]? tags = null, NotifyContentFormat? format = null) =>
        Service.SubscribeAsync(new SubscribeRequest(Topic, name, SubscriptionProtocol.Http, "http://127.0.0.1:1/" + name) { NotifyStrategy = strategy, FilterTags = tags ?? [], NotifyContentFormat = format });

    protected async Task<string> PublishAsync(string body, string[]? tags = null, string? key = null) =>
        (await Service.PublishMessagesAsync(new PublishMessagesRequest(Topic, [Encoding.UTF8.GetBytes(body)]) { Tags = tags ?? [], RoutingKey = key }))[0];

    protected async Task<string[]> BodiesAsync(string queue) => [.. (await ReceiveManyAsync(name: queue)).Select(Text)];

    protected ValueTask<SubscriptionAttributes> SubscriptionAsync(string name) => Service.GetSubscriptionAttributesAsync(Topic, name);

    protected async Task<long> PendingAsync(string subscription) => (await SubscriptionAsync(subscription)).PendingMessages;
}
