using System.Text;
using CmqContracts.Server.Tests.Quirks;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Whatever the host of a request is, the request is answered, and the host is verified and compared as it was sent.</summary>
public sealed class OddHostTests
{
    private const string Unicode = "bücher.example", Punycode = "xn--bcher-kva.example";
    private const string Path = "/v2/index.php";

    /// <summary>Hosts as they are sent, one byte per character.</summary>
    private static readonly string[] Odd =
    [
        "xn--localhost-", "xn--a", "xn--", "xn---", "XN--LOCALHOST-", "a.xn--localhost-.b:80", "xn--localhost-:80", Punycode, "XN--BCHER-KVA.example:80", "xn--99999999999", "xn--b\u00fccher",
        "b\u00fccher.example", WireRequest.Utf8(Unicode), WireRequest.Utf8("你好"), "\u0080", "\u00ff\u00fe", "a\u0000b", "a\tb", "a b", " ", "", ".", "..", "a..b", ".a", "a.", "-a-", "_", "*", "%", "%41", "%ff", "a%00b",
        "[", "]", "[]", "[::1", "::1]", "[::1]:", "[::1]:x", "[::1%25eth0]", "[::1%lo]", "[x]", "[[::1]]", "::1", "1:2:3", "a:", ":", ":80", "a:99999999999999999999", "a:-1", "a:8600:8600", "a@b", "a:b@c", "127.0.0.1@b",
        "a/b", "a?b", "a#b", "a\\b", "a,b", "http://a", "<a>", "'a'", "\"a\"", "{0}", "127.1", "0x7f.1", "2130706433", "127.0.0.1.", "localhost..", "\u00adlocalhost",
        new string('a', 63), new string('a', 64), new string('a', 254), new string('a', 255), new string('a', 256), new string('a', 20_000), string.Concat(Enumerable.Repeat("a.", 200)), "xn--" + new string('a', 300), string.Concat(Enumerable.Repeat("xn--a.", 50)),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_host_makes_the_server_fail(bool anonymous)
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(
            options =>
            {
                options.PublicHosts = ["cmq.example", Unicode, "xn--localhost-", "[::1]:80", "[::1]", "127.0.0.1:80", "a_b", "cmq.example.", new string('a', 63)];
                options.Explain = true;
                if (anonymous)
                    (options.Keys, options.AllowAnonymous) = ([], true);
            },
            log);
        foreach (string host in Odd)
        {
            foreach ((string method, string target, string headers, string body) in Requests(server))
            {
                foreach (string version in (string[])["HTTP/1.1", "HTTP/1.0"])
                {
                    // In the header, in the target, in both, and in the header of a proxy.
                    await AssertAnsweredAsync(server, $"{method} {target} {version}\r\nHost: {host}\r\n{headers}", body);
                    await AssertAnsweredAsync(server, $"{method} http://{host}{target} {version}\r\nHost: {host}\r\n{headers}", body);
                    await AssertAnsweredAsync(server, $"{method} {target} {version}\r\nHost: localhost\r\nX-Forwarded-Host: {host}\r\n{headers}", body);
                }
            }
        }

        LogCapture.LogLine? failure = log.Lines.FirstOrDefault(static line => line.Level is LogLevel.Error or LogLevel.Critical);
        Assert.True(failure is null, failure?.ToString());
    }

    [Theory]
    [InlineData(Punycode)]
    [InlineData("XN--BCHER-KVA.example:8600")]
    [InlineData("xn--localhost-")]
    [InlineData("xn--a.example")]
    public async Task A_host_is_signed_as_it_is_sent(string host)
    {
        await using ServerUnderTest server = await StartAsync();
        AssertOk((await AskAsync(server, $"POST {Path} HTTP/1.1\r\nHost: {host}\r\n", server.SignFor(host, "POST", Path, "ListQueue"))).Json);
        WireReply reply = await AskAsync(server, Tc3Head(server, host), "{}");
        Assert.False(reply.Json.GetProperty("Response").TryGetProperty("Error", out _), Encoding.UTF8.GetString(reply.Body));
    }

