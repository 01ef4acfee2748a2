using System.Text.Json;
using CmqContracts.Protocol.Signing;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

public sealed class ProtocolTests
{
    private const string Path = V2RequestLine.DefaultPath;

    [Theory]
    [InlineData("/")]
    [InlineData("/v2/index.php")]
    public async Task GET_and_POST_are_accepted_at_both_paths(string path)
    {
        await using ServerUnderTest server = await StartAsync();

        AssertOk(await server.PostFormAsync(path, server.Sign("POST", path, "ListQueue")));
        AssertOk(await server.GetAsync(path, server.Sign("GET", path, "ListQueue")));
    }

    [Fact]
    public async Task A_missing_and_an_unknown_action_have_their_errors()
    {
        await using ServerUnderTest server = await StartAsync();

        AssertError(await server.PostFormAsync(Path, ""), CmqErrors.ActionDoesNotExist);
        AssertError(await server.PostFormAsync(Path, "Action="), CmqErrors.ActionDoesNotExist);
        AssertError(await server.PostAsync("MakeCoffee"), CmqErrors.ActionNameDoesNotExist("MakeCoffee"));
        AssertError(await server.PostAsync("Make(10200)"), CmqErrors.ActionNameDoesNotExist("Make?10200?"));
    }

    [Fact]
    public async Task Action_names_ignore_case()
    {
        await using ServerUnderTest server = await StartAsync();
        AssertOk(await server.PostAsync("LISTqueue"));
    }

