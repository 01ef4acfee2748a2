using System.Text;
using CmqContracts.Server.Tests.Quirks;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>A server without authentication serves programs of its machine, and no web page that a browser of its machine shows.</summary>
public sealed class BrowserFilterTests
{
    private const string Version = "Version=2020-02-17";

    public static TheoryData<string> OwnHosts =>
    [
        "localhost", "LocalHost:8600", "localhost.", "localhost.:8600", "a.localhost", "a.b.LOCALHOST:1", "127.0.0.1", "127.0.0.1:8600", "127.1.2.3", "[::1]", "[::1]:8600", "[::ffff:127.0.0.1]",
        "cmq.example.com", "CMQ.example.com.", "cmq.example.com:99", "port.example.com:8600",
        "cmq-queue-gz.api.qcloud.com", "cmq-topic-bj.api.qcloud.com", "cmq-queue-sh.api.tencentyun.com:80", "CMQ-TOPIC-ap-guangzhou.api.tencentyun.com",
        "cmq-gz.public.tencenttdmq.com", "gz.mqadapter.cmq.tencentyun.com", "tdmq.tencentcloudapi.com", "cmq.tencentcloudapi.com", "tdmq.ap-guangzhou.tencentcloudapi.com", "tdmq.internal.tencentcloudapi.com",
    ];

    public static TheoryData<string> OtherHosts =>
    [
        "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil-localhost", "xlocalhost:8600", ".localhost", "0.0.0.0", "10.0.0.1", "[::2]", "[fe80::1]", "1.0.0.127",
        "example.com", "x.cmq.example.com", "port.example.com", "port.example.com:8601", "cmq.example.com.evil.example",
        "cmq-queue-gz.api.qcloud.com.evil.example", "evil.cmq-queue-gz.api.qcloud.com", "cmq-queue-gz.api.qcloud.evil", "cmq-queue-gzxapi.qcloud.com", "x.public.tencenttdmq.com", "qcloud.com", "tencentcloudapi.com", "cvm.tencentcloudapi.com", "a.b.mqadapter.cmq.tencentyun.com", "",
    ];

