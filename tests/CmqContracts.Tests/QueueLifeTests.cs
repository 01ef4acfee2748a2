namespace CmqContracts.Tests;

/// <summary>Creating a queue, finding and correcting drift, and the other actions on a queue as a whole.</summary>
public sealed class QueueLifeTests
{
    private static readonly QueueSettings Stated = new() { VisibilityTimeout = 10, RewindSeconds = 43200, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("orders-dead", 5) };

    private readonly RecordingService _service = new();
    private readonly LogList _logs = new();

    [Fact]
    public async Task A_missing_queue_is_created_after_its_dead_letter_queue()
    {
        EnsureCreatedResult state = await Order.Queue(_service, Stated, logs: _logs).EnsureCreatedAsync();

        Assert.True(state.Created);
        Assert.Empty(state.Drift);
        Assert.Equal([new CreateQueueRequest("orders-dead", new QueueSettings()), new CreateQueueRequest("orders", Stated)], _service.Requests);
        Assert.Equal(["Information: Created queue orders-dead.", "Information: Created queue orders."], _logs.Lines);
    }

    [Fact]
    public async Task Creating_again_changes_nothing_and_finds_no_drift()
    {
        await Order.Queue(_service, Stated).EnsureCreatedAsync();

        EnsureCreatedResult state = await Order.Queue(_service, Stated, logs: _logs).EnsureCreatedAsync();

        Assert.False(state.Created);
        Assert.Empty(state.Drift);
        Assert.Empty(_logs.Lines);
        Assert.DoesNotContain(_service.Requests, static request => request is SetQueueAttributesRequest);
    }

    [Fact]
    public async Task Drift_is_returned_and_logged_and_left_alone()
    {
        await _service.AddAsync("orders", new QueueSettings { VisibilityTimeout = 99, PollingWaitSeconds = 7 });

        EnsureCreatedResult state = await Order.Queue(_service, Stated, logs: _logs).EnsureCreatedAsync();

        Assert.False(state.Created);
        Assert.Equal(
            [
                "visibilityTimeout is 99, the contract says 10",
                "rewindSeconds is 0, the contract says 43200",
                "deadLetterPolicy is none, the contract says 'orders-dead' after 5 receives",
            ],
            state.Drift.Select(static drift => drift.ToString()));
        Assert.All(state.Drift, static drift => Assert.Equal((DriftKind.Changeable, DriftSubject.Queue, "orders", null), (drift.Kind, drift.Subject, drift.SubjectName, drift.TopicName)));
        Assert.Equal(4, _logs.Lines.Count);
        Assert.Contains("Warning: Queue orders differs from its contract: visibilityTimeout is 99, the contract says 10. ApplyAttributesAsync changes it.", _logs.Lines);
        Assert.DoesNotContain(_service.Requests, static request => request is SetQueueAttributesRequest);
    }