    [Fact]
    public async Task Other_methods_are_refused_with_status_200()
    {
        await using ServerUnderTest server = await StartAsync();
        AssertError(await server.SendAsync(HttpMethod.Put, Path), CmqErrors.UnexpectedHttpMethod("PUT"));
        AssertError(await server.SendAsync(HttpMethod.Delete, Path), CmqErrors.UnexpectedHttpMethod("DELETE"));
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_and_the_server_continues()
    {
        await using ServerUnderTest server = await StartAsync();
        AssertError(await server.PostFormAsync(Path, new string('x', 6 * 1024 * 1024)), CmqErrors.CannotParseRequest);
        AssertOk(await server.PostAsync("ListQueue"));
    }

    [Fact]
    public async Task A_request_line_of_100_KB_is_read()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("maxMsgSize", "1048576"));
        AssertOk(await server.GetAsync(Path, server.Sign("GET", Path, "SendMessage", ("queueName", "orders"), ("msgBody", new string('x', 100_000)))));
    }

    [Fact]
    public async Task A_client_s_own_request_id_is_repeated_as_a_number_or_not_at_all()
    {
        await using ServerUnderTest server = await StartAsync();

        JsonElement number = await server.PostAsync("ListQueue", ("clientRequestId", "1231231231"));
        Assert.Equal(1231231231UL, number.GetProperty("clientRequestId").GetUInt64());
        JsonElement text = await server.PostAsync("ListQueue", ("clientRequestId", "abc"));
        Assert.False(text.TryGetProperty("clientRequestId", out _));
    }

    [Fact]
    public async Task Unknown_parameters_are_ignored()
    {
        await using ServerUnderTest server = await StartAsync();
        AssertOk(await server.PostAsync("ListQueue", ("RequestClient", "SDK_Python_1.3"), ("UserpollingWaitSeconds", "3000"), ("Region", "gz")));
    }

    [Fact]
    public async Task A_receive_has_ids_as_text_and_seconds_as_numbers_and_an_empty_one_code_7000()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        JsonElement sent = await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "hello 中文 🚀"));
        JsonElement received = await server.PostAsync("ReceiveMessage", ("queueName", "orders"));

        AssertOk(received);
        Assert.Equal("hello 中文 🚀", received.GetProperty("msgBody").GetString());
        Assert.Equal(sent.GetProperty("msgId").GetString(), received.GetProperty("msgId").GetString());
        Assert.True(ulong.TryParse(received.GetProperty("receiptHandle").GetString(), out _));
        long now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(now, received.GetProperty("enqueueTime").GetInt64());
        Assert.Equal(now, received.GetProperty("firstDequeueTime").GetInt64());
        Assert.Equal(now + 30, received.GetProperty("nextVisibleTime").GetInt64());
        Assert.Equal(1, received.GetProperty("dequeueCount").GetInt32());

        JsonElement empty = await server.PostAsync("ReceiveMessage", ("queueName", "orders"));
        Assert.Equal("(10200)no message", empty.GetProperty("message").GetString());
        Assert.Equal(7000, empty.GetProperty("code").GetInt32());
        Assert.Equal(7000, (await server.PostAsync("BatchReceiveMessage", ("queueName", "orders"), ("numOfMsg", "16"))).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_batch_delete_says_which_handles_failed_and_nothing_when_none_did()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        await server.PostAsync("BatchSendMessage", ("queueName", "orders"), ("msgBody.0", "a"), ("msgBody.1", "b"));
        JsonElement received = await server.PostAsync("BatchReceiveMessage", ("queueName", "orders"), ("numOfMsg", "16"));
        string[] handles = [.. received.GetProperty("msgInfoList").EnumerateArray().Select(message => message.GetProperty("receiptHandle").GetString()!)];

        JsonElement partly = await server.PostAsync("BatchDeleteMessage", ("queueName", "orders"), ("receiptHandle.1", handles[0]), ("receiptHandle.2", "12"));
        AssertError(partly, CmqErrors.DeleteMessagePartiallyFailed);
        JsonElement failure = Assert.Single(partly.GetProperty("errorList").EnumerateArray());
        Assert.Equal(("12", 4430), (failure.GetProperty("receiptHandle").GetString(), failure.GetProperty("code").GetInt32()));

        JsonElement all = await server.PostAsync("BatchDeleteMessage", ("queueName", "orders"), ("receiptHandle.1", "12"), ("receiptHandle.2", handles[0]));
        AssertError(all, CmqErrors.BatchDeleteMessageFailed);
        JsonElement none = await server.PostAsync("BatchDeleteMessage", ("queueName", "orders"), ("receiptHandle.1", handles[1]));
        AssertOk(none);
        Assert.False(none.TryGetProperty("errorList", out _));
    }

    [Fact]
    public async Task A_waiting_receive_is_answered_by_a_send_and_a_little_before_its_end()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("pollingWaitSeconds", "10"));

        Task<JsonElement> woken = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30000"));
        await server.WaitForWaitingReceivesAsync(1);
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "hello"));
        Assert.Equal("hello", (await woken).GetProperty("msgBody").GetString());

        Task<JsonElement> ended = server.PostAsync("ReceiveMessage", ("queueName", "orders"));
        await server.WaitForWaitingReceivesAsync(1);
        server.Clock.Advance(TimeSpan.FromSeconds(9.7));
        await server.WaitForWaitingReceivesAsync(1);
        server.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(7000, (await ended).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_client_that_disconnects_while_it_waits_leases_no_message()
    {
        await using ServerUnderTest server = await StartAsync();
        await using CmqHttpService client = server.Client();
        await client.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        using CancellationTokenSource gone = new();
        Task waiting = client.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { MaxMessages = 1, PollingWaitSeconds = 30 }, gone.Token).AsTask();
        await server.WaitForWaitingReceivesAsync(1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await server.WaitForWaitingReceivesAsync(0);
        await client.SendMessagesAsync(new SendMessagesRequest("orders", ["hello"u8.ToArray()]));

        CmqMessage message = Assert.Single(await client.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders")));
        Assert.Equal(1, message.DequeueCount);
    }

    [Fact]
    public async Task A_server_that_stops_answers_waiting_receives_that_there_is_no_message()
    {
        ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        Task<JsonElement> waiting = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30"));
        await server.WaitForWaitingReceivesAsync(1);
        await server.Server.DisposeAsync();

        AssertError(await waiting, CmqErrors.NoMessage);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_queue_has_no_address_for_the_TCP_protocol()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));

        Assert.Empty((await server.PostAsync("QueryQueueRoute", ("queueName", "orders"))).GetProperty("addr").EnumerateArray());
        AssertError(await server.PostAsync("QueryQueueRoute", ("queueName", "absent")), CmqErrors.QueueDoesNotExist);
    }

    [Fact]
    public async Task A_dead_letter_queue_is_named_by_its_id_and_lists_its_sources()
    {
        await using ServerUnderTest server = await StartAsync();
        string id = (await server.PostAsync("CreateQueue", ("queueName", "dead"))).GetProperty("queueId").GetString()!;
        AssertOk(await server.PostAsync("CreateQueue", ("queueName", "orders"), ("deadLetterPolicy", "{\"deadLetterQueue\":\"dead\",\"policy\":0,\"maxReceiveCount\":3}")));

        using JsonDocument policy = JsonDocument.Parse((await server.PostAsync("GetQueueAttributes", ("queueName", "orders"))).GetProperty("deadLetterPolicy").GetString()!);
        Assert.Equal(id, policy.RootElement.GetProperty("deadLetterQueue").GetString());
        JsonElement sources = await server.PostAsync("ListDeadLetterSourceQueues", ("deadLetterQueueName", "dead"));
        Assert.Equal("orders", Assert.Single(sources.GetProperty("queueList").EnumerateArray()).GetProperty("queueName").GetString());
        AssertError(await server.PostAsync("DeleteQueue", ("queueName", "dead")), CmqErrors.QueueIsDeadLetterQueue);
        AssertOk(await server.PostAsync("UnbindDeadLetterQueue", ("queueName", "orders")));
        AssertOk(await server.PostAsync("DeleteQueue", ("queueName", "dead")));
    }
}
