using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

public sealed class QueueTests : BrokerTest
{
    [Fact]
    public async Task Names_are_unique_and_found_ignoring_case_and_keep_their_spelling()
    {
        string id = await CreateAsync("Orders");
        await FailsAsync(CmqErrors.QueueAlreadyExists, async () => await CreateAsync("ORDERS"));
        QueueAttributes attributes = await AttributesAsync("orders");
        Assert.Equal(("Orders", id), (attributes.QueueName, attributes.QueueId));
        Assert.StartsWith("queue-", id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_do_not_see_each_other()
    {
        await CreateAsync();
        await SendAsync("mine");
        ICmqService other = Broker.GetService("100000000002");
        await FailsAsync(CmqErrors.QueueDoesNotExist, async () => await other.GetQueueAttributesAsync(Queue));
        await other.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        Assert.Empty(await other.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 0 }));
        Assert.Equal(1, (await other.ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        Assert.Empty(await Broker.GetInspector("100000000003").DescribeAllAsync());
    }

    [Fact]
    public async Task Refused_change_changes_nothing()
    {
        await CreateAsync(settings: new QueueSettings { MsgRetentionSeconds = 60, RewindSeconds = 30 });
        QueueAttributes before = await AttributesAsync();
        await FailsAsync(CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds, async () => await SetAsync(new QueueSettings { RewindSeconds = 61, VisibilityTimeout = 7 }));
        await FailsAsync(CmqErrors.ParameterOutOfRange("visibilityTimeout"), async () => await SetAsync(new QueueSettings { VisibilityTimeout = 0, PollingWaitSeconds = 3 }));
        await FailsAsync(CmqErrors.DeadLetterQueueDoesNotExist, async () => await SetAsync(new QueueSettings { VisibilityTimeout = 7, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("none", 1) }));
        Assert.Equivalent(before, await AttributesAsync(), strict: true);
    }

    [Fact]
    public async Task Strict_limits_bound_delayed_messages_and_keep_names_for_a_while()
    {
        await using CmqBroker strict = new(new BrokerOptions { TimeProvider = Clock, Limits = CmqLimits.For(CmqProfile.Classic, strict: true) });
        ICmqService service = strict.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        ReadOnlyMemory<byte>[] bodies = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)"x"u8.ToArray(), 16)];
        for (int i = 0; i < 20_000 / 16; i++)
            await service.SendMessagesAsync(new SendMessagesRequest(Queue, bodies) { DelaySeconds = 10 });
        await FailsAsync(CmqErrors.TooManyUnackedOrDelayedMessages, async () => await service.SendMessagesAsync(new SendMessagesRequest(Queue, bodies) { DelaySeconds = 10 }));
        await service.DeleteQueueAsync(Queue);
        await FailsAsync(CmqErrors.PreviousQueueNotReleased, async () => await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings())));
        Clock.AdvanceSeconds(10);
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
    }

    [Fact]
    public async Task Account_has_at_most_as_many_queues_as_the_limit_says()
    {
        for (int i = 0; i < 1000; i++)
            await CreateAsync($"q{i}");
        await FailsAsync(CmqErrors.NumberOfQueuesReachedLimit, async () => await CreateAsync("one-more"));
    }

    [Fact]
    public async Task Accounts_with_a_queue_or_a_topic_are_listed_by_name()
    {
        await Broker.GetService("b").CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        await Broker.GetService("c").CreateTopicAsync(new CreateTopicRequest("topic", new TopicSettings()));
        await Broker.GetService("a").CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        await Broker.GetService("a").CreateTopicAsync(new CreateTopicRequest("topic", new TopicSettings()));
        Assert.Equal(["a", "b", "c"], await Broker.ListAccountsAsync());
    }

    [Fact]
    public async Task What_is_due_at_the_same_time_is_done_queue_by_queue_in_the_order_of_their_creation()
    {
        string[] queues = ["first", "second", "third", "fourth", "fifth"];
        await CreateAsync("dead");
        foreach (string queue in queues)
            await CreateAsync(queue, new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        foreach (string queue in queues.Reverse())
            await SendAsync(queue, name: queue);
        Clock.AdvanceSeconds(300);
        Assert.Equal(queues, (await ReceiveManyAsync(name: "dead")).Select(Text));
    }

    [Fact]
    public async Task A_queue_that_was_cleared_has_nothing_due()
    {
        await CreateAsync();
        await SendAsync("a", delay: 600);
        await Service.ClearQueueAsync(Queue);
        Clock.AdvanceSeconds(1);
        Assert.Null(Clock.NextTimer);
    }

    [Fact]
    public async Task Peek_pages_through_a_state_without_changing_it()
    {
        await CreateAsync();
        for (int i = 0; i < 100; i++)
            await SendManyAsync(10);
        List<string> ids = [];
        string? after = null;
        while (await Inspector.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxMessages = 300, AfterMessageId = after }) is { Count: > 0 } page)
        {
            ids.AddRange(page.Select(static m => m.MessageId));
            after = ids[^1];
        }

        Assert.Equal(1000, ids.Distinct().Count());
        Assert.Equal((1000, 0, 0, 0), await CountersAsync());
        Assert.Equal(ids[0], (await ReceiveAsync())!.MessageId);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(3, true)]
    public async Task A_move_says_whether_its_target_became_full_on_its_way(int room, bool isFull)
    {
        await CreateAsync();
        await SendManyAsync(4);
        await CreateAsync("small", new QueueSettings { MaxMsgHeapNum = room });
        MessageActionResult result = await Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, "small", 10));
        Assert.Equal(room, result.Done);
        Assert.Equal(isFull ? CmqErrors.MaximumMessageRetentionNumberReached : null, (result.EndedBy as CmqServiceException)?.Error);
    }

    [Fact]
    public async Task Inspector_refuses_counts_and_ids_that_mean_nothing()
    {
        await CreateAsync();
        await FailsAsync(CmqErrors.ParameterOutOfRange("maxMessages"), async () => await Inspector.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxMessages = 0 }));
        await FailsAsync(CmqErrors.InvalidRequestParameters, async () => await Inspector.PeekAsync(new PeekMessagesRequest(Queue, MessageState.Active) { MaxMessages = 1, AfterMessageId = "x" }));
        await FailsAsync(CmqErrors.ParameterOutOfRange("maxMessages"), async () => await Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, "other", 1001)));
        await FailsAsync(CmqErrors.InvalidRequestParameters, async () => await Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, Queue, 1)));
        await FailsAsync(CmqErrors.QueueDoesNotExist, async () => await Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, "other", 1)));
    }
}
