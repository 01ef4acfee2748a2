using System.Text;

namespace CmqContracts.Tool.Tests;

/// <summary><c>cmq topic</c> and <c>cmq subscription</c>.</summary>
public sealed class TopicCommandTests(ServedBroker served) : IClassFixture<ServedBroker>
{
    [Fact]
    public async Task What_is_published_comes_to_the_queues_whose_tags_it_has()
    {
        string queue = await served.QueueAsync(), topic = "t" + queue;
        Assert.Equal(0, (await served.RunAsync("topic", "create", topic, "--max-msg-size", "2048")).ExitCode);
        Assert.Equal(2048, (await served.Client.Service.GetTopicAttributesAsync(topic)).MaxMsgSize);
        Assert.Equal(0, (await served.RunAsync("subscription", "create", topic, "paid", "--queue", queue, "--notify-content-format", "simplified", "--filter-tag", "paid", "--filter-tag", "late")).ExitCode);
        Assert.Equal(["paid", "late"], (await served.Client.Service.GetSubscriptionAttributesAsync(topic, "paid")).FilterTags);

        CmqRun nobody = await served.RunAsync("topic", "publish", topic, "one", "--tag", "new");
        Assert.Equal(3, nobody.ExitCode);
        Assert.Equal(0, (await served.RunWithInputAsync("two\n", "topic", "publish", topic, "--tag", "late")).ExitCode);
        CmqMessage message = (await served.Client.Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { PollingWaitSeconds = 5 })).Single();
        Assert.Equal("two\n", Encoding.UTF8.GetString(message.Body.Span));
    }

    [Fact]
    public async Task Topics_and_subscriptions_are_listed_shown_changed_and_deleted()
    {
        string queue = await served.QueueAsync(), topic = "t" + queue;
        Assert.Equal(0, (await served.RunAsync("topic", "create", topic, "--filter", "routing-key")).ExitCode);
        Assert.Equal(0, (await served.RunAsync("subscription", "create", topic, "s", "--queue", queue, "--notify-content-format", "simplified", "--binding-key", "a.*")).ExitCode);

        Assert.Equal(topic, (await served.RunAsync("topic", "list", "--search", topic, "--json")).Lines.Single().GetProperty("topicName").GetString());
        Assert.Equal("routing-key", (await served.RunAsync("topic", "show", topic, "--json")).Lines.Single().GetProperty("filterType").GetString());
        Assert.Equal(queue, (await served.RunAsync("subscription", "list", topic, "--json")).Lines.Single().GetProperty("endpoint").GetString());
        Assert.Equal("a.*", (await served.RunAsync("subscription", "show", topic, "s", "--json")).Lines.Single().GetProperty("bindingKey")[0].GetString());
        Assert.Equal(0, (await served.RunAsync("topic", "set", topic, "--max-msg-size", "4096")).ExitCode);
        Assert.Equal(4096, (await served.Client.Service.GetTopicAttributesAsync(topic)).MaxMsgSize);
        Assert.Equal(0, (await served.RunAsync("subscription", "set", topic, "s", "--notify-strategy", "backoff-retry")).ExitCode);
        Assert.Equal(NotifyStrategy.BackoffRetry, (await served.Client.Service.GetSubscriptionAttributesAsync(topic, "s")).NotifyStrategy);

        Assert.Equal(2, (await served.RunAsync("subscription", "delete", topic, "s")).ExitCode);
        Assert.Equal(3, (await served.RunAsync("topic", "delete", topic, "--yes")).ExitCode);
        Assert.Equal(0, (await served.RunAsync("subscription", "delete", topic, "s", "--yes")).ExitCode);
        Assert.Equal(0, (await served.RunAsync("topic", "delete", topic, "--yes")).ExitCode);
    }

    [Theory]
    [InlineData("exactly one of --queue and --url", "subscription", "create", "t", "s")]
    [InlineData("exactly one of --queue and --url", "subscription", "create", "t", "s", "--queue", "q", "--url", "http://h")]
    [InlineData("--filter is none; it must be tags or routing-key.", "topic", "create", "t", "--filter", "none")]
    [InlineData("Nothing is to be changed", "topic", "set", "t")]
    [InlineData("Nothing is to be changed", "subscription", "set", "t", "s")]
    public async Task Wrong_arguments_are_told(string expected, params string[] arguments)
    {
        CmqRun run = await served.RunAsync(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
