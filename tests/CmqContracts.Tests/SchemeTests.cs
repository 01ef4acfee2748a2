using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CmqContracts.Tests;

/// <summary>The error of a client whose endpoint has the wrong scheme.</summary>
public sealed class SchemeTests : IAsyncLifetime
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate = SelfSigned();
    private Task _serving = Task.CompletedTask;

    private string Authority => _listener.LocalEndpoint.ToString()!;

    public Task InitializeAsync()
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("220 mail.example.org ESMTP\r\n")]
    public async Task Https_where_plain_http_is_served_is_reported(string answer)
    {
        Serve(async stream =>
        {
            await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, _stop.Token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
        });

        CmqUnavailableException error = await RefusedAsync($"https://{Authority}/base");

        Assert.Contains($"ListQueue at {Authority} has no usable answer", error.Message, StringComparison.Ordinal);
        Assert.Contains($"If it is plain HTTP, set the endpoint to http://{Authority}.", error.Message, StringComparison.Ordinal);
        Assert.Equal(CmqOutcome.NotSent, error.Outcome);
    }

    [Theory]
    [InlineData("a handshake that fails")]
    [InlineData("an alert")]
    [InlineData("nothing")]
    [InlineData("a reset")]
    [InlineData("status 400")]
    public async Task Plain_http_where_https_is_served_is_reported(string answer)
    {
        Serve(async stream =>
        {
            if (answer == "a handshake that fails")
            {
                await using SslStream tls = new(stream, leaveInnerStreamOpen: true);
                await tls.AuthenticateAsServerAsync(_certificate);
                return;
            }

            await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, _stop.Token);
            if (answer == "an alert")
                await stream.WriteAsync(new byte[] { 0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0a }, _stop.Token);
            if (answer == "status 400")
                await stream.WriteAsync("HTTP/1.1 400 The plain HTTP request was sent to HTTPS port\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token);
            if (answer == "a reset")
                stream.Socket.LingerState = new LingerOption(true, 0);
        });

        CmqUnavailableException error = await RefusedAsync($"http://{Authority}");

        Assert.Contains(Authority, error.Message, StringComparison.Ordinal);
        Assert.Contains($"HTTPS may be served there. If so, set the endpoint to https://{Authority}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_https_is_reported_without_its_target()
    {
        Serve(async stream =>
        {
            await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, _stop.Token);
            await stream.WriteAsync("HTTP/1.1 308 Permanent Redirect\r\nLocation: https://example.org/?secret\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stop.Token);
        });

        CmqUnavailableException error = await RefusedAsync($"http://{Authority}");

        Assert.Contains("The answer has HTTP status 308, where a CMQ service answers with 200. It sends clients on to HTTPS: set the endpoint to its https:// address.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_scheme_is_not_doubted_once_a_service_has_answered()
    {
        await using AnsweringServer server = new() { Answer = static _ => (AnsweringServer.Ok("""{"code":0,"message":"","requestId":"1","totalCount":0,"queueList":[]}"""), true) };
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = server.Endpoint, SecretId = "id", SecretKey = "key", Retries = null });
        await client.Service.ListQueuesAsync(new ListQueuesRequest());
        server.Answer = static _ => ([], true);

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(async () => await client.Service.ListQueuesAsync(new ListQueuesRequest()));

        Assert.DoesNotContain("https", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_scheme_is_not_doubted_when_a_certificate_is_not_trusted()
    {
        Serve(async stream =>
        {
            await using SslStream tls = new(stream, leaveInnerStreamOpen: true);
            await tls.AuthenticateAsServerAsync(_certificate);
        });

        CmqUnavailableException error = await RefusedAsync($"https://{Authority}");

        Assert.Contains("certificate", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_scheme_is_not_doubted_when_nobody_listens()
    {
        string authority = Authority;
        _listener.Stop();
        foreach (string scheme in (string[])["http", "https"])
            Assert.DoesNotContain("set the endpoint", (await RefusedAsync($"{scheme}://{authority}")).Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create();
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }

    private static async Task<CmqUnavailableException> RefusedAsync(string endpoint)
    {
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = endpoint, SecretId = "id", SecretKey = "key", Retries = null });
        return await Assert.ThrowsAsync<CmqUnavailableException>(async () => await client.Service.ListQueuesAsync(new ListQueuesRequest()));
    }

    private void Serve(Func<NetworkStream, Task> answer) => _serving = Task.Run(async () =>
    {
        try
        {
            while (true)
            {
                using TcpClient connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await answer(connection.GetStream());
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    });
}
