namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>At most three messages of a queue are inactive, two delayed.</summary>
public sealed class QuotaTests() : BrokerTest(store: null, CmqLimits.For(CmqProfile.Tdmq, strict: false, Quotas))
{
    private static readonly Dictionary<string, CmqLimitOverride> Quotas = new()
    {
        ["inactiveMessages"] = new() { Maximum = 3 },
        ["delayedMessages"] = new() { Maximum = 2 },
    };

    [Fact]
    public async Task A_receive_takes_what_the_quota_leaves_and_then_is_refused()
    {
        await CreateAsync();
        await SendManyAsync(5);

        Assert.Equal("m1", Text(await ReceiveAsync()));
        Assert.Equal(["m2", "m3"], (await ReceiveManyAsync()).Select(Text));
        CmqServiceException refused = await FailsAsync(CmqErrors.TooManyUnackedOrDelayedMessages, async () => await ReceiveAsync());
        Assert.Contains("at most 3", refused.Message, StringComparison.Ordinal);
        await FailsAsync(CmqErrors.TooManyUnackedOrDelayedMessages, () => WaitAsync());
        Assert.Equal((2, 3, 0, 0), await CountersAsync());
    }

    [Fact]
    public async Task A_delete_and_the_end_of_a_visibility_make_room()
    {
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10 });
        await SendManyAsync(5);
        IReadOnlyList<CmqMessage> received = await ReceiveManyAsync();
        Assert.Empty(await DeleteAsync(received[0].ReceiptHandle));
        Assert.Equal("m4", Text(await ReceiveAsync()));

        Clock.AdvanceSeconds(10);
        Assert.Equal(3, (await ReceiveManyAsync()).Count);
    }

    [Fact]
    public async Task A_message_that_goes_to_the_dead_letter_queue_makes_room_for_a_receive_that_waits()
    {
        await CreateAsync("dead");
        await CreateAsync(settings: new QueueSettings { VisibilityTimeout = 10, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        Task<IReadOnlyList<CmqMessage>>[] waits = [WaitAsync(), WaitAsync(), WaitAsync(), WaitAsync()];
        await SendManyAsync(4);
        Assert.False(waits[3].IsCompleted);

        Clock.AdvanceSeconds(10);

        Assert.True(waits[3].IsCompleted);
        Assert.Equal("m4", Text((await waits[3])[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public async Task A_receive_that_waits_while_the_quota_fills_is_served_when_there_is_room(int rewindSeconds)
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = rewindSeconds });
        Task<IReadOnlyList<CmqMessage>>[] waiting = [.. Enumerable.Range(0, 4).Select(_ => WaitAsync())];
        await SendManyAsync(4);
        Assert.Equal([true, true, true, false], waiting.Select(wait => wait.IsCompleted));

        Assert.Empty(await DeleteAsync((await waiting[1])[0].ReceiptHandle));
        Assert.Equal("m4", Text((await waiting[3])[0]));
    }

    [Fact]
    public async Task Delayed_messages_have_a_quota_of_their_own()
    {
        await CreateAsync();
        await SendAsync("a", delay: 10);
        await SendAsync("b", delay: 10);
        await FailsAsync(CmqErrors.TooManyUnackedOrDelayedMessages, async () => await SendAsync("c", delay: 10));
        await SendAsync("now");
    }
}
