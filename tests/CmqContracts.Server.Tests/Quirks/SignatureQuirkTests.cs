using System.Text.Json;

namespace CmqContracts.Server.Tests.Quirks;

/// <summary>Signatures, and signed paths, as real clients send them.</summary>
public sealed class SignatureQuirkTests
{
    public static TheoryData<string, string> WhiteSpace
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string method in new[] { "POST", "GET" })
            {
                foreach (string end in new[] { "\n", "\r\n", " ", "\t", "\n\n", " \r\n" })
                    all.Add(method, end);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(WhiteSpace))]
    public async Task White_space_around_a_signature_does_not_matter(string method, string end)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        WireRequest request = new(server, "ListQueue") { Method = method };
        WireRequest api3 = new(server, "DescribeCmqQueues", ("Version", "2020-02-17"), ("SignatureMethod", "HmacSHA256")) { Method = method, Target = "/" };

        ServerUnderTest.AssertOk((await AskAsync(server, request.Carry(request.SignedForm() + WireRequest.PercentEncode(end)))).Json);
        Api3Client.AssertOk((await AskAsync(server, api3.Carry(api3.SignedForm() + WireRequest.PercentEncode(end)))).Json.GetProperty("Response"));
        ServerUnderTest.AssertError((await AskAsync(server, request.Carry(request.SignedForm() + WireRequest.PercentEncode(end) + "A"))).Json, CmqErrors.AuthenticationFailed);
    }

    [Theory]
    [InlineData("POST", "HmacSHA1")]
    [InlineData("POST", "HmacSHA256")]
    [InlineData("GET", "HmacSHA1")]
    public async Task Encoded_values_may_be_signed(string method, string algorithm)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        ServerUnderTest.AssertOk(await server.PostAsync("CreateQueue", ("queueName", "orders")));
        string body = WireRequest.Utf8("a+b/c&d=e%20f g?中\n");
        WireRequest signed = new(server, "SendMessage", ("queueName", "orders"), ("msgBody", WireRequest.PercentEncode(body).Replace("%20", "+", StringComparison.Ordinal)), ("SignatureMethod", algorithm)) { Method = method };
        WireRequest sent = signed with { Values = [("queueName", "orders"), ("msgBody", body), ("SignatureMethod", algorithm)] };
        string form = sent.SignedForm().Replace(WireRequest.PercentEncode(sent.Signature), WireRequest.PercentEncode(signed.Signature), StringComparison.Ordinal);

        ServerUnderTest.AssertOk((await AskAsync(server, sent.Carry(form))).Json);
        Assert.Equal("a+b/c&d=e%20f g?中\n", (await server.PostAsync("ReceiveMessage", ("queueName", "orders"))).GetProperty("msgBody").GetString());
    }

    public static TheoryData<string> Paths =>
    [
        "/", "/my%20queue", "/my%2Fqueue", "/my%2fqueue", "/caf%C3%A9", "/caf%c3%a9", "/%E4%B8%AD/v2/index.php", "/a//b", "//v2/index.php", "/a/", "/a%3Fb", "/a%25b", "/a%", "/a%zz",
        "/a/../b", "/./a", "/a+b", "/a;b=c", "/%7Euser", "/a%2E%2E/b", "/v2/index.php/v2/index.php",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task The_path_that_is_requested_is_the_one_that_is_signed(string path)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        foreach (string method in new[] { "POST", "GET" })
        {
            WireRequest request = new(server, "ListQueue") { Method = method, Target = path, SignedPath = path };
            ServerUnderTest.AssertOk((await WireConnection.AskAsync(request)).Json);
            ServerUnderTest.AssertOk((await WireConnection.AskAsync(request with { Target = server.Server.Endpoint.GetLeftPart(UriPartial.Authority) + path })).Json);
            ServerUnderTest.AssertError((await WireConnection.AskAsync(request with { SignedPath = path + "x" })).Json, CmqErrors.AuthenticationFailed);
        }
    }

    [Theory]
    [InlineData("/my%20queue", "/my queue")]
    [InlineData("/my%2Fqueue", "/my/queue")]
    [InlineData("/caf%C3%A9", "/café")]
    [InlineData("/a%25b", "/a%b")]
    public async Task A_path_may_be_signed_before_it_is_encoded(string path, string unencoded)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        foreach (string method in new[] { "POST", "GET" })
            ServerUnderTest.AssertOk((await WireConnection.AskAsync(new WireRequest(server, "ListQueue") { Method = method, Target = path, SignedPath = WireRequest.Utf8(unencoded) })).Json);
    }

    /// <summary>The signed parameters begin after the first question mark. With a question mark in the path, a message body could be read as parameters.</summary>
    [Fact]
    public async Task A_question_mark_in_the_path_does_not_make_parameters_of_a_value()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        ServerUnderTest.AssertOk(await server.PostAsync("CreateQueue", ("queueName", "orders")));
        WireRequest inner = new(server, "DeleteQueue", ("queueName", "orders"));
        string text = string.Join('&', inner.SignedForm().Split('&').Where(pair => !pair.StartsWith("Signature=", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        WireRequest harmless = new(server, "SendMessage", ("queueName", "orders"), ("zBody", "what?" + text), ("msgBody", "x"));
        string before = "/v2/index.php%3F" + Uri.EscapeDataString(string.Join('&', harmless.SignedForm().Split('&').Where(pair => !pair.StartsWith("Signature=", StringComparison.Ordinal) && !pair.StartsWith("zBody=", StringComparison.Ordinal)).Order(StringComparer.Ordinal)) + "&zBody=what");
        string forged = text + "&Signature=" + WireRequest.PercentEncode(harmless.Signature);

        ServerUnderTest.AssertError((await AskAsync(server, (inner with { Target = before }).Carry(forged))).Json, CmqErrors.AuthenticationFailed);
        ServerUnderTest.AssertOk(await server.PostAsync("GetQueueAttributes", ("queueName", "orders")));
    }

    [Theory]
    [InlineData("my%20queue")]
    [InlineData("my queue")]
    [InlineData("café/%2f/x/")]
    [InlineData("/v2/index.php")]
    [InlineData("a/../b%3Fc")]
    [InlineData("~a+b;c='(!)'[|]")]
    public async Task Our_client_is_served_at_an_endpoint_with_a_path(string path)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        await using CmqHttpService client = new(new CmqOptions { Endpoint = server.Server.Endpoint + path, SecretId = ServerUnderTest.SecretId, SecretKey = ServerUnderTest.SecretKey, TimeProvider = server.Clock }, CmqLimits.Classic);

        Assert.NotEmpty(await client.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings())));
    }

    [Fact]
    public async Task A_wait_is_not_answered_early_when_a_message_becomes_visible_before_its_end()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        ServerUnderTest.AssertOk(await server.PostAsync("CreateQueue", ("queueName", "orders")));
        ServerUnderTest.AssertOk(await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "later"), ("delaySeconds", "10")));

        Task<JsonElement> first = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "10"));
        await server.WaitForWaitingReceivesAsync(1);
        server.Clock.Advance(TimeSpan.FromMilliseconds(9_900));
        Task<JsonElement> second = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "1"));
        await server.WaitForWaitingReceivesAsync(2);
        server.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("later", (await first).GetProperty("msgBody").GetString());
        server.Clock.Advance(TimeSpan.FromMilliseconds(700));
        ServerUnderTest.AssertError(await second, CmqErrors.NoMessage);
    }

    private static async Task<WireReply> AskAsync(ServerUnderTest server, byte[] request)
    {
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync(request);
        return await connection.ReadAsync();
    }
}
