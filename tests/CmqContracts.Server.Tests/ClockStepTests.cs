using System.Text.Json;
using CmqContracts.Testing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Times on the wire when the machine's clock is set.</summary>
public sealed class ClockStepTests
{
    [Fact]
    public async Task Poll_ends_and_times_on_the_wire_stay_or_are_right_after_a_step_back()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "q"), ("visibilityTimeout", "30"), ("rewindSeconds", "43200"));
        long first = Now(server);
        await server.PostAsync("SendMessage", ("queueName", "q"), ("msgBody", "old"));
        server.Clock.AdvanceSeconds(5);
        server.Clock.StepWall(TimeSpan.FromMinutes(-10));
        long second = Now(server);
        await server.PostAsync("SendMessage", ("queueName", "q"), ("msgBody", "new"));
        Assert.Equal(first, Number(await server.PostAsync("GetQueueAttributes", ("queueName", "q")), "minMsgTime"));

        JsonElement old = AssertOk(await server.PostAsync("ReceiveMessage", ("queueName", "q"), ("pollingWaitSeconds", "0")));
        Assert.Equal((first, first + 5, second + 30), (Number(old, "enqueueTime"), Number(old, "firstDequeueTime"), Number(old, "nextVisibleTime")));
        Assert.Equal(first, Number(await server.PostAsync("GetQueueAttributes", ("queueName", "q")), "minMsgTime"));
        AssertOk(await server.PostAsync("DeleteMessage", ("queueName", "q"), ("receiptHandle", old.GetProperty("receiptHandle").GetString()!)));
        Assert.Equal(second, Number(await server.PostAsync("GetQueueAttributes", ("queueName", "q")), "minMsgTime"));
        JsonElement @new = AssertOk(await server.PostAsync("ReceiveMessage", ("queueName", "q"), ("pollingWaitSeconds", "0")));
        Assert.Equal((second, second, second + 30), (Number(@new, "enqueueTime"), Number(@new, "firstDequeueTime"), Number(@new, "nextVisibleTime")));

        Task<JsonElement> poll = server.PostAsync("ReceiveMessage", ("queueName", "q"), ("pollingWaitSeconds", "2"));
        await server.WaitForWaitingReceivesAsync(1);
        server.Clock.StepWall(TimeSpan.FromMinutes(-10));
        server.Clock.AdvanceSeconds(2);
        Assert.Equal(7000, Number(await poll, "code"));

        // By the clock before the step, the deleted message was produced after this time.
        AssertOk(await server.PostAsync("DeleteMessage", ("queueName", "q"), ("receiptHandle", @new.GetProperty("receiptHandle").GetString()!)));
        AssertOk(await server.PostAsync("RewindQueue", ("queueName", "q"), ("startConsumeTime", $"{Now(server) - 3600}")));
        JsonElement again = AssertOk(await server.PostAsync("ReceiveMessage", ("queueName", "q"), ("pollingWaitSeconds", "0")));
        Assert.Equal(("old", first, first + 5), (again.GetProperty("msgBody").GetString(), Number(again, "enqueueTime"), Number(again, "firstDequeueTime")));
    }

    [Fact]
    public async Task Age_of_the_oldest_message_does_not_follow_the_clock_back()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "q"));
        await server.PostAsync("SendMessage", ("queueName", "q"), ("msgBody", "m"));
        server.Clock.AdvanceSeconds(7);
        server.Clock.StepWall(TimeSpan.FromMinutes(-10));
        using HttpClient http = new();
        string metrics = await http.GetStringAsync(new Uri(server.Server.Endpoint, "/metrics"));
        Assert.Contains("cmq_queue_oldest_message_age_seconds{account=\"default\",queue=\"q\"} 7\n", metrics, StringComparison.Ordinal);
    }

    private static long Now(ServerUnderTest server) => server.Clock.GetUtcNow().ToUnixTimeSeconds();

    private static long Number(JsonElement reply, string name) => reply.GetProperty(name).GetInt64();
}