    [Fact]
    public async Task Every_attribute_that_the_contract_states_is_compared()
    {
        QueueSettings all = new()
        {
            MaxMsgHeapNum = 2_000_000, PollingWaitSeconds = 1, VisibilityTimeout = 2, MaxMsgSize = 2048, MsgRetentionSeconds = 600, RewindSeconds = 60,
            DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300),
        };
        await _service.AddAsync("dead");
        await _service.AddAsync("orders", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 301) });

        EnsureCreatedResult state = await Order.Queue(_service, all).EnsureCreatedAsync();

        Assert.Equal(
            ["maxMsgHeapNum", "pollingWaitSeconds", "visibilityTimeout", "maxMsgSize", "msgRetentionSeconds", "rewindSeconds", "deadLetterPolicy"],
            state.Drift.Select(static drift => drift.Attribute));
        Assert.Equal("deadLetterPolicy is 'dead' after 301 seconds, the contract says 'dead' after 300 seconds", state.Drift[^1].ToString());
    }

    [Theory]
    [InlineData("orders-dead", 5, false)]
    [InlineData("ORDERS-dead", 5, false)]
    [InlineData("orders-dead", 6, true)]
    [InlineData("other-dead", 5, true)]
    public async Task A_dead_letter_queue_is_the_same_by_name_or_by_id(string actualQueue, int actualCount, bool differs)
    {
        // Enough names with the same beginning that the one in question is not on the first page.
        for (int i = 0; i < 60; i++)
            await _service.AddAsync($"a-orders-dead-{i}");
        await _service.AddAsync("orders-dead");
        await _service.AddAsync("other-dead");
        await _service.AddAsync("orders", Stated with { DeadLetterPolicy = DeadLetterPolicy.AfterReceives(actualQueue, actualCount) });

        Assert.Equal(differs, (await Order.Queue(_service, Stated).EnsureCreatedAsync()).Drift.Count > 0);
        _service.ReturnsQueueIds = true;
        Assert.Equal(differs, (await Order.Queue(_service, Stated).EnsureCreatedAsync()).Drift.Count > 0);
    }

    [Fact]
    public async Task What_the_contract_does_not_state_cannot_drift()
    {
        await _service.AddAsync("orders-dead");
        await _service.AddAsync("orders", Stated);

        Assert.Empty((await Order.Queue(_service).EnsureCreatedAsync()).Drift);
    }

    [Fact]
    public async Task A_refusal_other_than_exists_reaches_the_caller()
    {
        CmqServiceException error = await Assert.ThrowsAsync<CmqServiceException>(() => Order.Queue(_service).ApplyAttributesAsync());

        Assert.True(error.Is(CmqErrors.QueueDoesNotExist));
    }

    [Fact]
    public async Task Applying_changes_what_differs_and_says_what()
    {
        await _service.AddAsync("orders", new QueueSettings { VisibilityTimeout = 99, PollingWaitSeconds = 7 });

        IReadOnlyList<AttributeDrift> changed = await Order.Queue(_service, Stated, logs: _logs).ApplyAttributesAsync();

        Assert.Equal(["visibilityTimeout", "rewindSeconds", "deadLetterPolicy"], changed.Select(static drift => drift.Attribute));
        Assert.Equal(new SetQueueAttributesRequest("orders", Stated), _service.Requests[^1]);
        Assert.Equal(new CreateQueueRequest("orders-dead", new QueueSettings()), _service.Requests[^2]);
        Assert.Equal(7, (await Order.Queue(_service).GetAttributesAsync()).PollingWaitSeconds);
        Assert.Contains("Information: Queue orders: visibilityTimeout was 99 and is now 10.", _logs.Lines);

        _service.Requests.Clear();
        Assert.Empty(await Order.Queue(_service, Stated).ApplyAttributesAsync());
        Assert.Equal(["get orders"], _service.Requests);
    }

    [Fact]
    public async Task The_other_actions_are_one_request_each()
    {
        await _service.AddAsync("orders");
        QueueClient<Order> orders = Order.Queue(_service);

        await orders.SetAttributesAsync(new QueueSettings { VisibilityTimeout = 33 });
        Assert.Equal(33, (await orders.GetAttributesAsync()).VisibilityTimeout);
        await orders.RewindAsync(DateTimeOffset.FromUnixTimeSeconds(1488718862).AddMilliseconds(900));
        await orders.ClearAsync();
        await orders.DeleteQueueAsync();

        Assert.Equal([new RewindQueueRequest("orders", 1488718862), "clear orders", "delete orders"], _service.Requests[2..]);
        Assert.Equal("orders", orders.QueueName);
    }

    [Fact]
    public async Task Every_call_passes_its_cancellation_on()
    {
        await _service.AddAsync("orders");
        _service.Inbox.Enqueue([RecordingService.Message("a:1")]);
        QueueClient<Order> orders = Order.Queue(_service);
        ReceivedMessage<Order> message = (await orders.ReceiveAsync())!;
        _service.Requests.Clear();
        CancellationToken cancelled = new(canceled: true);

        Func<Task>[] calls =
        [
            () => orders.EnsureCreatedAsync(cancelled), () => orders.ApplyAttributesAsync(cancelled), () => orders.GetAttributesAsync(cancelled),
            () => orders.SetAttributesAsync(new QueueSettings(), cancelled), () => orders.RewindAsync(default, cancelled), () => orders.ClearAsync(cancelled),
            () => orders.DeleteQueueAsync(cancelled), () => orders.SendAsync(new Order("a", 1), default, cancelled), () => orders.SendManyAsync([new Order("a", 1)], default, cancelled),
            () => orders.ReceiveAsync(null, cancelled), () => orders.ReceiveManyAsync(1, null, cancelled), () => orders.DeleteAsync(message, cancelled),
            () => orders.DeleteManyAsync([message], cancelled), () => message.DeleteAsync(cancelled),
        ];
        foreach (Func<Task> call in calls)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        Assert.Empty(_service.Requests);
    }
}
