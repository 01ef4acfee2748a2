using System.Text;
using CmqContracts.Server.Tests.Quirks;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>A request names its host in a header, in its target or in both, or not at all: without authentication, none of these bypasses the check of another.</summary>
public sealed class NamedHostTests
{
    /// <summary>The request line's target, with a path for the braces, and the header lines.</summary>
    public static TheoryData<string, string> Foreign => new()
    {
        { "http://evil.example{0}", "" },
        { "http://evil.example{0}", "Host: evil.example\r\n" },
        { "http://evil.example{0}", "Host: 127.0.0.1\r\n" },
        { "http://evil.example{0}", "Host:\r\n" },
        { "http://evil.example{0}", "Host: evil.example\r\nHost: evil.example\r\n" },
        { "HTTP://EVIL.EXAMPLE{0}", "" },
        { "http://evil.example.{0}", "" },
        { "http://evil.example:8600{0}", "" },
        { "http://evil.example:80{0}", "Host: evil.example\r\n" },
        { "https://evil.example{0}", "" },
        { "ftp://evil.example{0}", "" },
        { "file://{0}", "" },
        { "http://127.0.0.1@evil.example{0}", "" },
        { "http://127.0.0.1:8600@evil.example{0}", "" },
        { "http://127.0.0.1@evil.example{0}", "Host: 127.0.0.1\r\n" },
        { "http://localhost.evil.example{0}", "" },
        { "http://10.0.0.1{0}", "" },
        { "http://[::2]{0}", "" },
        { "http://0.0.0.0{0}", "" },
        { "http://127.0.0.1.evil.example{0}", "" },
        { "http://127.0.0.1{0}", "Host: evil.example\r\n" },
        { "http://127.0.0.1{0}", "Host:\r\n" },
        { "http://127.0.0.1{0}", "Host: 127.0.0.1\r\nHost: evil.example\r\n" },
        { "{0}", "Host: evil.example\r\n" },
        { "{0}", "Host: EVIL.EXAMPLE.\r\n" },
        { "{0}", "Host: evil.example:80\r\n" },
        { "{0}", "host:evil.example\r\n" },
        { "{0}", "Host:\r\n" },
        { "{0}", "Host: 127.0.0.1\r\nHost: evil.example\r\n" },
        { "{0}", "Host: evil.example\r\nHost: 127.0.0.1\r\n" },
        { "{0}", "Host: 127.0.0.1, evil.example\r\n" },
        { "{0}", "Host: 127.0.0.1@evil.example\r\n" },
        { "{0}", "Host: localhost..\r\n" },
    };

