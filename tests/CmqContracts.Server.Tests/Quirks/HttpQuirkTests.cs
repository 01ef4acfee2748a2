using System.Text.Json;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests.Quirks;

/// <summary>HTTP as real clients use it.</summary>
public sealed class HttpQuirkTests
{
    [Theory]
    [InlineData("GET", "/v2/index.php")]
    [InlineData("GET", "/")]
    [InlineData("POST", "/v2/index.php")]
    [InlineData("POST", "/")]
    public async Task A_target_may_be_a_whole_address(string method, string path)
    {
        await using ServerUnderTest server = await StartAsync();
        WireRequest request = new(server, "ListQueue") { Method = method, Target = $"http://{server.Server.Endpoint.Authority}{path}", SignedPath = path };
        AssertOk((await WireConnection.AskAsync(request)).Json);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task The_host_may_be_signed_without_its_port(string method)
    {
        await using ServerUnderTest server = await StartAsync();
        AssertOk((await WireConnection.AskAsync(new WireRequest(server, "ListQueue") { Method = method, SignedHost = server.Server.Endpoint.Host })).Json);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_path_may_be_doubled_after_it_was_signed(bool hostWithoutPort)
    {
        await using ServerUnderTest server = await StartAsync();
        WireRequest request = new(server, "ListQueue")
        {
            Method = "GET",
            Target = "/v2/index.php/v2/index.php",
            SignedPath = "/v2/index.php",
            SignedHost = hostWithoutPort ? server.Server.Endpoint.Host : null,
        };
        AssertOk((await WireConnection.AskAsync(request)).Json);
    }

    [Fact]
    public async Task A_request_line_of_61_KB_carries_a_whole_batch()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        (string, string)[] bodies = [.. Enumerable.Range(1, 16).Select(i => ($"msgBody.{i}", new string('%', 1300)))];
        WireRequest request = new(server, "BatchSendMessage", [("queueName", "orders"), .. bodies]) { Method = "GET" };
        Assert.InRange(request.Head.Length, 61 * 1024, 64 * 1024);

        Assert.Equal(16, (await WireConnection.AskAsync(request)).Json.GetProperty("msgList").GetArrayLength());
    }

    [Fact]
    public async Task GET_and_POST_have_the_same_replies_in_every_byte_but_the_request_id()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        foreach (WireRequest request in new WireRequest[]
        {
            new(server, "GetQueueAttributes", ("queueName", "orders")),
            new(server, "ListQueue"),
            new(server, "ReceiveMessage", ("queueName", "orders")),
            new(server, "DeleteMessage", ("queueName", "absent"), ("receiptHandle", "1")),
        })
        {
            WireReply post = await WireConnection.AskAsync(request);
            WireReply get = await WireConnection.AskAsync(request with { Method = "GET" });
            Assert.Equal(WithoutRequestId(post.Json), WithoutRequestId(get.Json));
            Assert.Equal(post.Headers["Content-Type"], get.Headers["Content-Type"]);
        }
    }

    [Theory]
    [InlineData("gzip, deflate, br")]
    [InlineData("UTF-8")]
    [InlineData("identity")]
    public async Task No_reply_is_compressed(string accepted)
    {
        await using ServerUnderTest server = await StartAsync();
        for (int i = 0; i < 20; i++)
            await server.PostAsync("CreateQueue", ("queueName", $"a-long-name-to-be-compressed-{i}"));
        WireReply reply = await WireConnection.AskAsync(new WireRequest(server, "ListQueue") { Headers = ["Accept-Encoding: " + accepted] });
        AssertOk(reply.Json);
        Assert.False(reply.Headers.ContainsKey("Content-Encoding"));
        Assert.Equal("application/json; charset=utf-8", reply.Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_client_that_expects_100_continue_is_told_to_go_on()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("maxMsgSize", "1048576"));
        WireRequest request = new(server, "SendMessage", ("queueName", "orders"), ("msgBody", new string('x', 1_048_576))) { Headers = ["Expect: 100-continue"] };
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync(request.Head);
        Assert.Equal(100, (await connection.ReadAsync()).Status);
        await connection.WriteAsync(request.Body);
        AssertOk((await connection.ReadAsync()).Json);
    }

