using System.Globalization;
using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class Sending
{
    public static async Task A_message_is_sent_received_and_deleted(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        string id = await cmq.SendAsync("你好 👋 \0 +%&=\r\n\"");
        CmqMessage message = await cmq.ReceiveAsync();
        Assert.Equal("你好 👋 \0 +%&=\r\n\"", Text(message));
        Assert.Equal((id, 1, cmq.Now), (message.MessageId, message.DequeueCount, message.EnqueuedAt));
        Assert.Equal((0, 1, 0, 0), await cmq.CountersAsync());
        Assert.Empty(await cmq.DeleteAsync(message.ReceiptHandle));
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task Ids_and_handles_are_decimal_fit_63_bits_and_never_come_twice(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        IReadOnlyList<string> ids = await cmq.SendManyAsync(16);
        IReadOnlyList<CmqMessage> messages = await cmq.ReceiveManyAsync();
        Assert.Equal(ids.Order(), messages.Select(static message => message.MessageId).Order());
        string[] all = [.. ids, .. messages.Select(static message => message.ReceiptHandle)];
        Assert.All(all, static text => Assert.True(long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) > 0));
        Assert.Equal(16, ids.Distinct().Count());
        Assert.Equal(16, messages.Select(static message => message.ReceiptHandle).Distinct().Count());
    }

    public static async Task A_body_has_at_least_one_byte_and_at_most_what_the_queue_takes(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MaxMsgSize = 1024 });
        await FailsAsync(CmqErrors.MessageBodyEmpty, () => cmq.SendAsync(""));
        await FailsAsync(CmqErrors.MaximumMessageSizeExceeded, () => cmq.SendAsync(new string('x', 1025)));
        await FailsAsync(CmqErrors.MaximumMessageSizeExceeded, () => cmq.SendAsync(new string('你', 342)));
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
        await cmq.SendAsync(new string('x', 1024));
    }

    public static async Task A_body_may_have_a_mebibyte_and_no_more(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MaxMsgSize = 1_048_576 });
        await FailsAsync(CmqErrors.MaximumMessageSizeExceeded, () => cmq.SendAsync(new string('x', 1_048_577)));
        await cmq.SendAsync(new string('=', 1_048_576));
        Assert.Equal(1_048_576, (await cmq.ReceiveAsync()).Body.Length);
    }

    public static async Task A_batch_has_1_to_16_bodies_that_fit_into_a_mebibyte_together(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MaxMsgSize = 1_048_576 });
        await FailsAsync(CmqErrors.ParameterBatchSizeOutOfRange("msgBody"), () => cmq.SendManyAsync(17));
        ReadOnlyMemory<byte> half = Utf8(new string('x', 524_288));
        await FailsAsync(CmqErrors.TotalMessageSizeExceeded, () => cmq.Cmq.SendMessagesAsync(new SendMessagesRequest(Queue, [half, half, Utf8("x")])).AsTask());
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
        await cmq.Cmq.SendMessagesAsync(new SendMessagesRequest(Queue, [half, half]));
        await cmq.SendManyAsync(16);
        Assert.Equal((18, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task One_bad_body_of_a_batch_refuses_all(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MaxMsgSize = 1024 });
        await FailsAsync(CmqErrors.MessageBodyEmpty, () => Batch("a", "", "c"));
        await FailsAsync(CmqErrors.MaximumMessageSizeExceeded, () => Batch("a", new string('x', 1025)));
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());

        Task Batch(params string[] bodies) => cmq.Cmq.SendMessagesAsync(new SendMessagesRequest(Queue, [.. bodies.Select(Utf8)])).AsTask();
    }

    public static async Task A_delayed_message_is_hidden_until_its_delay_is_over_and_was_produced_when_it_was_sent(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        DateTimeOffset produced = cmq.Now;
        await cmq.SendAsync("later", delay: 5);
        await cmq.SendAsync("now");
        Assert.Equal((1, 0, 1, 0), await cmq.CountersAsync());
        Assert.Equal("now", Text(Assert.Single(await cmq.ReceiveManyAsync())));
        await cmq.AdvanceAsync(4);
        await cmq.ReceiveNothingAsync();
        await cmq.AdvanceAsync(1);
        Assert.Equal((1, 1, 0, 0), await cmq.CountersAsync());
        CmqMessage message = await cmq.ReceiveAsync();
        Assert.Equal(("later", produced, cmq.Now), (Text(message), message.EnqueuedAt, message.FirstReceivedAt));
    }

    public static async Task One_delay_counts_for_a_whole_batch(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(3, delay: 7);
        Assert.Equal((0, 0, 3, 0), await cmq.CountersAsync());
        await cmq.AdvanceAsync(7);
        Assert.Equal((3, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task A_delay_must_end_before_the_message_does(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MsgRetentionSeconds = 60 });
        await FailsAsync(CmqErrors.DelaySecondsOutOfRange, () => cmq.SendAsync("x", delay: 60));
        await FailsAsync(CmqErrors.DelaySecondsOutOfRange, () => cmq.SendAsync("x", delay: 6_048_001));
        await cmq.SendAsync("x", delay: 59);
        await cmq.AdvanceAsync(59);
        Assert.Equal("x", Text(await cmq.ReceiveAsync()));
    }

    public static async Task A_queue_has_as_many_delayed_messages_as_the_limit_says(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(16, delay: 10);
        await FailsAsync(CmqErrors.TooManyUnackedOrDelayedMessages, () => cmq.SendManyAsync(5, delay: 10));
        await cmq.SendManyAsync(5);
        await cmq.AdvanceAsync(10);
        await cmq.SendManyAsync(5, delay: 10);
        Assert.Equal((21, 0, 5, 0), await cmq.CountersAsync());
    }

    public static async Task A_full_queue_counts_active_inactive_and_delayed_messages_and_refuses_a_whole_batch(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { MaxMsgHeapNum = 3, RewindSeconds = 60 });
        await cmq.SendAsync("deleted");
        await cmq.ConsumeAsync();
        await cmq.SendAsync("a", delay: 5);
        await cmq.SendAsync("b");
        await FailsAsync(CmqErrors.MaximumMessageRetentionNumberReached, () => cmq.SendManyAsync(2));
        Assert.Equal((1, 0, 1, 1), await cmq.CountersAsync());
        CmqMessage held = await cmq.ReceiveAsync();
        await cmq.SendAsync("c");
        await FailsAsync(CmqErrors.MaximumMessageRetentionNumberReached, () => cmq.SendAsync("d"));
        await cmq.DeleteAsync(held.ReceiptHandle);
        await cmq.SendAsync("d");
    }

    public static async Task A_smaller_message_size_holds_for_new_messages_only(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        string body = new('x', 2000);
        await cmq.SendAsync(body);
        await cmq.SetAsync(new QueueSettings { MaxMsgSize = 1024 });
        await FailsAsync(CmqErrors.MaximumMessageSizeExceeded, () => cmq.SendAsync(body));
        Assert.Equal(body, Text(await cmq.ReceiveAsync()));
    }
}
