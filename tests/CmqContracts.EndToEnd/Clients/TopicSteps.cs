using System.Text.Json;
using static CmqContracts.EndToEnd.Clients.Replies;

namespace CmqContracts.EndToEnd.Clients;

/// <summary>The expected results when a v2 client calls every action on topics and subscriptions.</summary>
internal static class TopicSteps
{
    public static void AssertWorked(IReadOnlyDictionary<string, JsonElement> saw)
    {
        AssertReply(saw["create"], 0, "");
        Assert.NotEmpty(Text(saw["create"], "topicId")!);
        AssertReply(saw["create again"], 4460, "(10550)topic is already existed");
        AssertReply(saw["publish to nobody"], 6030, "(10650)topic has no subscription, please create a subscription before publishing message");
        Assert.NotEmpty(Text(saw["subscribe"], "subscriptionId")!);
        Assert.Equal(1, Number(saw["list subscriptions"], "totalCount"));
        Assert.Equal(["to-orders"], Texts(saw["list subscriptions"], "subscriptionList", "subscriptionName"));
        Assert.Equal(["queue"], Texts(saw["list subscriptions"], "subscriptionList", "protocol"));

        Assert.NotEmpty(Text(saw["publish"], "msgId")!);
        AssertReply(saw["publish unwanted"], 6030, "(10730)no bindingKey or filterTag matches the routingKey or msgTag");
        Assert.Equal(2, Texts(saw["batch publish"], "msgList", "msgId").Distinct().Count());
        Assert.Equal([NodeClient.Text, "a", "b"], Texts(saw["receive"], "msgInfoList", "msgBody"));

        AssertReply(saw["set subscription"], 0, "");
        JsonElement subscription = saw["subscription"];
        Assert.Equal(("queue", "orders", "EXPONENTIAL_DECAY_RETRY", "SIMPLIFIED"), (Text(subscription, "protocol"), Text(subscription, "endpoint"), Text(subscription, "notifyStrategy"), Text(subscription, "notifyContentFormat")));
        Assert.Equal(["vip"], Texts(subscription, "filterTag"));
        Assert.Empty(Texts(subscription, "bindingKey"));
        AssertReply(saw["clear tags"], 0, "");
        AssertReply(saw["publish untagged"], 0, "");

        AssertReply(saw["set"], 0, "");
        Assert.Equal((8192, 1, 86400, 0), (Number(saw["attributes"], "maxMsgSize"), Number(saw["attributes"], "filterType"), Number(saw["attributes"], "msgRetentionSeconds"), Number(saw["attributes"], "msgCount")));
        Assert.Equal(["news"], Texts(saw["list"], "topicList", "topicName"));
        AssertReply(saw["remove too early"], 4000, "(10540)there exists subscriptions under this topic, please unsubscribe all of them before DeleteTopic");
        AssertReply(saw["unsubscribe"], 0, "");
        AssertReply(saw["remove"], 0, "");

        AssertReply(saw["create keyed"], 0, "");
        AssertReply(saw["publish with key"], 0, "");
        AssertReply(saw["publish with other key"], 6030, "(10730)no bindingKey or filterTag matches the routingKey or msgTag");
    }
}