    public static TheoryData<string, string> Own => new()
    {
        { "http://127.0.0.1{0}", "Host: 127.0.0.1\r\n" },
        { "http://127.0.0.1:8600{0}", "Host: 127.0.0.1:8600\r\n" },
        { "http://localhost{0}", "HOST: localhost\r\n" },
        { "http://localhost.:8600{0}", "Host: localhost.:8600\r\n" },
        { "http://[::1]:8600{0}", "Host: [::1]:8600\r\n" },
        { "http://cmq.example.com{0}", "Host: cmq.example.com\r\n" },
        { "http://cmq-queue-gz.api.qcloud.com{0}", "Host: cmq-queue-gz.api.qcloud.com\r\n" },
        { "{0}", "Host: LOCALHOST.:8600\r\n" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task A_foreign_host_is_refused_wherever_it_is_named(string target, string headers)
    {
        await using ServerUnderTest server = await StartAnonymousAsync();
        await server.Broker.GetService("default").CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        foreach (string version in (string[])["HTTP/1.0", "HTTP/1.1"])
        {
            foreach ((string line, string rest, string body, bool isApi3) in Requests(target, headers))
            {
                WireReply reply = await AskAsync(server, $"{line} {version}\r\n{rest}", body);
                string text = Encoding.UTF8.GetString(reply.Body);
                bool refused = reply.Status == 400 || (reply.Status == 200 && text.Contains(isApi3 ? "AuthFailure.UnauthorizedOperation" : "(10030)", StringComparison.Ordinal));
                Assert.True(refused, $"{line} {version}, {headers.Trim()}: {reply.Status} {text}");
            }
        }

        Assert.Equal(1, (await server.Broker.GetService("default").ListQueuesAsync(new ListQueuesRequest())).TotalCount);
    }

    [Theory]
    [MemberData(nameof(Own))]
    public async Task A_host_of_this_server_is_served_wherever_it_is_named(string target, string headers)
    {
        await using ServerUnderTest server = await StartAnonymousAsync();
        foreach (string version in (string[])["HTTP/1.0", "HTTP/1.1"])
        {
            AssertOk((await AskAsync(server, $"GET {Fill(target, "/?Action=ListQueue")} {version}\r\n{headers}", "")).Json);
            Assert.Equal(200, (await AskAsync(server, $"GET {Fill(target, "/health/ready")} {version}\r\n{headers}", "")).Status);
            if (version == "HTTP/1.0")
            {
                foreach (string spelt in (string[])[target, target.ToUpperInvariant().Replace("HTTP:", "http:", StringComparison.Ordinal)])
                    AssertOk((await AskAsync(server, $"GET {Fill(spelt, "/?Action=ListQueue")} {version}\r\n", "")).Json);
            }
        }
    }

    /// <summary>Browsers send Host with every request, so a client that does not is a program.</summary>
    [Theory]
    [InlineData("/?Action=ListQueue")]
    [InlineData("/health/live")]
    [InlineData("/metrics")]
    public async Task A_program_too_old_for_the_Host_header_is_served(string path)
    {
        await using ServerUnderTest server = await StartAnonymousAsync();
        Assert.DoesNotContain("10030", Encoding.UTF8.GetString((await AskAsync(server, $"GET {path} HTTP/1.0\r\n", "")).Body), StringComparison.Ordinal);
        Assert.Equal(400, (await AskAsync(server, $"GET {path} HTTP/1.1\r\n", "")).Status);
    }

    [Theory]
    [InlineData("evil.example:80", "")]
    [InlineData("evil.example:80", "Host: evil.example:80\r\n")]
    [InlineData("evil.example:80", "Host: 127.0.0.1\r\n")]
    public async Task A_tunnel_is_never_opened(string target, string headers)
    {
        await using ServerUnderTest server = await StartAnonymousAsync();
        foreach (string version in (string[])["HTTP/1.0", "HTTP/1.1"])
            Assert.InRange((await AskAsync(server, $"CONNECT {target} {version}\r\n{headers}", "")).Status, 400, 405);
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task Metrics_that_are_not_exposed_are_refused_for_foreign_hosts(string target, string headers)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        foreach (string version in (string[])["HTTP/1.0", "HTTP/1.1"])
            Assert.True((await AskAsync(server, $"GET {Fill(target, "/metrics")} {version}\r\n{headers}", "")).Status is 400 or 403, $"{target} {version}, {headers.Trim()}");
    }

    private static IEnumerable<(string Line, string Headers, string Body, bool IsApi3)> Requests(string target, string headers)
    {
        const string delete = "Action=DeleteQueue&queueName=orders", delete3 = "Action=DeleteCmqQueue&Version=2020-02-17&QueueName=orders";
        foreach (string path in (string[])["/", "/v2/index.php", "/cmq"])
        {
            yield return ("GET " + Fill(target, $"{path}?{delete}"), headers, "", false);
            yield return ("POST " + Fill(target, path), headers, delete, false);
            yield return ("GET " + Fill(target, $"{path}?{delete3}"), headers, "", true);
            yield return ("POST " + Fill(target, path), headers, delete3, true);
            yield return ("POST " + Fill(target, path), headers + "X-TC-Action: DeleteCmqQueue\r\nX-TC-Version: 2020-02-17\r\n", """{"QueueName":"orders"}""", true);
        }

        foreach (string page in (string[])["/health", "/health/live", "/health/ready", "/metrics", "/livez"])
            yield return ("GET " + Fill(target, page), headers, "", false);
    }

    private static string Fill(string target, string path) => target.Replace("{0}", path, StringComparison.Ordinal);

    private static Task<ServerUnderTest> StartAnonymousAsync() =>
        ServerUnderTest.StartAsync(options => (options.Keys, options.AllowAnonymous, options.PublicHosts) = ([], true, ["cmq.example.com"]));

    private static async Task<WireReply> AskAsync(ServerUnderTest server, string head, string body)
    {
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"{head}{(body.Length > 0 ? $"Content-Length: {body.Length}\r\n" : "")}Connection: close\r\n\r\n{body}"));
        return await connection.ReadAsync();
    }
}
