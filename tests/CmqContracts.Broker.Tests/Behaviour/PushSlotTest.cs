namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>A broker whose deliveries to HTTP endpoints are taken by a server with 32 slots, and short forms of what tests do with them.</summary>
public abstract class PushSlotTest : BrokerTest
{
    protected const int Parallelism = 32;
    protected const string Hanging = "http://hangs.example/";
    protected const string Good = "http://good.example/";
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    protected PushSlotTest()
    {
    }

    private protected PushSlotTest(MessageStore store)
        : base(store)
    {
    }

    /// <summary>Deliveries that nobody has answered yet, as a server would hold them.</summary>
    private protected List<(TopicPush Push, DateTimeOffset Since)> UnderWay { get; } = [];

    protected async Task SubscribeAsync(string account, int subscriptions, Func<int, string> url, string topic = "t", NotifyStrategy? strategy = null)
    {
        ICmqService service = Broker.GetService(account);
        if ((await service.ListTopicsAsync(new ListTopicsRequest { SearchWord = topic, Offset = 0, Limit = 1 })).TotalCount == 0)
            await service.CreateTopicAsync(new CreateTopicRequest(topic, new TopicSettings()));
        for (int i = 0; i < subscriptions; i++)
            await service.SubscribeAsync(new SubscribeRequest(topic, $"{topic}{i}", SubscriptionProtocol.Http, url(i)) { NotifyStrategy = strategy });
    }

    protected async Task<int> PublishAsync(string account, string topic = "t") =>
        (await Broker.GetService(account).PublishMessagesAsync(new PublishMessagesRequest(topic, ["x"u8.ToArray()]))).Count;

    protected async Task PublishManyAsync(string account, int messages, string topic = "t")
    {
        for (int i = 0; i < messages; i++)
            await PublishAsync(account, topic);
    }

    /// <summary>Takes once, without waiting.</summary>
    private protected async Task<IReadOnlyList<TopicPush>> TakeAsync(TimeSpan? lease = null, int parallelism = Parallelism)
    {
        using CancellationTokenSource source = new();
        ValueTask<IReadOnlyList<TopicPush>> taking = Broker.Pushes.TakeAsync(parallelism, lease ?? Lease, source.Token);
        if (!taking.IsCompleted)
        {
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking.AsTask());
            return [];
        }

        IReadOnlyList<TopicPush> taken = await taking;
        UnderWay.AddRange(taken.Select(push => (push, Clock.GetUtcNow())));
        return taken;
    }

    /// <summary>Settles everything under way, and takes what there is a slot for then.</summary>
    protected async Task SettleAllAsync(bool delivered, bool takeMore = true)
    {
        foreach ((TopicPush push, _) in UnderWay)
            await Broker.Pushes.SettleAsync(push, delivered);
        UnderWay.Clear();
        while (takeMore && (await TakeAsync()).Count > 0)
        {
        }
    }
}
