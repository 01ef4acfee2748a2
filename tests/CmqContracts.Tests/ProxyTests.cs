using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CmqContracts.Tests;

/// <summary>A proxy that fails is named, and the endpoint is not blamed.</summary>
public sealed class ProxyTests : IDisposable
{
    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);

    public void Dispose() => _proxy.Stop();

    [Theory]
    [InlineData("http://queues.example.org")]
    [InlineData("https://queues.example.org")]
    public async Task A_proxy_that_nothing_listens_at(string endpoint)
    {
        _proxy.Start();
        string address = $"http://{_proxy.LocalEndpoint}";
        _proxy.Stop();

        CmqUnavailableException error = await FailAsync(endpoint, address);

        Assert.Equal(CmqOutcome.NotSent, error.Outcome);
        Assert.Contains($"There is no connection to the proxy {address}: Nothing listens there. Nothing was sent. Is the proxy right", error.Message, StringComparison.Ordinal);
        Assert.IsType<SocketException>(error.InnerException);
    }

    [Fact]
    public async Task A_proxy_whose_name_is_not_known()
    {
        CmqUnavailableException error = await FailAsync("https://queues.example.org", "http://user:Gu5t9xGARNpq@nowhere.invalid:3128");

        Assert.Equal(CmqOutcome.NotSent, error.Outcome);
        Assert.Contains("The name of the proxy http://nowhere.invalid:3128 is not known.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Gu5t9xGARNpq", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://queues.example.org", 403, CmqOutcome.NotSent, "made no connection to queues.example.org: it answered with HTTP status 403.")]
    [InlineData("https://queues.example.org", 407, CmqOutcome.NotSent, "asks for a user and a password")]
    [InlineData("http://queues.example.org", 407, CmqOutcome.Unknown, "asks for a user and a password")]
    [InlineData("http://queues.example.org", 502, CmqOutcome.Unknown, "has HTTP status 502, where a CMQ service answers with 200. It may come from the proxy http://127.0.0.1:")]
    public async Task A_proxy_that_refuses(string endpoint, int status, CmqOutcome outcome, string expected)
    {
        _proxy.Start();
        Task serving = AnswerAsync(status);

        CmqUnavailableException error = await FailAsync(endpoint, $"http://{_proxy.LocalEndpoint}");

        Assert.Equal(outcome, error.Outcome);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        _proxy.Stop();
        await serving;
    }

    [Fact]
    public async Task Without_a_proxy_the_endpoint_is_named()
    {
        CmqUnavailableException error = await FailAsync("http://nowhere.invalid:8600", null);

        Assert.Contains("The name of the host is not known. Nothing was sent. Is the endpoint right", error.Message, StringComparison.Ordinal);
    }

    private static async Task<CmqUnavailableException> FailAsync(string endpoint, string? proxy)
    {
        await using CmqClient client = CmqClient.Connect(new CmqOptions
        {
            Endpoint = endpoint, SecretId = "id", SecretKey = "key", Retries = null,
            CreateHandler = handler =>
            {
                handler.UseProxy = proxy is not null;
                handler.Proxy = proxy is null ? null : new WebProxy(proxy);
                return handler;
            },
        });
        return await Assert.ThrowsAsync<CmqUnavailableException>(() => client.Queue("q").ClearAsync());
    }

    private async Task AnswerAsync(int status)
    {
        try
        {
            while (true)
            {
                using TcpClient connection = await _proxy.AcceptTcpClientAsync();
                NetworkStream stream = connection.GetStream();
                byte[] buffer = new byte[64 * 1024];
                int length = 0;
                do
                    length += await stream.ReadAsync(buffer.AsMemory(length));
                while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal));
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n"));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
