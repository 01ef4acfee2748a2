using System.Text.Json;
using static CmqContracts.EndToEnd.Clients.Replies;

namespace CmqContracts.EndToEnd.Clients;

/// <summary>npm's tencentcloud-sdk-nodejs, which uses API 3.0 and signs the host without its port.</summary>
public sealed class TencentcloudSdkTests
{
    private const string CloudHost = "tdmq.tencentcloudapi.com";

    [Theory]
    [InlineData("POST", "TC3-HMAC-SHA256", "")]
    [InlineData("POST", "TC3-HMAC-SHA256", CloudHost)]
    [InlineData("GET", "TC3-HMAC-SHA256", "")]
    [InlineData("POST", "HmacSHA1", "")]
    [InlineData("GET", "HmacSHA256", CloudHost)]
    public async Task It_works_with_queues(string verb, string method, string host)
    {
        IReadOnlyDictionary<string, JsonElement> saw = await RunAsync("queues", verb, method, host);

        Assert.NotEmpty(Text(saw["create"], "QueueId")!);
        AssertRefused(saw["create again"], "ResourceInUse.Queue");
        AssertRefused(saw["create bad"], "InvalidParameterValue");
        AssertRefused(saw["create nothing"], "MissingParameter");
        JsonElement queue = saw["describe"].GetProperty("QueueDescribe");
        Assert.Equal(("orders", 45, 3600, 1_048_576), (Text(queue, "QueueName"), Number(queue, "VisibilityTimeout"), Number(queue, "RewindSeconds"), Number(queue, "MaxMsgSize")));
        AssertRefused(saw["describe absent"], "ResourceNotFound");

        Assert.True(saw["send"].GetProperty("Result").GetBoolean());
        Assert.Equal((NodeClient.Text, Text(saw["send"], "MsgId")), (Text(saw["receive"], "msgBody"), Text(saw["receive"], "msgId")));
        AssertReply(saw["delete"], 0, "");
        JsonElement messages = saw["describe messages"].GetProperty("QueueDescribe");
        Assert.Equal((1, 0, 1, 0), (Number(messages, "ActiveMsgNum"), Number(messages, "InactiveMsgNum"), Number(messages, "DelayMsgNum"), Number(messages, "RewindMsgNum")));
        AssertRefused(saw["send too late"], "InvalidParameterValue");

        JsonElement policy = saw["describe source"].GetProperty("QueueDescribe").GetProperty("DeadLetterPolicy");
        Assert.Equal((0, 3), (Number(policy, "Policy"), Number(policy, "MaxReceiveCount")));
        Assert.Equal(2, Number(saw["list"], "TotalCount"));
        Assert.Equal(["orders", "source"], Texts(saw["list"], "QueueList", "QueueName"));
        AssertRefused(saw["remove too early"], "ResourceInUse");
        AssertRefused(saw["wrong key"], "AuthFailure.SignatureFailure");
        foreach (string step in new[] { "modify", "rewind", "send later", "clear", "create source", "unbind", "remove" })
            Assert.Equal(36, Text(saw[step], "RequestId")!.Length);
    }

    [Theory]
    [InlineData("POST", "TC3-HMAC-SHA256", CloudHost)]
    [InlineData("GET", "TC3-HMAC-SHA256", "")]
    [InlineData("POST", "HmacSHA256", "")]
    public async Task It_works_with_topics(string verb, string method, string host)
    {
        IReadOnlyDictionary<string, JsonElement> saw = await RunAsync("topics", verb, method, host);

        Assert.NotEmpty(Text(saw["create"], "TopicId")!);
        AssertRefused(saw["create again"], "ResourceInUse.Topic");
        AssertRefused(saw["publish to nobody"], "FailedOperation.SendMsg");
        Assert.NotEmpty(Text(saw["subscribe"], "SubscriptionId")!);
        AssertRefused(saw["subscribe again"], "ResourceInUse.Subscription");
        Assert.True(saw["publish"].GetProperty("Result").GetBoolean());
        Assert.NotEmpty(Text(saw["publish"], "MsgId")!);
        Assert.Equal([NodeClient.Text], Texts(saw["receive"], "msgInfoList", "msgBody"));

        Assert.Equal(1, Number(saw["subscriptions"], "TotalCount"));
        JsonElement subscription = Assert.Single(saw["subscriptions"].GetProperty("SubscriptionSet").EnumerateArray());
        Assert.Equal(("to-orders", "queue", "orders", "BACKOFF_RETRY", "SIMPLIFIED"), (Text(subscription, "SubscriptionName"), Text(subscription, "Protocol"), Text(subscription, "Endpoint"), Text(subscription, "NotifyStrategy"), Text(subscription, "NotifyContentFormat")));
        Assert.Equal(["vip"], Texts(subscription, "FilterTags"));
        JsonElement topic = saw["describe"].GetProperty("TopicDescribe");
        Assert.Equal(("news", 8192, 1), (Text(topic, "TopicName"), Number(topic, "MaxMsgSize"), Number(topic, "FilterType")));
        Assert.Equal(["news"], Texts(saw["list"], "TopicList", "TopicName"));
        AssertRefused(saw["remove too early"], "ResourceInUse");
        AssertRefused(saw["removed"], "ResourceNotFound.Topic");
        foreach (string step in new[] { "modify subscription", "clear tags", "modify", "unsubscribe", "remove" })
            Assert.Equal(36, Text(saw[step], "RequestId")!.Length);
    }

    private static Task<IReadOnlyDictionary<string, JsonElement>> RunAsync(string part, string verb, string method, string host) =>
        NodeClient.RunAsync("tencentcloud-sdk.js", ("CMQ_TEST_PART", part), ("CMQ_TEST_VERB", verb), ("CMQ_TEST_METHOD", method), ("CMQ_TEST_HOST", host));

    private static void AssertRefused(JsonElement reply, string code)
    {
        Assert.Equal(code, Text(reply, "code"));
        Assert.NotEmpty(Text(reply, "message")!);
        Assert.Equal(36, Text(reply, "requestId")!.Length);
    }
}
