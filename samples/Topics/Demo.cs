using CmqContracts;

namespace Topics;

/// <summary>The steps of the demo of topics: what is published, and who receives it.</summary>
internal sealed class Demo(CmqClient cmq, TextWriter output)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);

    private readonly ITopicClient<OrderEvent> _orders = cmq.Topic<OrderEvent>();
    private readonly ITopicClient<StockChanged> _stock = cmq.Topic<StockChanged>();
    private readonly IQueueClient<OrderEvent> _shipping = cmq.Queue<OrderEvent, Shipping>();
    private readonly IQueueClient<OrderEvent> _vipDesk = cmq.Queue<OrderEvent, VipDesk>();
    private readonly IQueueClient<StockChanged> _south = cmq.Queue<StockChanged>();

    public async Task StepAsync(string name, string what, Func<Task> step)
    {
        output.WriteLine($"{name}: {what}");
        await step();
        output.WriteLine($"ok: {name}");
        output.WriteLine();
    }

    /// <summary>In any order: a queue creates the topic that it subscribes to, if there is none yet.</summary>
    public async Task CreateAsync()
    {
        EnsureCreatedResult orders = await _orders.EnsureCreatedAsync();
        Say($"{_orders.TopicName}: {(orders.Created ? "created" : "was there")}");
        foreach (EnsureCreatedResult state in new[] { await _shipping.EnsureCreatedAsync(), await _vipDesk.EnsureCreatedAsync(), await _south.EnsureCreatedAsync() })
            Expect(state.Drift.Count == 0, "queues and subscriptions as the contracts say");
        EnsureCreatedResult stock = await _stock.EnsureCreatedAsync();
        Say($"{_stock.TopicName}: {(stock.Created ? "created" : "was made by its subscriber")}");
        Expect(stock.Drift.Count == 0, "a topic that filters by routing key");
    }

    public async Task TagsAsync()
    {
        await _orders.PublishAsync(new OrderEvent(1, "李雷", "placed"));
        await _orders.PublishAsync(new OrderEvent(2, "韩梅梅", "placed"), tags: ["vip"]);
        await ReceivesAsync(_shipping, "1 placed", "2 placed");
        await ReceivesAsync(_vipDesk, "2 placed");
    }

    public async Task BatchAsync()
    {
        BatchPublishResult published = await _orders.PublishManyAsync(Enumerable.Range(100, 20).Select(id => new OrderEvent(id, "Jim Green", "late")), tags: ["complaint"]);
        published.ThrowIfAnyFailed();
        string[] late = [.. Enumerable.Range(100, 20).Select(id => $"{id} late")];
        await ReceivesAsync(_shipping, late);
        await ReceivesAsync(_vipDesk, late);
    }

    public async Task RoutingKeyAsync()
    {
        await _stock.PublishAsync(new StockChanged("tea", -3), routingKey: "stock.south.shenzhen");
        await _stock.PublishAsync(new StockChanged("cup", -1), routingKey: "recall.all.at.once");
        await ReceivesAsync(_south, "tea -3", "cup -1");
    }

    public async Task NobodyAsync()
    {
        try
        {
            await _stock.PublishAsync(new StockChanged("tea", 5), routingKey: "stock.north.beijing");
            Expect(false, "an error");
        }
        catch (CmqServiceException e) when (e.Is(CmqErrors.NoBindingKeyOrFilterTagMatches))
        {
            Say(e.Message);
        }
    }

    public async Task SubscriptionsAsync()
    {
        foreach (SubscriptionListEntry subscription in await _orders.ListSubscriptionsAsync())
            Say($"{subscription.SubscriptionName}: {subscription.Protocol} {subscription.Endpoint}");

        await _orders.SetSubscriptionAttributesAsync(_vipDesk.QueueName, new SubscriptionSettings { FilterTags = ["gold"] });
        AttributeDrift drift = (await _vipDesk.EnsureCreatedAsync()).Drift.Single();
        Say(drift.ToString());
        await _vipDesk.ApplyAttributesAsync();
        Expect((await _vipDesk.EnsureCreatedAsync()).Drift.Count == 0, "the tags of the contract again");
    }

    /// <summary>Leaves the service as it was found.</summary>
    public async Task DeleteAsync()
    {
        await DeleteAsync(_orders);
        await DeleteAsync(_stock);
        await _shipping.DeleteQueueAsync();
        await _vipDesk.DeleteQueueAsync();
        await _south.DeleteQueueAsync();
    }

    private static async Task DeleteAsync<TMessage>(ITopicClient<TMessage> topic)
    {
        foreach (SubscriptionListEntry subscription in await topic.ListSubscriptionsAsync())
            await topic.UnsubscribeAsync(subscription.SubscriptionName);
        await topic.DeleteTopicAsync();
    }

    /// <summary>Receives from a queue what it should have, in any order, and nothing else.</summary>
    private async Task ReceivesAsync<TMessage>(IQueueClient<TMessage> queue, params string[] expected)
    {
        List<string> received = [];
        while (received.Count < expected.Length)
        {
            IReadOnlyList<ReceivedMessage<TMessage>> some = await queue.ReceiveManyAsync(wait: Wait);
            Expect(some.Count > 0, $"{expected.Length} messages in {queue.QueueName}");
            received.AddRange(some.Select(message => Describe(message.Body)));
            Expect((await queue.DeleteManyAsync(some)).AllSucceeded, "all deleted");
        }

        Say($"{queue.QueueName} received {(received.Count > 3 ? $"{received[0]}, {received[1]} ... {received[^1]}" : string.Join(", ", received))}");
        Expect(received.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal)), string.Join(", ", expected));
    }

    private static string Describe<TMessage>(TMessage message) => message switch
    {
        OrderEvent order => $"{order.Id} {order.What}",
        StockChanged stock => $"{stock.Sku} {stock.Change}",
        _ => "",
    };

    private void Say(string text) => output.WriteLine("    " + text);

    /// <summary>Fails the demo unless a condition holds.</summary>
    private static void Expect(bool isTrue, string expectation)
    {
        if (!isTrue)
            throw new InvalidOperationException("Expected: " + expectation);
    }
}
