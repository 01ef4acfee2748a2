namespace CmqContracts.Tests;

/// <summary>The client checks every bound of the limits table, and refuses before anything is sent, with the error of its row.</summary>
public sealed class GuardTests
{
    private readonly RecordingService _service = new();

    public static TheoryData<CmqProfile, bool> Tables => new() { { CmqProfile.Classic, false }, { CmqProfile.Classic, true }, { CmqProfile.Tdmq, false }, { CmqProfile.Tdmq, true } };

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Every_row_of_the_table_is_refused_on_both_sides_before_the_wire(CmqProfile profile, bool strict)
    {
        CmqLimits limits = CmqLimits.For(profile, strict);
        Dictionary<CmqLimit, Func<long, Task>> guarded = new()
        {
            [limits.QueueNameLength] = length => Order.Queue(_service, limits: limits, name: new string('q', (int)length)).GetAttributesAsync(),
            [limits.MaxMsgHeapNum] = value => SetAsync(new QueueSettings { MaxMsgHeapNum = value }),
            [limits.PollingWaitSeconds] = value => SetAsync(new QueueSettings { PollingWaitSeconds = (int)value }),
            [limits.VisibilityTimeout] = value => SetAsync(new QueueSettings { VisibilityTimeout = (int)value }),
            [limits.MaxMsgSize] = value => SetAsync(new QueueSettings { MaxMsgSize = (int)value }),
            [limits.MsgRetentionSeconds] = value => SetAsync(new QueueSettings { MsgRetentionSeconds = (int)value }),
            [limits.RewindSeconds] = value => SetAsync(new QueueSettings { RewindSeconds = (int)value }),
            [limits.MaxReceiveCount] = value => SetAsync(new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", (int)value) }),
            [limits.MaxTimeToLive] = value => SetAsync(new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", (int)value) }),
            [limits.BatchSize] = count => Order.Queue(_service, limits: limits).ReceiveManyAsync((int)count),
            [limits.MessageBytes] = length => CmqClient.Over(_service, limits).Queue("orders").SendAsync(new byte[length]),
            [limits.DelaySeconds] = value => Order.Queue(_service, limits: limits).SendAsync(new Order("a", 1), TimeSpan.FromSeconds(value)),
            [limits.ReceiveWaitSeconds] = value => Order.Queue(_service, limits: limits).ReceiveAsync(TimeSpan.FromSeconds(value)),
        };

        // Batches are split to fit, as the tests of sending many show; the others bind no request of a typed client, but the service.
        CmqLimit[] notGuarded =
        [
            limits.BatchBytes, limits.QueuesPerAccount, limits.NameReuseSeconds, limits.DeadLetterSources, limits.DelayedMessages, limits.InactiveMessages,
            limits.TopicsPerAccount, limits.SubscriptionsPerTopic, limits.RequestsPerSecond, limits.ControlRequestsPerSecond, limits.ListLimit, limits.ListOffset,
        ];
        Assert.Equal(limits.All.ToHashSet(), guarded.Keys.Concat(GuardsOfTopics(limits).Keys).Concat(notGuarded).ToHashSet());

        foreach ((CmqLimit limit, Func<long, Task> use) in guarded)
        {
            CmqServiceException above = await Assert.ThrowsAsync<CmqServiceException>(() => use(limit.Maximum + 1));
            Assert.Equal((limit.Code, limit.ModuleCode), (above.Code, above.ModuleCode));
            Assert.Null(above.RequestId);
            Assert.NotNull(above.Detail);
            // The smallest batch, name and body have a length of 1, so the value below is 0.
            CmqServiceException below = await Assert.ThrowsAsync<CmqServiceException>(() => use(limit.Minimum - 1));
            Assert.Equal(limit == limits.MessageBytes ? (CmqErrors.MessageBodyEmpty.Code, CmqErrors.MessageBodyEmpty.ModuleCode) : (limit.Code, limit.ModuleCode), (below.Code, below.ModuleCode));
        }

        Assert.Empty(_service.Requests);

        Task SetAsync(QueueSettings settings) => Order.Queue(_service, limits: limits).SetAttributesAsync(settings);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Every_row_about_topics_is_refused_before_the_wire(CmqProfile profile, bool strict)
    {
        foreach ((CmqLimit limit, Func<long, Task> use) in GuardsOfTopics(CmqLimits.For(profile, strict)))
        {
            CmqServiceException above = await Assert.ThrowsAsync<CmqServiceException>(() => use(limit.Maximum + 1));
            Assert.Equal((limit.Code, limit.ModuleCode), (above.Code, above.ModuleCode));
            Assert.NotNull(above.Detail);
            if (limit.Minimum > 0)
            {
                CmqServiceException below = await Assert.ThrowsAsync<CmqServiceException>(() => use(limit.Minimum - 1));
                Assert.Equal((limit.Code, limit.ModuleCode), (below.Code, below.ModuleCode));
            }
        }

        Assert.Empty(_service.Requests);
    }

    private Dictionary<CmqLimit, Func<long, Task>> GuardsOfTopics(CmqLimits limits)
    {
        TopicClient<Order> topic = Order.Topic(_service, limits: limits);
        return new()
        {
            [limits.TopicMaxMsgSize] = value => topic.SetAttributesAsync(new TopicSettings { MaxMsgSize = (int)value }),
            [limits.TopicMsgRetentionSeconds] = value => topic.SetAttributesAsync(new TopicSettings { MsgRetentionSeconds = (int)value }),
            [limits.MessageTags] = count => topic.PublishAsync(new Order("a", 1), [.. Enumerable.Repeat("t", (int)count)]),
            [limits.FilterTags] = count => topic.SetSubscriptionAttributesAsync("s", new SubscriptionSettings { FilterTags = [.. Enumerable.Repeat("t", (int)count)] }),
            [limits.TagLength] = length => topic.PublishAsync(new Order("a", 1), [new string('t', (int)length)]),
            [limits.BindingKeys] = count => topic.SetSubscriptionAttributesAsync("s", new SubscriptionSettings { BindingKeys = [.. Enumerable.Repeat("k", (int)count)] }),
            [limits.KeyLength] = length => topic.SetSubscriptionAttributesAsync("s", new SubscriptionSettings { BindingKeys = [new string('k', (int)length)] }),
            [limits.KeyDots] = dots => topic.PublishAsync(new Order("a", 1), routingKey: new string('.', (int)dots)),
            [limits.EndpointLength] = length => topic.SubscribeAsync(length == 0 ? Subscription.ToQueue("s", "") : Subscription.ToUrl("s", new Uri("http://example.org/".PadRight((int)length, 'a')))),
        };
    }

    [Fact]
    public async Task A_contract_that_no_queue_can_have_creates_nothing()
    {
        foreach (QueueSettings settings in new QueueSettings[]
        {
            new() { VisibilityTimeout = 43201, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) },
            new() { RewindSeconds = 100, MsgRetentionSeconds = 60 },
            new() { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("Orders", 1) },
            new() { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("1 dead", 1) },
        })
        {
            await Assert.ThrowsAsync<CmqServiceException>(() => Order.Queue(_service, settings).EnsureCreatedAsync());
            await Assert.ThrowsAsync<CmqServiceException>(() => Order.Queue(_service, settings).ApplyAttributesAsync());
        }

        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task A_name_that_no_queue_can_have_is_refused_by_every_method()
    {
        _service.Inbox.Enqueue([RecordingService.Message("a:1")]);
        ReceivedMessage<Order> message = (await Order.Queue(_service).ReceiveAsync())!;
        _service.Requests.Clear();
        QueueClient<Order> orders = Order.Queue(_service, name: "1-orders");

        Func<Task>[] calls =
        [
            () => orders.EnsureCreatedAsync(), () => orders.ApplyAttributesAsync(), () => orders.GetAttributesAsync(), () => orders.SetAttributesAsync(new QueueSettings()),
            () => orders.RewindAsync(default), () => orders.ClearAsync(), () => orders.DeleteQueueAsync(), () => orders.SendAsync(new Order("a", 1)),
            () => orders.SendManyAsync([new Order("a", 1)]), () => orders.ReceiveAsync(), () => orders.ReceiveManyAsync(), () => orders.DeleteAsync(message),
            () => orders.DeleteManyAsync([message]), async () => await orders.ReadAllAsync().GetAsyncEnumerator().MoveNextAsync(),
        ];
        foreach (Func<Task> call in calls)
            Assert.True((await Assert.ThrowsAsync<CmqServiceException>(call)).Is(CmqErrors.QueueNameFormatError));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task An_infinite_or_negative_duration_is_refused_with_the_rule()
    {
        QueueClient<Order> orders = Order.Queue(_service, limits: CmqLimits.For(CmqProfile.Classic, strict: true));

        CmqServiceException delay = await Assert.ThrowsAsync<CmqServiceException>(() => orders.SendAsync(new Order("a", 1), Timeout.InfiniteTimeSpan));
        CmqServiceException batchDelay = await Assert.ThrowsAsync<CmqServiceException>(() => orders.SendManyAsync([new Order("a", 1)], TimeSpan.FromTicks(-1)));
        CmqServiceException wait = await Assert.ThrowsAsync<CmqServiceException>(() => orders.ReceiveAsync(TimeSpan.MaxValue));

        Assert.Equal("delaySeconds is infinite (Timeout.InfiniteTimeSpan); it must be 0 to 3600 seconds.", delay.Detail);
        Assert.Equal("delaySeconds is -1; it must be 0 to 3600 seconds.", batchDelay.Detail);
        Assert.Equal("pollingWaitSeconds is 922337203686; it must be 0 to 30 seconds.", wait.Detail);
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(TimeSpan.TicksPerSecond, 1)]
    [InlineData(TimeSpan.TicksPerSecond + 1, 2)]
    [InlineData(30 * TimeSpan.TicksPerSecond, 30)]
    public async Task Parts_of_a_second_are_rounded_up(long ticks, int seconds)
    {
        _service.Inbox.Enqueue([]);
        await Order.Queue(_service).ReceiveAsync(TimeSpan.FromTicks(ticks));

        Assert.Equal(new ReceiveMessagesRequest("orders") { MaxMessages = 1, PollingWaitSeconds = seconds }, Assert.Single(_service.Requests));
    }
}
