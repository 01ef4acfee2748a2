namespace CmqContracts.Broker.Tests.Behaviour;

public sealed class RewindTests : BrokerTest
{
    [Fact]
    public async Task Rewound_messages_come_back_in_production_order_under_their_old_ids()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 600 });
        long start = NowSeconds;
        string first = await SendAsync("1");
        Clock.AdvanceSeconds(10);
        string second = await SendAsync("2");
        Clock.AdvanceSeconds(10);
        await SendAsync("3");
        IReadOnlyList<CmqMessage> messages = await ReceiveManyAsync();
        await DeleteAsync(messages[2].ReceiptHandle, messages[1].ReceiptHandle);
        await DeleteAsync(messages[0].ReceiptHandle);
        Assert.Equal((0, 0, 0, 3), await CountersAsync());

        Assert.Equal(2, await Inspector.CountRewindAsync(new RewindQueueRequest(Queue, start + 10)));
        await RewindAsync(start + 10);
        Assert.Equal((2, 0, 0, 1), await CountersAsync());
        await RewindAsync(start);
        IReadOnlyList<CmqMessage> again = await ReceiveManyAsync();
        Assert.Equal(["1", "2", "3"], again.Select(Text));
        Assert.Equal([first, second], again.Take(2).Select(static m => m.MessageId));
        Assert.All(again, static m => Assert.Equal(2, m.DequeueCount));
        Assert.Equal(messages[0].FirstReceivedAt, again[0].FirstReceivedAt);
        Assert.NotEqual(messages[0].ReceiptHandle, again[0].ReceiptHandle);
    }

    [Fact]
    public async Task Rewind_of_a_queue_without_it_is_refused_and_a_delete_is_final()
    {
        await CreateAsync();
        await FailsAsync(CmqErrors.QueueCannotBeRewound, async () => await RewindAsync(NowSeconds));
        await FailsAsync(CmqErrors.QueueCannotBeRewound, async () => await Inspector.CountRewindAsync(new RewindQueueRequest(Queue, NowSeconds)));
        await SendAsync("a");
        await DeleteAsync((await ReceiveAsync())!.ReceiptHandle);
        await SetAsync(new QueueSettings { RewindSeconds = 60 });
        await RewindAsync(NowSeconds);
        Assert.Null(await ReceiveAsync());
    }

    [Fact]
    public async Task Deleted_messages_leave_the_rewindable_ones_when_they_are_too_old()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 60 });
        await SendAsync("a");
        Clock.AdvanceSeconds(20);
        await DeleteAsync((await ReceiveAsync())!.ReceiptHandle);
        Clock.Advance(TimeSpan.FromMilliseconds(39_999));
        Assert.Equal((0, 0, 0, 1), await CountersAsync());
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((0, 0, 0, 0), await CountersAsync());
    }

    [Fact]
    public async Task Rewind_of_thousands_brings_each_back_once()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 600 });
        const int Count = 3_200;
        for (int i = 0; i < Count / 16; i++)
            await SendManyAsync(16);
        while (await ReceiveManyAsync() is { Count: > 0 } messages)
            Assert.Empty(await DeleteAsync([.. messages.Select(static m => m.ReceiptHandle)]));
        await RewindAsync(NowSeconds);
        Assert.Equal((Count, 0, 0, 0), await CountersAsync());
        HashSet<string> ids = [];
        while (await ReceiveManyAsync() is { Count: > 0 } messages)
            Assert.All(messages, m => Assert.True(ids.Add(m.MessageId)));
        Assert.Equal(Count, ids.Count);
        Clock.AdvanceSeconds(600);
        Assert.Equal((Count, 0, 0, 0), await CountersAsync());
    }
}
