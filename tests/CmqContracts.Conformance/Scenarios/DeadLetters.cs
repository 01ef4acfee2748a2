using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class DeadLetters
{
    public static async Task A_message_received_too_often_moves_when_it_would_become_visible(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(After(2) with { VisibilityTimeout = 5 });
        await cmq.SendAsync("poison");
        await cmq.ReceiveAsync();
        await cmq.AdvanceAsync(5);
        await cmq.ReceiveAsync();
        await cmq.AdvanceAsync(4);
        Assert.Equal((0, 1, 0, 0), await cmq.CountersAsync());
        await cmq.AdvanceAsync(1);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync("dead"));
    }

    public static async Task A_message_that_moved_is_a_new_one_with_the_same_body(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(After(1) with { VisibilityTimeout = 5 });
        string id = await cmq.SendAsync("poison");
        CmqMessage held = await cmq.ReceiveAsync();
        await cmq.AdvanceAsync(5);
        DateTimeOffset moved = cmq.Now;
        Assert.Single(await cmq.DeleteAsync(held.ReceiptHandle));
        await cmq.AdvanceAsync(3);
        CmqMessage dead = await cmq.ReceiveAsync("dead");
        Assert.NotEqual(id, dead.MessageId);
        Assert.Equal(("poison", 1, moved, cmq.Now), (Text(dead), dead.DequeueCount, dead.EnqueuedAt, dead.FirstReceivedAt));
    }

    public static async Task A_message_that_moved_has_the_retention_of_its_new_queue_from_then_on(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead", new QueueSettings { MsgRetentionSeconds = 100 });
        await cmq.CreateAsync(After(1) with { VisibilityTimeout = 50, MsgRetentionSeconds = 60 });
        await cmq.SendAsync("a");
        await cmq.ReceiveAsync();
        await cmq.AdvanceAsync(50);
        await cmq.AdvanceAsync(99);
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync("dead"));
        await cmq.AdvanceAsync(1);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync("dead"));
    }

    public static async Task A_message_deleted_at_its_last_receive_does_not_move(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(After(1) with { VisibilityTimeout = 5 });
        await cmq.SendAsync("a");
        await cmq.ConsumeAsync();
        await cmq.AdvanceAsync(5);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync("dead"));
    }

    public static async Task A_message_unconsumed_too_long_moves(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        await cmq.SendAsync("a");
        await cmq.AdvanceAsync(299);
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync());
        await cmq.AdvanceAsync(1);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync("dead"));
    }

    public static async Task A_message_that_is_inactive_when_its_time_is_over_moves_when_it_would_become_visible(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 200, DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
        await cmq.SendManyAsync(2);
        await cmq.AdvanceAsync(200);
        CmqMessage[] held = [.. await cmq.ReceiveManyAsync()];
        await cmq.AdvanceAsync(199);
        Assert.Empty(await cmq.DeleteAsync(held[0].ReceiptHandle));
        Assert.Equal((0, 1, 0, 0), await cmq.CountersAsync());
        await cmq.AdvanceAsync(1);
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync("dead"));
        Assert.Single(await cmq.DeleteAsync(held[1].ReceiptHandle));
    }

    public static async Task Receives_are_counted_from_zero_after_a_rewind(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(After(2) with { RewindSeconds = 600, VisibilityTimeout = 5 });
        await cmq.SendAsync("a");
        await cmq.ReceiveAsync();
        await cmq.AdvanceAsync(5);
        await cmq.ConsumeAsync();
        await cmq.RewindAsync(cmq.NowSeconds - 5);
        Assert.Equal(3, (await cmq.ReceiveAsync()).DequeueCount);
        await cmq.AdvanceAsync(5);
        Assert.Equal(4, (await cmq.ReceiveAsync()).DequeueCount);
        await cmq.AdvanceAsync(5);
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync("dead"));
    }

    public static async Task Dead_letters_arrive_even_when_their_queue_is_full(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead", new QueueSettings { MaxMsgHeapNum = 1 });
        await cmq.CreateAsync(After(1) with { VisibilityTimeout = 1 });
        await cmq.SendManyAsync(3);
        await cmq.ReceiveManyAsync();
        await cmq.AdvanceAsync(1);
        Assert.Equal((3, 0, 0, 0), await cmq.CountersAsync("dead"));
    }

    public static async Task A_policy_is_read_back_as_it_was_set(ScenarioContext cmq)
    {
        string id = await cmq.CreateAsync("dead");
        await cmq.CreateAsync("often", new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("DEAD", 1000) });
        QueueAttributes often = await cmq.AttributesAsync("often");
        Assert.Equal(("dead", 1000, null, id), (often.DeadLetterPolicy!.DeadLetterQueue, often.DeadLetterPolicy.MaxReceiveCount, often.DeadLetterPolicy.MaxTimeToLive, often.DeadLetterQueueId));
        QueueAttributes after = await cmq.SetAsync(new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 43_200) }, "often");
        Assert.Equal((null, 43_200), (after.DeadLetterPolicy!.MaxReceiveCount, after.DeadLetterPolicy.MaxTimeToLive));
        Assert.NotNull((await cmq.SetAsync(new QueueSettings { VisibilityTimeout = 5 }, "often")).DeadLetterPolicy);
    }

    public static async Task A_policy_out_of_range_is_refused(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        foreach (int count in new[] { 0, 1001 })
            await FailsAsync(CmqErrors.DeadLetterPolicyParamsError, () => cmq.CreateAsync(After(count)));
        foreach (int seconds in new[] { 299, 43_201 })
            await FailsAsync(CmqErrors.DeadLetterPolicyParamsError, () => cmq.CreateAsync(new QueueSettings { DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", seconds) }));
        await FailsAsync(CmqErrors.DeadLetterPolicyParamsError, () => cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 300, DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) }));
        await cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 301, DeadLetterPolicy = DeadLetterPolicy.AfterSeconds("dead", 300) });
    }

    public static async Task A_dead_letter_queue_is_named_and_exists(ScenarioContext cmq)
    {
        await FailsAsync(CmqErrors.DeadLetterPolicyMustHaveDeadLetterQueue, () => cmq.CreateAsync(After(1, "")));
        await FailsAsync(CmqErrors.DeadLetterQueueDoesNotExist, () => cmq.CreateAsync(After(1)));
        await cmq.CreateAsync();
        await FailsAsync(CmqErrors.DeadLetterQueueDoesNotExist, () => cmq.SetAsync(After(1)));
        Assert.Null((await cmq.AttributesAsync()).DeadLetterPolicy);
    }

    public static async Task A_queue_is_not_its_own_dead_letter_queue(ScenarioContext cmq)
    {
        await FailsAsync(CmqErrors.DeadLetterQueueNotAllowedToNest, () => cmq.CreateAsync(After(1, "ORDERS")));
        await cmq.CreateAsync();
        await FailsAsync(CmqErrors.DeadLetterQueueNotAllowedToNest, () => cmq.SetAsync(After(1, "Orders")));
    }

    public static async Task Dead_letter_queues_do_not_nest(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync("other");
        await cmq.CreateAsync(After(1));
        await FailsAsync(CmqErrors.DeadLetterQueueNotAllowedToNest, () => cmq.CreateAsync("b", After(1, Queue)));
        await FailsAsync(CmqErrors.DeadLetterQueueNotAllowedToNest, () => cmq.SetAsync(After(1, "other"), "dead"));
    }

    public static async Task A_dead_letter_queue_serves_six_queues_and_no_more(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        for (int i = 0; i < 6; i++)
            await cmq.CreateAsync($"s{i}", After(3));
        await FailsAsync(CmqErrors.DeadLetterQueueBoundTooManyTimes, () => cmq.CreateAsync("s6", After(3)));
        await cmq.SetAsync(After(7), "s0");
        await cmq.DeleteQueueAsync("s5");
        await cmq.CreateAsync("s6", After(3));
    }

    public static async Task The_queues_of_a_dead_letter_queue_are_listed(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        foreach (string name in new[] { "s3", "s1", "S2" })
            await cmq.CreateAsync(name, After(3));
        await cmq.CreateAsync("s4");
        QueueList page = await ListAsync(new("DEAD") { SearchWord = "S", Offset = 1, Limit = 1 });
        Assert.Equal((3, "S2"), (page.TotalCount, Assert.Single(page.Queues).QueueName));
        await cmq.Cmq.UnbindDeadLetterQueueAsync("s1");
        Assert.Equal(["S2", "s3"], (await ListAsync(new("dead"))).Queues.Select(static queue => queue.QueueName));
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => ListAsync(new("nothing")));

        async Task<QueueList> ListAsync(ListDeadLetterSourceQueuesRequest request) => await cmq.Cmq.ListDeadLetterSourceQueuesAsync(request);
    }

    public static async Task A_dead_letter_queue_is_not_deleted_while_it_is_bound(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(After(1));
        await FailsAsync(CmqErrors.QueueIsDeadLetterQueue, () => cmq.DeleteQueueAsync("dead"));
        await cmq.Cmq.UnbindDeadLetterQueueAsync(Queue);
        await cmq.DeleteQueueAsync("dead");
    }

    public static async Task An_unbound_queue_gives_its_messages_back_instead_of_moving_them(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(After(1) with { VisibilityTimeout = 5 });
        await cmq.SendAsync("a");
        await cmq.ReceiveAsync();
        await cmq.Cmq.UnbindDeadLetterQueueAsync(Queue);
        Assert.Null((await cmq.AttributesAsync()).DeadLetterPolicy);
        await FailsAsync(CmqErrors.DeadLetterQueueDoesNotExist, () => cmq.Cmq.UnbindDeadLetterQueueAsync(Queue).AsTask());
        await cmq.AdvanceAsync(5);
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task A_message_that_moves_is_not_rewindable_where_it_was(ScenarioContext cmq)
    {
        await cmq.CreateAsync("dead");
        await cmq.CreateAsync(After(1) with { VisibilityTimeout = 5, RewindSeconds = 600 });
        await cmq.SendAsync("a");
        await cmq.ReceiveAsync();
        await cmq.AdvanceAsync(5);
        await cmq.RewindAsync(cmq.NowSeconds - 5);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync("dead"));
    }

    private static QueueSettings After(int receives, string queue = "dead") => new() { DeadLetterPolicy = DeadLetterPolicy.AfterReceives(queue, receives) };
}
