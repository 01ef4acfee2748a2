using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Brokers.Tests.Behaviour;

public sealed class LifeCycleTests : BrokerTest
{
    [Fact]
    public async Task Message_is_sent_received_and_deleted()
    {
        await CreateAsync();
        string id = await SendAsync("你好 👋");
        CmqMessage? message = await ReceiveAsync();
        Assert.Equal("你好 👋", Text(message));
        Assert.Equal(id, message!.MessageId);
        Assert.Equal(1, message.DequeueCount);
        Assert.Equal((0, 1, 0, 0), await CountersAsync());
        Assert.Empty(await DeleteAsync(message.ReceiptHandle));
        Assert.Equal((0, 0, 0, 0), await CountersAsync());
    }

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
    public async Task Ids_and_handles_are_decimal_and_fit_63_bits()
    {
        await CreateAsync();
        foreach (string _ in await SendManyAsync(16))
        {
            CmqMessage message = (await ReceiveAsync())!;
            Assert.True(long.Parse(message.MessageId, NumberStyles.None, CultureInfo.InvariantCulture) > 0);
            Assert.True(long.Parse(message.ReceiptHandle, NumberStyles.None, CultureInfo.InvariantCulture) > 0);
        }
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
    public async Task Handle_is_dead_from_the_moment_of_visibility()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10 });
        await SendAsync("a");
        CmqMessage message = (await ReceiveAsync())!;
        Clock.AdvanceSeconds(10);
        Assert.Equal(CmqErrors.ReceiptHandleInvalid, Assert.Single(await DeleteAsync(message.ReceiptHandle)).Error);
        Assert.Equal((1, 0, 0, 0), await CountersAsync());
    }

    [Fact]
    public async Task Only_the_latest_handle_works()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10 });
        await SendAsync("a");
        CmqMessage first = (await ReceiveAsync())!;
        Clock.AdvanceSeconds(10);
        CmqMessage second = (await ReceiveAsync())!;
        Assert.Single(await DeleteAsync(first.ReceiptHandle));
        Assert.Empty(await DeleteAsync(second.ReceiptHandle));
        Assert.Single(await DeleteAsync(second.ReceiptHandle));
    }

    [Fact]
    public async Task Batch_delete_reports_each_bad_handle_and_deletes_the_rest()
    {
        await CreateAsync();
        await CreateAsync("other");
        await SendManyAsync(2);
        await SendAsync("foreign", name: "other");
        IReadOnlyList<CmqMessage> messages = await ReceiveManyAsync();
        CmqMessage foreign = (await ReceiveAsync(name: "other"))!;
        IReadOnlyList<DeleteMessageFailure> failures = await DeleteAsync(
            messages[0].ReceiptHandle, foreign.ReceiptHandle, "nonsense", messages[0].ReceiptHandle, messages[1].ReceiptHandle);
        Assert.Equal([foreign.ReceiptHandle, "nonsense", messages[0].ReceiptHandle], failures.Select(f => f.ReceiptHandle));
        Assert.Equal((0, 0, 0, 0), await CountersAsync());
        Assert.Equal((0, 1, 0, 0), await CountersAsync("other"));
    }

    [Fact]
    public async Task Delayed_message_is_counted_and_hidden_until_its_flight_is_over()
    {
        await CreateAsync();
        DateTimeOffset produced = Clock.GetUtcNow();
        await SendAsync("later", delay: 5);
        await SendAsync("now");
        Assert.Equal((1, 0, 1, 0), await CountersAsync());
        Assert.Equal("now", Text(await ReceiveAsync()));
        Assert.Null(await ReceiveAsync());
        Clock.AdvanceSeconds(5);
        CmqMessage message = (await ReceiveAsync())!;
        Assert.Equal("later", Text(message));
        Assert.Equal(produced, message.EnqueuedAt);
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
    public async Task Heap_counts_active_inactive_and_delayed_messages_and_a_refused_batch_stores_nothing()
    {
        await CreateAsync(settings: new QueueSettings { MaxMsgHeapNum = 3, RewindSeconds = 60 });
        await SendAsync("deleted");
        await DeleteAsync((await ReceiveAsync())!.ReceiptHandle);
        await SendAsync("a", delay: 5);
        await SendAsync("b");
        await FailsAsync(CmqErrors.QueueFull, async () => await SendManyAsync(2));
        Assert.Equal((1, 0, 1, 1), await CountersAsync());
        await ReceiveAsync();
        await SendAsync("c");
        await FailsAsync(CmqErrors.QueueFull, async () => await SendAsync("d"));
    }

    [Fact]
    public async Task Batch_receive_returns_what_is_there_and_does_not_wait_for_more()
    {
        await CreateAsync();
        await SendManyAsync(3);
        IReadOnlyList<CmqMessage> messages = await ReceiveManyAsync(16, wait: 30);
        Assert.Equal(["m1", "m2", "m3"], messages.Select(Text));
    }

    [Fact]
    public async Task Oldest_message_is_the_minimum_over_all_unconsumed_ones_and_now_when_there_is_none()
    {
        await CreateAsync();
        Assert.Equal(NowSeconds, (await AttributesAsync()).OldestMessageAt.ToUnixTimeSeconds());
        DateTimeOffset first = Clock.GetUtcNow();
        await SendAsync("delayed", delay: 100);
        Clock.AdvanceSeconds(10);
        await SendAsync("active");
        Assert.Equal(first, (await AttributesAsync()).OldestMessageAt);
    }

    [Fact]
    public async Task Shorter_retention_applies_to_stored_messages()
    {
        await CreateAsync();
        await SendAsync("old");
        Clock.AdvanceSeconds(60);
        await SendAsync("young");
        Assert.Equal(1, (await SetAsync(new QueueSettings { MsgRetentionSeconds = 60 })).ActiveMessages);
        Assert.Equal("young", Text(await ReceiveAsync()));
    }

    [Fact]
    public async Task New_visibility_does_not_touch_messages_that_are_out()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10 });
        await SendAsync("a");
        await ReceiveAsync();
        await SetAsync(new QueueSettings { VisibilityTimeout = 100 });
        Clock.AdvanceSeconds(10);
        Assert.Equal(Clock.GetUtcNow().AddSeconds(100), (await ReceiveAsync())!.VisibleAgainAt);
    }

    [Fact]
    public async Task Clear_drops_every_state_and_the_handles()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 60 });
        await SendManyAsync(3);
        await DeleteAsync((await ReceiveAsync())!.ReceiptHandle);
        CmqMessage held = (await ReceiveAsync())!;
        await SendAsync("delayed", delay: 10);
        Assert.Equal((1, 1, 1, 1), await CountersAsync());
        await Service.ClearQueueAsync(Queue);
        Assert.Equal((0, 0, 0, 0), await CountersAsync());
        Assert.Single(await DeleteAsync(held.ReceiptHandle));
        await SendAsync("after");
        Assert.Equal("after", Text(await ReceiveAsync()));
    }

    [Fact]
    public async Task Clock_that_goes_back_does_not_turn_time_back()
    {
        SteppingClock clock = new() { Now = DateTimeOffset.FromUnixTimeSeconds(1000) };
        await using Broker broker = new(new BrokerOptions { TimeProvider = clock });
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["1"u8.ToArray()]));
        clock.Now = DateTimeOffset.FromUnixTimeSeconds(10);
        await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["2"u8.ToArray()]));
        IReadOnlyList<CmqMessage> messages = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue, 2, 0));
        Assert.All(messages, static m => Assert.Equal(1000, m.EnqueuedAt.ToUnixTimeSeconds()));
    }

    private sealed class SteppingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
