namespace CmqContracts.Tests;

/// <summary>Every way to write a call, none of them ambiguous.</summary>
public sealed class CallFormTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    private readonly RecordingService _service = new();

    [Fact]
    public async Task Every_form_of_a_send_sends_the_same()
    {
        IQueueClient<Order> queue = CmqClient.Over(_service).Queue<Order>();
        Order order = new("a", 1);
        Order[] orders = [order];
        SendOptions options = new() { Delay = Delay };

        await queue.SendAsync(order);
        await queue.SendAsync(order, default);
        await queue.SendAsync(order, default, CancellationToken.None);
        await queue.SendAsync(order, cancellationToken: CancellationToken.None);
        await queue.SendAsync(order, new SendOptions());
        await queue.SendManyAsync(orders);
        await queue.SendManyAsync(orders, default, CancellationToken.None);
        await queue.SendManyAsync(orders, new());
        Assert.All(_service.Sends, static send => Assert.Equal(0, send.DelaySeconds));
        Assert.Equal(8, _service.Sends.Count());

        _service.Requests.Clear();
        await queue.SendAsync(order, Delay);
        await queue.SendAsync(order, delay: Delay, CancellationToken.None);
        await queue.SendAsync(order, options);
        await queue.SendAsync(order, options, CancellationToken.None);
        await queue.SendManyAsync(orders, Delay);
        await queue.SendManyAsync(orders, options);
        await queue.SendManyAsync([order], options with { Delay = Delay }, CancellationToken.None);
        Assert.All(_service.Sends, static send => Assert.Equal(3, send.DelaySeconds));
        Assert.Equal(7, _service.Sends.Count());
    }

    [Fact]
    public async Task Every_form_of_a_publish_publishes_the_same()
    {
        TopicClient<Order> own = Order.Topic(_service);
        await own.EnsureCreatedAsync();
        await _service.AddAsync("all");
        await own.SubscribeAsync(Subscription.ToQueue("all", "all"));
        ITopicClient<Order> topic = CmqClient.Over(_service).Topic<Order>();
        Order order = new("a", 1);
        Order[] orders = [order];
        PublishOptions options = new() { Tags = ["vip"], RoutingKey = "key" };

        _service.Requests.Clear();
        await topic.PublishAsync(order, ["vip"], "key");
        await topic.PublishAsync(order, tags: ["vip"], routingKey: "key", CancellationToken.None);
        await topic.PublishAsync(order, options);
        await topic.PublishAsync(order, options, CancellationToken.None);
        await topic.PublishManyAsync(orders, ["vip"], "key");
        await topic.PublishManyAsync(orders, options);
        await topic.PublishManyAsync([order], options, CancellationToken.None);
        Assert.All(_service.Publishes, static publish => Assert.Equal(("vip", "key"), (publish.Tags.Single(), publish.RoutingKey)));
        Assert.Equal(7, _service.Publishes.Count());

        _service.Requests.Clear();
        await topic.PublishAsync(order);
        await topic.PublishAsync(order, null);
        await topic.PublishAsync(order, default, default, CancellationToken.None);
        await topic.PublishAsync(order, new PublishOptions());
        await topic.PublishManyAsync(orders);
        await topic.PublishManyAsync(orders, cancellationToken: CancellationToken.None);
        Assert.All(_service.Publishes, static publish => Assert.Empty(publish.Tags));
        Assert.Equal(6, _service.Publishes.Count());
    }

    [Fact]
    public async Task Every_form_of_a_source_sends_and_publishes_the_same()
    {
        await Order.Topic(_service).EnsureCreatedAsync();
        IQueueClient<Order> queue = CmqClient.Over(_service).Queue<Order>();
        ITopicClient<Order> topic = CmqClient.Over(_service).Topic<Order>();
        SendOptions options = new() { Delay = Delay };
        PublishOptions publish = new() { Tags = ["vip"], RoutingKey = "key" };

        foreach (IAsyncEnumerable<SendEntry> entries in (IAsyncEnumerable<SendEntry>[])
        [
            queue.SendManyAsync(Source(), Delay),
            queue.SendManyAsync(Source(), delay: Delay, CancellationToken.None),
            queue.SendManyAsync(Source(), options),
            queue.SendManyAsync(Source(), options, CancellationToken.None),
            topic.PublishManyAsync(Source(), ["vip"], "key"),
            topic.PublishManyAsync(Source(), tags: ["vip"], routingKey: "key", CancellationToken.None),
            topic.PublishManyAsync(Source(), publish),
            topic.PublishManyAsync(Source(), publish, CancellationToken.None),
        ])
        {
            await foreach (SendEntry entry in entries)
                Assert.NotNull(entry.MessageId);
        }

        Assert.Equal([3, 3, 3, 3], _service.Sends.Select(static send => send.DelaySeconds));
        Assert.Equal(Enumerable.Repeat(("vip", "key"), 4), _service.Publishes.Select(static publish => (publish.Tags.Single(), publish.RoutingKey!)));

        foreach (IAsyncEnumerable<SendEntry> entries in (IAsyncEnumerable<SendEntry>[])
        [
            queue.SendManyAsync(Source()),
            queue.SendManyAsync(Source(), default),
            queue.SendManyAsync(Source(), default, CancellationToken.None),
            queue.SendManyAsync(Source(), cancellationToken: CancellationToken.None),
            queue.SendManyAsync(Source(), new()),
            topic.PublishManyAsync(Source()),
            topic.PublishManyAsync(Source(), null),
            topic.PublishManyAsync(Source(), cancellationToken: CancellationToken.None),
        ])
        {
            await foreach (SendEntry entry in entries)
                Assert.NotNull(entry.MessageId);
        }

        Assert.Equal([0, 0, 0, 0, 0], _service.Sends.Skip(4).Select(static send => send.DelaySeconds));
        Assert.All(_service.Publishes.Skip(4), static publish => Assert.Empty(publish.Tags));

        static async IAsyncEnumerable<Order> Source()
        {
            await Task.Yield();
            yield return new Order("a", 1);
        }
    }

    /// <summary>As the sets of Entity Framework are.</summary>
    [Fact]
    public async Task What_is_a_list_and_a_source_is_sent_as_a_list()
    {
        await Order.Topic(_service).EnsureCreatedAsync();
        IQueueClient<Order> queue = CmqClient.Over(_service).Queue<Order>();
        ITopicClient<Order> topic = CmqClient.Over(_service).Topic<Order>();
        ListAndSource both = new();

        BatchSendResult sent = await queue.SendManyAsync(both);
        BatchSendResult delayed = await queue.SendManyAsync(both, new SendOptions { Delay = Delay });
        BatchPublishResult published = await topic.PublishManyAsync(both, ["vip"]);
        BatchPublishResult tagged = await topic.PublishManyAsync(both, new PublishOptions { Tags = ["vip"] });

        Assert.True(sent.AllSucceeded && delayed.AllSucceeded && published.AllSucceeded && tagged.AllSucceeded);
        Assert.Equal(4, _service.Sends.Count() + _service.Publishes.Count());
    }

    [Fact]
    public async Task Options_are_required_where_they_are_asked_for()
    {
        SendOptions? send = null;
        PublishOptions? publish = null;

        await Assert.ThrowsAsync<ArgumentNullException>(() => Order.Queue(_service).SendAsync(new Order("a", 1), send!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Order.Queue(_service).SendManyAsync([], send!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Order.Topic(_service).PublishAsync(new Order("a", 1), publish!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Order.Topic(_service).PublishManyAsync([], publish!));
    }

    private sealed class ListAndSource : List<Order>, IAsyncEnumerable<Order>
    {
        public ListAndSource() => Add(new Order("a", 1));

        public IAsyncEnumerator<Order> GetAsyncEnumerator(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
