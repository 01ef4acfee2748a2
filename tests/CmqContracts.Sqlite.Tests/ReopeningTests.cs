namespace CmqContracts.Sqlite.Tests;

/// <summary>What was answered is there when the store is opened again.</summary>
public sealed class ReopeningTests : StoreTest
{
    [Fact]
    public async Task Messages_in_every_state_and_their_handles_survive()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 600, VisibilityTimeout = 60 });
        await SendAsync("deleted");
        await DeleteAsync(await ReceiveAsync());
        await SendAsync("inactive");
        CmqMessage inactive = (await ReceiveAsync()).Single();
        await SendAsync("delayed", delay: 30);
        await SendAsync("active");

        await ReopenAsync();
        Assert.Equal((1, 1, 1, 1), await CountersAsync());
        Assert.Equal(["active"], (await ReceiveAsync()).Select(Text));
        Assert.Empty(await DeleteAsync([inactive]));
        Clock.AdvanceSeconds(30);
        Assert.Equal(["delayed"], (await ReceiveAsync()).Select(Text));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2500)]
    public async Task What_was_only_sent_is_counted_and_later_messages_come_after_it(int count)
    {
        await CreateAsync();
        await FillAsync(count, 10);
        await ReopenAsync();
        Assert.Equal((count, 0, 0, 0), await CountersAsync());

        string last = (await SendAsync("last")).Single();
        List<CmqMessage> received = [];
        for (int i = 0; i * 16 < count + 1; i++)
            received.AddRange(await ReceiveAsync());
        Assert.Equal([.. Enumerable.Range(0, count).Select(static number => $"{number}"), "last"], received.Select(static message => Text(message).Split(' ')[0]));
        Assert.Equal(last, received[^1].MessageId);
        Assert.Equal(count + 1, received.DistinctBy(static message => message.MessageId).Count());

        await ReopenAsync();
        Assert.Equal((0, count + 1, 0, 0), await CountersAsync());
    }

    [Fact]
    public async Task Visibility_ends_in_time_after_reopening()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 60 });
        await SendAsync("a");
        CmqMessage first = (await ReceiveAsync()).Single();
        await ReopenAsync();
        Clock.AdvanceSeconds(59);
        Assert.Empty(await ReceiveAsync());
        Clock.AdvanceSeconds(2);
        CmqMessage second = (await ReceiveAsync()).Single();
        Assert.Equal((first.MessageId, 2, first.FirstReceivedAt), (second.MessageId, second.DequeueCount, second.FirstReceivedAt));
        Assert.NotEmpty(await DeleteAsync([first]));
    }

    [Fact]
    public async Task A_rewind_that_is_under_way_is_finished()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 600 });
        long start = Clock.GetUtcNow().ToUnixTimeSeconds();
        await FillAsync(640, 100);
        for (int i = 0; i < 40; i++)
            await DeleteAsync(await ReceiveAsync());
        await Service.RewindQueueAsync(new RewindQueueRequest(Queue, start));

        await ReopenAsync();
        HashSet<string> received = [];
        for (int i = 0; i < 40; i++)
            received.UnionWith((await ReceiveAsync()).Select(Text));
        Assert.Equal(640, received.Count);
    }

    [Fact]
    public async Task Queues_topics_and_subscriptions_survive_with_all_that_is_set()
    {
        await CreateAsync("dead", new QueueSettings());
        await CreateAsync(settings: new QueueSettings { MaxMsgHeapNum = 2000, PollingWaitSeconds = 3, VisibilityTimeout = 40, MaxMsgSize = 2048, MsgRetentionSeconds = 700, RewindSeconds = 60, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 5) });
        await CreateAsync("by-age", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        await Service.CreateTopicAsync(new CreateTopicRequest("tags", new TopicSettings { MaxMsgSize = 4096 }));
        await Service.CreateTopicAsync(new CreateTopicRequest("keys", new TopicSettings()) { Filter = TopicFilter.RoutingKey });
        await Service.SubscribeAsync(new SubscribeRequest("tags", "to-queue", SubscriptionProtocol.Queue, Queue) { FilterTags = ["a", "\"quoted\"", "中文"], NotifyContentFormat = NotifyContentFormat.Simplified });
        await Service.SubscribeAsync(new SubscribeRequest("keys", "to-http", SubscriptionProtocol.Http, "http://127.0.0.1:9/") { BindingKeys = ["order.*", "#"], NotifyStrategy = NotifyStrategy.BackoffRetry });
        string before = await EverythingAsync();

        await ReopenAsync();
        Assert.Equal(before, await EverythingAsync());

        async Task<string> EverythingAsync() => string.Join(
            '\n',
            await Service.GetQueueAttributesAsync(Queue),
            await Service.GetQueueAttributesAsync("dead"),
            await Service.GetQueueAttributesAsync("by-age"),
            await Service.GetTopicAttributesAsync("tags"),
            await Service.GetTopicAttributesAsync("keys"),
            await SubscriptionAsync("tags", "to-queue"),
            await SubscriptionAsync("keys", "to-http"));

        async Task<string> SubscriptionAsync(string topic, string name) => (await Service.GetSubscriptionAttributesAsync(topic, name)).ToString();
    }

    [Fact]
    public async Task What_was_deleted_cleared_or_removed_stays_so()
    {
        await CreateAsync();
        await CreateAsync("cleared");
        await CreateAsync("removed");
        await FillAsync(100, 50);
        await FillAsync(100, 50, "cleared");
        await FillAsync(100, 50, "removed");
        await DeleteAsync(await ReceiveAsync());
        await Service.ClearQueueAsync("cleared");
        await Service.DeleteQueueAsync("removed");
        await SendAsync("new", name: "cleared");

        await ReopenAsync();
        Assert.Equal((84, 0, 0, 0), await CountersAsync());
        Assert.Equal(["new"], (await ReceiveAsync(name: "cleared")).Select(Text));
        Assert.Equal(2, (await Service.ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        await CreateAsync("removed");
        Assert.Empty(await ReceiveAsync(name: "removed"));
    }

    [Fact]
    public async Task Bodies_of_every_size_come_back_as_they_were()
    {
        await CreateAsync(settings: new QueueSettings { MaxMsgSize = 1048576 });
        int[] sizes = [1, 7, 8, 9, 1023, 1024, 8000, 8192, 65536, 1048576];
        foreach (int size in sizes)
            await SendAsync(new string((char)('a' + (size % 26)), size));
        await ReopenAsync();
        Assert.Equal(sizes.Select(size => new string((char)('a' + (size % 26)), size)), (await ReceiveAsync()).Select(Text));
    }

    [Fact]
    public async Task Concurrent_producers_and_consumers_lose_and_duplicate_nothing()
    {
        const int producers = 32, each = 60;
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 43200 });
        System.Collections.Concurrent.ConcurrentBag<string> received = [];
        Task[] sending = [.. Enumerable.Range(0, producers).Select(producer => Task.Run(async () =>
        {
            for (int i = 0; i < each; i++)
                await SendAsync($"{producer}/{i}");
        }))];
        Task[] consuming = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (received.Count < producers * each / 2)
            {
                IReadOnlyList<CmqMessage> messages = await ReceiveAsync();
                Assert.Empty(messages.Count == 0 ? [] : await DeleteAsync(messages));
                foreach (CmqMessage message in messages)
                    received.Add(Text(message));
            }
        }))];
        await Task.WhenAll([.. sending, .. consuming]);

        await ReopenAsync();
        while (await ReceiveAsync() is { Count: > 0 } messages)
        {
            foreach (CmqMessage message in messages)
                received.Add(Text(message));
        }

        Assert.Equal(producers * each, received.Count);
        Assert.Equal(producers * each, received.Distinct().Count());
    }
}
