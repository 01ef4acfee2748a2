using CmqContracts.Protocol;

namespace CmqContracts.Brokers.Tests.Behaviour;

public sealed class DeadLetterTests : BrokerTest
{
    [Fact]
    public async Task Message_received_too_often_moves_when_it_would_become_visible()
    {
        await CreateAsync("dead");
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 5, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("DEAD", 2) });
        Assert.Equal("dead", (await AttributesAsync()).DeadLetterPolicy!.DeadLetterQueue);
        string id = await SendAsync("poison");
        await ReceiveAsync();
        Clock.AdvanceSeconds(5);
        await ReceiveAsync();
        Clock.AdvanceSeconds(4);
        Assert.Equal((0, 1, 0, 0), await CountersAsync());
        Clock.AdvanceSeconds(1);
        Assert.Equal((0, 0, 0, 0), await CountersAsync());
        CmqMessage dead = (await ReceiveAsync(name: "dead"))!;
        Assert.Equal("poison", Text(dead));
        Assert.NotEqual(id, dead.MessageId);
        Assert.Equal(1, dead.DequeueCount);
        Assert.Equal(Clock.GetUtcNow(), dead.EnqueuedAt);
    }

    [Fact]
    public async Task Message_unconsumed_too_long_moves_and_one_that_is_out_moves_when_it_returns()
    {
        await CreateAsync("dead");
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 200, DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        await SendManyAsync(2);
        Clock.AdvanceSeconds(200);
        CmqMessage held = (await ReceiveAsync())!;
        Clock.AdvanceSeconds(100);
        Assert.Equal((0, 1, 0, 0), await CountersAsync());
        Assert.Equal((1, 0, 0, 0), await CountersAsync("dead"));
        Clock.AdvanceSeconds(99);
        Assert.Equal((1, 0, 0, 0), await CountersAsync("dead"));
        Clock.AdvanceSeconds(1);
        Assert.Equal((2, 0, 0, 0), await CountersAsync("dead"));
        Assert.Single(await DeleteAsync(held.ReceiptHandle));
    }

    [Fact]
    public async Task Dead_letters_arrive_even_when_their_queue_is_full()
    {
        await CreateAsync("dead", new QueueSettings { MaxMsgHeapNum = 1 });
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 1, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        await SendManyAsync(3);
        await ReceiveManyAsync();
        Clock.AdvanceSeconds(1);
        Assert.Equal((3, 0, 0, 0), await CountersAsync("dead"));
    }

    [Fact]
    public async Task Dead_letter_queue_must_exist_must_not_nest_and_cannot_be_deleted_while_bound()
    {
        await FailsAsync(CmqErrors.DeadLetterQueueNotFound, async () => await CreateAsync("a", Bound("dead")));
        await FailsAsync(CmqErrors.DeadLetterQueueNested, async () => await CreateAsync("a", Bound("A")));
        await CreateAsync("dead");
        await CreateAsync("a", Bound("dead"));
        await FailsAsync(CmqErrors.DeadLetterQueueNested, async () => await CreateAsync("b", Bound("a")));
        await CreateAsync("c");
        await FailsAsync(CmqErrors.DeadLetterQueueNested, async () => await SetAsync(Bound("c"), "dead"));
        await FailsAsync(CmqErrors.QueueIsDeadLetterQueue, async () => await Service.DeleteQueueAsync("dead"));
        await Service.UnbindDeadLetterQueueAsync("a");
        await FailsAsync(CmqErrors.DeadLetterQueueNotFound, async () => await Service.UnbindDeadLetterQueueAsync("a"));
        await Service.DeleteQueueAsync("dead");
    }

    [Fact]
    public async Task Dead_letter_queue_serves_six_queues_and_no_more()
    {
        await CreateAsync("dead");
        for (int i = 0; i < 6; i++)
            await CreateAsync($"s{i}", Bound("dead"));
        await FailsAsync(CmqErrors.DeadLetterQueueBoundTooOften, async () => await CreateAsync("s6", Bound("dead")));
        await SetAsync(DeadAfter("dead", 7), "s0");
        await Service.DeleteQueueAsync("s5");
        await CreateAsync("s6", Bound("dead"));
        QueueList sources = await Service.ListDeadLetterSourceQueuesAsync(new ListDeadLetterSourceQueuesRequest("DEAD", "S", 1, 2));
        Assert.Equal(6, sources.TotalCount);
        Assert.Equal(["s1", "s2"], sources.Queues.Select(static q => q.QueueName));
    }

    [Fact]
    public async Task Unbound_queue_gives_its_messages_back_instead_of_moving_them()
    {
        await CreateAsync("dead");
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 5, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        await SendAsync("a");
        await ReceiveAsync();
        await Service.UnbindDeadLetterQueueAsync(Queue);
        Clock.AdvanceSeconds(5);
        Assert.Equal((1, 0, 0, 0), await CountersAsync());
    }

    private static QueueSettings Bound(string queue) => DeadAfter(queue, 3);

    private static QueueSettings DeadAfter(string queue, int receives) => new() { DeadLetterPolicy = DeadLetterPolicy.AfterReceives(queue, receives) };
}
