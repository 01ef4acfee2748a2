using System.Text;
using System.Text.Json;
using CmqContracts.Server.Tests.Quirks;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Requests that name no action, at paths that clients do not use by default: a health check with a wrong path must fail.</summary>
public sealed class NonProtocolRequestTests
{
    /// <summary>Paths of health checks, also of other programs.</summary>
    public static TheoryData<string> Paths =>
    [
        "/-/healthy", "/-/ready", "/.health", "/health-ready", "/api/health", "/livez", "/readyz", "/healthz", "/healthz/ready", "/ready", "/live", "/ping", "/status", "/up", "/alive", "/_health", "/actuator/health",
        "/api/v1/health", "/v2/health", "/v2", "/v2/", "/v2/index.php/", "/V2/index.php", "/v2/index.php/health/ready", "/index.php", "/health/ready;x", "/health/ready/more", "/health/ready.json", "/healthcheck?full=1",
        "//", "/%20", "/favicon.ico", "/metrics/json", "/livez?verbose", "/livez?action=ListQueue&Actions=1", "/livez?Action_=1", "/livez?Version=2020-02-17", "/livez?MANY",
        "http://127.0.0.1/livez", "/x/../livez", "/./-/healthy",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task They_are_not_found_by_any_method(string path)
    {
        await using ServerUnderTest signed = await StartAsync();
        await using ServerUnderTest anonymous = await ServerUnderTest.StartAsync(options => (options.Keys, options.AllowAnonymous) = ([], true));
        await anonymous.Broker.DisposeAsync();
        foreach (ServerUnderTest server in (ServerUnderTest[])[signed, anonymous])
        {
            foreach (string method in (string[])["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "PROBE"])
            {
                foreach (string body in (string[])["", "{}", "ping=1", "action=ListQueue&Version=2020-02-17", "MANY"])
                {
                    int status = (await AskAsync(server, method, path, method is "GET" or "HEAD" ? "" : body)).Status;
                    Assert.True(status == 404, $"{method} {path} {body} is {status}");
                }
            }
        }
    }

    [Fact]
    public async Task The_answer_says_where_health_pages_are_and_leaves_the_connection_open()
    {
        await using ServerUnderTest server = await StartAsync();
        using WireConnection connection = WireConnection.Open(server);
        for (int i = 0; i < 3; i++)
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes("POST /-/healthy HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nping=1"));
            WireReply reply = await connection.ReadAsync();
            Assert.Equal(404, reply.Status);
            Assert.StartsWith("text/plain", reply.Headers["Content-Type"], StringComparison.Ordinal);
            Assert.Contains("/health/ready", Encoding.UTF8.GetString(reply.Body), StringComparison.Ordinal);
        }

        await connection.WriteAsync(new WireRequest(server, "ListQueue").Bytes);
        AssertOk((await connection.ReadAsync()).Json);
    }

    /// <summary>A request that names an action is a protocol request at any path, even if it is invalid, because clients do not read the body of another status.</summary>
    [Theory]
    [InlineData("GET", "/livez?Action=", "", "")]
    [InlineData("GET", "/livez?Action=Nothing", "", "")]
    [InlineData("GET", "/cmq?x=1&Action=ListQueue", "", "")]
    [InlineData("POST", "/cmq", "", "Action=ListQueue")]
    [InlineData("POST", "/cmq", "", "queueName=x&Action=SendMessage")]
    [InlineData("POST", "/cmq?Action=ListQueue", "", "")]
    [InlineData("POST", "/cmq?Action=ListQueue", "", "queueName=x")]
    [InlineData("POST", "/cmq", "X-TC-Action: DescribeCmqQueues\r\n", "{}")]
    [InlineData("GET", "/cmq", "X-TC-Action: DescribeCmqQueues\r\n", "")]
    [InlineData("POST", "/cmq", "Authorization: TC3-HMAC-SHA256 Credential=x\r\n", "{}")]
    [InlineData("PUT", "/cmq?Action=ListQueue", "", "")]
    [InlineData("POST", "/livez", "", "Action=ListQueue&MANY")]
    [InlineData("POST", "/livez?Action=ListQueue&MANY", "", "")]
    [InlineData("GET", "/livez?Action=ListQueue&MANY", "", "")]
    [InlineData("GET", "/", "", "")]
    [InlineData("POST", "/", "", "")]
    [InlineData("GET", "/?x=1", "", "")]
    [InlineData("PUT", "/", "", "x")]
    [InlineData("GET", "/v2/index.php", "", "")]
    [InlineData("POST", "/v2/index.php", "", "queueName=x")]
    [InlineData("DELETE", "/v2/index.php", "", "")]
    public async Task Requests_of_the_protocol_are_answered_as_such(string method, string path, string header, string body)
    {
        await using ServerUnderTest server = await StartAsync();
        Assert.Equal(JsonValueKind.Object, (await AskAsync(server, method, path, body, header)).Json.ValueKind);
    }

    /// <summary>A request whose body could not be read counts as a protocol request.</summary>
    [Fact]
    public async Task A_body_that_is_too_large_is_refused_as_a_request_of_the_protocol()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.MaxRequestBytes = 1000);
        AssertError((await AskAsync(server, "POST", "/cmq", new string('x', 2000))).Json, CmqErrors.CannotParseRequest);
    }

    [Fact]
    public async Task They_are_refused_to_web_pages_like_everything_else()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => (options.Keys, options.AllowAnonymous) = ([], true));
        AssertError((await AskAsync(server, "GET", "/livez", "", "Origin: https://evil.example\r\n")).Json, CmqErrors.AuthenticationFailed);
        AssertError((await AskAsync(server, "PUT", "/livez", "", "Origin: https://evil.example\r\n")).Json, CmqErrors.AuthenticationFailed);
    }

    private static async Task<WireReply> AskAsync(ServerUnderTest server, string method, string path, string body, string header = "")
    {
        // More parameters than a request may have.
        string many = string.Concat(Enumerable.Repeat("a&", 2_000));
        path = path.Replace("MANY", many, StringComparison.Ordinal);
        body = body.Replace("MANY", many, StringComparison.Ordinal);
        string length = method is "GET" or "HEAD" ? "" : $"Content-Length: {body.Length}\r\n";
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}{length}Connection: close\r\n\r\n{body}"));
        return await connection.ReadAsync(hasBody: method != "HEAD");
    }
}
