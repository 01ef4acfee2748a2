using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class Queues
{
    public static async Task Names_are_unique_and_found_ignoring_case_and_keep_their_spelling(ScenarioContext cmq)
    {
        string id = await cmq.CreateAsync("Orders");
        await FailsAsync(CmqErrors.QueueAlreadyExists, () => cmq.CreateAsync("ORDERS"));
        QueueAttributes queue = await cmq.AttributesAsync("orders");
        Assert.Equal(("Orders", id), (queue.QueueName, queue.QueueId));
        await cmq.DeleteQueueAsync("oRDERS");
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.AttributesAsync("Orders"));
    }

    public static async Task Names_that_no_queue_can_have_are_refused(ScenarioContext cmq)
    {
        foreach (string name in new[] { "1st", "-", "a.b", "名", new string('q', 65) })
            await FailsAsync(CmqErrors.QueueNameFormatError, () => cmq.CreateAsync(name));
        await cmq.CreateAsync(new string('q', 64));
        await cmq.CreateAsync("a-b_2");
    }

    public static async Task Unset_attributes_get_their_defaults(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        QueueAttributes queue = await cmq.AttributesAsync();
        Assert.Equal((100_000_000, 0, 30, 65_536, 345_600, 0), (queue.MaxMsgHeapNum, queue.PollingWaitSeconds, queue.VisibilityTimeout, queue.MaxMsgSize, queue.MsgRetentionSeconds, queue.RewindSeconds));
        Assert.Null(queue.DeadLetterPolicy);
        Assert.Equal((cmq.Now, cmq.Now), (queue.CreatedAt, queue.LastModifiedAt));
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task A_change_leaves_what_it_does_not_name_and_its_time_is_kept(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 10, RewindSeconds = 43_200, MaxMsgHeapNum = 7, MaxMsgSize = 2048 });
        await cmq.AdvanceAsync(5);
        QueueAttributes queue = await cmq.SetAsync(new QueueSettings { PollingWaitSeconds = 10 });
        Assert.Equal((7, 10, 10, 2048, 345_600, 43_200), (queue.MaxMsgHeapNum, queue.PollingWaitSeconds, queue.VisibilityTimeout, queue.MaxMsgSize, queue.MsgRetentionSeconds, queue.RewindSeconds));
        Assert.Equal(TimeSpan.FromSeconds(5), queue.LastModifiedAt - queue.CreatedAt);
        Assert.Equivalent(queue, await cmq.AttributesAsync(), strict: true);
    }

    public static async Task Attributes_out_of_their_range_are_refused(ScenarioContext cmq)
    {
        await Refused("maxMsgHeapNum", new() { MaxMsgHeapNum = 0 }, new() { MaxMsgHeapNum = 1_000_000_001 });
        await Refused("pollingWaitSeconds", new() { PollingWaitSeconds = -1 }, new() { PollingWaitSeconds = 31 });
        await Refused("visibilityTimeout", new() { VisibilityTimeout = 0 }, new() { VisibilityTimeout = 43_201 });
        await Refused("maxMsgSize", new() { MaxMsgSize = 1023 }, new() { MaxMsgSize = 1_048_577 });
        await Refused("msgRetentionSeconds", new() { MsgRetentionSeconds = 59 }, new() { MsgRetentionSeconds = 1_296_001 });
        await Refused("rewindSeconds", new QueueSettings { RewindSeconds = -1 });
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.AttributesAsync());

        async Task Refused(string name, params QueueSettings[] settings)
        {
            foreach (QueueSettings some in settings)
                await FailsAsync(CmqErrors.ParameterOutOfRange(name), () => cmq.CreateAsync(some));
        }
    }

    public static async Task Attributes_at_the_ends_of_their_ranges_are_taken(ScenarioContext cmq)
    {
        await cmq.CreateAsync("lowest", new QueueSettings { MaxMsgHeapNum = 1, PollingWaitSeconds = 0, VisibilityTimeout = 1, MaxMsgSize = 1024, MsgRetentionSeconds = 60, RewindSeconds = 0 });
        await cmq.CreateAsync("highest", new QueueSettings { MaxMsgHeapNum = 1_000_000_000, PollingWaitSeconds = 30, VisibilityTimeout = 43_200, MaxMsgSize = 1_048_576, MsgRetentionSeconds = 1_296_000, RewindSeconds = 1_296_000 });
        Assert.Equal((1, 1_000_000_000), ((await cmq.AttributesAsync("lowest")).VisibilityTimeout, (await cmq.AttributesAsync("highest")).MaxMsgHeapNum));
    }

    public static async Task Rewind_time_may_not_outlast_retention_also_after_a_change_of_one_of_them(ScenarioContext cmq)
    {
        await FailsAsync(CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds, () => cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 60, RewindSeconds = 61 }));
        await cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 600, RewindSeconds = 600 });
        await FailsAsync(CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds, () => cmq.SetAsync(new QueueSettings { MsgRetentionSeconds = 599 }));
    }

    public static async Task A_refused_change_changes_nothing(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 60, RewindSeconds = 30 });
        QueueAttributes before = await cmq.AttributesAsync();
        await cmq.AdvanceAsync(1);
        await FailsAsync(CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds, () => cmq.SetAsync(new QueueSettings { RewindSeconds = 61, VisibilityTimeout = 7 }));
        await FailsAsync(CmqErrors.ParameterOutOfRange("visibilityTimeout"), () => cmq.SetAsync(new QueueSettings { VisibilityTimeout = 43_201, PollingWaitSeconds = 3 }));
        await FailsAsync(CmqErrors.DeadLetterQueueDoesNotExist, () => cmq.SetAsync(new QueueSettings { VisibilityTimeout = 7, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("none", 1) }));
        QueueAttributes after = await cmq.AttributesAsync();
        Assert.Equal(cmq.Now, after.OldestMessageAt);
        Assert.Equal(Stored(before), Stored(after));

        static string Stored(QueueAttributes attributes) => attributes.ToString().Split(nameof(attributes.OldestMessageAt))[0];
    }

    public static async Task A_list_counts_all_matches_and_pages_by_name(ScenarioContext cmq)
    {
        foreach (string name in new[] { "gamma", "Alpha", "beta", "orders-dlq" })
            await cmq.CreateAsync(name);
        QueueList page = await cmq.Cmq.ListQueuesAsync(new ListQueuesRequest { SearchWord = "A", Offset = 1, Limit = 1 });
        Assert.Equal((3, "beta"), (page.TotalCount, Assert.Single(page.Queues).QueueName));
        QueueList all = await cmq.Cmq.ListQueuesAsync(new ListQueuesRequest());
        Assert.Equal(["Alpha", "beta", "gamma", "orders-dlq"], all.Queues.Select(static queue => queue.QueueName));
        Assert.Equal((await cmq.AttributesAsync("beta")).QueueId, all.Queues[1].QueueId);
    }

    public static async Task A_page_behind_the_end_is_empty_and_still_counts(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        QueueList page = await cmq.Cmq.ListQueuesAsync(new ListQueuesRequest { Offset = 5 });
        Assert.Equal((1, 0), (page.TotalCount, page.Queues.Count));
        page = await cmq.Cmq.ListQueuesAsync(new ListQueuesRequest { SearchWord = "nothing" });
        Assert.Equal((0, 0), (page.TotalCount, page.Queues.Count));
    }

    public static async Task A_deleted_queue_is_gone_and_a_new_one_of_its_name_is_empty(ScenarioContext cmq)
    {
        string id = await cmq.CreateAsync();
        await cmq.SendAsync("a");
        CmqMessage message = await cmq.ReceiveAsync();
        await cmq.DeleteQueueAsync();
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.SendAsync("b"));
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.ReceiveManyAsync());
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.DeleteAsync(message.ReceiptHandle));
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.DeleteQueueAsync());
        Assert.NotEqual(id, await cmq.CreateAsync());
        Assert.Equal([message.ReceiptHandle], await cmq.DeleteAsync(message.ReceiptHandle));
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task A_missing_queue_is_not_found_by_any_action(ScenarioContext cmq)
    {
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.SetAsync(new QueueSettings { VisibilityTimeout = 5 }));
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.RewindAsync(cmq.NowSeconds));
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.Cmq.ClearQueueAsync(Queue).AsTask());
        await FailsAsync(CmqErrors.QueueDoesNotExist, () => cmq.Cmq.UnbindDeadLetterQueueAsync(Queue).AsTask());
    }

    public static async Task An_account_has_as_many_queues_as_the_limit_says(ScenarioContext cmq)
    {
        for (int i = 0; i < 10; i++)
            await cmq.CreateAsync($"q{i}");
        await FailsAsync(CmqErrors.NumberOfQueuesReachedLimit, () => cmq.CreateAsync("one-more"));
        await cmq.DeleteQueueAsync("q0");
        await cmq.CreateAsync("one-more");
    }

    public static async Task Clearing_drops_every_state_and_the_handles(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 60 });
        await cmq.SendManyAsync(3);
        await cmq.ConsumeAsync();
        CmqMessage held = await cmq.ReceiveAsync();
        await cmq.SendAsync("delayed", delay: 10);
        Assert.Equal((1, 1, 1, 1), await cmq.CountersAsync());
        await cmq.Cmq.ClearQueueAsync(Queue);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
        Assert.Single(await cmq.DeleteAsync(held.ReceiptHandle));
        await cmq.SendAsync("after");
        Assert.Equal("after", Text(await cmq.ReceiveAsync()));
    }

    public static async Task The_oldest_message_is_the_oldest_unconsumed_one_and_now_when_there_is_none(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 600 });
        Assert.Equal(cmq.Now, (await cmq.AttributesAsync()).OldestMessageAt);
        DateTimeOffset first = cmq.Now;
        await cmq.SendAsync("active");
        await cmq.AdvanceAsync(10);
        DateTimeOffset second = cmq.Now;
        await cmq.SendAsync("delayed", delay: 100);
        Assert.Equal(first, (await cmq.AttributesAsync()).OldestMessageAt);
        await cmq.ConsumeAsync();
        await cmq.AdvanceAsync(10);
        Assert.Equal(second, (await cmq.AttributesAsync()).OldestMessageAt);
    }
}
