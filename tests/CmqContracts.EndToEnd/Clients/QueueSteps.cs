using System.Globalization;
using System.Text.Json;
using static CmqContracts.EndToEnd.Clients.Replies;

namespace CmqContracts.EndToEnd.Clients;

/// <summary>The expected results when a v2 client calls every action on queues and messages.</summary>
internal static class QueueSteps
{
    public static void AssertWorked(IReadOnlyDictionary<string, JsonElement> saw)
    {
        AssertReply(saw["create"], 0, "");
        Assert.NotEmpty(saw["create"].GetProperty("queueId").GetString()!);
        AssertReply(saw["create again"], 4460, "(10210)queue is already existed");
        Assert.Equal((1, "orders"), (saw["list"].GetProperty("totalCount").GetInt32(), saw["list"].GetProperty("queueList")[0].GetProperty("queueName").GetString()));
        AssertReply(saw["set"], 0, "");
        JsonElement queue = saw["attributes"];
        Assert.Equal((45, 1, 3600, 0), (Number(queue, "visibilityTimeout"), Number(queue, "pollingWaitSeconds"), Number(queue, "rewindSeconds"), Number(queue, "activeMsgNum")));

        AssertReply(saw["send"], 0, "");
        JsonElement received = saw["receive"];
        Assert.Equal(NodeClient.Text, received.GetProperty("msgBody").GetString());
        Assert.Equal(saw["send"].GetProperty("msgId").GetString(), received.GetProperty("msgId").GetString());
        Assert.Equal(1, Number(received, "dequeueCount"));
        Assert.InRange(Number(received, "nextVisibleTime") - Number(received, "firstDequeueTime"), 45, 46);
        AssertReply(saw["delete"], 0, "");
        AssertReply(saw["delete again"], 4430, "(10260)receipt handle is invalid");

        Assert.Equal(16, saw["batch send"].GetProperty("msgList").GetArrayLength());
        Assert.Equal(
            Enumerable.Range(0, 16).Select(i => string.Create(CultureInfo.InvariantCulture, $"body {i}")),
            saw["batch receive"].GetProperty("msgInfoList").EnumerateArray().Select(message => message.GetProperty("msgBody").GetString()));
        AssertReply(saw["batch delete"], 0, "");
        Assert.False(saw["batch delete"].TryGetProperty("errorList", out _));
        AssertReply(saw["batch delete partly"], 6010, "(10150)delete message partially failed");
        Assert.Equal(4430, Number(Assert.Single(saw["batch delete partly"].GetProperty("errorList").EnumerateArray()), "code"));
        AssertReply(saw["batch of 17"], 4000, "(10370)msgBody parameter batch size is out of range");

        AssertReply(saw["send with @"], 0, "");
        Assert.Equal("@home", saw["receive with @"].GetProperty("msgBody").GetString());
        AssertReply(saw["receive at once"], 7000, "(10200)no message");
        Assert.Equal("later", saw["receive later"].GetProperty("msgBody").GetString());
        foreach (string wait in new[] { "wait in vain", "wait as the queue says" })
        {
            AssertReply(saw[wait].GetProperty("reply"), 7000, "(10200)no message");
            Assert.InRange(Number(saw[wait], "milliseconds"), 700, int.MaxValue);
        }

        AssertReply(saw["rewind"], 0, "");
        Assert.Equal(NodeClient.Text, saw["receive rewound"].GetProperty("msgBody").GetString());
        AssertReply(saw["wrong key"], 4100, "(10030)authentication failed");
        AssertReply(saw["absent"], 4440, "(10100)queue is not existed, or deleted");
        AssertReply(saw["remove"], 0, "");
        AssertReply(saw["removed"], 4440, "(10100)queue is not existed, or deleted");
    }
}
