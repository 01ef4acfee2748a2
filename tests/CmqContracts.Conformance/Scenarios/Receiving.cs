using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class Receiving
{
    public static async Task Messages_come_in_the_order_of_sending_when_nothing_disturbs_it(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(3);
        await cmq.SendAsync("m4");
        List<string> bodies = [];
        for (int i = 0; i < 4; i++)
            bodies.Add(Text(await cmq.ReceiveAsync()));
        Assert.Equal(["m1", "m2", "m3", "m4"], bodies);
    }

    public static async Task A_batch_receive_returns_what_is_there_and_does_not_wait_for_more(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(3);
        Assert.Equal(["m1", "m2", "m3"], (await cmq.ReceiveManyAsync(16, wait: 30)).Select(Text));
    }

    public static async Task A_batch_receive_takes_as_many_as_it_asked_for(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(5);
        Assert.Equal(2, (await cmq.ReceiveManyAsync(2)).Count);
        Assert.Equal((3, 2, 0, 0), await cmq.CountersAsync());
        await FailsAsync(CmqErrors.ParameterBatchSizeOutOfRange("numOfMsg"), () => cmq.ReceiveManyAsync(17));
        Assert.Equal((3, 2, 0, 0), await cmq.CountersAsync());
    }

    public static async Task A_wait_of_zero_answers_at_once_whatever_the_queue_says(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { PollingWaitSeconds = 30 });
        Assert.Empty(await cmq.ReceiveManyAsync(wait: 0));
        await cmq.WaitingAsync(0);
    }

    public static async Task A_receive_without_a_wait_takes_the_queues_own(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { PollingWaitSeconds = 10 });
        var wait = await cmq.WaitAsync(wait: null);
        await cmq.AdvanceAsync(9);
        await cmq.WaitingAsync(1);
        await cmq.AdvanceAsync(1);
        Assert.Empty(await wait());
        await cmq.WaitingAsync(0);
    }

    public static async Task A_queue_without_a_wait_answers_at_once(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        Assert.Empty(await cmq.ReceiveManyAsync(wait: null));
    }

    public static async Task A_wait_ends_with_nothing_when_its_time_is_over(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { PollingWaitSeconds = 1 });
        var wait = await cmq.WaitAsync(wait: 30);
        await cmq.AdvanceAsync(29);
        await cmq.WaitingAsync(1);
        await cmq.AdvanceAsync(1);
        Assert.Empty(await wait());
    }

    public static async Task A_wait_ends_with_a_send(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        var wait = await cmq.WaitAsync();
        await cmq.SendManyAsync(3);
        Assert.Equal(["m1", "m2", "m3"], (await wait()).Select(Text));
    }

    public static async Task A_wait_ends_when_a_delay_is_over(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendAsync("later", delay: 5);
        var wait = await cmq.WaitAsync();
        await cmq.AdvanceAsync(5);
        Assert.Equal(["later"], (await wait()).Select(Text));
    }

    public static async Task A_wait_ends_when_a_visibility_timeout_is_over(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 5 });
        await cmq.SendAsync("a");
        await cmq.ReceiveAsync();
        var wait = await cmq.WaitAsync();
        await cmq.AdvanceAsync(5);
        Assert.Equal(2, Assert.Single(await wait()).DequeueCount);
    }

    public static async Task A_wait_ends_with_a_rewind(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 60 });
        await cmq.SendAsync("a");
        await cmq.ConsumeAsync();
        var wait = await cmq.WaitAsync();
        await cmq.RewindAsync(cmq.NowSeconds);
        Assert.Equal(["a"], (await wait()).Select(Text));
    }

    public static async Task A_wait_ends_with_a_dead_letter(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 5, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) });
        await cmq.SendAsync("a");
        await cmq.ReceiveAsync();
        var wait = await cmq.WaitAsync(name: "dead");
        await cmq.AdvanceAsync(5);
        Assert.Equal(["a"], (await wait()).Select(Text));
    }

    public static async Task A_wait_ends_with_a_publish(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeQueueAsync("shipping");
        var wait = await cmq.WaitAsync(name: "shipping");
        await cmq.PublishAsync("x");
        Assert.Equal(["x"], (await wait()).Select(Text));
    }

    public static async Task A_wait_ends_as_not_found_when_its_queue_is_deleted(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        var wait = await cmq.WaitAsync();
        await cmq.DeleteQueueAsync();
        await FailsAsync(CmqErrors.QueueDoesNotExist, wait);
    }

    public static async Task A_clear_leaves_waits_waiting(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        var wait = await cmq.WaitAsync();
        await cmq.Cmq.ClearQueueAsync(Queue);
        await cmq.SendAsync("after");
        Assert.Equal(["after"], (await wait()).Select(Text));
    }

    public static async Task Waits_are_served_first_come_first_served(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        var first = await cmq.WaitAsync(max: 1);
        var second = await cmq.WaitAsync(max: 1, receives: 2);
        await cmq.SendAsync("a");
        Assert.Equal(["a"], (await first()).Select(Text));
        await cmq.SendAsync("b");
        Assert.Equal(["b"], (await second()).Select(Text));
    }

    public static async Task A_batch_goes_to_as_many_waits_as_it_takes(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        var first = await cmq.WaitAsync(max: 2);
        var second = await cmq.WaitAsync(max: 16, receives: 2);
        await cmq.SendManyAsync(3);
        Assert.Equal(["m1", "m2"], (await first()).Select(Text));
        Assert.Equal(["m3"], (await second()).Select(Text));
    }

    public static async Task A_cancelled_wait_is_handed_no_message(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        using CancellationTokenSource source = new();
        var cancelled = await cmq.WaitAsync(token: source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(cancelled);
        await cmq.WaitingAsync(0);
        await cmq.SendAsync("a");
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync());
        Assert.Equal(1, (await cmq.ReceiveAsync()).DequeueCount);
    }

    public static async Task A_receive_that_is_cancelled_before_it_begins_takes_nothing(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendAsync("a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cmq.ReceiveManyAsync(token: new CancellationToken(canceled: true)));
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task A_queue_hands_out_as_many_messages_as_the_limit_says(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(16);
        await cmq.SendManyAsync(16);
        Assert.Equal(16, (await cmq.ReceiveManyAsync()).Count);
        IReadOnlyList<CmqMessage> rest = await cmq.ReceiveManyAsync();
        Assert.Equal(4, rest.Count);
        await FailsAsync(CmqErrors.TooManyUnackedOrDelayedMessages, () => cmq.ReceiveManyAsync());
        await cmq.DeleteAsync(rest[0].ReceiptHandle);
        Assert.Single(await cmq.ReceiveManyAsync());
    }

    public static async Task Many_consumers_share_messages_without_getting_any_twice(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(16);
        IReadOnlyList<CmqMessage>[] received = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cmq.ReceiveManyAsync(2)));
        Assert.Equal(16, received.SelectMany(static some => some).DistinctBy(static message => message.MessageId).Count());
        await cmq.ReceiveNothingAsync();
    }
}
