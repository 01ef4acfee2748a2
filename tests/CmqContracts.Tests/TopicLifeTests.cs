namespace CmqContracts.Tests;

/// <summary>Creating a topic, finding and correcting drift, and the topic's subscriptions.</summary>
public sealed class TopicLifeTests
{
    private static readonly TopicSettings Stated = new() { MaxMsgSize = 2048 };

    private readonly RecordingService _service = new();
    private readonly LogList _logs = new();

    [Fact]
    public async Task A_missing_topic_is_created_once()
    {
        TopicClient<Order> topic = Order.Topic(_service, Stated, TopicFilter.RoutingKey, logs: _logs);

        Assert.True((await topic.EnsureCreatedAsync()).Created);
        EnsureCreatedResult again = await topic.EnsureCreatedAsync();

        Assert.False(again.Created);
        Assert.Empty(again.Drift);
        Assert.Equal(new CreateTopicRequest("order-events", Stated) { Filter = TopicFilter.RoutingKey }, _service.Requests[0]);
        Assert.Equal(["Information: Created topic order-events."], _logs.Lines);
    }

    [Fact]
    public async Task Drift_is_returned_and_logged_and_left_alone()
    {
        await Order.Topic(_service).EnsureCreatedAsync();

        EnsureCreatedResult state = await Order.Topic(_service, Stated, TopicFilter.RoutingKey, logs: _logs).EnsureCreatedAsync();

        Assert.False(state.Created);
        Assert.Equal(
            [(DriftKind.Fixed, "filterType is Tags, the contract says RoutingKey"), (DriftKind.Changeable, "maxMsgSize is 65536, the contract says 2048")],
            state.Drift.Select(static drift => (drift.Kind, drift.ToString())));
        Assert.All(state.Drift, static drift => Assert.Equal((DriftSubject.Topic, "order-events", null), (drift.Subject, drift.SubjectName, drift.TopicName)));
        Assert.Equal(
            [
                "Warning: Topic order-events differs from its contract: filterType is Tags, the contract says RoutingKey. It cannot be changed: delete the topic and create it again, or change the contract.",
                "Warning: Topic order-events differs from its contract: maxMsgSize is 65536, the contract says 2048. ApplyAttributesAsync changes it.",
            ],
            _logs.Lines);
        Assert.DoesNotContain(_service.Requests, static request => request is SetTopicAttributesRequest);
    }

    [Fact]
    public async Task Applying_changes_what_can_be_changed_and_says_what_cannot()
    {
        await Order.Topic(_service).EnsureCreatedAsync();
        TopicClient<Order> topic = Order.Topic(_service, Stated, TopicFilter.RoutingKey, logs: _logs);

        Assert.Equal(["maxMsgSize is 65536, the contract says 2048"], (await topic.ApplyAttributesAsync()).Select(static drift => drift.ToString()));

        Assert.Equal(2048, (await topic.GetAttributesAsync()).MaxMsgSize);
        Assert.Equal(2, _logs.Lines.Count);
        Assert.Contains("Information: Topic order-events: maxMsgSize was 65536 and is now 2048.", _logs.Lines);
        _service.Requests.Clear();
        Assert.Empty(await topic.ApplyAttributesAsync());
        Assert.Equal(["get topic order-events"], _service.Requests);
    }

    [Fact]
    public async Task Attributes_are_set_and_the_topic_is_deleted()
    {
        TopicClient<Order> topic = Order.Topic(_service);
        await topic.EnsureCreatedAsync();

        await topic.SetAttributesAsync(new TopicSettings { MaxMsgSize = 4096 });
        Assert.Equal(4096, (await topic.GetAttributesAsync()).MaxMsgSize);
        await topic.DeleteTopicAsync();

        Assert.True((await Assert.ThrowsAsync<CmqServiceException>(() => topic.GetAttributesAsync())).Is(CmqErrors.TopicDoesNotExist));
    }

