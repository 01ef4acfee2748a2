using CmqContracts.Broker.Tests.Behaviour;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Stores;

/// <summary>What was answered is stored: after a crash a broker shows the same queues, topics, subscriptions and messages.</summary>
public sealed class DurableChangeTests : TopicTest
{
    private const string Account = "100000000001";
    private readonly SnapshotStore _store;

    public DurableChangeTests()
        : this(new SnapshotStore())
    {
    }

    private DurableChangeTests(SnapshotStore store)
        : base(store) => _store = store;

    [Fact]
    public async Task Every_change_of_a_queue_is_stored_when_it_is_answered()
    {
        await CreateAsync("dead");
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 600, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        await SendManyAsync(3);
        await AssertStoredAsync();

        await DeleteAsync((await ReceiveAsync())!.ReceiptHandle);
        await AssertStoredAsync();
        await RewindAsync(NowSeconds);
        await AssertStoredAsync();
        await ReceiveAsync();
        Clock.AdvanceSeconds(60);
        Assert.Equal((1, 0, 0, 0), await CountersAsync("dead"));
        await AssertStoredAsync();

        await SetAsync(new QueueSettings { VisibilityTimeout = 7 });
        await AssertStoredAsync();
        await Service.UnbindDeadLetterQueueAsync(Queue);
        await AssertStoredAsync();
        await DeleteAsync((await ReceiveAsync())!.ReceiptHandle);
        await SetAsync(new QueueSettings { RewindSeconds = 0 });
        await AssertStoredAsync();
        await Service.ClearQueueAsync(Queue);
        await AssertStoredAsync();
        await Service.DeleteQueueAsync("dead");
        await AssertStoredAsync();
    }

    [Fact]
    public async Task Every_change_of_a_topic_is_stored_when_it_is_answered()
    {
        await CreateTopicAsync();
        await AssertStoredAsync();
        await SubscribeHttpAsync(tags: ["a"]);
        await AssertStoredAsync();
        await PublishAsync("x", ["a"]);
        await AssertStoredAsync();
        await Service.SetTopicAttributesAsync(new SetTopicAttributesRequest(Topic, new TopicSettings { MaxMsgSize = 2048 }));
        await AssertStoredAsync();
        await Service.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, "hook", new SubscriptionSettings { NotifyStrategy = NotifyStrategy.BackoffRetry }));
        await AssertStoredAsync();
        await Service.ClearSubscriptionFilterTagsAsync(Topic, "hook");
        await AssertStoredAsync();
        await Service.UnsubscribeAsync(Topic, "hook");
        await AssertStoredAsync();
        await Service.DeleteTopicAsync(Topic);
        await AssertStoredAsync();
    }

    [Fact]
    public async Task What_time_has_made_of_messages_is_stored_with_nobody_asking()
    {
        await CreateAsync("dead");
        await CreateAsync("expiring", new QueueSettings { MsgRetentionSeconds = 60 });
        await CreateAsync(settings: new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        await SendManyAsync(3, "expiring");
        Clock.AdvanceSeconds(60);
        Assert.Equal(0, _store.CommittedMessages);

        await SendManyAsync(3);
        Clock.AdvanceSeconds(300);
        await AssertStoredAsync();
        Assert.Equal((3, 0, 0, 0), await CountersAsync("dead"));
    }

    [Fact]
    public async Task Time_that_takes_nothing_away_costs_no_commit()
    {
        await CreateAsync(settings: new QueueSettings { MsgRetentionSeconds = 60 });
        await SendAsync("first");
        Clock.AdvanceSeconds(30);
        await SendAsync("second");
        await DeleteAsync((await ReceiveAsync())!.ReceiptHandle);
        int before = _store.Commits;
        Clock.AdvanceSeconds(30);
        Assert.Equal(before, _store.Commits);
        Assert.Equal((1, 0, 0, 0), await CountersAsync());
    }

    [Fact]
    public async Task A_queue_can_be_deleted_at_the_moment_at_which_its_messages_become_visible()
    {
        await CreateAsync();
        await SendAsync("a", delay: 10);
        Clock.StepWall(TimeSpan.FromSeconds(10));
        await Service.DeleteQueueAsync(Queue);
        await AssertStoredAsync();
    }

    /// <summary>Compares all that there is with what a broker finds after a crash. What it has counted it counts anew.</summary>
    private async Task AssertStoredAsync()
    {
        await using CmqBroker after = new(new BrokerOptions { TimeProvider = Clock, Store = _store.AfterCrash() });
        Assert.Equivalent(await StateAsync(Broker), await StateAsync(after), strict: true);
    }

    private static async Task<List<object>> StateAsync(CmqBroker broker)
    {
        ICmqService service = broker.GetService(Account);
        ICmqInspector inspector = broker.GetInspector(Account);
        List<object> state = [];
        foreach (QueueDescription queue in (await inspector.DescribeQueuesAsync(new DescribeQueuesRequest())).Queues)
        {
            state.Add((queue.Attributes, queue.WaitingReceives, queue.OldestMessageAge, string.Join(' ', queue.DeadLetterSources.Select(static source => source.QueueName))));
            foreach (MessageState messages in Enum.GetValues<MessageState>())
                state.AddRange(await inspector.PeekAsync(new PeekMessagesRequest(queue.Attributes.QueueName, messages) { MaxMessages = 16 }));
        }

        foreach (TopicListEntry topic in (await service.ListTopicsAsync(new ListTopicsRequest())).Topics)
        {
            state.Add(await service.GetTopicAttributesAsync(topic.TopicName));
            foreach (SubscriptionListEntry subscription in (await service.ListSubscriptionsAsync(new ListSubscriptionsRequest(topic.TopicName))).Subscriptions)
                state.Add(await service.GetSubscriptionAttributesAsync(topic.TopicName, subscription.SubscriptionName));
        }

        return state;
    }
}
