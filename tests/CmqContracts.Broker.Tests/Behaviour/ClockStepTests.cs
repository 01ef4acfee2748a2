using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>The machine's clock is set back or forward while the broker runs.</summary>
public sealed class ClockStepTests : BrokerTest
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    public static TheoryData<TimeSpan> Back => [TimeSpan.FromSeconds(-1.5), -TenMinutes, TimeSpan.FromDays(-1), TimeSpan.FromDays(-3650)];

    [Theory]
    [MemberData(nameof(Back))]
    public async Task Wait_that_runs_and_wait_that_begins_end_in_time_after_a_step_back(TimeSpan step)
    {
        await CreateAsync();
        Task<IReadOnlyList<CmqMessage>> before = WaitAsync(2);
        Clock.AdvanceSeconds(1);
        Clock.StepWall(step);
        Task<IReadOnlyList<CmqMessage>> after = WaitAsync(2);
        Clock.AdvanceSeconds(1);
        Assert.Empty(await before.WaitAsync(TimeSpan.Zero));
        Assert.False(after.IsCompleted);
        Clock.AdvanceSeconds(1);
        Assert.Empty(await after.WaitAsync(TimeSpan.Zero));
    }

    [Theory]
    [MemberData(nameof(Back))]
    public async Task Visibility_and_delay_end_in_time_after_a_step_back_and_not_earlier(TimeSpan step)
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10 });
        await SendAsync("received");
        CmqMessage received = (await ReceiveAsync())!;
        await SendAsync("delayed", delay: 20);
        Clock.StepWall(step);
        await SendAsync("delayed after", delay: 30);
        Clock.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.Null(await ReceiveAsync());
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(await DeleteAsync(received.ReceiptHandle));
        Assert.Equal("received", Text(await ReceiveAsync()));
        Clock.AdvanceSeconds(10);
        Assert.Contains("delayed", (await ReceiveManyAsync()).Select(Text));
        Clock.AdvanceSeconds(10);
        Assert.Contains("delayed after", (await ReceiveManyAsync()).Select(Text));
    }

    [Theory]
    [MemberData(nameof(Back))]
    public async Task Message_keeps_its_times_and_new_ones_have_right_times_after_a_step_back(TimeSpan step)
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10 });
        DateTimeOffset start = Clock.GetUtcNow();
        await SendAsync("old");
        Clock.AdvanceSeconds(5);
        Clock.StepWall(step);
        DateTimeOffset now = Clock.GetUtcNow();
        await SendAsync("new");
        IReadOnlyList<CmqMessage> messages = await ReceiveManyAsync();
        Assert.Equal(["old", "new"], messages.Select(Text));
        Assert.Equal([start, now], messages.Select(static message => message.EnqueuedAt));
        Assert.Equal([start.AddSeconds(5), now], messages.Select(static message => message.FirstReceivedAt));
        Assert.All(messages, message => Assert.InRange(message.VisibleAgainAt, now.AddSeconds(10), now.AddSeconds(11)));
        Assert.All(messages, static message => Assert.Equal(0, message.VisibleAgainAt.Millisecond));
        Clock.AdvanceSeconds(11);
        Assert.Equal([start, now], (await ReceiveManyAsync()).Select(static message => message.EnqueuedAt));
    }

    [Fact]
    public async Task Step_forward_is_as_if_the_time_had_passed_and_stays_so()
    {
        await CreateAsync(settings: new QueueSettings { MsgRetentionSeconds = 3600, VisibilityTimeout = 30 });
        await SendAsync("expires");
        Clock.StepWall(TimeSpan.FromSeconds(1800));
        await SendAsync("stays");
        CmqMessage first = (await ReceiveAsync())!;
        Clock.StepWall(TimeSpan.FromSeconds(1800));
        Assert.Single(await DeleteAsync(first.ReceiptHandle));
        Clock.StepWall(TimeSpan.FromSeconds(-3600));
        Assert.Equal(["stays"], (await ReceiveManyAsync()).Select(Text));
    }

    [Fact]
    public async Task Wait_notices_a_step_forward_within_a_second()
    {
        await CreateAsync();
        await SendAsync("delayed", delay: 600);
        Task<IReadOnlyList<CmqMessage>> served = WaitAsync(30);
        Task<IReadOnlyList<CmqMessage>> ended = WaitAsync(30);
        Clock.StepWall(TenMinutes);
        Clock.AdvanceSeconds(1);
        Assert.Equal("delayed", Text((await served.WaitAsync(TimeSpan.Zero)).Single()));
        Assert.Empty(await ended.WaitAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Clock_that_was_years_ahead_is_right_again_at_once()
    {
        await CreateAsync();
        Clock.StepWall(TimeSpan.FromDays(365 * 50));
        await SendAsync("from the future");
        Clock.StepWall(TimeSpan.FromDays(-365 * 50));
        await SendAsync("now");
        Assert.Equal([50 * 365, 0], (await ReceiveManyAsync()).Select(message => (int)(message.EnqueuedAt - Clock.GetUtcNow()).TotalDays));
    }

    [Fact]
    public async Task Rewind_brings_everything_back_from_the_first_message_that_was_produced_at_or_after_the_time()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 3600 });
        long first = NowSeconds;
        foreach (string body in (string[])["1", "2", "3"])
        {
            await SendAsync(body);
            Clock.AdvanceSeconds(60);
        }

        Clock.StepWall(-TenMinutes);
        await SendAsync("4");
        await DeleteAsync([.. (await ReceiveManyAsync()).Select(static message => message.ReceiptHandle)]);
        Clock.StepWall(TenMinutes);
        await RewindAsync(first + 60);
        Assert.Equal(["2", "3", "4"], (await ReceiveManyAsync()).Select(Text));
    }

    [Fact]
    public async Task Rewind_to_the_second_at_which_the_clock_was_set_back_brings_what_was_sent_in_it()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 3600 });
        long second = NowSeconds;
        await SendAsync("1");
        Clock.StepWall(-TenMinutes);
        await SendAsync("2");
        await DeleteAsync([.. (await ReceiveManyAsync()).Select(static message => message.ReceiptHandle)]);
        Clock.StepWall(TenMinutes);
        await RewindAsync(second);
        Assert.Equal(["1", "2"], (await ReceiveManyAsync()).Select(Text));
    }

    /// <summary>For every second of the window, a rewind would bring back the first message whose enqueue time is at or after it, and all after that one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Rewind_begins_with_the_first_message_of_the_time_whatever_the_clock_did(int seed)
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 3600 });
        Random random = new(seed);
        List<DateTimeOffset> sent = [];
        for (int i = 0; i < 60; i++)
        {
            Clock.AdvanceSeconds(random.Next(3));
            if (random.Next(3) == 0)
                Clock.StepWall(TimeSpan.FromSeconds(random.Next(-20, 10)));
            await SendAsync($"{i}");
            sent.Add(Clock.GetUtcNow());
        }

        while (await ReceiveManyAsync() is { Count: > 0 } messages)
            await DeleteAsync([.. messages.Select(static message => message.ReceiptHandle)]);
        Clock.StepWall(TenMinutes);
        for (long second = sent.Min().ToUnixTimeSeconds() - 1; second <= sent.Max().ToUnixTimeSeconds() + 1; second++)
        {
            int first = sent.FindIndex(at => at.ToUnixTimeSeconds() >= second);
            Assert.Equal(first < 0 ? 0 : sent.Count - first, await Inspector.CountRewindAsync(new RewindQueueRequest(Queue, second)));
        }
    }

    [Fact]
    public async Task Oldest_message_is_reported_with_its_enqueue_time_and_an_empty_queue_with_the_present_one()
    {
        await CreateAsync();
        await SendAsync("a");
        DateTimeOffset sent = Clock.GetUtcNow();
        Clock.StepWall(-TenMinutes);
        Assert.Equal(sent, (await AttributesAsync()).OldestMessageAt);
        await Service.ClearQueueAsync(Queue);
        Assert.Equal(Clock.GetUtcNow(), (await AttributesAsync()).OldestMessageAt);
    }

    [Fact]
    public async Task Attributes_are_dated_by_the_clock_of_their_moment()
    {
        await CreateAsync();
        DateTimeOffset created = Clock.GetUtcNow();
        Clock.StepWall(-TenMinutes);
        await SetAsync(new QueueSettings { VisibilityTimeout = 40 });
        QueueAttributes attributes = await AttributesAsync();
        Assert.Equal((created, Clock.GetUtcNow()), (attributes.CreatedAt, attributes.LastModifiedAt));
    }

    [Fact]
    public async Task Wall_clock_that_stands_still_stops_nothing()
    {
        await CreateAsync();
        await SendAsync("delayed", delay: 5);
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync(30);
        Clock.AdvanceMonotonic(TimeSpan.FromSeconds(5));
        Assert.Single(await wait.WaitAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Monotonic_clock_that_stands_still_stops_nothing()
    {
        await CreateAsync();
        await SendAsync("delayed", delay: 5);
        for (int i = 0; i < 50; i++)
        {
            Assert.Null(await ReceiveAsync());
            Clock.StepWall(TimeSpan.FromMilliseconds(100));
        }

        Assert.NotNull(await ReceiveAsync());
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59.5Z")]
    [InlineData("9999-12-31T23:59:58Z")]
    public async Task Clock_at_the_ends_of_time_stops_nothing(string time)
    {
        ManualTimeProvider clock = new(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = clock });
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings { VisibilityTimeout = 30 }));
        await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["a"u8.ToArray()]));
        CmqMessage message = (await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 0 })).Single();
        Assert.Equal(clock.GetUtcNow(), message.EnqueuedAt);
        Assert.Equal(clock.GetUtcNow(), message.FirstReceivedAt);
        Assert.True(message.VisibleAgainAt >= clock.GetUtcNow());
        Assert.Empty(await service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [message.ReceiptHandle])));
    }
}
