using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

public sealed class WaitingTests : BrokerTest
{
    [Fact]
    public async Task Absent_wait_takes_the_queues_attribute_and_zero_answers_at_once()
    {
        await CreateAsync(settings: new QueueSettings { PollingWaitSeconds = 10 });
        Assert.Null(await ReceiveAsync(wait: 0));
        Task<IReadOnlyList<CmqMessage>> wait = ReceiveManyAsync(1, wait: null).AsTask();
        Clock.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.False(wait.IsCompleted);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Empty(await wait);
    }

    [Fact]
    public async Task Waits_are_served_first_come_first_served()
    {
        await CreateAsync();
        Task<IReadOnlyList<CmqMessage>>[] waits = [.. Enumerable.Range(0, 5).Select(_ => WaitAsync())];
        for (int i = 0; i < waits.Length; i++)
        {
            await SendAsync($"m{i}");
            Assert.Equal(i + 1, waits.Count(static w => w.IsCompleted));
            Assert.Equal($"m{i}", Text((await waits[i])[0]));
        }
    }

    [Fact]
    public async Task Wait_that_is_prolonged_for_a_message_does_not_keep_others_waiting()
    {
        await CreateAsync();
        await CreateAsync("other");
        await SendAsync("a", delay: 10);
        Clock.Advance(TimeSpan.FromMilliseconds(100));
        Task<IReadOnlyList<CmqMessage>> prolonged = Wait(Queue, earlyMilliseconds: 200);
        Task<IReadOnlyList<CmqMessage>> other = Wait("other", earlyMilliseconds: 150);
        Clock.Advance(TimeSpan.FromMilliseconds(9_850));
        Assert.Empty(await other.WaitAsync(TimeSpan.Zero));
        Assert.False(prolonged.IsCompleted);
        Clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal("a", Text(Assert.Single(await prolonged.WaitAsync(TimeSpan.Zero))));

        Task<IReadOnlyList<CmqMessage>> Wait(string queue, int earlyMilliseconds) =>
            Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { MaxMessages = 1, PollingWaitSeconds = 10, AnswerEarly = TimeSpan.FromMilliseconds(earlyMilliseconds) }).AsTask();
    }

    [Fact]
    public void A_message_that_comes_before_a_cancelled_wait_has_ended_goes_to_the_next_wait()
    {
        QueueEngine engine = new(new MemoryStore(), new BrokerOptions { TimeProvider = Clock }, static _ => { });
        Account account = engine.GetAccount("a");
        using CancellationTokenSource cancellation = new();
        ReceiveMessagesRequest receive = new(Queue) { MaxMessages = 1, PollingWaitSeconds = 30 };
        ReceiveRequest cancelled = new(account, receive, cancellation.Token);
        ReceiveRequest next = new(account, receive, CancellationToken.None);
        engine.Begin();
        QueueCatalog.Create(engine, account, new CreateQueueRequest(Queue, new QueueSettings()));
        engine.Run(cancelled);
        engine.Run(next);
        cancellation.Cancel();
        engine.Run(new SendRequest(account, new SendMessagesRequest(Queue, ["a"u8.ToArray()]) { DelaySeconds = 0 }, ["a"u8.ToArray()]));
        engine.Commit();
        Assert.IsType<OperationCanceledException>(cancelled.Error);
        Assert.Equal((false, null), (next.IsWaiting, next.Error));
        Assert.Equal([cancelled, next], engine.Delivery.Ended);
        Assert.Equal(1, account.Find(Queue).Status.Inactive);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Waits_that_are_cancelled_anywhere_leave_the_order_of_the_others(int seed)
    {
        await CreateAsync();
        Random random = new(seed);
        List<(Task<IReadOnlyList<CmqMessage>> Wait, CancellationTokenSource Cancellation)> waits = [];
        for (int step = 0; step < 200; step++)
        {
            if (waits.Count == 0 || random.Next(2) == 0)
            {
                CancellationTokenSource cancellation = new();
                waits.Add((WaitAsync(token: cancellation.Token), cancellation));
            }
            else if (random.Next(2) == 0)
            {
                int place = random.Next(3) switch { 0 => 0, 1 => waits.Count - 1, _ => random.Next(waits.Count) };
                await waits[place].Cancellation.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits[place].Wait);
                waits.RemoveAt(place);
            }
            else
            {
                await SendAsync($"m{step}");
                Assert.Equal($"m{step}", Text(Assert.Single(await waits[0].Wait)));
                waits.RemoveAt(0);
            }

            Assert.All(waits, static wait => Assert.False(wait.Wait.IsCompleted));
            Assert.Equal(waits.Count, Assert.Single(await Inspector.DescribeAllAsync()).WaitingReceives);
        }
    }

    [Fact]
    public async Task Wait_ends_when_a_dead_letter_or_a_moved_message_arrives()
    {
        await CreateAsync("dead");
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 5, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        await SendAsync("a");
        await ReceiveAsync();
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync(name: "dead");
        Clock.AdvanceSeconds(5);
        Assert.Equal("a", Text((await wait)[0]));

        await SendAsync("b");
        wait = WaitAsync(name: "dead");
        Assert.Equal(1, (await Inspector.MoveMessagesAsync(new MoveMessagesRequest(Queue, "dead", 10))).Done);
        Assert.Equal("b", Text((await wait)[0]));
    }

    [Fact]
    public async Task Message_that_becomes_visible_when_the_wait_ends_is_still_handed_out()
    {
        await CreateAsync();
        await SendAsync("just in time", delay: 30);
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync(30);
        Clock.AdvanceSeconds(30);
        Assert.Single(await wait);
    }

    [Fact]
    public async Task Wait_gets_the_message_that_becomes_visible_when_it_ends_however_much_else_is_due()
    {
        await CreateAsync("busy");
        for (int i = 0; i < 40; i++)
            await Service.SendMessagesAsync(new SendMessagesRequest("busy", [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[1], 16)]) { DelaySeconds = 30 });
        await CreateAsync();
        await SendAsync("just in time", delay: 30);
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync(30);
        Clock.AdvanceSeconds(30);
        Assert.Equal("just in time", Text(Assert.Single(await wait)));
    }

    [Theory]
    [InlineData(10, 200, 9_800)]
    [InlineData(10, 0, 10_000)]
    public async Task Wait_that_is_to_be_answered_early_ends_by_that_much_before_its_end(int seconds, int early, int expected)
    {
        await CreateAsync();
        await SendAsync("later", delay: 30);
        Clock.AdvanceSeconds(30 - seconds - 1);
        Clock.Advance(TimeSpan.FromMilliseconds(999));
        Task<IReadOnlyList<CmqMessage>> wait = Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = seconds, AnswerEarly = TimeSpan.FromMilliseconds(early) }).AsTask();
        Clock.Advance(TimeSpan.FromMilliseconds(expected - 1));
        Assert.False(wait.IsCompleted);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Empty(await wait.WaitAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Wait_that_is_to_be_answered_early_by_all_of_its_time_does_not_wait()
    {
        await CreateAsync();
        await SendAsync("later", delay: 1);
        Assert.Empty(await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 1, AnswerEarly = TimeSpan.FromSeconds(1) }).AsTask().WaitAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Cancelled_wait_takes_no_message()
    {
        await CreateAsync();
        using CancellationTokenSource source = new();
        Task<IReadOnlyList<CmqMessage>> cancelled = WaitAsync(token: source.Token);
        Task<IReadOnlyList<CmqMessage>> other = WaitAsync();
        await source.CancelAsync();
        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(source.Token, exception.CancellationToken);
        await SendAsync("a");
        Assert.Equal("a", Text((await other)[0]));
        Assert.Equal(0, (await Inspector.DescribeAllAsync())[0].WaitingReceives);
    }

    [Fact]
    public async Task Deleting_the_queue_ends_its_waits_as_not_found()
    {
        await CreateAsync();
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync();
        Assert.Equal(1, (await Inspector.DescribeAllAsync())[0].WaitingReceives);
        await Service.DeleteQueueAsync(Queue);
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => wait);
    }

    [Fact]
    public async Task Disposing_the_broker_ends_waits_and_refuses_what_comes_after()
    {
        await CreateAsync();
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync();
        await Broker.DisposeAsync();
        await Assert.ThrowsAsync<CmqUnavailableException>(() => wait);
        await Assert.ThrowsAsync<CmqUnavailableException>(async () => await SendAsync("a"));
        await Broker.DisposeAsync();
    }
}