    [Fact]
    public async Task Subscriptions_are_made_listed_read_changed_and_ended()
    {
        TopicClient<Order> topic = Order.Topic(_service);
        await topic.EnsureCreatedAsync();
        await _service.AddAsync("audit-queue");
        await topic.SubscribeAsync(Subscription.ToQueue("audit", "audit-queue") with { FilterTags = ["vip"], NotifyStrategy = NotifyStrategy.BackoffRetry });
        await topic.SubscribeAsync(Subscription.ToUrl("hook", new Uri("https://example.org/a b")) with { BindingKeys = ["#"], NotifyContentFormat = NotifyContentFormat.Simplified });

        Assert.Equal(["audit", "hook"], (await topic.ListSubscriptionsAsync()).Select(static found => found.SubscriptionName));
        SubscriptionAttributes audit = await topic.GetSubscriptionAttributesAsync("audit");
        Assert.Equal((SubscriptionProtocol.Queue, "audit-queue", NotifyStrategy.BackoffRetry, "vip"), (audit.Protocol, audit.Endpoint, audit.NotifyStrategy, audit.FilterTags.Single()));

        Assert.Equal((SubscriptionProtocol.Http, "https://example.org/a%20b"), await EndpointAsync("hook"));

        await topic.SetSubscriptionAttributesAsync("audit", new SubscriptionSettings { FilterTags = ["new"], NotifyStrategy = NotifyStrategy.ExponentialDecayRetry });
        audit = await topic.GetSubscriptionAttributesAsync("audit");
        Assert.Equal((NotifyStrategy.ExponentialDecayRetry, "new"), (audit.NotifyStrategy, audit.FilterTags.Single()));

        _service.Requests.Clear();
        await topic.ClearFilterTagsAsync("audit");
        Assert.Equal(["clear tags order-events/audit"], _service.Requests);
        await topic.UnsubscribeAsync("audit");
        Assert.Equal(["hook"], (await topic.ListSubscriptionsAsync()).Select(static found => found.SubscriptionName));

        async Task<(SubscriptionProtocol Protocol, string Endpoint)> EndpointAsync(string name)
        {
            SubscriptionAttributes found = await topic.GetSubscriptionAttributesAsync(name);
            return (found.Protocol, found.Endpoint);
        }
    }

    [Fact]
    public async Task A_list_of_subscriptions_is_whole_however_many_there_are()
    {
        TopicClient<Order> topic = Order.Topic(_service);
        await topic.EnsureCreatedAsync();
        await _service.AddAsync("queue");
        for (int i = 0; i < 120; i++)
            await topic.SubscribeAsync(Subscription.ToQueue($"s{i}", "queue"));

        Assert.Equal(120, (await topic.ListSubscriptionsAsync()).Select(static found => found.SubscriptionName).Distinct().Count());
    }

    [Fact]
    public async Task What_the_service_would_refuse_is_not_sent()
    {
        TopicClient<Order> topic = Order.Topic(_service);
        (Func<Task> Call, CmqError Error)[] calls =
        [
            (() => topic.SubscribeAsync(Subscription.ToQueue("a b", "queue")), CmqErrors.SubscriptionNameFormatError),
            (() => topic.SubscribeAsync(Subscription.ToQueue("a", "no queue")), CmqErrors.EndpointFormatError),
            (() => topic.SubscribeAsync(Subscription.ToUrl("a", new Uri("ftp://example.org"))), CmqErrors.EndpointFormatError),
            (() => topic.SubscribeAsync(Subscription.ToQueue("a", "queue") with { FilterTags = ["1", "2", "3", "4", "5", "6"] }), CmqErrors.TooManyFilterTags),
            (() => topic.SetSubscriptionAttributesAsync("a", new SubscriptionSettings { BindingKeys = ["1", "2", "3", "4", "5", "6"] }), CmqErrors.TooManyBindingKeys),
            (() => topic.GetSubscriptionAttributesAsync(""), CmqErrors.SubscriptionNameFormatError),
            (() => topic.UnsubscribeAsync("1"), CmqErrors.SubscriptionNameFormatError),
            (() => Order.Topic(_service, new TopicSettings { MaxMsgSize = 1 }).EnsureCreatedAsync(), CmqErrors.ParameterOutOfRange("maxMsgSize")),
            (() => Order.Topic(_service, name: "1").DeleteTopicAsync(), CmqErrors.TopicNameFormatError),
        ];

        foreach ((Func<Task> call, CmqError error) in calls)
            Assert.True((await Assert.ThrowsAsync<CmqServiceException>(call)).Is(error));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task Every_call_honours_cancellation()
    {
        CancellationToken cancelled = new(canceled: true);
        TopicClient<Order> topic = Order.Topic(_service);
        Func<Task>[] calls =
        [
            () => topic.PublishAsync(new Order("a", 1), cancellationToken: cancelled), () => topic.PublishManyAsync([new Order("a", 1)], cancellationToken: cancelled), () => topic.PublishAsync(new Order("a", 1), new PublishOptions(), cancelled), () => topic.PublishManyAsync([new Order("a", 1)], new PublishOptions(), cancelled),
            () => topic.EnsureCreatedAsync(cancelled), () => topic.ApplyAttributesAsync(cancelled), () => topic.GetAttributesAsync(cancelled), () => topic.SetAttributesAsync(Stated, cancelled),
            () => topic.DeleteTopicAsync(cancelled), () => topic.SubscribeAsync(Subscription.ToQueue("a", "queue"), cancelled), () => topic.ListSubscriptionsAsync(cancelled),
            () => topic.GetSubscriptionAttributesAsync("a", cancelled), () => topic.SetSubscriptionAttributesAsync("a", new SubscriptionSettings { FilterTags = ["t"] }, cancelled), () => topic.ClearFilterTagsAsync("a", cancelled), () => topic.UnsubscribeAsync("a", cancelled),
        ];
        foreach (Func<Task> call in calls)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        Assert.Empty(_service.Requests);
    }
}
