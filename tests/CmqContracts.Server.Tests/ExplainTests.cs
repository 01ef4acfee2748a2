using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>What the log says about a refused signature with <see cref="CmqServerOptions.Explain"/>.</summary>
public sealed class ExplainTests
{
    private const string Path = V2RequestLine.DefaultPath;
    private const string Body = "a body that is nobody's business, with + and & and % in it, longer than what is shown";

    public static TheoryData<string, string> Mistakes => new()
    {
        { "method", "It was signed for GET and sent with POST." },
        { "scheme", "It was signed for the host http://127.0.0.1" },
        { "fixed host", "It was signed for the host cmq-queue-gz.api.qcloud.com" },
        { "path", "It was signed for the path '/' and sent to '/v2/index.php'." },
        { "hash", "It was signed with HmacSHA256, and SignatureMethod names the other hash." },
        { "natural order", "natural order; msgBody.10 comes before msgBody.2." },
        { "ignoring case", "sorted ignoring case" },
        { "encoded", "Values were percent-encoded before signing" },
        { "left out", "delaySeconds was sent and not signed." },
        { "secret id", "signed with the SecretId instead of the SecretKey" },
        { "line break", "a line break after the SecretKey" },
        { "truncated", "Signature is not the Base64 of an HMAC" },
        { "another key", "None of the usual mistakes" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task The_usual_mistakes_are_recognized(string mistake, string expected)
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => options.Explain = true, log);
        AssertError(await server.PostFormAsync(Path, Mistaken(server, mistake)), CmqErrors.AuthenticationFailed);

        string line = Assert.Single(log.Lines, line => line.Level == LogLevel.Warning).Text;
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Contains($"POST{server.Server.Endpoint.Authority}{Path}?Action=BatchSendMessage&Nonce=46364&SecretId={SecretId}&SignatureMethod=HmacSHA1&Timestamp=1488719262&delaySeconds=0&msgBody.0=<{Body.Length} bytes, SHA-256 {Digest(Body)}>&msgBody.1=<", line, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody's business", line, StringComparison.Ordinal);
        Assert.DoesNotContain(SecretKey, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correct_signature_that_is_refused_for_another_reason_is_explained()
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => (options.Explain, options.RefuseRepeatedRequests, options.Keys) = (true, true, [new CmqKey { SecretId = SecretId, SecretKey = SecretKey, Token = "the token" }]), log);
        AssertError(await server.PostAsync("ListQueue", ("Timestamp", "1")), CmqErrors.AuthenticationFailed);
        AssertError(await server.PostAsync("ListQueue", ("Token", "no token")), CmqErrors.AuthenticationFailed);
        AssertOk(await server.PostAsync("ListQueue", ("Token", "the token")));
        AssertError(await server.PostAsync("ListQueue", ("Token", "the token")), CmqErrors.AuthenticationFailed);

        string[] warnings = [.. log.Lines.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text)];
        Assert.Equal(3, warnings.Length);
        Assert.Contains("Timestamp is too far", warnings[0], StringComparison.Ordinal);
        Assert.Contains("Token is missing, or not the key's", warnings[1], StringComparison.Ordinal);
        Assert.Contains("It is a repeat", warnings[2], StringComparison.Ordinal);
        Assert.All(warnings, warning => Assert.DoesNotContain("token", warning, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("empty body", "It signed an empty body")]
    [InlineData("cloud host", "It signed the host tdmq.tencentcloudapi.com")]
    [InlineData("day", "Its credential scope says 2001-01-01, and its timestamp is of ")]
    [InlineData("another key", "None of the usual mistakes")]
    public async Task The_usual_mistakes_of_TC3_are_recognized_too(string mistake, string expected)
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => options.Explain = true, log);
        using Api3Client client = new(server, secretKey: mistake == "another key" ? "another key" : SecretKey);
        JsonElement response = await client.PostTextAsync("SendCmqMsg", $$"""{ "QueueName": "orders", "MsgContent": "{{Body}}" }""", call =>
        {
            if (mistake == "empty body")
                call.SignedBody = "";
            if (mistake == "cloud host")
                call.SignedHost = "tdmq.tencentcloudapi.com";
            if (mistake == "day")
                call.ChangeAuthorization = text => Regex.Replace(text, @"/\d{4}-\d\d-\d\d/", "/2001-01-01/");
        });
        Api3Client.AssertError(response, "AuthFailure.SignatureFailure");

        string line = Assert.Single(log.Lines, line => line.Level == LogLevel.Warning).Text;
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Contains($"POST | / |  | content-type:application/json | host:{server.Server.Endpoint.Authority} |", line, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody's business", line, StringComparison.Ordinal);
        Assert.DoesNotContain(SecretKey, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_explained_by_default()
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(log: log);
        AssertError(await server.PostFormAsync(Path, server.SignAs(SecretId, "wrong", "POST", Path, "ListQueue")), CmqErrors.AuthenticationFailed);
        Assert.DoesNotContain(log.Lines, line => line.Level >= LogLevel.Warning && line.Level != LogLevel.None);
    }

    [Theory]
    [InlineData("queueName=x\r\nfake entry", "queueName=x\\u000d\\u000afake entry")]
    [InlineData("SecretKey=test key", "8 bytes, SHA-256")]
    [InlineData("queueName=test key", "queueName=<8 bytes")]
    [InlineData("the rest of a body that was not encoded", "=<0 bytes")]
    public async Task Values_of_a_client_can_neither_forge_log_lines_nor_appear_in_the_log(string pair, string expected)
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(options => options.Explain = true, log);
        await server.PostFormAsync(Path, $"Action=ListQueue&SecretId={SecretId}&Timestamp=1488719262&Nonce=1&Signature=AAAA&{pair}");

        string line = Assert.Single(log.Lines, line => line.Level == LogLevel.Warning).Text;
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain(SecretKey, line, StringComparison.Ordinal);
        Assert.DoesNotContain("rest of a body", line, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", line.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>A batch of twelve, signed with one mistake.</summary>
    private static string Mistaken(ServerUnderTest server, string mistake)
    {
        List<(string Name, string Value)> sent =
        [
            ("Action", "BatchSendMessage"), ("Nonce", "46364"), ("SecretId", SecretId), ("SignatureMethod", "HmacSHA1"), ("Timestamp", "1488719262"),
            ("delaySeconds", "0"), ("queueName", "orders"), .. Enumerable.Range(0, 12).Select(i => ($"msgBody.{i}", Body)),
        ];
        StringComparer order = mistake == "ignoring case" ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        IEnumerable<(string Name, string Value)> signed = mistake == "natural order"
            ? sent.OrderBy(pair => pair.Name.Split('.')[0], order).ThenBy(pair => pair.Name.Length).ThenBy(pair => pair.Name, order)
            : sent.OrderBy(pair => pair.Name, order);
        if (mistake == "left out")
            signed = signed.Where(pair => pair.Name != "delaySeconds");
        if (mistake == "encoded")
            signed = signed.Select(pair => (pair.Name, Uri.EscapeDataString(pair.Value)));
        string authority = server.Server.Endpoint.Authority;
        string host = mistake switch
        {
            "scheme" => "http://" + authority,
            "fixed host" => "cmq-queue-gz.api.qcloud.com",
            _ => authority,
        };
        string text = (mistake == "method" ? "GET" : "POST") + host + (mistake == "path" ? "/" : Path) + "?" + string.Join('&', signed.Select(pair => pair.Name + "=" + pair.Value));
        byte[] key = Encoding.UTF8.GetBytes(mistake switch
        {
            "secret id" => SecretId,
            "line break" => SecretKey + "\n",
            "another key" => "another key",
            _ => SecretKey,
        });
#pragma warning disable CA5350 // The protocol's default hash.
        byte[] hash = mistake == "hash" ? HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)) : HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
        string signature = Convert.ToBase64String(hash)[..(mistake == "truncated" ? 20 : ^0)];
        return string.Join('&', sent.Append(("Signature", signature)).Select(pair => pair.Item1 + "=" + Uri.EscapeDataString(pair.Item2)));
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