    [Fact]
    public async Task A_connection_serves_one_request_after_the_other_also_when_they_come_at_once_or_again()
    {
        await using ServerUnderTest server = await StartAsync();
        using WireConnection connection = WireConnection.Open(server);
        byte[] list = new WireRequest(server, "ListQueue") { Headers = ["Connection: Keep-Alive"] }.Bytes;
        await connection.WriteAsync(list);
        AssertOk((await connection.ReadAsync()).Json);
        await connection.WriteAsync([.. list, .. new WireRequest(server, "CreateQueue", ("queueName", "orders")).Bytes, .. list]);
        AssertOk((await connection.ReadAsync()).Json);
        AssertOk((await connection.ReadAsync()).Json);
        Assert.Equal(1, (await connection.ReadAsync()).Json.GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task An_error_leaves_the_connection_open()
    {
        await using ServerUnderTest server = await StartAsync();
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync(new WireRequest(server, "MakeCoffee").Bytes);
        AssertError((await connection.ReadAsync()).Json, CmqErrors.ActionNameDoesNotExist("MakeCoffee"));
        await connection.WriteAsync([.. "PUT /v2/index.php HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"u8]);
        AssertError((await connection.ReadAsync()).Json, CmqErrors.UnexpectedHttpMethod("PUT"));
        await connection.WriteAsync(new WireRequest(server, "ListQueue").Carry(string.Concat(Enumerable.Repeat("a=b&", 2_000))));
        AssertError((await connection.ReadAsync()).Json, CmqErrors.CannotParseRequest);
        await connection.WriteAsync(new WireRequest(server, "ListQueue").Carry(new string('x', 5 * 1024 * 1024)));
        AssertError((await connection.ReadAsync()).Json, CmqErrors.CannotParseRequest);
        await connection.WriteAsync(new WireRequest(server, "ListQueue").Bytes);
        AssertOk((await connection.ReadAsync()).Json);
    }

    [Theory]
    [InlineData("HTTP/1.1", "Connection: close")]
    [InlineData("HTTP/1.0", "Accept: */*")]
    public async Task A_client_that_wants_its_connection_closed_gets_its_reply_first(string version, string header)
    {
        await using ServerUnderTest server = await StartAsync();
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync(new WireRequest(server, "ListQueue") { HttpVersion = version, Headers = [header] }.Bytes);
        AssertOk((await connection.ReadAsync()).Json);
        Assert.Null(await connection.TryReadAsync());
    }

    [Fact]
    public async Task A_body_in_chunks_is_a_form_too()
    {
        await using ServerUnderTest server = await StartAsync();
        WireRequest request = new(server, "ListQueue");
        string head = System.Text.Encoding.Latin1.GetString(request.Head).Replace($"Content-Length: {request.Body.Length}", "Transfer-Encoding: chunked", StringComparison.Ordinal);
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync([.. System.Text.Encoding.Latin1.GetBytes(head), .. "1\r\n"u8, request.Body[0], .. "\r\n"u8]);
        await connection.WriteAsync([.. System.Text.Encoding.Latin1.GetBytes($"{request.Body.Length - 1:x}\r\n"), .. request.Body[1..], .. "\r\n0\r\n\r\n"u8]);
        AssertOk((await connection.ReadAsync()).Json);
    }

    [Fact]
    public async Task A_connection_per_request_serves_many_at_once()
    {
        await using ServerUnderTest server = await StartAsync();
        WireRequest request = new(server, "ListQueue") { Headers = ["Connection: close"] };
        WireReply[] replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => WireConnection.AskAsync(request)));
        Assert.All(replies, reply => AssertOk(reply.Json));
        Assert.Equal(200, replies.Select(reply => reply.Json.GetProperty("requestId").GetString()).Distinct().Count());
    }

    private static string WithoutRequestId(JsonElement reply) =>
        string.Join(',', reply.EnumerateObject().Where(field => field.Name != "requestId").Select(field => field.ToString()));
}
