using System.Text;
using CmqContracts.Broker.Tests.Stores;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>Deliveries to HTTP endpoints: taken under a lease, settled, and tried again.</summary>
public sealed class PushTests : TopicTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_push_carries_what_was_published()
    {
        await CreateTopicAsync();
        await SubscribeHttpAsync(format: NotifyContentFormat.Simplified);
        string id = await PublishAsync("héllo", ["a", "b"]);
        TopicPush push = Assert.Single(await TakeAsync());
        Assert.Equal(("100000000001", Topic, "hook", "http://127.0.0.1:1/hook"), (push.TopicOwner, push.TopicName, push.SubscriptionName, push.Endpoint));
        Assert.Equal((id, "héllo", "a,b", NotifyContentFormat.Simplified, 1), (push.MessageId, Encoding.UTF8.GetString(push.Body.Span), string.Join(',', push.Tags), push.NotifyContentFormat, push.Attempt));
        Assert.Equal(Clock.GetUtcNow().ToUnixTimeMilliseconds(), push.PublishedAt.ToUnixTimeMilliseconds());
        await Broker.Pushes.SettleAsync(push, delivered: true);
        Assert.Equal(0, await PendingAsync("hook"));
    }

    [Fact]
    public async Task Taking_waits_for_a_publish_and_can_be_cancelled()
    {
        await CreateTopicAsync();
        await SubscribeHttpAsync();
        Task<IReadOnlyList<TopicPush>> waiting = TakeAsync();
        using CancellationTokenSource source = new();
        Task<IReadOnlyList<TopicPush>> cancelled = Broker.Pushes.TakeAsync(16, Lease, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(waiting.IsCompleted);
        await PublishAsync("x");
        Assert.Single(await waiting);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task A_push_that_is_settled_again_stays_as_it_was_settled_first(bool first, bool second)
    {
        await CreateTopicAsync();
        await SubscribeHttpAsync();
        await PublishAsync("x");
        TopicPush push = Assert.Single(await TakeAsync());
        await Broker.Pushes.SettleAsync(push, first);

        await Broker.Pushes.SettleAsync(push, second);

        Assert.Equal(first ? 0 : 1, await PendingAsync("hook"));
        Task<IReadOnlyList<TopicPush>> next = TakeAsync();
        Clock.AdvanceSeconds(1);
        if (first)
            Assert.False(next.IsCompleted);
        else
            Assert.Equal(2, Assert.Single(await next).Attempt);
    }

    [Fact]
    public async Task A_failed_push_comes_again_after_growing_intervals()
    {
        await CreateTopicAsync();
        await SubscribeHttpAsync();
        await PublishAsync("x");
        for (int attempt = 1; attempt <= 12; attempt++)
        {
            TopicPush push = Assert.Single(await TakeAsync());
            Assert.Equal(attempt, push.Attempt);
            await Broker.Pushes.SettleAsync(push, delivered: false);
            Task<IReadOnlyList<TopicPush>> next = TakeAsync();
            int seconds = Math.Min(1 << (attempt - 1), 512);
            Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.False(next.IsCompleted);
            Clock.Advance(TimeSpan.FromMilliseconds(1));
            await Broker.Pushes.SettleAsync(Assert.Single(await next), delivered: false);
            attempt++;
            Clock.Advance(TimeSpan.FromSeconds(512));
        }
    }

    [Fact]
    public async Task Backing_off_ends_after_four_attempts_also_when_they_were_never_settled()
    {
        await CreateTopicAsync();
        await SubscribeHttpAsync(strategy: NotifyStrategy.BackoffRetry);
        await PublishAsync("settled");
        for (int attempt = 1; attempt <= 4; attempt++)
        {
            Assert.Equal(1, await PendingAsync("hook"));
            await Broker.Pushes.SettleAsync(Assert.Single(await TakeAsync()), delivered: false);
            Clock.Advance(TimeSpan.FromSeconds(29));
        }

        Assert.Equal(0, await PendingAsync("hook"));

        await PublishAsync("never settled");
        for (int attempt = 1; attempt <= 4; attempt++)
        {
            Assert.Single(await TakeAsync());
            Clock.Advance(Lease);
        }

        Task<IReadOnlyList<TopicPush>> none = TakeAsync();
        Assert.Equal(0, await PendingAsync("hook"));
        Assert.False(none.IsCompleted);
    }

    [Fact]
    public async Task A_lease_that_is_over_settles_nothing()
    {
        await CreateTopicAsync();
        await SubscribeHttpAsync();
        await PublishAsync("x");
        TopicPush late = Assert.Single(await TakeAsync());
        Clock.Advance(Lease);
        await Broker.Pushes.SettleAsync(late, delivered: true);
        Assert.Equal(1, await PendingAsync("hook"));
        TopicPush again = Assert.Single(await TakeAsync());
        await Broker.Pushes.SettleAsync(late, delivered: true);
        Assert.Equal(1, await PendingAsync("hook"));
        await Broker.Pushes.SettleAsync(again, delivered: true);
        Assert.Equal(0, await PendingAsync("hook"));
    }

    [Fact]
    public async Task A_push_that_has_failed_cannot_settle_the_next_attempt()
    {
        await CreateTopicAsync();
        await SubscribeHttpAsync();
        await PublishAsync("x");
        TopicPush failed = Assert.Single(await TakeAsync());
        await Broker.Pushes.SettleAsync(failed, delivered: false);
        Clock.AdvanceSeconds(1);
        Assert.Equal(2, Assert.Single(await TakeAsync()).Attempt);
        await Broker.Pushes.SettleAsync(failed, delivered: true);
        Assert.Equal(1, await PendingAsync("hook"));
    }

    [Fact]
    public async Task Subscriptions_take_turns()
    {
        await CreateTopicAsync();
        await SubscribeHttpAsync("busy");
        for (int i = 0; i < 100; i++)
            await PublishAsync($"m{i}");
        await SubscribeHttpAsync("quiet");
        await PublishAsync("last");
        IReadOnlyList<TopicPush> taken = await TakeAsync(200);
        Assert.Equal(200 / 8, taken.Count);
        Assert.Contains(taken, push => push.SubscriptionName == "quiet");
    }

    [Fact]
    public async Task An_ended_subscription_is_pushed_no_more()
    {
        await CreateTopicAsync();
        await SubscribeHttpAsync();
        await PublishAsync("taken");
        TopicPush push = Assert.Single(await TakeAsync());
        await PublishAsync("waiting");
        await Service.UnsubscribeAsync(Topic, "hook");
        await Broker.Pushes.SettleAsync(push, delivered: false);
        await SubscribeHttpAsync();
        await PublishAsync("new");
        Assert.Equal("new", Encoding.UTF8.GetString(Assert.Single(await TakeAsync()).Body.Span));
    }

    [Fact]
    public async Task Closing_the_broker_ends_the_wait()
    {
        Task<IReadOnlyList<TopicPush>> waiting = TakeAsync();
        await Broker.DisposeAsync();
        await Assert.ThrowsAsync<CmqUnavailableException>(() => waiting);
    }

    [Fact]
    public async Task Topics_subscriptions_and_what_is_pending_survive_a_crash_and_a_failed_commit_leaves_nothing()
    {
        SnapshotStore store = new();
        await using (CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Store = store }))
        {
            ICmqService service = broker.GetService("a");
            await service.CreateTopicAsync(new CreateTopicRequest(Topic, new TopicSettings()));
            await service.CreateQueueAsync(new CreateQueueRequest("q", new QueueSettings { MaxMsgHeapNum = 1 }));
            await service.SubscribeAsync(new SubscribeRequest(Topic, "q", SubscriptionProtocol.Queue, "q"));
            await service.SubscribeAsync(new SubscribeRequest(Topic, "hook", SubscriptionProtocol.Http, "http://127.0.0.1/"));
            store.Failure.IsNext = true;
            await FailsAsync(CmqErrors.ServerInternalError, () => service.PublishMessagesAsync(new PublishMessagesRequest(Topic, ["lost"u8.ToArray()])).AsTask());
            await service.PublishMessagesAsync(new PublishMessagesRequest(Topic, ["one"u8.ToArray(), "two"u8.ToArray()]) { Tags = ["t"] });
            store = store.AfterCrash();
        }

        await using CmqBroker reopened = new(new BrokerOptions { TimeProvider = Clock, Store = store });
        ICmqService again = reopened.GetService("a");
        Assert.Equal((1, 2), ((await again.GetSubscriptionAttributesAsync(Topic, "q")).PendingMessages, (await again.GetSubscriptionAttributesAsync(Topic, "hook")).PendingMessages));
        IReadOnlyList<TopicPush> pushes = await reopened.Pushes.TakeAsync(16, Lease);
        Assert.Equal(["one", "two"], pushes.Select(push => Encoding.UTF8.GetString(push.Body.Span)));
        CmqMessage first = Assert.Single(await again.ReceiveMessagesAsync(new ReceiveMessagesRequest("q") { MaxMessages = 16, PollingWaitSeconds = 0 }));
        await again.DeleteMessagesAsync(new DeleteMessagesRequest("q", [first.ReceiptHandle]));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", Text(Assert.Single(await again.ReceiveMessagesAsync(new ReceiveMessagesRequest("q") { MaxMessages = 16, PollingWaitSeconds = 0 }))));
    }

    private Task<IReadOnlyList<TopicPush>> TakeAsync(int max = 16) => Broker.Pushes.TakeAsync(max, Lease).AsTask();
}
