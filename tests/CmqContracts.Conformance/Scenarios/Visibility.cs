using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class Visibility
{
    public static async Task A_message_is_visible_again_exactly_at_the_time_it_says(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 10 });
        await cmq.SendAsync("a");
        CmqMessage message = await cmq.ReceiveAsync();
        Assert.Equal(cmq.Now.AddSeconds(10), message.VisibleAgainAt);
        await cmq.AdvanceAsync(9);
        await cmq.ReceiveNothingAsync();
        Assert.Equal((0, 1, 0, 0), await cmq.CountersAsync());
        await cmq.AdvanceAsync(1);
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync());
        Assert.Equal("a", Text(await cmq.ReceiveAsync()));
    }

    public static async Task Receives_are_counted_and_the_first_one_is_remembered(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 10 });
        DateTimeOffset produced = cmq.Now;
        await cmq.SendAsync("a");
        await cmq.AdvanceAsync(3);
        CmqMessage first = await cmq.ReceiveAsync();
        Assert.Equal((1, produced, cmq.Now), (first.DequeueCount, first.EnqueuedAt, first.FirstReceivedAt));
        for (int count = 2; count <= 4; count++)
        {
            await cmq.AdvanceAsync(10);
            CmqMessage again = await cmq.ReceiveAsync();
            Assert.Equal((count, first.MessageId, produced, first.FirstReceivedAt), (again.DequeueCount, again.MessageId, again.EnqueuedAt, again.FirstReceivedAt));
            Assert.NotEqual(first.ReceiptHandle, again.ReceiptHandle);
        }
    }

    public static async Task A_handle_works_until_the_message_is_visible_again(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 10 });
        await cmq.SendManyAsync(2);
        CmqMessage[] messages = [.. await cmq.ReceiveManyAsync()];
        await cmq.AdvanceAsync(9);
        Assert.Empty(await cmq.DeleteAsync(messages[0].ReceiptHandle));
        await cmq.AdvanceAsync(1);
        Assert.Single(await cmq.DeleteAsync(messages[1].ReceiptHandle));
        Assert.Equal((1, 0, 0, 0), await cmq.CountersAsync());
    }

    public static async Task Only_the_handle_of_the_latest_receive_works(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 10 });
        await cmq.SendAsync("a");
        CmqMessage first = await cmq.ReceiveAsync();
        await cmq.AdvanceAsync(10);
        CmqMessage second = await cmq.ReceiveAsync();
        Assert.Single(await cmq.DeleteAsync(first.ReceiptHandle));
        Assert.Equal((0, 1, 0, 0), await cmq.CountersAsync());
        Assert.Empty(await cmq.DeleteAsync(second.ReceiptHandle));
    }

    public static async Task A_handle_deletes_once(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendAsync("a");
        CmqMessage message = await cmq.ConsumeAsync();
        Assert.Equal([message.ReceiptHandle], await cmq.DeleteAsync(message.ReceiptHandle));
    }

    public static async Task A_batch_delete_reports_each_bad_handle_and_deletes_the_rest(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.CreateAsync("other");
        await cmq.SendManyAsync(2);
        await cmq.SendAsync("foreign", name: "other");
        IReadOnlyList<CmqMessage> messages = await cmq.ReceiveManyAsync();
        CmqMessage foreign = await cmq.ReceiveAsync("other");
        IReadOnlyList<string> failed = await cmq.DeleteAsync(
            messages[0].ReceiptHandle, foreign.ReceiptHandle, "nonsense", messages[0].ReceiptHandle, messages[1].ReceiptHandle);
        Assert.Equal([foreign.ReceiptHandle, "nonsense", messages[0].ReceiptHandle], failed);
        Assert.Equal((0, 0, 0, 0), await cmq.CountersAsync());
        Assert.Equal((0, 1, 0, 0), await cmq.CountersAsync("other"));
    }

    public static async Task A_batch_delete_of_bad_handles_only_reports_them_all(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        Assert.Equal(["1", "2", "x"], await cmq.DeleteAsync("1", "2", "x"));
    }

    public static async Task A_batch_delete_takes_1_to_16_handles(ScenarioContext cmq)
    {
        await cmq.CreateAsync();
        await cmq.SendManyAsync(16);
        string[] handles = [.. (await cmq.ReceiveManyAsync()).Select(static message => message.ReceiptHandle)];
        await FailsAsync(CmqErrors.ParameterBatchSizeOutOfRange("receiptHandle"), () => cmq.DeleteAsync([.. handles, "17"]));
        Assert.Equal((0, 16, 0, 0), await cmq.CountersAsync());
        Assert.Empty(await cmq.DeleteAsync(handles));
    }

    public static async Task A_new_visibility_timeout_holds_from_the_next_receive_on(ScenarioContext cmq)
    {
        await cmq.CreateAsync(new QueueSettings { VisibilityTimeout = 10 });
        await cmq.SendAsync("a");
        await cmq.ReceiveAsync();
        await cmq.SetAsync(new QueueSettings { VisibilityTimeout = 100 });
        await cmq.AdvanceAsync(10);
        Assert.Equal(cmq.Now.AddSeconds(100), (await cmq.ReceiveAsync()).VisibleAgainAt);
    }
}
