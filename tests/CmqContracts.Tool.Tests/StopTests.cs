using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary>Signals to a real process: once its port is open, each ends it within ten seconds, whatever clients and endpoints do.</summary>
public sealed class StopTests : IDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly string _config = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    public void Dispose() => File.Delete(_config);

    /// <summary>Times after the port has opened, in milliseconds, and the signals that are sent then, 10 ms apart.</summary>
    public static TheoryData<int, string[]> Moments
    {
        get
        {
            TheoryData<int, string[]> moments = [];
            string[][] signals = [["TERM"], ["INT"], ["TERM", "TERM"], ["INT", "INT", "TERM"]];
            for (int i = 0; i < 8; i++)
                moments.Add(i * 40, signals[i % signals.Length]);
            return moments;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_signal_at_any_time_after_the_port_has_opened_stops_the_server(int milliseconds, string[] signals)
    {
        int port = FreePort();
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", new Dictionary<string, string>(), "serve", "--port", $"{port}", "--no-auth");
        await OpenedAsync(tool, port);
        await Task.Delay(milliseconds);
        Stopwatch time = Stopwatch.StartNew();
        foreach (string signal in signals)
        {
            tool.Signal(signal);
            await Task.Delay(10);
        }

        Assert.Equal(0, await tool.WaitForExitAsync());
        Assert.InRange(time.Elapsed, TimeSpan.Zero, StopTimeout);
    }

    [Fact]
    public async Task The_port_closes_first_and_slow_clients_and_endpoints_are_aborted()
    {
        using TcpListener endpoint = new(IPAddress.Loopback, 0);
        endpoint.Start();
        using TcpListener collector = new(IPAddress.Loopback, 0);
        collector.Start();
        await File.WriteAllTextAsync(_config, $$"""{ "Port": 0, "Otlp": { "Endpoint": "http://127.0.0.1:{{((IPEndPoint)collector.LocalEndpoint).Port}}/v1/metrics", "Protocol": "Http" } }""");
        await using ProgramUnderTest tool = ProgramUnderTest.Start("Tool", new Dictionary<string, string>(), "serve", "--no-auth", "--config", _config);
        Uri address = new((await tool.WaitForLineAsync("export CMQ_ENDPOINT=")).Split('=', 2)[1]);
        using HttpClient http = new() { BaseAddress = address };
        await AskAsync("Action=CreateQueue&queueName=orders&maxMsgSize=1048576");
        await AskAsync("Action=CreateTopic&topicName=news");
        await AskAsync("Action=Subscribe&topicName=news&subscriptionName=hook&protocol=http&notifyContentFormat=SIMPLIFIED&endpoint=" + Uri.EscapeDataString($"http://127.0.0.1:{((IPEndPoint)endpoint.LocalEndpoint).Port}/"));
        await AskAsync("Action=PublishMessage&topicName=news&msgBody=x");
        using Socket push = await endpoint.AcceptSocketAsync();
        for (int i = 0; i < 8; i++)
            await AskAsync("Action=SendMessage&queueName=orders&delaySeconds=0&msgBody=" + new string('x', 1_000_000));

        using TcpClient silent = await ConnectAsync("");
        using TcpClient halfAHead = await ConnectAsync("POST /v2/index.php HTTP/1.1\r\nHost: 127.0.0.1");
        using TcpClient halfABody = await ConnectAsync("POST /v2/index.php HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nAction=");
        using TcpClient halfAChunk = await ConnectAsync("POST /v2/index.php HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nAction=");
        using TcpClient unread = await ConnectAsync(string.Concat(Enumerable.Repeat("GET /?Action=BatchReceiveMessage&queueName=orders&numOfMsg=2 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 4)));
        using CancellationTokenSource end = new();
        Task endless = RepeatAsync(end.Token);
        await AskAsync("Action=CreateQueue&queueName=empty");
        Task<JsonElement> waiting = AskAsync("Action=ReceiveMessage&queueName=empty&pollingWaitSeconds=30");
        await Task.Delay(300);

        Stopwatch time = Stopwatch.StartNew();
        tool.Terminate();
        Assert.Equal(7000, (await waiting).GetProperty("code").GetInt32());
        using TcpClient late = new();
        await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(IPAddress.Loopback, address.Port));
        Assert.Equal(0, await tool.WaitForExitAsync());
        Assert.InRange(time.Elapsed, TimeSpan.Zero, StopTimeout);
        Assert.DoesNotContain("   at ", tool.Output, StringComparison.Ordinal);
        await end.CancelAsync();
        await endless;

        async Task<JsonElement> AskAsync(string form)
        {
            using HttpResponseMessage response = await http.PostAsync(new Uri("/v2/index.php", UriKind.Relative), new StringContent(form));
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }

        async Task<TcpClient> ConnectAsync(string beginning)
        {
            TcpClient client = new() { NoDelay = true, ReceiveBufferSize = 4096 };
            await client.ConnectAsync(IPAddress.Loopback, address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning));
            return client;
        }

        async Task RepeatAsync(CancellationToken cancellationToken)
        {
            try
            {
                using TcpClient client = await ConnectAsync("");
                NetworkStream stream = client.GetStream();
                Task reading = stream.CopyToAsync(Stream.Null, cancellationToken);
                while (!cancellationToken.IsCancellationRequested)
                    await stream.WriteAsync("GET /?Action=ListQueue HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), cancellationToken);
                await reading;
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The server has closed the connection, or the test is over.
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task OpenedAsync(ProgramUnderTest tool, int port)
    {
        while (true)
        {
            Assert.True(tool.IsRunning, tool.Output);
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(2);
            }
        }
    }
}