    /// <summary>Header lines of requests that a page may have sent.</summary>
    public static TheoryData<string> HeadersOfPages =>
    [
        "Origin: https://evil.example", "Origin: null", "origin:", "Origin: http://127.0.0.1:8600", "ORIGIN: http://localhost",
        "Sec-Fetch-Site: cross-site", "sec-fetch-site: same-site", "Sec-Fetch-Site: None", "Sec-Fetch-Site:", "Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site", "Sec-Fetch-Site: none, cross-site",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64)",
    ];

    [Theory]
    [MemberData(nameof(OwnHosts))]
    public async Task Hosts_of_this_machine_of_the_configuration_and_of_Tencent_are_served(string host)
    {
        await using ServerUnderTest server = await StartAnonymousAsync();
        AssertOk((await AskAsync(server, "GET", "/?Action=ListQueue", host)).Json);
        Assert.Equal("live\n", Encoding.UTF8.GetString((await AskAsync(server, "GET", "/health/live", host)).Body));
    }

    [Theory]
    [MemberData(nameof(OtherHosts))]
    public Task Requests_under_other_hosts_are_refused(string host) => AssertRefusedAsync(host, "Host");

    [Theory]
    [MemberData(nameof(HeadersOfPages))]
    public Task Requests_that_a_page_may_have_sent_are_refused(string headers) => AssertRefusedAsync("127.0.0.1", headers.Split(':')[0], headers);

    [Theory]
    [InlineData("Sec-Fetch-Site: none")]
    [InlineData("Sec-Fetch-Site: same-origin")]
    [InlineData("Sec-Fetch-Mode: navigate")]
    [InlineData("User-Agent: Mozilla/4.0")]
    [InlineData("User-Agent: Mozilla/5.0\r\nSec-Fetch-Site: none")]
    [InlineData("Referer: http://evil.example/")]
    public async Task Requests_that_no_page_of_another_site_sends_are_served(string header)
    {
        await using ServerUnderTest server = await StartAnonymousAsync();
        AssertOk((await AskAsync(server, "GET", "/?Action=ListQueue", "127.0.0.1", header)).Json);
    }

    [Fact]
    public async Task With_authentication_these_headers_have_no_effect()
    {
        await using ServerUnderTest server = await StartAsync();
        byte[] request = new WireRequest(server, "ListQueue") { Headers = ["Origin: https://shop.example", "Sec-Fetch-Site: cross-site"] }.Bytes;
        using WireConnection connection = WireConnection.Open(server);
        AssertOk((await connection.AskAsync([request]))[0].Json);
        Assert.Equal(200, (await AskAsync(server, "GET", "/health/ready", "elsewhere.example")).Status);
    }

    [Theory]
    [InlineData("Forwarded: for=10.0.0.1")]
    [InlineData("via: 1.1 proxy")]
    [InlineData("X-Forwarded-For: 10.0.0.1")]
    [InlineData("x-forwarded-anything:")]
    [InlineData("Host: cmq.example.com")]
    [InlineData("Host: cmq-queue-gz.api.qcloud.com")]
    [InlineData("Host: evil.example:8600")]
    public async Task Metrics_are_for_programs_of_this_machine_unless_they_are_exposed(string header)
    {
        string[] parts = header.Split(':', 2);
        string host = parts[0] == "Host" ? parts[1].Trim() : "127.0.0.1";
        string[] headers = parts[0] == "Host" ? [] : [header];
        await using ServerUnderTest server = await StartAsync(options => options.PublicHosts = ["cmq.example.com"]);
        Assert.Equal(403, (await AskAsync(server, "GET", "/metrics", host, headers)).Status);
        Assert.Equal(200, (await AskAsync(server, "GET", "/metrics", "localhost:8600")).Status);

        await using ServerUnderTest exposed = await StartAsync(options => options.ExposeMetrics = true);
        Assert.Equal(200, (await AskAsync(exposed, "GET", "/metrics", host, headers)).Status);
    }

    private static async Task AssertRefusedAsync(string host, string named, params string[] headers)
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAnonymousAsync(log);
        await server.Broker.GetService("default").CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        foreach (string method in (string[])["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"])
        {
            WireReply reply = await AskAsync(server, method, "/?Action=DeleteQueue&queueName=orders", host, headers);
            if (method == "HEAD")
                Assert.Equal(200, reply.Status);
            else
                AssertError(reply.Json, CmqErrors.AuthenticationFailed);
        }

        foreach (string page in (string[])["/health/live", "/health/ready", "/metrics"])
            AssertError((await AskAsync(server, "GET", page, host, headers)).Json, CmqErrors.AuthenticationFailed);
        AssertError((await AskAsync(server, "POST", "/v2/index.php", host, [.. headers, "Content-Type: text/plain"], "Action=DeleteQueue&queueName=orders")).Json, CmqErrors.AuthenticationFailed);
        AssertUnauthorized(await AskAsync(server, "POST", "/", host, [.. headers, "X-TC-Action: DeleteCmqQueue", "X-TC-Version: 2020-02-17"], """{"QueueName":"orders"}"""));
        AssertUnauthorized(await AskAsync(server, "POST", "/", host, headers, $"Action=DeleteCmqQueue&{Version}&QueueName=orders"));
        AssertUnauthorized(await AskAsync(server, "GET", $"/?Action=DeleteCmqQueue&{Version}&QueueName=orders", host, headers));

        Assert.Equal(1, (await server.Broker.GetService("default").ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        LogCapture.LogLine line = log.Lines.First(line => line.Level == LogLevel.Warning && line.Text.Contains("was refused", StringComparison.Ordinal));
        Assert.Contains(named, line.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("PublicHosts", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, line => line.Level is LogLevel.Error or LogLevel.Critical);
    }

    private static void AssertUnauthorized(WireReply reply) =>
        Assert.Equal("AuthFailure.UnauthorizedOperation", reply.Json.GetProperty("Response").GetProperty("Error").GetProperty("Code").GetString());

    [Fact]
    public async Task A_page_that_sends_many_requests_does_not_fill_the_log()
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAnonymousAsync(log);
        for (int i = 0; i < 300; i++)
        {
            await AskAsync(server, "GET", "/?Action=ListQueue", "127.0.0.1", "Origin: https://evil.example");
            await AskAsync(server, "GET", "/?Action=ListQueue", $"{i}.evil.example");
        }

        string[] warnings = [.. log.Lines.Where(static line => line.Text.Contains("was refused", StringComparison.Ordinal)).Select(static line => line.Text)];
        Assert.Single(warnings, static line => line.Contains("header Origin", StringComparison.Ordinal));
        Assert.InRange(warnings.Length, 2, 101);
    }

    private static Task<ServerUnderTest> StartAnonymousAsync(LogCapture? log = null) =>
        StartAsync(options => (options.Keys, options.AllowAnonymous, options.PublicHosts) = ([], true, ["cmq.example.com", "port.example.com:8600"]), log);

    private static Task<WireReply> AskAsync(ServerUnderTest server, string method, string target, string host, params string[] headers) =>
        AskAsync(server, method, target, host, headers, "");

    private static async Task<WireReply> AskAsync(ServerUnderTest server, string method, string target, string host, string[] headers, string body)
    {
        string length = method is "GET" or "HEAD" ? "" : $"Content-Length: {body.Length}\r\n";
        string text = $"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}{length}Connection: close\r\n\r\n{body}";
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync(Encoding.ASCII.GetBytes(text));
        return await connection.ReadAsync(hasBody: method != "HEAD");
    }
}
