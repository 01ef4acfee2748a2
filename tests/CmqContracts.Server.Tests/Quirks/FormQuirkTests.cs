using System.Text.Json;
using static CmqContracts.Server.Tests.Quirks.WireRequest;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests.Quirks;

/// <summary>Forms as real clients send them.</summary>
public sealed class FormQuirkTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("text/json")]
    [InlineData("*/*;charset=utf-8")]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/x-www-form-urlencoded; charset=gb2312")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("nonsense")]
    public async Task A_body_is_a_form_whatever_its_content_type_says(string? contentType)
    {
        await using ServerUnderTest server = await StartAsync();
        WireRequest request = new(server, "CreateQueue", ("queueName", "orders")) { Headers = contentType is null ? [] : ["Content-Type: " + contentType] };
        AssertOk((await WireConnection.AskAsync(request)).Json);
    }

    [Theory]
    [InlineData("中文 🚀")]
    [InlineData("a b  c ")]
    [InlineData("{\"quoted\":\"text\",\"list\":[1,2]}")]
    [InlineData("line one\r\nline two\ttab\0nul")]
    [InlineData("x=1=2==")]
    [InlineData("/?#[]@!$'()*,;:\\|^`<>")]
    public async Task A_value_that_is_not_encoded_at_all_arrives_as_it_is(string body)
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        AssertOk((await WireConnection.AskAsync(new WireRequest(server, "SendMessage", ("queueName", "orders"), ("msgBody", Utf8(body))) { Encode = static value => value })).Json);
        Assert.Equal(body, await ReceiveAsync(server));
    }

    [Theory]
    [InlineData("a b c", "a+b+c")]
    [InlineData("a b c", "a%20b%20c")]
    [InlineData("50% off, 100%", "50% off, 100%")]
    [InlineData("%zz%4", "%zz%4")]
    [InlineData("é~!*'()", "%c3%a9~!*'()")]
    public async Task A_value_may_be_encoded_in_any_of_the_usual_ways(string body, string encoded)
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        WireRequest request = new(server, "SendMessage", ("queueName", "orders"), ("msgBody", Utf8(body))) { Encode = value => value == Utf8(body) ? encoded : value };
        AssertOk((await WireConnection.AskAsync(request)).Json);
        Assert.Equal(body, await ReceiveAsync(server));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_list_may_begin_at_0_or_1_and_its_order_is_that_of_the_numbers(int first)
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        (string, string)[] bodies = [.. Enumerable.Range(0, 16).Select(i => ($"msgBody.{i + first}", $"body {i}"))];
        AssertOk((await WireConnection.AskAsync(new WireRequest(server, "BatchSendMessage", [("queueName", "orders"), .. bodies.Reverse()]))).Json);

        JsonElement received = await server.PostAsync("BatchReceiveMessage", ("queueName", "orders"), ("numOfMsg", "16"));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"body {i}"), received.GetProperty("msgInfoList").EnumerateArray().Select(message => message.GetProperty("msgBody").GetString()));
    }

    [Fact]
    public async Task One_client_may_number_one_list_from_0_and_the_next_from_1()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        AssertOk((await WireConnection.AskAsync(new WireRequest(server, "BatchSendMessage", ("queueName", "orders"), ("msgBody.0", "a"), ("msgBody.1", "b")))).Json);
        JsonElement received = await server.PostAsync("BatchReceiveMessage", ("queueName", "orders"), ("numOfMsg", "16"));
        string[] handles = [.. received.GetProperty("msgInfoList").EnumerateArray().Select(message => message.GetProperty("receiptHandle").GetString()!)];
        AssertOk((await WireConnection.AskAsync(new WireRequest(server, "BatchDeleteMessage", ("queueName", "orders"), ("receiptHandle.1", handles[0]), ("receiptHandle.2", handles[1])))).Json);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_value_that_begins_with_an_at_sign_may_be_signed_or_not(bool leftOut)
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        AssertOk((await WireConnection.AskAsync(new WireRequest(server, "SendMessage", ("queueName", "orders"), ("msgBody", "@home")) { SignWithoutAt = leftOut })).Json);
        Assert.Equal("@home", await ReceiveAsync(server));
    }

    [Fact]
    public async Task An_unsigned_at_value_is_refused_in_a_GET()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        WireRequest request = new(server, "SendMessage", ("queueName", "orders"), ("msgBody", "@home")) { Method = "GET", SignWithoutAt = true };
        AssertError((await WireConnection.AskAsync(request)).Json, CmqErrors.AuthenticationFailed);
    }

    [Theory]
    [InlineData("RewindQueue", "startConsumeTime", "\u00ce")]
    [InlineData("SendMessage", "msgBody", "\u00c3(")]
    [InlineData("GetQueueAttributes", "queueName", "\u00ff")]
    public async Task A_signed_value_that_is_not_UTF_8_passes_the_signature_and_gets_code_4000(string action, string name, string value)
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("rewindSeconds", "3600"));
        (string, string)[] values = name == "queueName" ? [(name, value)] : [("queueName", "orders"), (name, value)];
        Assert.Equal(4000, (await WireConnection.AskAsync(new WireRequest(server, action, values))).Json.GetProperty("code").GetInt32());
        Assert.Equal(4000, (await WireConnection.AskAsync(new WireRequest(server, action, values) { Encode = static text => text })).Json.GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Empty_values_count_as_not_given_and_are_signed()
    {
        await using ServerUnderTest server = await StartAsync();
        AssertOk((await WireConnection.AskAsync(new WireRequest(server, "ListQueue", ("searchWord", ""), ("offset", ""), ("limit", ""), ("routingKey", ""), ("Region", "")))).Json);
        AssertOk((await WireConnection.AskAsync(new WireRequest(server, "CreateQueue", ("queueName", "orders"), ("visibilityTimeout", "")))).Json);
        Assert.Equal(30, (await server.PostAsync("GetQueueAttributes", ("queueName", "orders"))).GetProperty("visibilityTimeout").GetInt32());
    }

    [Fact]
    public async Task A_version_of_v2_at_the_root_does_not_make_it_another_API()
    {
        await using ServerUnderTest server = await StartAsync();
        AssertOk((await WireConnection.AskAsync(new WireRequest(server, "ListQueue", ("Version", "v2")) { Target = "/" })).Json);
        AssertOk((await WireConnection.AskAsync(new WireRequest(server, "ListQueue", ("Version", "v2")) { Target = "/", Method = "GET" })).Json);
    }

    [Fact]
    public async Task A_wait_in_milliseconds_that_some_clients_add_is_ignored()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        AssertError((await WireConnection.AskAsync(new WireRequest(server, "ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "0"), ("UserpollingWaitSeconds", "30000")))).Json, CmqErrors.NoMessage);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    public async Task A_secret_key_that_a_client_sends_along_is_neither_logged_nor_returned(string method)
    {
        const string sent = "sent-by-mistake";
        using LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(log: log);
        foreach (string action in new[] { "ListQueue", "GetQueueAttributes", "MakeCoffee" })
        {
            WireReply reply = await WireConnection.AskAsync(new WireRequest(server, action, ("queueName", "absent"), ("SecretKey", sent)) { Method = method });
            Assert.NotEqual(4100, reply.Json.GetProperty("code").GetInt32());
            Assert.DoesNotContain(sent, reply.Json.ToString(), StringComparison.Ordinal);
        }

        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Text.Contains(sent, StringComparison.Ordinal));
    }

    private static async Task<string?> ReceiveAsync(ServerUnderTest server)
    {
        JsonElement received = await server.PostAsync("ReceiveMessage", ("queueName", "orders"));
        AssertOk(received);
        return received.GetProperty("msgBody").GetString();
    }
}
