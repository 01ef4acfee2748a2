namespace CmqContracts.Broker.Tests.Behaviour;

public sealed class LifeCycleTests : BrokerTest
{
    [Fact]
    public async Task Body_is_the_brokers_own_copy()
    {
        await CreateAsync();
        byte[] buffer = "first"u8.ToArray();
        await Service.SendMessagesAsync(new SendMessagesRequest(Queue, [buffer]));
        buffer.AsSpan().Fill((byte)'x');
        Assert.Equal("first", Text(await ReceiveAsync()));
    }

    [Fact]
    public async Task Message_is_visible_again_exactly_at_the_reported_time()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10 });
        await SendAsync("a");
        CmqMessage message = (await ReceiveAsync())!;
        Assert.Equal(Clock.GetUtcNow().AddSeconds(10), message.VisibleAgainAt);
        Clock.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.Null(await ReceiveAsync());
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        CmqMessage again = (await ReceiveAsync())!;
        Assert.Equal(2, again.DequeueCount);
        Assert.Equal(message.MessageId, again.MessageId);
        Assert.Equal(message.FirstReceivedAt, again.FirstReceivedAt);
        Assert.NotEqual(message.ReceiptHandle, again.ReceiptHandle);
    }

    [Fact]
    public async Task Visibility_ends_at_the_next_whole_second_so_that_the_wire_says_the_same()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10 });
        await SendAsync("a");
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        CmqMessage message = (await ReceiveAsync())!;
        Assert.Equal(0, message.VisibleAgainAt.Millisecond);
        Clock.Advance(TimeSpan.FromMilliseconds(10_998));
        Assert.Empty(await DeleteAsync(message.ReceiptHandle));
    }

    [Fact]
    public async Task A_delete_reports_every_handle_that_is_none_and_deletes_the_others()
    {
        await CreateAsync();
        await SendAsync("a");
        string handle = (await ReceiveAsync())!.ReceiptHandle;
        Assert.Equal(["1", "2"], (await DeleteAsync("1", handle, "2")).Select(static failure => failure.ReceiptHandle));
        Assert.Equal((0, 0, 0, 0), await CountersAsync());
    }

    [Fact]
    public async Task Message_expires_whether_fetched_or_not_and_its_handle_with_it()
    {
        await CreateAsync(settings: new QueueSettings { MsgRetentionSeconds = 60, VisibilityTimeout = 43_200 });
        await SendAsync("consume once");
        await SendAsync("never received");
        await SendAsync("delayed", delay: 59);
        CmqMessage message = (await ReceiveAsync())!;
        Assert.True(message.VisibleAgainAt > Clock.GetUtcNow().AddSeconds(60));
        Clock.Advance(TimeSpan.FromMilliseconds(59_999));
        Assert.Equal((2, 1, 0, 0), await CountersAsync());
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((0, 0, 0, 0), await CountersAsync());
        Assert.Single(await DeleteAsync(message.ReceiptHandle));
        Assert.Null(await ReceiveAsync());
    }

    [Fact]
    public async Task A_handle_of_a_broker_in_memory_means_nothing_to_the_next_one()
    {
        await CreateAsync();
        await SendManyAsync(16);
        string[] handles = [.. (await ReceiveManyAsync()).Select(static message => message.ReceiptHandle)];
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        await using CmqBroker next = new(new BrokerOptions { TimeProvider = Clock });
        ICmqService service = next.GetService("100000000001");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        await service.SendMessagesAsync(new SendMessagesRequest(Queue, [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[1], 16)]));
        Assert.Equal(16, (await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 16, PollingWaitSeconds = 0 })).Count);
        Assert.Equal(handles, (await service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, handles))).Select(static failure => failure.ReceiptHandle));
    }
}
