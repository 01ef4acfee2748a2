using System.Globalization;
using System.Text.Json;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Every row of the limits table over HTTP: a value out of range is refused with the row's error, or replaced by the nearest bound.</summary>
public sealed class LimitsTests
{
    private static readonly CmqLimits Limits = CmqLimits.Classic;

    [Fact]
    public async Task Every_limit_is_refused_or_clamped_as_its_row_says()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "q"), ("maxMsgSize", "1048576"));
        await server.PostAsync("CreateQueue", ("queueName", "dead"));
        await server.PostAsync("CreateTopic", ("topicName", "t"));
        Dictionary<CmqLimit, Func<Task<JsonElement>>> outside = new()
        {
            [Limits.QueueNameLength] = () => server.PostAsync("CreateQueue", ("queueName", new string('x', 65))),
            [Limits.MaxMsgHeapNum] = () => CreateAsync("maxMsgHeapNum", Limits.MaxMsgHeapNum.Maximum + 1),
            [Limits.PollingWaitSeconds] = () => CreateAsync("pollingWaitSeconds", 31),
            [Limits.VisibilityTimeout] = () => CreateAsync("visibilityTimeout", 43_201),
            [Limits.MaxMsgSize] = () => CreateAsync("maxMsgSize", 1023),
            [Limits.MsgRetentionSeconds] = () => CreateAsync("msgRetentionSeconds", 59),
            [Limits.RewindSeconds] = () => CreateAsync("rewindSeconds", 1_296_001),
            [Limits.MaxReceiveCount] = () => CreateWithPolicyAsync("x", "\"policy\":0,\"maxReceiveCount\":1001"),
            [Limits.MaxTimeToLive] = () => CreateWithPolicyAsync("x", "\"policy\":1,\"maxTimeToLive\":299"),
            [Limits.DeadLetterSources] = async () =>
            {
                for (int i = 0; i < 6; i++)
                    AssertOk(await CreateWithPolicyAsync($"source{i}", "\"policy\":0,\"maxReceiveCount\":1"));
                return await CreateWithPolicyAsync("source6", "\"policy\":0,\"maxReceiveCount\":1");
            },
            [Limits.BatchSize] = () => server.PostAsync("BatchSendMessage", [("queueName", "q"), .. Enumerable.Range(0, 17).Select(i => ($"msgBody.{i}", "x"))]),
            [Limits.MessageBytes] = () => server.PostAsync("SendMessage", ("queueName", "q"), ("msgBody", new string('x', 1_048_577))),
            [Limits.BatchBytes] = () => server.PostAsync("BatchSendMessage", ("queueName", "q"), ("msgBody.0", new string('x', 600_000)), ("msgBody.1", new string('x', 600_000))),
            [Limits.DelaySeconds] = () => server.PostAsync("SendMessage", ("queueName", "q"), ("msgBody", "x"), ("delaySeconds", "6048001")),
            [Limits.ListOffset] = () => server.PostAsync("ListQueue", ("offset", "-1")),
            [Limits.ListLimit] = () => server.PostAsync("ListQueue", ("limit", "1001")),
            [Limits.ReceiveWaitSeconds] = () => server.PostAsync("ReceiveMessage", ("queueName", "q"), ("pollingWaitSeconds", "-1")),
            [Limits.TopicMaxMsgSize] = () => server.PostAsync("CreateTopic", ("topicName", "x"), ("maxMsgSize", "1048577")),
            [Limits.TopicMsgRetentionSeconds] = () => server.PostAsync("CreateTopic", ("topicName", "x"), ("msgRetentionSeconds", "86401")),
            [Limits.MessageTags] = () => PublishAsync([.. Enumerable.Range(0, 6).Select(i => ($"msgTag.{i}", "x"))]),
            [Limits.TagLength] = () => PublishAsync(("msgTag.1", new string('x', 17))),
            [Limits.KeyLength] = () => PublishAsync(("routingKey", new string('x', 65))),
            [Limits.KeyDots] = () => PublishAsync(("routingKey", new string('.', 16))),
            [Limits.FilterTags] = () => SubscribeAsync("s", [.. Enumerable.Range(0, 6).Select(i => ($"filterTag.{i}", "x"))]),
            [Limits.BindingKeys] = () => SubscribeAsync("s", [.. Enumerable.Range(0, 6).Select(i => ($"bindingKey.{i}", "x"))]),
            [Limits.EndpointLength] = () => server.PostAsync("Subscribe", ("topicName", "t"), ("subscriptionName", "s"), ("protocol", "http"), ("endpoint", "http://x/" + new string('x', 500))),
            [Limits.SubscriptionsPerTopic] = async () =>
            {
                for (int i = 0; i < Limits.SubscriptionsPerTopic.Maximum; i++)
                    AssertOk(await SubscribeAsync($"s{i}"));
                return await SubscribeAsync("one-too-many");
            },
            [Limits.TopicsPerAccount] = async () =>
            {
                ICmqService service = server.Broker.GetService("default");
                for (int i = (await service.ListTopicsAsync(new ListTopicsRequest())).TotalCount; i < Limits.TopicsPerAccount.Maximum; i++)
                    await service.CreateTopicAsync(new CreateTopicRequest($"n{i}", new TopicSettings()));
                return await server.PostAsync("CreateTopic", ("topicName", "one-too-many"));
            },
            [Limits.QueuesPerAccount] = async () =>
            {
                ICmqService service = server.Broker.GetService("default");
                int there = (await service.ListQueuesAsync(new ListQueuesRequest())).TotalCount;
                for (int i = there; i < Limits.QueuesPerAccount.Maximum; i++)
                    await service.CreateQueueAsync(new CreateQueueRequest($"n{i}", new QueueSettings()));
                return await server.PostAsync("CreateQueue", ("queueName", "one-too-many"));
            },
        };

        foreach (CmqLimit limit in Limits.All.OrderBy(limit => limit == Limits.QueuesPerAccount))
        {
            if (!outside.TryGetValue(limit, out Func<Task<JsonElement>>? request))
            {
                Assert.True(limit == Limits.NameReuseSeconds || limit.Maximum == long.MaxValue, $"{limit} is not tried here, and is no limit that is off by default.");
                continue;
            }

            JsonElement reply = await request();
            (int code, string message) = (reply.GetProperty("code").GetInt32(), reply.GetProperty("message").GetString()!);
            if (limit.ServerAction == CmqLimitAction.Clamp)
                Assert.True(code is 0 or 7000, $"{limit}: {code} {message}");
            else
                Assert.True(code == limit.Code && message.StartsWith($"({limit.ModuleCode})", StringComparison.Ordinal), $"{limit}: {code} {message}");
        }

        Task<JsonElement> PublishAsync(params (string, string)[] extra) => server.PostAsync("PublishMessage", [("topicName", "t"), ("msgBody", "x"), .. extra]);

        Task<JsonElement> SubscribeAsync(string name, params (string, string)[] extra) =>
            server.PostAsync("Subscribe", [("topicName", "t"), ("subscriptionName", name), ("protocol", "queue"), ("endpoint", "q"), .. extra]);

        Task<JsonElement> CreateAsync(string attribute, long value) =>
            server.PostAsync("CreateQueue", ("queueName", "x"), (attribute, value.ToString(CultureInfo.InvariantCulture)));

        Task<JsonElement> CreateWithPolicyAsync(string name, string policy) =>
            server.PostAsync("CreateQueue", ("queueName", name), ("deadLetterPolicy", $"{{\"deadLetterQueue\":\"dead\",{policy}}}"));
    }
}