    [Theory]
    [InlineData(Unicode, Unicode)]
    [InlineData(Unicode, Punycode)]
    [InlineData(Punycode, Unicode)]
    [InlineData(Punycode, Punycode)]
    [InlineData(Unicode + ":8600", Punycode + ":8600")]
    [InlineData(Punycode + ":8600", Unicode + ":8600")]
    [InlineData(Unicode + ":8600", Punycode)]
    public async Task A_public_host_counts_in_either_form(string listed, string signedHost)
    {
        await using ServerUnderTest server = await StartAsync(options => options.PublicHosts = [listed]);
        AssertOk(await server.PostFormAsync(Path, server.SignFor(signedHost, "POST", Path, "ListQueue")));
        WireReply reply = await AskAsync(server, Tc3Head(server, signedHost, sent: "127.0.0.1"), "{}");
        Assert.False(reply.Json.GetProperty("Response").TryGetProperty("Error", out _), Encoding.UTF8.GetString(reply.Body));
    }

    [Theory]
    [InlineData(Unicode)]
    [InlineData(Punycode)]
    [InlineData("XN--BCHER-KVA.EXAMPLE")]
    public async Task Without_authentication_a_public_host_counts_in_either_form(string listed)
    {
        await using ServerUnderTest server = await StartAsync(options => (options.Keys, options.AllowAnonymous, options.PublicHosts) = ([], true, [listed]));
        foreach (string head in (string[])[$"GET /?Action=ListQueue HTTP/1.1\r\nHost: {Punycode}\r\n", $"GET /?Action=ListQueue HTTP/1.1\r\nHost: {Punycode}.:99\r\n", $"GET http://{Punycode}/?Action=ListQueue HTTP/1.1\r\nHost: {Punycode}\r\n"])
            AssertOk((await AskAsync(server, head, "")).Json);
        AssertError((await AskAsync(server, "GET /?Action=ListQueue HTTP/1.1\r\nHost: bcher.example\r\n", "")).Json, CmqContracts.CmqErrors.AuthenticationFailed);
    }

    private static IEnumerable<(string Method, string Target, string Headers, string Body)> Requests(ServerUnderTest server)
    {
        const string api3 = "X-TC-Action: DescribeCmqQueues\r\nX-TC-Version: 2020-02-17\r\n";
        yield return ("GET", "/health/ready", "", "");
        yield return ("GET", "/metrics", "", "");
        yield return ("GET", "/healthz", "", "");
        yield return ("POST", Path, "", server.SignFor("elsewhere.example", "POST", Path, "ListQueue"));
        yield return ("GET", "/?Action=DescribeCmqQueues&Version=2020-02-17&SecretId=AKIDtest&Signature=a&Nonce=1&Timestamp=1488718862", "", "");
        yield return ("POST", "/", api3 + $"X-TC-Timestamp: 1488718862\r\nAuthorization: TC3-HMAC-SHA256 Credential={SecretId}/2017-03-05/tdmq/tc3_request, SignedHeaders=host, Signature=ab\r\n", "{}");
        yield return ("POST", "/", api3, "{}");
    }

    private static string Tc3Head(ServerUnderTest server, string signedHost, string? sent = null)
    {
        Tc3Call call = new(signedHost, "DescribeCmqQueues", server.Clock.GetUtcNow().ToUnixTimeSeconds()) { Body = "{}" };
        string headers = string.Concat(call.Headers.Select(static header => $"{header.Key}: {header.Value}\r\n"));
        return $"POST / HTTP/1.1\r\nHost: {sent ?? signedHost}\r\nContent-Type: {call.ContentType}\r\n{headers}Authorization: {call.Authorization(SecretId, SecretKey)}\r\n";
    }

    private static async Task AssertAnsweredAsync(ServerUnderTest server, string head, string body)
    {
        WireReply reply = await AskAsync(server, head, body);
        string text = Encoding.UTF8.GetString(reply.Body), asked = head.Length > 300 ? head[..300] : head;
        Assert.True(reply.Status is 200 or 400 or 403 or 404 or 431, $"{asked}: {reply.Status} {text}");
        Assert.False(text.Contains("InternalError", StringComparison.Ordinal) || text.Contains("\"code\":6000", StringComparison.Ordinal), $"{asked}: {text}");
    }

    private static async Task<WireReply> AskAsync(ServerUnderTest server, string head, string body)
    {
        using WireConnection connection = WireConnection.Open(server);
        await connection.WriteAsync(Encoding.Latin1.GetBytes($"{head}{(body.Length > 0 ? $"Content-Length: {body.Length}\r\n" : "")}Connection: close\r\n\r\n{body}"));
        return await connection.ReadAsync();
    }
}
