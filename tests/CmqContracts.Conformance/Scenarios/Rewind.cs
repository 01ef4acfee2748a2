using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class Rewind
{
    private static readonly QueueSettings Rewindable = new() { RewindSeconds = 600 };

    public static async Task Messages_from_the_start_on_come_back_in_production_order(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        long start = cmq.NowSeconds;
        for (int i = 1; i <= 3; i++)
        {
            await cmq.SendAsync($"m{i}");
            await cmq.AdvanceAsync(10);
        }

        IReadOnlyList<CmqMessage> messages = await cmq.ReceiveManyAsync();
        await cmq.DeleteAsync(messages[2].ReceiptHandle, messages[1].ReceiptHandle);
        await cmq.DeleteAsync(messages[0].ReceiptHandle);
        Assert.Equal((0, 0, 0, 3), await cmq.CountersAsync());
        await cmq.RewindAsync(start + 1);
        Assert.Equal((2, 0, 0, 1), await cmq.CountersAsync());
        Assert.Equal(["m2", "m3"], (await cmq.ReceiveManyAsync()).Select(Text));
    }

    public static async Task A_message_produced_exactly_at_the_start_comes_back(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        long start = cmq.NowSeconds;
        await cmq.SendAsync("a");
        await cmq.ConsumeAsync();
        await cmq.AdvanceAsync(10);
        await cmq.RewindAsync(start + 1);
        await cmq.ReceiveNothingAsync();
        await cmq.RewindAsync(start);
        Assert.Equal("a", Text(await cmq.ReceiveAsync()));
    }

    public static async Task A_rewound_message_keeps_its_id_and_times_and_gets_a_new_handle(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        await cmq.SendAsync("a");
        await cmq.AdvanceAsync(5);
        CmqMessage first = await cmq.ConsumeAsync();
        await cmq.AdvanceAsync(5);
        await cmq.RewindAsync(cmq.NowSeconds - 10);
        CmqMessage again = await cmq.ReceiveAsync();
        Assert.Equal((first.MessageId, first.EnqueuedAt, first.FirstReceivedAt, 2), (again.MessageId, again.EnqueuedAt, again.FirstReceivedAt, again.DequeueCount));
        Assert.Single(await cmq.DeleteAsync(first.ReceiptHandle));
        Assert.Empty(await cmq.DeleteAsync(again.ReceiptHandle));
    }

    public static async Task A_rewound_message_can_be_deleted_and_rewound_again(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        long start = cmq.NowSeconds;
        await cmq.SendAsync("a");
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(i, (await cmq.ConsumeAsync()).DequeueCount);
            Assert.Equal((0, 0, 0, 1), await cmq.CountersAsync());
            await cmq.RewindAsync(start);
        }
    }

    public static async Task The_window_begins_at_now_minus_the_rewind_time(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        await FailsAsync(CmqErrors.InvalidRewindTime, () => cmq.RewindAsync(cmq.NowSeconds - 601));
        await FailsAsync(CmqErrors.InvalidRewindTime, () => cmq.RewindAsync(0));
        await cmq.RewindAsync(cmq.NowSeconds - 600);
    }

    public static async Task The_window_of_an_empty_queue_ends_now(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        await cmq.RewindAsync(cmq.NowSeconds);
        await FailsAsync(CmqErrors.InvalidRewindTime, () => cmq.RewindAsync(cmq.NowSeconds + 1));
        await FailsAsync(CmqErrors.InvalidRewindTime, () => cmq.RewindAsync(cmq.NowSeconds * 1_000_000_000));
    }

    public static async Task The_window_ends_with_the_oldest_unconsumed_message(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        await cmq.SendAsync("unconsumed", delay: 100);
        await cmq.AdvanceAsync(10);
        await FailsAsync(CmqErrors.InvalidRewindTime, () => cmq.RewindAsync(cmq.NowSeconds - 9));
        await cmq.RewindAsync(cmq.NowSeconds - 10);
    }

    public static async Task A_second_rewind_may_not_begin_later_than_the_first(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        long start = cmq.NowSeconds;
        await cmq.SendAsync("a");
        await cmq.AdvanceAsync(10);
        await cmq.SendAsync("b");
        await cmq.ConsumeAsync();
        await cmq.ConsumeAsync();
        await cmq.RewindAsync(start + 10);
        await FailsAsync(CmqErrors.InvalidRewindTime, () => cmq.RewindAsync(start + 11));
        await cmq.RewindAsync(start);
        Assert.Equal(["a", "b"], (await cmq.ReceiveManyAsync()).Select(Text));
    }

    public static async Task A_rewind_does_not_change_active_inactive_and_delayed_messages(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        await cmq.SendManyAsync(3);
        CmqMessage[] messages = [.. await cmq.ReceiveManyAsync(2)];
        await cmq.DeleteAsync(messages[0].ReceiptHandle);
        await cmq.SendAsync("delayed", delay: 10);
        await cmq.RewindAsync(cmq.NowSeconds);
        Assert.Equal((2, 1, 1, 0), await cmq.CountersAsync());
        Assert.Empty(await cmq.DeleteAsync(messages[1].ReceiptHandle));
        Assert.Equal(["m1", "m3"], (await cmq.ReceiveManyAsync()).Select(Text));
    }

    public static async Task A_queue_without_rewind_cannot_be_rewound_and_its_deletes_are_final(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await FailsAsync(CmqErrors.QueueCannotBeRewound, () => cmq.RewindAsync(cmq.NowSeconds));
        await cmq.SendAsync("a");
        await cmq.ConsumeAsync();
        await cmq.SetAsync(Rewindable);
        await cmq.RewindAsync(cmq.NowSeconds);
        await cmq.ReceiveNothingAsync();
    }

    public static async Task Switching_rewind_off_removes_rewindable_messages_at_once(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        await cmq.SendAsync("a");
        await cmq.ConsumeAsync();
        Assert.Equal(0, (await cmq.SetAsync(new QueueSettings { RewindSeconds = 0 })).RewindableMessages);
        await cmq.SetAsync(Rewindable);
        await cmq.RewindAsync(cmq.NowSeconds);
        await cmq.ReceiveNothingAsync();
    }

    public static async Task A_shorter_rewind_time_drops_what_is_older(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable);
        await cmq.SendAsync("old");
        await cmq.AdvanceAsync(60);
        await cmq.SendAsync("young");
        await cmq.ConsumeAsync();
        await cmq.ConsumeAsync();
        Assert.Equal(1, (await cmq.SetAsync(new QueueSettings { RewindSeconds = 60 })).RewindableMessages);
        await cmq.RewindAsync(cmq.NowSeconds - 60);
        Assert.Equal("young", Text(await cmq.ReceiveAsync()));
    }

    public static async Task Rewindable_messages_leave_room_and_rewound_ones_come_even_into_a_full_queue(ScenarioContext cmq)
    {
        await cmq.CreateAsync(Rewindable with { MaxMsgHeapNum = 1 });
        await cmq.SendAsync("a");
        await cmq.ConsumeAsync();
        await cmq.SendAsync("b");
        await cmq.RewindAsync(cmq.NowSeconds);
        Assert.Equal((2, 0, 0, 0), await cmq.CountersAsync());
        await FailsAsync(CmqErrors.MaximumMessageRetentionNumberReached, () => cmq.SendAsync("c"));
    }
}
