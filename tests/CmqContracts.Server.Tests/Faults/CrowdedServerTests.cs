using System.Globalization;
using System.Text;
using CmqContracts.Server.Tests.Quirks;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Clients that send slowly or do not read, on a server with a small buffer budget.</summary>
public sealed class CrowdedServerTests
{
    private const int Budget = 8 * 1024 * 1024;
    private const int Most = (1024 * 1024) - 1;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_slowest_bodies_are_answered_with_4420_and_fast_clients_are_not_refused(bool api3)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.MaxBufferedBytes = Budget);
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("maxMsgSize", "1048576"));
        WireConnection[] slow = [.. Enumerable.Range(0, 10).Select(_ => WireConnection.Open(server))];
        byte[] head = Head(server, 1024 * 1024, api3);
        byte[] most = [.. Enumerable.Repeat((byte)'x', Most)];
        foreach (WireConnection connection in slow)
        {
            await connection.WriteAsync(head);
            await connection.WriteAsync(most);
        }

        // Bodies for three quarters of the budget lack only their last byte. Every later client is faster.
        await WaitUntilAsync(() => server.Server.Budget.Used == Budget * 3L / 4 / Most * Most);
        for (int i = 0; i < 20; i++)
        {
            ServerUnderTest.AssertOk(await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", new string('x', i % 2 == 0 ? 100 : 300_000))));
            ServerUnderTest.AssertOk(await server.PostAsync("ReceiveMessage", ("queueName", "orders")));
        }

        int refused = 0;
        foreach (WireConnection connection in slow)
        {
            await connection.WriteAsync("x"u8.ToArray());
            WireReply reply = await connection.ReadAsync();
            Assert.Equal(200, reply.Status);
            if (api3 ? Encoding.UTF8.GetString(reply.Body).Contains("RequestLimitExceeded", StringComparison.Ordinal) : reply.Json.GetProperty("message").GetString() == CmqErrors.QpsThrottling.WireMessage)
                refused++;
            connection.Dispose();
        }

        Assert.InRange(refused, 4, 9);
    }

    [Fact]
    public async Task Clients_that_do_not_read_block_no_other_and_a_receive_that_does_not_fit_leases_nothing()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.MaxBufferedBytes = Budget);
        using CmqHttpService client = server.Client();
        await client.CreateQueueAsync(new CreateQueueRequest("poison", new QueueSettings { MaxMsgSize = 1024 * 1024, VisibilityTimeout = 43_200 }));
        await client.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        byte[] body = new byte[700 * 1024];
        for (int i = 0; i < 12; i++)
            await client.SendMessagesAsync(new SendMessagesRequest("poison", [body]));
        byte[] receive = new WireRequest(server, "ReceiveMessage", ("queueName", "poison")).Bytes;
        WireConnection[] deaf = [.. Enumerable.Range(0, 12).Select(_ => WireConnection.Open(server))];
        foreach (WireConnection connection in deaf)
            await connection.WriteAsync(receive);
        for (int i = 0; i < 20; i++)
        {
            await client.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()]));
            CmqMessage message = Assert.Single(await client.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { MaxMessages = 16 }));
            Assert.Empty(await client.DeleteMessagesAsync(new DeleteMessagesRequest("orders", [message.ReceiptHandle])));
        }

        int messages = 0, refused = 0, cut = 0;
        foreach (WireConnection connection in deaf)
        {
            try
            {
                if ((await connection.ReadAsync()).Json.GetProperty("code").GetInt32() is var code and not 0)
                    Assert.Equal((CmqErrors.QpsThrottling.Code, ++refused), (code, refused));
                else
                    messages++;
            }
            catch (IOException)
            {
                cut++;
            }

            connection.Dispose();
        }

        Assert.InRange(messages, 1, 12);
        Assert.Equal(12, messages + refused + cut);
        Assert.Equal(12 - refused, (await client.GetQueueAttributesAsync("poison")).InactiveMessages);
    }

    [Fact]
    public async Task A_batch_of_the_largest_bodies_with_every_character_escaped_can_be_received()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using CmqHttpService client = server.Client();
        await client.CreateQueueAsync(new CreateQueueRequest("poison", new QueueSettings { MaxMsgSize = 1024 * 1024 }));
        byte[] body = new byte[1024 * 1024];
        for (int i = 0; i < 16; i++)
            await client.SendMessagesAsync(new SendMessagesRequest("poison", [body]));
        int received = 0;
        while (received < 16)
        {
            IReadOnlyList<CmqMessage> batch = await client.ReceiveMessagesAsync(new ReceiveMessagesRequest("poison") { MaxMessages = 16 });
            Assert.InRange(batch.Count, 1, 2);
            Assert.Equal(batch.Count, (await client.GetQueueAttributesAsync("poison")).InactiveMessages);
            Assert.All(batch, message => Assert.Equal(body, message.Body.ToArray()));
            Assert.Empty(await client.DeleteMessagesAsync(new DeleteMessagesRequest("poison", [.. batch.Select(message => message.ReceiptHandle)])));
            received += batch.Count;
        }

        Assert.Equal(16, received);
    }

    [Fact]
    public async Task A_batch_that_fits_is_returned_whole()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using CmqHttpService client = server.Client();
        await client.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { MaxMsgSize = 1024 * 1024 }));
        byte[] body = Encoding.UTF8.GetBytes(new string('x', 1000 * 1024));
        for (int i = 0; i < 16; i++)
            await client.SendMessagesAsync(new SendMessagesRequest("orders", [body]));

        Assert.Equal(16, (await client.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { MaxMessages = 16 })).Count);
    }

    [Fact]
    public async Task A_budget_below_one_request_is_refused_at_the_start()
    {
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => ServerUnderTest.StartAsync(options => options.MaxBufferedBytes = options.MaxRequestBytes - 1));
        Assert.Contains("MaxBufferedBytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incomplete_heads_are_counted_and_the_slowest_are_evicted()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.MaxBufferedBytes = Budget);
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        const int fit = Budget * 3 / 4 / (100 * 1024 * RequestHead.TextBytes);
        byte[] half = Encoding.ASCII.GetBytes($"GET /?{new string('x', 100 * 1024)}");
        WireConnection[] slow = [.. Enumerable.Range(0, 40).Select(_ => WireConnection.Open(server))];
        foreach (WireConnection connection in slow)
            await connection.WriteAsync(half);
        Task<WireReply?>[] replies = [.. slow.Select(connection => connection.TryReadAsync())];
        await WaitUntilAsync(() => replies.Count(reply => reply.IsCompleted) == slow.Length - fit);
        await WorkAsync(server);

        int answered = 0;
        for (int i = 0; i < slow.Length; i++)
        {
            if (!replies[i].IsCompleted)
            {
                await slow[i].WriteAsync(" HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
                WireReply reply = (await replies[i])!;
                Assert.Equal(200, reply.Status);
                answered++;
            }
        }

        // What Kestrel keeps of an answered request counts until the next request of its connection.
        Assert.Equal(fit, answered);
        Assert.InRange(server.Server.Budget.Used, fit * 100L * 1024 * RequestHead.TextBytes, Budget);
        int stillOpen = Array.FindIndex(replies, reply => reply.IsCompletedSuccessfully && reply.Result is not null);
        long before = server.Server.Budget.Used;
        ServerUnderTest.AssertOk((await slow[stillOpen].AskAsync([new WireRequest(server, "ListQueue").Bytes]))[0].Json);
        await WaitUntilAsync(() => server.Server.Budget.Used < before);
        foreach (WireConnection connection in slow)
            connection.Dispose();
        await WaitUntilAsync(() => server.Server.Budget.Used == 0);
    }

    [Fact]
    public async Task A_large_head_counts_while_its_request_waits()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.MaxBufferedBytes = Budget);
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        string cookies = string.Concat(Enumerable.Range(0, 3).Select(i => $"Cookie{i}: {new string('x', 8 * 1024)}\r\n"));
        const long heads = 24 * 1024 * RequestHead.TextBytes;

        using WireConnection waiting = WireConnection.Open(server);
        await waiting.WriteAsync(new WireRequest(server, "ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30")) { Headers = cookies.TrimEnd().Split("\r\n") }.Bytes);
        await server.WaitForWaitingReceivesAsync(1);
        Assert.InRange(server.Server.Budget.Used, heads, 2 * heads);

        using WireConnection slow = WireConnection.Open(server);
        await slow.WriteAsync(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: x\r\n{cookies}Content-Length: 1000\r\n\r\nx"));
        await WaitUntilAsync(() => server.Server.Budget.Used >= 2 * heads);
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "x"));
        ServerUnderTest.AssertOk((await waiting.ReadAsync()).Json);
        waiting.Dispose();
        await WaitUntilAsync(() => server.Server.Budget.Used is >= heads and < 2 * heads);
        slow.Dispose();
        await WaitUntilAsync(() => server.Server.Budget.Used == 0);
    }

    [Fact]
    public async Task Small_heads_are_not_counted_and_their_connections_stay_open()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("maxMsgSize", "1048576"));
        using WireConnection connection = WireConnection.Open(server);
        byte[] health = Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        byte[] large = new WireRequest(server, "SendMessage", ("queueName", "orders"), ("msgBody", new string('x', 200_000))).Bytes;
        for (int i = 0; i < 100; i++)
        {
            WireReply[] replies = await connection.AskAsync([health, i % 10 == 0 ? large : new WireRequest(server, "ListQueue").Bytes, new WireRequest(server, "ListQueue") { Method = "GET" }.Bytes]);
            Assert.All(replies, reply => Assert.Equal((200, false), (reply.Status, reply.Headers.ContainsKey("Connection"))));
        }

        await WaitUntilAsync(() => server.Server.Budget.Used == 0);
    }

    /// <summary>A large head lets the server abort a connection when memory is short, and changes nothing otherwise.</summary>
    [Theory]
    [InlineData("too long", false, 2)]
    [InlineData("too long", false, 20)]
    [InlineData("too long", true, 2)]
    [InlineData("too many parameters", false, 2)]
    [InlineData("too many parameters", false, 20)]
    public async Task A_refused_body_is_answered_with_a_head_of_any_size(string fault, bool api3, int headKilobytes)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.MaxRequestBytes = 300_000);
        byte[] body = Encoding.ASCII.GetBytes(fault == "too long" ? new string('x', 400_000) : string.Join('&', Enumerable.Range(0, 2000).Select(i => $"a{i}={new string('x', 100)}")));
        string cookies = string.Concat(Enumerable.Range(0, headKilobytes).Select(i => $"Cookie{i}: {new string('x', 1024)}\r\n"));
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Head(server, body.Length, api3)).Replace("Content-Length", cookies + "Content-Length", StringComparison.Ordinal)));
        for (int at = 0; at < body.Length; at += 50_000)
            await connection.WriteAsync(body[at..Math.Min(at + 50_000, body.Length)]);

        WireReply reply = await connection.ReadAsync();
        if (api3)
            Assert.True(reply.Json.GetProperty("Response").TryGetProperty("Error", out _));
        else
            ServerUnderTest.AssertError(reply.Json, CmqErrors.CannotParseRequest);
        ServerUnderTest.AssertOk((await connection.AskAsync([new WireRequest(server, "ListQueue").Bytes]))[0].Json);
    }

    [Fact]
    public async Task A_head_whose_body_is_refused_and_discarded_can_be_evicted()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => (options.MaxBufferedBytes, options.MaxRequestBytes) = (Budget, 300_000));
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("maxMsgSize", "1048576"));
        string head = $"POST /?{new string('x', 120 * 1024)} HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n";
        byte[] refused = Encoding.ASCII.GetBytes(head + new string('x', 310_000));
        WireConnection[] dropped = [.. Enumerable.Range(0, Budget * 3 / 4 / (head.Length * RequestHead.TextBytes)).Select(_ => WireConnection.Open(server))];
        for (int i = 0; i < dropped.Length; i++)
        {
            await dropped[i].WriteAsync(refused);
            await WaitUntilAsync(() => server.Server.Budget.Used == (i + 1) * head.Length * RequestHead.TextBytes);
        }

        using WireConnection unfinished = WireConnection.Open(server);
        await unfinished.WriteAsync([.. Head(server, 250_000, api3: false), .. new byte[200_000]]);
        await WaitUntilAsync(() => server.Server.Budget.Used == (dropped.Length * head.Length * RequestHead.TextBytes) + 200_000);
        ServerUnderTest.AssertOk(await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", new string('x', 290_000))));
        await WaitUntilAsync(() => server.Server.Budget.Used == ((dropped.Length - 1) * head.Length * RequestHead.TextBytes) + 200_000);
        unfinished.Dispose();
        foreach (WireConnection connection in dropped)
            connection.Dispose();
        await WaitUntilAsync(() => server.Server.Budget.Used == 0);
    }

    public static TheoryData<string> UnreadBodies =>
    [
        "PUT / HTTP/1.1", "DELETE /v2/index.php HTTP/1.1", "OPTIONS /x HTTP/1.1", "GET /?Action=ListQueue HTTP/1.1", "HEAD / HTTP/1.1", "GET /health/live HTTP/1.1", "POST /health/ready HTTP/1.1", "PUT /metrics HTTP/1.1", "POST /healthz HTTP/1.1",
    ];

    /// <summary>The unread body arrives after the answer and before the next head.</summary>
    [Theory]
    [MemberData(nameof(UnreadBodies))]
    public async Task An_unread_body_does_not_count_as_a_head_and_the_next_head_does(string line)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        byte[] health = Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        byte[] half = Encoding.ASCII.GetBytes($"GET /?{new string('x', 50 * 1024)}");
        string body = new('x', 200_000);
        foreach (string framed in (string[])[$"Content-Length: {body.Length}\r\n\r\n{body}", $"Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n"])
        {
            using WireConnection connection = WireConnection.Open(server);
            for (int i = 0; i < 3; i++)
            {
                await connection.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\nHost: localhost\r\n{framed}"));
                await connection.ReadAsync(hasBody: !line.StartsWith("HEAD", StringComparison.Ordinal));
                Assert.Equal(200, (await connection.AskAsync([health]))[0].Status);
                Assert.Equal(0, server.Server.Budget.Used);
            }

            await connection.WriteAsync(half);
            await WaitUntilAsync(() => server.Server.Budget.Used == half.Length * RequestHead.TextBytes);
            connection.Dispose();
            await WaitUntilAsync(() => server.Server.Budget.Used == 0);
        }
    }

    [Fact]
    public async Task A_message_in_a_request_line_of_100_KB_is_sent()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("maxMsgSize", "1048576"));
        WireReply reply = await WireConnection.AskAsync(new WireRequest(server, "SendMessage", ("queueName", "orders"), ("msgBody", new string('x', 100_000))) { Method = "GET" });
        ServerUnderTest.AssertOk(reply.Json);
        Assert.False(reply.Headers.ContainsKey("Connection"));
    }

    [Fact]
    public async Task The_memory_of_more_than_a_thousand_hostile_connections_is_released()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.MaxBufferedBytes = Budget);
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        for (int i = 0; i < 100; i++)
            await server.PostAsync("CreateQueue", ("queueName", $"queue-with-a-rather-long-name-{i}"));
        string line = $"/?{new string('x', 100 * 1024)} HTTP/1.1\r\nHost: localhost\r\n";
        byte[][] requests =
        [
            Encoding.ASCII.GetBytes($"GET {line}"),
            Encoding.ASCII.GetBytes($"POST {line}Content-Length: 4000000\r\n\r\n{new string('x', 100_000)}"),
            Encoding.ASCII.GetBytes($"PUT {line}Transfer-Encoding: chunked\r\n\r\nffffff\r\n{new string('x', 100_000)}"),
            Encoding.ASCII.GetBytes($"GET {line}\r\n"),
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", 50))),
            [.. Head(server, 4_000_000, api3: true), .. new byte[100_000]],
        ];
        WireConnection[] hostile = [.. Enumerable.Range(0, 1200).Select(_ => WireConnection.Open(server))];
        await Parallel.ForAsync(0, hostile.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            try
            {
                await hostile[i].WriteAsync(requests[i % requests.Length]);
            }
            catch (IOException)
            {
                // The server has aborted the connection.
            }
        });
        await WaitUntilAsync(() => server.Server.Budget.Used > Budget / 2);
        await WorkAsync(server);
        foreach (WireConnection connection in hostile)
            connection.Dispose();
        await WaitUntilAsync(() => server.Server.Budget.Used == 0);
    }

    private static async Task WorkAsync(ServerUnderTest server)
    {
        for (int i = 0; i < 20; i++)
        {
            ServerUnderTest.AssertOk(await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "x")));
            ServerUnderTest.AssertOk(await server.PostAsync("ReceiveMessage", ("queueName", "orders")));
        }
    }

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromMinutes(1));
        while (!isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(5), timeout.Token);
    }

    private static byte[] Head(ServerUnderTest server, int length, bool api3) =>
        Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: {server.Server.Endpoint.Authority}\r\n{(api3 ? "X-TC-Action: DescribeCmqQueues\r\n" : "")}Content-Length: {length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n");
}
