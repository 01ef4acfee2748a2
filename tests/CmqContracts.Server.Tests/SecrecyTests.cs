using System.Net;
using System.Net.Sockets;
using System.Text;
using CmqContracts.Broker;
using CmqContracts.Protocol.Signing;
using CmqContracts.Server.Tests.Quirks;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>With all log categories at the lowest level, nothing that a server does logs a key, token, signature or body.</summary>
public sealed class SecrecyTests
{
    private const string Path = V2RequestLine.DefaultPath;
    private const string Body = "TheBodyOfAMessage0123456789";
    private const string Key = "TheSecretKeyOfAClient0123456789";
    private const string Token = "TheTokenOfAClient0123456789";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logs_show_no_key_token_signature_or_body(bool explain)
    {
        LogCapture log = new();
        HashSet<string> secrets = [Body, Key, Token, Convert.ToBase64String(Encoding.UTF8.GetBytes(Key))];
        await using (ServerUnderTest server = await StartAsync(options => (options.Keys, options.Explain) = ([new CmqKey { SecretId = SecretId, SecretKey = Key, Token = Token }], explain), log))
        {
            await Requests.PrepareAsync(server.Broker.GetService("default"), "orders", "dead");
            foreach ((string action, (string, string)[] values) in Requests.OfEveryAction("orders", "dead", Body))
            {
                foreach (string method in (string[])["POST", "GET"])
                {
                    await AskAsync(server, method, server.SignAs(SecretId, Key, method, Path, action, [.. values, ("Token", Token)]));
                    await AskAsync(server, method, server.SignAs(SecretId, Key, method, Path, action, [.. values, ("Token", Token + "!")]));
                    await AskAsync(server, method, server.SignAs(SecretId, Key + "!", method, Path, action, [.. values, ("SecretKey", Key)]));
                    await AskAsync(server, method, server.SignAs("AKIDnobody", Key, method, Path, action, values));
                }
            }

            await AskAsync(server, "POST", "Action=SendMessage&msgBody=" + Body);
            await AskAsync(server, "POST", Body + Key);
            await AskAsync(server, "POST", new string('x', 5 * 1024 * 1024) + Body);
            foreach (string raw in (string[])
                [
                    $"{Body} {Key}\r\n\r\n",
                    $"GET /{Body}?{Key} HTTP/9.9\r\n\r\n",
                    $"POST / HTTP/1.1\r\nHost: {Key}\r\nContent-Length: {Body}\r\n\r\n",
                    $"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{Body}\r\n",
                    $"GET / HTTP/1.1\r\nHost: x\r\n{Body} {Key}\r\n\r\n",
                    $"{Body} / HTTP/1.1\r\nHost: x\r\n\r\n",
                ])
                await SendRawAsync(server, raw);
        }

        Assert.NotEmpty(log.Lines);
        AssertAbsent(secrets, string.Join('\n', log.Lines));

        async Task AskAsync(ServerUnderTest server, string method, string form)
        {
            foreach (string pair in form.Split('&').Where(pair => pair.StartsWith("Signature=", StringComparison.Ordinal)))
                secrets.UnionWith([pair[10..], Uri.UnescapeDataString(pair[10..])]);
            if (method == "GET")
                await server.GetAsync(Path, form);
            else
                await server.PostFormAsync(Path, form);
        }
    }

    [Fact]
    public async Task An_explanation_shows_no_part_of_a_key_wherever_the_request_has_it()
    {
        LogCapture log = new();
        await using (ServerUnderTest server = await StartAsync(options => (options.Keys, options.Explain) = ([new CmqKey { SecretId = SecretId, SecretKey = Key, Token = Token }], true), log))
        {
            foreach (string secret in (string[])[Key, Token])
            {
                foreach (string place in (string[])[secret, secret.ToLowerInvariant(), new string('p', 50) + secret, "x" + secret + "x", Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=')])
                {
                    string form = server.SignAs(SecretId, "another", "POST", Path, "ListQueue");
                    string tc3 = $"Authorization: TC3-HMAC-SHA256 Credential={SecretId}/2017-03-05/tdmq/tc3_request, SignedHeaders=content-type;host;x-tc-action;{place.ToLowerInvariant()}, Signature={new string('0', 64)}\r\nX-TC-Action: DescribeCmqQueues\r\nX-TC-Version: 2020-02-17\r\nX-TC-Timestamp: 1488719262\r\nX-TC-Region: {place}";
                    foreach (string raw in (string[])
                        [
                            $"POST /{place} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {form.Length}\r\n\r\n{form}",
                            $"POST / HTTP/1.1\r\nHost: {place}\r\nContent-Length: {form.Length}\r\n\r\n{form}",
                            $"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Host: {place}\r\nContent-Length: {form.Length}\r\n\r\n{form}",
                            $"POST / HTTP/1.1\r\nHost: {place}\r\nContent-Type: application/{place}\r\n{tc3}\r\nContent-Length: 2\r\n\r\n{{}}",
                            $"GET /?{form}&queueName={place} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                            $"GET /?{form}&{place}=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                        ])
                        {
                        using WireConnection connection = WireConnection.Open(server);
                        await connection.WriteAsync(Encoding.ASCII.GetBytes(raw));
                        await connection.ReadAsync();
                    }
                }
            }
        }

        string logged = string.Join('\n', log.Lines).ToLowerInvariant();
        Assert.InRange(log.Lines.Count(line => line.Text.Contains("was refused", StringComparison.Ordinal)), 40, int.MaxValue);
        foreach (string secret in (string[])[Key, Token, Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)), Convert.ToBase64String(Encoding.UTF8.GetBytes(Token))])
            AssertAbsent([secret[..12].ToLowerInvariant(), secret[^12..].ToLowerInvariant()], logged);
    }

    [Fact]
    public async Task A_secret_in_the_message_of_a_backend_s_exception_is_not_logged()
    {
        LogCapture log = new();
        await using FailingBackend backend = new();
        await using CmqServer server = await CmqServer.StartAsync(backend, new CmqServerOptions { AllowAnonymous = true, LoggerFactory = log });
        using HttpClient http = new();
        string reply = await http.GetStringAsync(new Uri(server.Endpoint, "/?Action=SendMessage&queueName=orders&msgBody=" + Body));

        Assert.Contains("(10050)server internal error", reply, StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.Level == LogLevel.Error);
        AssertAbsent([Body], reply + string.Join('\n', log.Lines));
    }

    private static void AssertAbsent(IEnumerable<string> secrets, string text)
    {
        foreach (string secret in secrets)
        {
            int at = text.IndexOf(secret, StringComparison.Ordinal);
            Assert.True(at < 0, at < 0 ? "" : $"'{secret}' is in: {text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)]}");
        }
    }

    private static async Task SendRawAsync(ServerUnderTest server, string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, server.Server.Endpoint.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        client.Client.Shutdown(SocketShutdown.Send);
        try
        {
            while (await stream.ReadAsync(new byte[4096]) > 0)
            {
            }
        }
        catch (IOException)
        {
            // The server may have closed the connection.
        }
    }

    private sealed class FailingBackend() : ForwardingBackend(new CmqBroker())
    {
        public override ICmqService GetService(string account) => throw new InvalidOperationException($"Cannot store '{Body}'.", new InvalidDataException(Body));
    }
}
