using System.Globalization;
using System.Text.Json;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>A server with the profile of TDMQ for CMQ.</summary>
public sealed class TdmqProfileTests
{
    [Fact]
    public async Task A_queue_gets_TDMQ_s_defaults_and_ranges()
    {
        await using ServerUnderTest server = await StartAsync(limits: CmqLimits.Tdmq);
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        JsonElement queue = await server.PostAsync("GetQueueAttributes", ("queueName", "orders"));

        Assert.Equal((3600, 1_048_576), (queue.GetProperty("msgRetentionSeconds").GetInt32(), queue.GetProperty("maxMsgSize").GetInt32()));
        AssertOk(await server.PostAsync("CreateQueue", ("queueName", "short"), ("msgRetentionSeconds", "30")));
        AssertError(await server.PostAsync("CreateQueue", ("queueName", "long"), ("msgRetentionSeconds", "43201")), CmqErrors.ParameterOutOfRange("msgRetentionSeconds"));
        AssertOk(await server.PostAsync("CreateQueue", ("queueName", "rewound"), ("rewindSeconds", "1296000")));
        AssertError(await server.PostAsync("CreateQueue", ("queueName", "orders-dlq")), CmqErrors.QueueNameFormatError);
    }

    [Fact]
    public async Task Retention_ends_unconsumed_messages_and_rewindable_ones_are_kept_until_rewindSeconds()
    {
        await using ServerUnderTest server = await StartAsync(limits: CmqLimits.Tdmq);
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("msgRetentionSeconds", "60"), ("rewindSeconds", "3600"), ("visibilityTimeout", "600"));
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "consumed"));
        JsonElement received = await server.PostAsync("ReceiveMessage", ("queueName", "orders"));
        AssertOk(await server.PostAsync("DeleteMessage", ("queueName", "orders"), ("receiptHandle", received.GetProperty("receiptHandle").GetString()!)));
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "inactive"));
        await server.PostAsync("ReceiveMessage", ("queueName", "orders"));
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "active"));
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "delayed"), ("delaySeconds", "59"));
        Assert.Equal((1, 1, 1, 1), await CountAsync());

        server.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((0, 0, 0, 1), await CountAsync());
        server.Clock.Advance(TimeSpan.FromSeconds(3539));
        Assert.Equal((0, 0, 0, 1), await CountAsync());
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((0, 0, 0, 0), await CountAsync());

        async Task<(long Active, long Inactive, long Delayed, long Rewindable)> CountAsync()
        {
            JsonElement queue = await server.PostAsync("GetQueueAttributes", ("queueName", "orders"));
            return (Number("activeMsgNum"), Number("inactiveMsgNum"), Number("delayMsgNum"), Number("rewindMsgNum"));
            long Number(string name) => queue.GetProperty(name).GetInt64();
        }
    }

    [Fact]
    public async Task A_rewind_brings_back_what_is_within_the_retention()
    {
        await using ServerUnderTest server = await StartAsync(limits: CmqLimits.Tdmq);
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("rewindSeconds", "86400"));
        long start = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "consumed"));
        JsonElement received = await server.PostAsync("ReceiveMessage", ("queueName", "orders"));
        await server.PostAsync("DeleteMessage", ("queueName", "orders"), ("receiptHandle", received.GetProperty("receiptHandle").GetString()!));

        server.Clock.Advance(TimeSpan.FromSeconds(3599));
        AssertOk(await server.PostAsync("RewindQueue", ("queueName", "orders"), ("startConsumeTime", start.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal("consumed", (await server.PostAsync("ReceiveMessage", ("queueName", "orders"))).GetProperty("msgBody").GetString());
    }
}
