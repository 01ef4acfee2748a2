using static CmqContracts.Conformance.ScenarioContext;

namespace CmqContracts.Conformance.Scenarios;

internal static class Pushes
{
    public static async Task A_push_carries_what_was_published(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeUrlAsync("hook", format: NotifyContentFormat.Simplified);
        string id = await cmq.PublishAsync("你好", ["a", "b"]);
        TopicPush push = Assert.Single(await cmq.TakeAsync());
        Assert.Equal((Accounts[0], Topic, "hook", "http://127.0.0.1:1/hook"), (push.TopicOwner, push.TopicName, push.SubscriptionName, push.Endpoint));
        Assert.Equal((id, NotifyContentFormat.Simplified, 1, cmq.Now), (push.MessageId, push.NotifyContentFormat, push.Attempt, push.PublishedAt));
        Assert.True(push.Body.Span.SequenceEqual("你好"u8));
        Assert.Equal(["a", "b"], push.Tags);
        await cmq.SettleAsync(push, delivered: true);
        Assert.Equal(0, await cmq.PendingAsync("hook"));
    }

    public static async Task Taking_waits_for_a_publish(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeUrlAsync("hook");
        Task<IReadOnlyList<TopicPush>> taking = cmq.TakeAsync();
        await cmq.PublishAsync("x");
        Assert.Single(await taking);
    }

    public static async Task A_failed_push_comes_again_after_growing_intervals(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeUrlAsync("hook");
        await cmq.PublishAsync("x");
        for (int attempt = 1; attempt <= 4; attempt++)
        {
            TopicPush push = Assert.Single(await cmq.TakeAsync());
            Assert.Equal(attempt, push.Attempt);
            await cmq.SettleAsync(push, delivered: false);
            await cmq.AdvanceAsync(1 << (attempt - 1));
        }
    }

    public static async Task Backing_off_ends_after_four_attempts(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeUrlAsync("hook", NotifyStrategy.BackoffRetry);
        await cmq.PublishAsync("x");
        for (int attempt = 1; attempt <= 4; attempt++)
        {
            Assert.Equal(1, await cmq.PendingAsync("hook"));
            await cmq.SettleAsync(Assert.Single(await cmq.TakeAsync()), delivered: false);
            await cmq.AdvanceAsync(29);
        }

        Assert.Equal(0, await cmq.PendingAsync("hook"));
    }

    public static async Task A_lease_that_is_over_settles_nothing(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeUrlAsync("hook");
        await cmq.PublishAsync("x");
        TopicPush late = Assert.Single(await cmq.TakeAsync());
        await cmq.AdvanceAsync((int)Lease.TotalSeconds);
        await cmq.SettleAsync(late, delivered: true);
        Assert.Equal(1, await cmq.PendingAsync("hook"));
        TopicPush again = Assert.Single(await cmq.TakeAsync());
        await cmq.SettleAsync(again, delivered: true);
        Assert.Equal(0, await cmq.PendingAsync("hook"));
    }

    public static async Task An_ended_subscription_is_pushed_no_more(ScenarioContext cmq)
    {
        await cmq.CreateTopicAsync();
        await cmq.SubscribeUrlAsync("hook");
        await cmq.PublishAsync("old");
        await cmq.UnsubscribeAsync("hook");
        await cmq.SubscribeUrlAsync("hook");
        string id = await cmq.PublishAsync("new");
        Assert.Equal(id, Assert.Single(await cmq.TakeAsync()).MessageId);
    }
}
