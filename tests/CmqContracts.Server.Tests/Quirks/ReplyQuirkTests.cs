using System.Text.Json;
using System.Text.RegularExpressions;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests.Quirks;

/// <summary>Replies as real clients read them: with typed getters, and without checking whether a field exists.</summary>
public sealed partial class ReplyQuirkTests
{
    private static readonly string[] Settings = ["maxMsgHeapNum", "pollingWaitSeconds", "visibilityTimeout", "maxMsgSize", "msgRetentionSeconds", "rewindSeconds"];

    [Fact]
    public async Task Replies_have_every_field_that_clients_read_with_the_kind_they_expect()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "dead"));

        AssertFields(await server.PostAsync("CreateQueue", ("queueName", "orders"), ("rewindSeconds", "3600"), ("maxMsgHeapNum", "1000000000")), ["queueId"], []);
        AssertFields(await server.PostAsync("ListQueue"), [], ["totalCount"], "queueList", ["queueId", "queueName"]);
        AssertFields(
            await server.PostAsync("GetQueueAttributes", ("queueName", "orders")),
            ["queueName", "queueId"],
            [.. Settings, "createTime", "lastModifyTime", "activeMsgNum", "inactiveMsgNum", "delayMsgNum", "rewindmsgNum", "rewindMsgNum", "minMsgTime"]);
        AssertFields(await server.PostAsync("SetQueueAttributes", ("queueName", "orders"), ("visibilityTimeout", "20")), ["queueName", "queueId"], Settings);
        AssertFields(await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "a")), ["msgId"], []);
        AssertFields(await server.PostAsync("BatchSendMessage", ("queueName", "orders"), ("msgBody.0", "b"), ("msgBody.1", "c")), [], [], "msgList", ["msgId"]);
        string[] ids = ["msgBody", "msgId", "receiptHandle"];
        string[] times = ["enqueueTime", "firstDequeueTime", "nextVisibleTime", "dequeueCount"];
        JsonElement one = await server.PostAsync("ReceiveMessage", ("queueName", "orders"));
        AssertFields(one, ids, times);
        JsonElement some = await server.PostAsync("BatchReceiveMessage", ("queueName", "orders"), ("numOfMsg", "16"));
        AssertFields(some, [], [], "msgInfoList", ids, times);
        AssertFields(await server.PostAsync("DeleteMessage", ("queueName", "orders"), ("receiptHandle", one.GetProperty("receiptHandle").GetString()!)), [], []);
        AssertFields(await server.PostAsync("BatchDeleteMessage", ("queueName", "orders"), ("receiptHandle.1", some.GetProperty("msgInfoList")[0].GetProperty("receiptHandle").GetString()!)), [], []);
        AssertFields(await server.PostAsync("ListDeadLetterSourceQueues", ("deadLetterQueueName", "dead")), [], ["totalCount"], "queueList");
        AssertFields(await server.PostAsync("RewindQueue", ("queueName", "orders"), ("startConsumeTime", Now(server))), [], []);
        AssertFields(await server.PostAsync("ClearQueue", ("queueName", "orders")), [], []);
        AssertFields(await server.PostAsync("DeleteQueue", ("queueName", "orders")), [], []);
    }

    [Fact]
    public async Task An_empty_list_is_written_as_an_empty_array()
    {
        await using ServerUnderTest server = await StartAsync();
        JsonElement none = await server.PostAsync("ListQueue");
        Assert.Equal((0, 0), (none.GetProperty("totalCount").GetInt32(), none.GetProperty("queueList").GetArrayLength()));
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        JsonElement page = await server.PostAsync("ListQueue", ("offset", "1"));
        Assert.Equal((1, 0), (page.GetProperty("totalCount").GetInt32(), page.GetProperty("queueList").GetArrayLength()));
    }

    [Fact]
    public async Task Rewindable_messages_are_counted_under_both_spellings()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("rewindSeconds", "3600"));
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "a"));
        string handle = (await server.PostAsync("ReceiveMessage", ("queueName", "orders"))).GetProperty("receiptHandle").GetString()!;
        await server.PostAsync("DeleteMessage", ("queueName", "orders"), ("receiptHandle", handle));

        JsonElement queue = await server.PostAsync("GetQueueAttributes", ("queueName", "orders"));
        Assert.Equal((1, 1), (queue.GetProperty("rewindmsgNum").GetInt32(), queue.GetProperty("rewindMsgNum").GetInt32()));
    }

    [Fact]
    public async Task Receipt_handles_and_ids_are_digits_that_fit_63_bits()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        await server.PostAsync("BatchSendMessage", [("queueName", "orders"), .. Enumerable.Range(0, 16).Select(i => ($"msgBody.{i}", "x"))]);
        JsonElement received = await server.PostAsync("BatchReceiveMessage", ("queueName", "orders"), ("numOfMsg", "16"));

        string[] handles = [.. received.GetProperty("msgInfoList").EnumerateArray().Select(message => message.GetProperty("receiptHandle").GetString()!)];
        string[] ids = [.. received.GetProperty("msgInfoList").EnumerateArray().Select(message => message.GetProperty("msgId").GetString()!)];
        Assert.Equal((16, 16), (handles.Distinct().Count(), ids.Distinct().Count()));
        Assert.All(handles.Concat(ids), text => Assert.True(HandleOfTheGoClient().IsMatch(text) && ulong.Parse(text, System.Globalization.CultureInfo.InvariantCulture) < 1UL << 63));
    }

    [Theory]
    [InlineData("pollingWaitSeconds", 1)]
    [InlineData("pollingWaitSeconds", 30)]
    [InlineData("the queue's own wait", 3)]
    public async Task A_wait_ends_100_to_300_milliseconds_early(string parameter, int seconds)
    {
        await using ServerUnderTest server = await StartAsync();
        string wait = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        bool own = parameter == "pollingWaitSeconds";
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("pollingWaitSeconds", own ? "0" : wait));
        foreach (string action in new[] { "ReceiveMessage", "BatchReceiveMessage" })
        {
            Task<JsonElement> waiting = server.PostAsync(action, [("queueName", "orders"), ("numOfMsg", "16"), .. own ? [(parameter, wait)] : Array.Empty<(string, string)>()]);
            await server.WaitForWaitingReceivesAsync(1);
            server.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(301));
            await server.WaitForWaitingReceivesAsync(1);
            server.Clock.Advance(TimeSpan.FromMilliseconds(201));
            AssertError(await waiting, CmqErrors.NoMessage);
        }
    }

    [Fact]
    public async Task A_receive_that_asks_for_no_wait_is_answered_at_once_although_the_queue_would_wait()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("pollingWaitSeconds", "30"));
        AssertError(await server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "0")), CmqErrors.NoMessage);
    }

    [Fact]
    public async Task The_client_s_number_is_repeated_on_errors_too()
    {
        await using ServerUnderTest server = await StartAsync();
        JsonElement refused = await server.PostAsync("GetQueueAttributes", ("queueName", "absent"), ("clientRequestId", "18446744073709551615"));
        AssertError(refused, CmqErrors.QueueDoesNotExist);
        Assert.Equal(ulong.MaxValue, refused.GetProperty("clientRequestId").GetUInt64());
    }

    private static string Now(ServerUnderTest server) => server.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void AssertFields(JsonElement reply, string[] texts, string[] numbers, string? list = null, string[]? listTexts = null, string[]? listNumbers = null)
    {
        AssertOk(reply);
        string[] expected = ["code", "message", "requestId", .. texts, .. numbers, .. list is null ? Array.Empty<string>() : [list]];
        Assert.Equal(expected.Order(), reply.EnumerateObject().Select(field => field.Name).Order());
        AssertKinds(reply, texts, numbers);
        if (list is null)
            return;
        JsonElement entries = reply.GetProperty(list);
        Assert.Equal(JsonValueKind.Array, entries.ValueKind);
        Assert.Equal(listTexts is not null, entries.GetArrayLength() > 0);
        foreach (JsonElement entry in entries.EnumerateArray())
            AssertKinds(entry, listTexts!, listNumbers ?? []);
    }

    private static void AssertKinds(JsonElement element, string[] texts, string[] numbers)
    {
        Assert.All(texts, name => Assert.NotEmpty(element.GetProperty(name).GetString()!));
        Assert.All(numbers, name => Assert.InRange(element.GetProperty(name).GetInt32(), 0, int.MaxValue));
    }

    [GeneratedRegex("^[a-zA-Z0-9%#:_-]{1,256}$")]
    private static partial Regex HandleOfTheGoClient();
}
