namespace CmqContracts.Tests;

/// <summary>The subscriptions that a queue's contract states.</summary>
public sealed class QueueSubscriptionTests
{
    private static readonly SubscriptionContract Vip = new("order-events", "orders") { FilterTags = ["vip"] };

    private readonly RecordingService _service = new();
    private readonly LogList _logs = new();

    [Fact]
    public async Task A_queue_is_made_before_its_topic_and_the_topic_before_the_subscription()
    {
        EnsureCreatedResult state = await Order.Subscriber(_service, _logs, Vip).EnsureCreatedAsync();

        Assert.True(state.Created);
        Assert.Empty(state.Drift);
        Assert.Equal(["Information: Created queue orders.", "Information: Created topic order-events.", "Information: Subscribed queue orders to topic order-events as orders."], _logs.Lines);
        SubscriptionAttributes made = await _service.GetSubscriptionAttributesAsync("order-events", "orders");
        Assert.Equal((SubscriptionProtocol.Queue, "orders", NotifyContentFormat.Simplified, "vip"), (made.Protocol, made.Endpoint, made.NotifyContentFormat, made.FilterTags.Single()));
    }

    [Theory]
    [InlineData("vip", null, TopicFilter.Tags)]
    [InlineData(null, "order.#", TopicFilter.RoutingKey)]
    [InlineData(null, null, TopicFilter.Tags)]
    public async Task A_missing_topic_filters_by_what_the_subscription_chooses_by(string? tag, string? key, TopicFilter expected)
    {
        SubscriptionContract subscription = new("order-events", "orders") { FilterTags = tag is null ? [] : [tag], BindingKeys = key is null ? [] : [key] };

        await Order.Subscriber(_service, null, subscription).EnsureCreatedAsync();

        Assert.Equal(expected, (await _service.GetTopicAttributesAsync("order-events")).Filter);
    }

    [Fact]
    public async Task A_topic_that_is_there_stays_as_it_is()
    {
        await Order.Topic(_service, new TopicSettings { MaxMsgSize = 2048 }).EnsureCreatedAsync();

        await Order.Subscriber(_service, _logs, Vip).EnsureCreatedAsync();

        Assert.Equal(2048, (await _service.GetTopicAttributesAsync("order-events")).MaxMsgSize);
        Assert.Single(_service.Requests.OfType<CreateTopicRequest>());
    }

    [Fact]
    public async Task Subscribing_again_changes_nothing_and_finds_no_drift()
    {
        SubscriptionContract stated = Vip with { FilterTags = ["vip", "new"], NotifyStrategy = NotifyStrategy.BackoffRetry };
        await Order.Subscriber(_service, null, stated).EnsureCreatedAsync();

        EnsureCreatedResult state = await Order.Subscriber(_service, _logs, stated with { FilterTags = ["new", "vip"] }).EnsureCreatedAsync();

        Assert.False(state.Created);
        Assert.Empty(state.Drift);
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task What_differs_is_drift_of_the_queue_and_left_alone()
    {
        await Order.Subscriber(_service, null, Vip with { BindingKeys = ["a"] }).EnsureCreatedAsync();

        EnsureCreatedResult state = await Order.Subscriber(_service, _logs, Vip with { FilterTags = ["new"], BindingKeys = ["b"], NotifyStrategy = NotifyStrategy.BackoffRetry }).EnsureCreatedAsync();

        Assert.Equal(
            [
                "filterTag of subscription 'orders' to topic 'order-events' is vip, the contract says new",
                "bindingKey of subscription 'orders' to topic 'order-events' is a, the contract says b",
                "notifyStrategy of subscription 'orders' to topic 'order-events' is ExponentialDecayRetry, the contract says BackoffRetry",
            ],
            state.Drift.Select(static drift => drift.ToString()));
        Assert.Equal(["filterTag", "bindingKey", "notifyStrategy"], state.Drift.Select(static drift => drift.Attribute));
        Assert.All(state.Drift, static drift => Assert.Equal((DriftKind.Changeable, DriftSubject.Subscription, "orders", "order-events"), (drift.Kind, drift.Subject, drift.SubjectName, drift.TopicName)));
        Assert.Contains("Warning: Queue orders differs from its contract: filterTag of subscription 'orders' to topic 'order-events' is vip, the contract says new. ApplyAttributesAsync changes it.", _logs.Lines);
        Assert.DoesNotContain(_service.Requests, static request => request is SetSubscriptionAttributesRequest);
    }

    [Fact]
    public async Task Applying_changes_subscriptions_to_what_the_contract_says()
    {
        await Order.Subscriber(_service, null, Vip).EnsureCreatedAsync();
        QueueClient<Order> changed = Order.Subscriber(_service, null, Vip with { FilterTags = ["new"], NotifyStrategy = NotifyStrategy.BackoffRetry });

        Assert.Equal(2, (await changed.ApplyAttributesAsync()).Count);

        Assert.Empty((await changed.EnsureCreatedAsync()).Drift);
        Assert.Empty(await changed.ApplyAttributesAsync());
    }

    [Fact]
    public async Task Applying_removes_tags_that_the_contract_does_not_have()
    {
        await Order.Subscriber(_service, null, Vip).EnsureCreatedAsync();
        QueueClient<Order> all = Order.Subscriber(_service, null, Vip with { FilterTags = [] });

        AttributeDrift drift = Assert.Single(await all.ApplyAttributesAsync());

        Assert.Equal(("none", "vip"), (drift.Expected, drift.Actual));
        Assert.Contains("clear tags order-events/orders", _service.Requests);
        Assert.Empty((await all.EnsureCreatedAsync()).Drift);
    }

    [Fact]
    public async Task Applying_makes_a_subscription_that_is_missing()
    {
        await Order.Queue(_service).EnsureCreatedAsync();

        AttributeDrift made = Assert.Single(await Order.Subscriber(_service, null, Vip).ApplyAttributesAsync());

        Assert.Equal((DriftKind.Missing, "missing"), (made.Kind, made.Actual));
        Assert.Equal("orders", (await _service.GetSubscriptionAttributesAsync("order-events", "orders")).Endpoint);
    }

    [Fact]
    public async Task A_subscription_of_somebody_else_is_drift_and_never_changed()
    {
        TopicClient<Order> topic = Order.Topic(_service);
        await topic.EnsureCreatedAsync();
        await topic.SubscribeAsync(Subscription.ToUrl("orders", new Uri("https://user:secret@example.org/")));
        QueueClient<Order> queue = Order.Subscriber(_service, _logs, Vip with { FilterTags = [] });

        AttributeDrift drift = Assert.Single((await queue.EnsureCreatedAsync()).Drift);
        Assert.Empty(await queue.ApplyAttributesAsync());

        Assert.Equal(("queue 'orders'", "a URL", DriftKind.Fixed), (drift.Expected, drift.Actual, drift.Kind));
        Assert.Equal(2, _logs.Lines.Count(static line => line.EndsWith("It cannot be changed: unsubscribe and subscribe again, or change the contract.", StringComparison.Ordinal)));
        Assert.DoesNotContain(_logs.Lines, static line => line.Contains("secret", StringComparison.Ordinal));
        Assert.DoesNotContain(_service.Requests, static request => request is SetSubscriptionAttributesRequest);
    }

    [Fact]
    public async Task A_subscription_that_the_service_would_refuse_keeps_the_queue_from_being_made()
    {
        await Assert.ThrowsAsync<CmqServiceException>(() => Order.Subscriber(_service, null, Vip with { FilterTags = [""] }).EnsureCreatedAsync());

        Assert.Empty(_service.Requests);
    }
}
