namespace CmqContracts.Sqlite.Tests;

/// <summary>The machine's clock is set while a durable broker runs, and while it is down.</summary>
public sealed class ClockStepTests : StoreTest
{
    [Fact]
    public async Task Wait_delay_and_visibility_end_in_time_after_a_step_back()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10 });
        await SendAsync("received");
        CmqMessage received = (await ReceiveAsync()).Single();
        Clock.StepWall(TimeSpan.FromMinutes(-10));
        Task<IReadOnlyList<CmqMessage>> wait = Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 2 }).AsTask();
        Clock.AdvanceSeconds(2);
        Assert.Empty(await wait);
        await SendAsync("delayed", delay: 8);
        Clock.AdvanceSeconds(8);
        Assert.Equal(["received", "delayed"], (await ReceiveAsync()).Select(Text));
        Assert.Single(await DeleteAsync([received]));
    }

    [Fact]
    public async Task What_passed_before_the_clock_went_back_while_down_has_passed_and_the_rest_is_still_to_come()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 100 });
        await SendAsync("received");
        CmqMessage received = (await ReceiveAsync()).Single();
        await SendAsync("delayed", delay: 100);
        Clock.AdvanceSeconds(60);
        await CloseAsync();
        Clock.StepWall(TimeSpan.FromDays(-400));
        Open();
        Clock.AdvanceSeconds(39);
        Assert.Empty(await ReceiveAsync());
        Assert.Equal((0, 1, 1, 0), await CountersAsync());
        Clock.AdvanceSeconds(1);
        Assert.Equal(["received", "delayed"], (await ReceiveAsync()).Select(Text));
        Assert.Single(await DeleteAsync([received]));
    }

    [Fact]
    public async Task Messages_keep_their_times_and_order_through_steps_and_restarts()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 43_200 });
        List<DateTimeOffset> sent = [];
        for (int i = 0; i < 8; i++)
        {
            await SendAsync($"{i}");
            sent.Add(Clock.GetUtcNow());
            Clock.AdvanceSeconds(1);
            Clock.StepWall(TimeSpan.FromMinutes(i % 3 == 0 ? -90 : 1));
            if (i % 2 == 0)
                await ReopenAsync();
        }

        Assert.Empty(await SqliteStore.CheckAsync(StoreDirectory));
        IReadOnlyList<CmqMessage> messages = await ReceiveAsync();
        Assert.Equal(Enumerable.Range(0, 8).Select(static i => $"{i}"), messages.Select(Text));
        Assert.Equal(sent, messages.Select(static message => message.EnqueuedAt));
        Assert.All(messages, static message => Assert.True(message.FirstReceivedAt >= message.EnqueuedAt));
    }

    [Fact]
    public async Task A_store_that_lived_through_a_wrong_clock_years_ahead_has_right_times_when_it_is_right_again()
    {
        await CreateAsync();
        Clock.StepWall(TimeSpan.FromDays(20 * 365));
        await SendAsync("from the future");
        await CloseAsync();
        Clock.StepWall(TimeSpan.FromDays(-20 * 365));
        Open();
        await SendAsync("now");
        IReadOnlyList<CmqMessage> messages = await ReceiveAsync();
        Assert.Equal([Clock.GetUtcNow().AddDays(20 * 365), Clock.GetUtcNow()], messages.Select(static message => message.EnqueuedAt));
        Assert.Empty(await DeleteAsync(messages));
        Assert.Equal(Clock.GetUtcNow(), (await Service.GetQueueAttributesAsync(Queue)).OldestMessageAt);
    }

    [Fact]
    public async Task What_a_step_forward_has_expired_stays_expired()
    {
        await CreateAsync(settings: new QueueSettings { MsgRetentionSeconds = 60 });
        await SendAsync("expired");
        Clock.StepWall(TimeSpan.FromSeconds(60));
        await ReopenAsync();
        Clock.StepWall(TimeSpan.FromSeconds(-60));
        Assert.Empty(await ReceiveAsync());
        await ReopenAsync();
        Assert.Equal((0, 0, 0, 0), await CountersAsync());
    }

    [Fact]
    public async Task A_changed_offset_is_found()
    {
        await CreateAsync();
        Clock.StepWall(TimeSpan.FromHours(-1));
        await SendAsync("a");
        await CloseAsync();
        Change("UPDATE wall_offset SET milliseconds = milliseconds + 1");
        Assert.Contains("offset of the clock", Assert.Single(await SqliteStore.CheckAsync(StoreDirectory)), StringComparison.Ordinal);
        Assert.Throws<SqliteStoreException>(Open);
        Store.Dispose();
    }
}
