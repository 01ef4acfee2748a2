using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class Expiry
{
    public static async Task An_active_message_expires_when_its_retention_is_over(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 60 });
        await cmq.SendAsync("a");
        await cmq.AdvanceAsync(59);
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync());
        await cmq.AdvanceAsync(1);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
        await cmq.ReceiveNothingAsync();
    }

    public static async Task An_inactive_message_expires_too_and_its_handle_with_it(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 60, VisibilityTimeout = 43_200 });
        await cmq.SendAsync("consume once");
        CmqMessage message = await cmq.ReceiveAsync();
        await cmq.AdvanceAsync(59);
        Assert.Equal((0, 1, 0, 0), await cmq.CountersAsync());
        await cmq.AdvanceAsync(1);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
        Assert.Single(await cmq.DeleteAsync(message.ReceiptHandle));
    }

    public static async Task A_delayed_message_expires_when_a_change_makes_its_delay_outlast_it(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 600 });
        await cmq.SendAsync("delayed", delay: 100);
        await cmq.SetAsync(new QueueSettings { MsgRetentionSeconds = 60 });
        await cmq.AdvanceAsync(59);
        Assert.Equal((0, 0, 1, 0), await cmq.CountersAsync());
        await cmq.AdvanceAsync(1);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task A_rewindable_message_ends_with_its_rewind_time_counted_from_production(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 60 });
        await cmq.SendAsync("a");
        await cmq.AdvanceAsync(20);
        await cmq.ConsumeAsync();
        await cmq.AdvanceAsync(39);
        Assert.Equal((0, 0, 0, 1), await cmq.CountersAsync());
        await cmq.AdvanceAsync(1);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task A_message_that_is_deleted_after_its_rewind_time_is_gone(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { RewindSeconds = 60 });
        await cmq.SendAsync("a");
        await cmq.AdvanceAsync(60);
        await cmq.ConsumeAsync();
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task Receives_and_rewinds_do_not_extend_retention(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 60, RewindSeconds = 60, VisibilityTimeout = 10 });
        long produced = cmq.NowSeconds;
        await cmq.SendAsync("a");
        await cmq.AdvanceAsync(50);
        await cmq.ConsumeAsync();
        await cmq.RewindAsync(produced);
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync());
        await cmq.AdvanceAsync(10);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task A_shorter_retention_holds_for_stored_messages(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendAsync("old");
        await cmq.AdvanceAsync(60);
        await cmq.SendAsync("young");
        Assert.Equal(1, (await cmq.SetAsync(new QueueSettings { MsgRetentionSeconds = 60 })).ActiveMessages);
        Assert.Equal("young", Text(await cmq.ReceiveAsync()));
    }

    public static async Task A_longer_retention_holds_for_stored_messages(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 60 });
        await cmq.SendAsync("a");
        await cmq.SetAsync(new QueueSettings { MsgRetentionSeconds = 120 });
        await cmq.AdvanceAsync(119);
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync());
        await cmq.AdvanceAsync(1);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task Expired_messages_make_room_in_a_full_queue(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MaxMsgHeapNum = 1, MsgRetentionSeconds = 60 });
        await cmq.SendAsync("a");
        await cmq.AdvanceAsync(60);
        await cmq.SendAsync("b");
        Assert.Equal("b", Text(await cmq.ReceiveAsync()));
    }
}
