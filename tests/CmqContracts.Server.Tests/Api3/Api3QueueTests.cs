using System.Text.Json;
using static CmqContracts.Server.Tests.Api3Client;

namespace CmqContracts.Server.Tests;

public sealed class Api3QueueTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;
    private Api3Client _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _client = new Api3Client(_server);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_queue_gets_the_defaults_of_TDMQ_and_shows_every_field()
    {
        JsonElement created = await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders" });
        JsonElement queue = await DescribeAsync("orders");
        long now = _server.Clock.GetUtcNow().ToUnixTimeSeconds();

        using JsonDocument expected = JsonDocument.Parse($$"""
            {
              "QueueId": "{{created.GetProperty("QueueId").GetString()}}", "QueueName": "orders", "Qps": 0, "Bps": 0, "MaxDelaySeconds": {{CmqLimits.Classic.DelaySeconds.Maximum}},
              "MaxMsgHeapNum": 100000000, "PollingWaitSeconds": 0, "MsgRetentionSeconds": 3600, "VisibilityTimeout": 30, "MaxMsgSize": 1048576, "RewindSeconds": 0,
              "CreateTime": {{now}}000, "LastModifyTime": {{now}}000, "ActiveMsgNum": 0, "InactiveMsgNum": 0, "DelayMsgNum": 0, "RewindMsgNum": 0, "MinMsgTime": {{now}},
              "Transaction": false, "DeadLetterSource": [], "DeadLetterPolicy": null, "TransactionPolicy": null, "CreateUin": 0, "Tags": [], "Trace": false,
              "TenantId": "", "NamespaceName": "", "Status": 1, "MaxUnackedMsgNum": 0, "MaxMsgBacklogSize": 0, "RetentionSizeInMB": 0
            }
            """);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, queue), queue.ToString());
    }

    [Fact]
    public async Task Counters_and_times_are_those_of_v2_but_times_of_change_are_in_milliseconds()
    {
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders", RewindSeconds = 600, VisibilityTimeout = 10 });
        long created = _client.Now;
        _server.Clock.Advance(TimeSpan.FromSeconds(5));
        foreach (string body in (string[])["a", "b", "c"])
            await _client.PostAsync("SendCmqMsg", new { QueueName = "orders", MsgContent = body });
        await _client.PostAsync("SendCmqMsg", new { QueueName = "orders", MsgContent = "d", DelaySeconds = 60 });
        string handle = (await _server.PostAsync("ReceiveMessage", ("queueName", "orders"))).GetProperty("receiptHandle").GetString()!;
        ServerUnderTest.AssertOk(await _server.PostAsync("DeleteMessage", ("queueName", "orders"), ("receiptHandle", handle)));
        await _server.PostAsync("ReceiveMessage", ("queueName", "orders"));
        AssertOk(await _client.PostAsync("ModifyCmqQueueAttribute", new { QueueName = "orders", VisibilityTimeout = 20 }));

        JsonElement queue = await DescribeAsync("orders");

        Assert.Equal((1, 1, 1, 1), (Number(queue, "ActiveMsgNum"), Number(queue, "InactiveMsgNum"), Number(queue, "DelayMsgNum"), Number(queue, "RewindMsgNum")));
        Assert.Equal((created * 1000, (created + 5) * 1000, created + 5), (Number(queue, "CreateTime"), Number(queue, "LastModifyTime"), Number(queue, "MinMsgTime")));
        Assert.Equal(20, Number(queue, "VisibilityTimeout"));
    }

    [Fact]
    public async Task A_message_that_is_sent_is_received_by_v2()
    {
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders" });
        JsonElement sent = await _client.PostAsync("SendCmqMsg", new { QueueName = "orders", MsgContent = "你好 🚀 a+b&c=d\n" });
        JsonElement received = await _server.PostAsync("ReceiveMessage", ("queueName", "orders"));

        Assert.True(sent.GetProperty("Result").GetBoolean());
        Assert.Equal(received.GetProperty("msgId").GetString(), sent.GetProperty("MsgId").GetString());
        Assert.Equal("你好 🚀 a+b&c=d\n", received.GetProperty("msgBody").GetString());
    }

    [Fact]
    public async Task Attributes_are_changed_one_by_one()
    {
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders", PollingWaitSeconds = 3, Trace = true, Tags = new[] { new { TagKey = "a", TagValue = "b" } }, RetentionSizeInMB = 0, Transaction = 0 });
        AssertOk(await _client.PostAsync("ModifyCmqQueueAttribute", new { QueueName = "orders", MaxMsgHeapNum = 5, MaxMsgSize = 2048, MsgRetentionSeconds = 7200, RewindSeconds = 7200, Trace = false }));

        JsonElement queue = await DescribeAsync("orders");

        Assert.Equal((5, 2048, 7200, 7200, 3), (Number(queue, "MaxMsgHeapNum"), Number(queue, "MaxMsgSize"), Number(queue, "MsgRetentionSeconds"), Number(queue, "RewindSeconds"), Number(queue, "PollingWaitSeconds")));
    }

    [Fact]
    public async Task Clearing_and_deleting_a_queue_works()
    {
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders" });
        await _client.PostAsync("SendCmqMsg", new { QueueName = "orders", MsgContent = "a" });
        AssertOk(await _client.PostAsync("ClearCmqQueue", new { QueueName = "orders" }));
        Assert.Equal(0, Number(await DescribeAsync("orders"), "ActiveMsgNum"));
        AssertOk(await _client.PostAsync("DeleteCmqQueue", new { QueueName = "orders" }));

        AssertError(await _client.PostAsync("DescribeCmqQueueDetail", new { QueueName = "orders" }), "ResourceNotFound");
    }

    [Fact]
    public async Task A_rewind_takes_seconds_and_brings_messages_back()
    {
        await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders", RewindSeconds = 600 });
        long start = _client.Now;
        await _client.PostAsync("SendCmqMsg", new { QueueName = "orders", MsgContent = "a" });
        string handle = (await _server.PostAsync("ReceiveMessage", ("queueName", "orders"))).GetProperty("receiptHandle").GetString()!;
        await _server.PostAsync("DeleteMessage", ("queueName", "orders"), ("receiptHandle", handle));
        AssertOk(await _client.PostAsync("RewindCmqQueue", new { QueueName = "orders", StartConsumeTime = start }));

        Assert.Equal(1, Number(await DescribeAsync("orders"), "ActiveMsgNum"));
    }

    [Fact]
    public async Task Queues_are_listed_by_page_by_part_of_the_name_and_by_names()
    {
        foreach (string name in (string[])["a-orders", "b-orders", "c-refunds"])
            await _client.PostAsync("CreateCmqQueue", new { QueueName = name });

        Assert.Equal((3, "a-orders,b-orders,c-refunds"), await ListAsync("{}"));
        Assert.Equal((3, "b-orders"), await ListAsync("""{"Offset":1,"Limit":1}"""));
        Assert.Equal((2, "a-orders,b-orders"), await ListAsync("""{"QueueName":"ORDERS"}"""));
        Assert.Equal((2, "c-refunds,a-orders"), await ListAsync("""{"QueueNameList":["c-refunds","absent","a-orders","no name!","a-orders"]}"""));
        Assert.Equal((1, "a-orders"), await ListAsync("""{"QueueNameList":["c-refunds","a-orders"],"QueueName":"orders"}"""));
        Assert.Equal((2, "a-orders"), await ListAsync("""{"QueueNameList":["c-refunds","a-orders"],"Offset":1}"""));
        Assert.Equal((3, "a-orders,b-orders,c-refunds"), await ListAsync("""{"IsTagFilter":true,"Filters":[{"Name":"tag:a","Values":["b"]}],"QueueNameList":null}"""));
    }

    [Fact]
    public async Task A_page_has_at_most_50_queues()
    {
        for (int i = 0; i < 51; i++)
            await _client.PostAsync("CreateCmqQueue", new { QueueName = $"q{i:00}" });

        (int total, string names) = await ListAsync("""{"Limit":1000}""");

        Assert.Equal((51, 50), (total, names.Split(',').Length));
        Assert.Equal(20, (await ListAsync("{}")).Names.Split(',').Length);
    }

    [Fact]
    public async Task A_dead_letter_policy_is_set_shown_changed_and_removed()
    {
        string dead = (await _client.PostAsync("CreateCmqQueue", new { QueueName = "dead" })).GetProperty("QueueId").GetString()!;
        JsonElement created = await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders", DeadLetterQueueName = "dead", Policy = 0, MaxReceiveCount = 3 });
        Assert.NotEmpty(dead);
        Assert.Equal("""{"DeadLetterQueue":"dead","Policy":0,"MaxTimeToLive":0,"MaxReceiveCount":3}""", (await DescribeAsync("orders")).GetProperty("DeadLetterPolicy").GetRawText());
        JsonElement source = Assert.Single((await DescribeAsync("dead")).GetProperty("DeadLetterSource").EnumerateArray());
        Assert.Equal((created.GetProperty("QueueId").GetString(), "orders"), (source.GetProperty("QueueId").GetString(), source.GetProperty("QueueName").GetString()));

        JsonElement sources = await _client.PostAsync("DescribeCmqDeadLetterSourceQueues", new { DeadLetterQueueName = "dead", Limit = 20, Offset = 0 });
        Assert.Equal((1, "orders"), (sources.GetProperty("TotalCount").GetInt32(), sources.GetProperty("QueueSet")[0].GetProperty("QueueName").GetString()));
        Assert.Equal(0, (await _client.PostAsync("DescribeCmqDeadLetterSourceQueues", new { DeadLetterQueueName = "dead", SourceQueueName = "none" })).GetProperty("TotalCount").GetInt32());

        AssertOk(await _client.PostAsync("ModifyCmqQueueAttribute", new { QueueName = "orders", MaxReceiveCount = 5 }));
        Assert.Equal(5, (await DescribeAsync("orders")).GetProperty("DeadLetterPolicy").GetProperty("MaxReceiveCount").GetInt32());
        AssertOk(await _client.PostAsync("ModifyCmqQueueAttribute", new { QueueName = "orders", DeadLetterQueueName = "dead", Policy = 1, MaxTimeToLive = 300 }));
        Assert.Equal("""{"DeadLetterQueue":"dead","Policy":1,"MaxTimeToLive":300,"MaxReceiveCount":0}""", (await DescribeAsync("orders")).GetProperty("DeadLetterPolicy").GetRawText());

        AssertOk(await _client.PostAsync("UnbindCmqDeadLetter", new { SourceQueueName = "orders" }));
        Assert.Equal(JsonValueKind.Null, (await DescribeAsync("orders")).GetProperty("DeadLetterPolicy").ValueKind);
        AssertOk(await _client.PostAsync("DeleteCmqQueue", new { QueueName = "dead" }));
    }

    [Fact]
    public async Task Without_a_retention_a_classic_server_keeps_messages_as_long_as_the_rewind_needs()
    {
        AssertOk(await _client.PostAsync("CreateCmqQueue", new { QueueName = "orders", VisibilityTimeout = 30, RewindSeconds = 43200 }));
        JsonElement queue = await DescribeAsync("orders");

        Assert.Equal((43200, 43200), (Number(queue, "RewindSeconds"), Number(queue, "MsgRetentionSeconds")));
        AssertError(await _client.PostAsync("CreateCmqQueue", new { QueueName = "refunds", MsgRetentionSeconds = 3600, RewindSeconds = 43200 }), "InvalidParameterValue", "profile Classic");
    }

    private static long Number(JsonElement queue, string field) => queue.GetProperty(field).GetInt64();

    private async Task<JsonElement> DescribeAsync(string queue) =>
        (await _client.PostAsync("DescribeCmqQueueDetail", new { QueueName = queue })).GetProperty("QueueDescribe");

    private async Task<(int Total, string Names)> ListAsync(string parameters)
    {
        JsonElement list = await _client.PostTextAsync("DescribeCmqQueues", parameters);
        return (list.GetProperty("TotalCount").GetInt32(), string.Join(',', list.GetProperty("QueueList").EnumerateArray().Select(queue => queue.GetProperty("QueueName").GetString())));
    }
}
