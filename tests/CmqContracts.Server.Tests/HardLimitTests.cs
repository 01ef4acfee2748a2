using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>The limits of connections, which Kestrel measures with the real clock.</summary>
public sealed class HardLimitTests
{
    [Fact]
    public async Task A_connection_whose_headers_arrive_byte_by_byte_is_closed()
    {
        await using ServerUnderTest server = await StartAsync(options => options.HeadersTimeout = TimeSpan.FromSeconds(1));
        using TcpClient slow = await ConnectAsync(server);
        await slow.GetStream().WriteAsync("POST / HT"u8.ToArray());

        Assert.StartsWith("HTTP/1.1 408", await ReadToEndAsync(slow), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_whose_body_arrives_byte_by_byte_is_closed_and_those_of_waiting_receives_are_not()
    {
        LogCapture log = new();
        await using ServerUnderTest server = await StartAsync(log: log);
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        Task<System.Text.Json.JsonElement> waiting = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30"));
        await server.WaitForWaitingReceivesAsync(1);
        using TcpClient slow = await ConnectAsync(server);
        await slow.GetStream().WriteAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nA"u8.ToArray());

        Assert.Contains("(10420)", await ReadToEndAsync(slow), StringComparison.Ordinal);
        Assert.False(waiting.IsCompleted);
        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "hello"));
        Assert.Equal("hello", (await waiting).GetProperty("msgBody").GetString());
        Assert.DoesNotContain(log.Lines, line => line.Level is LogLevel.Error or LogLevel.Critical);
    }

    [Fact]
    public async Task A_thousand_connections_that_send_almost_nothing_do_not_affect_others()
    {
        await using ServerUnderTest server = await StartAsync();
        TcpClient[] slow = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => ConnectAsync(server)));
        await Task.WhenAll(slow.Select(async client => await client.GetStream().WriteAsync("P"u8.ToArray())));

        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        for (int i = 0; i < 200; i++)
            AssertOk(await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "x")));
        foreach (TcpClient client in slow)
            client.Dispose();
    }

    [Fact]
    public async Task Connections_above_the_limit_are_closed_at_once()
    {
        await using ServerUnderTest server = await StartAsync(options => options.MaxConnections = 2);
        using TcpClient first = await ConnectAsync(server), second = await ConnectAsync(server);
        foreach (TcpClient client in (TcpClient[])[first, second])
        {
            await client.GetStream().WriteAsync("GET /?Action= HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[1]));
        }

        using TcpClient third = await ConnectAsync(server);
        Assert.Equal("", await ReadToEndAsync(third));
    }

    [Theory]
    [InlineData(61 * 1024, "HTTP/1.1 200")]
    [InlineData(127 * 1024, "HTTP/1.1 200")]
    [InlineData(129 * 1024, "HTTP/1.1 414")]
    public async Task A_request_line_is_read_up_to_128_KB(int length, string expected)
    {
        await using ServerUnderTest server = await StartAsync();
        Assert.StartsWith(expected, await AskAsync(server, $"GET /?Action={new string('x', length)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_are_bounded_in_number_and_size()
    {
        await using ServerUnderTest server = await StartAsync();
        string many = string.Concat(Enumerable.Range(0, 120).Select(i => $"X-{i}: y\r\n"));
        string large = $"X: {new string('y', 40_000)}\r\n";

        Assert.StartsWith("HTTP/1.1 431", await AskAsync(server, $"GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await AskAsync(server, $"GET / HTTP/1.1\r\nHost: x\r\n{large}\r\n"), StringComparison.Ordinal);
        AssertOk(await server.PostAsync("ListQueue"));
    }

    private static async Task<TcpClient> ConnectAsync(ServerUnderTest server)
    {
        TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, server.Server.Endpoint.Port);
        return client;
    }

    private static async Task<string> AskAsync(ServerUnderTest server, string request)
    {
        using TcpClient client = await ConnectAsync(server);
        try
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        }
        catch (IOException)
        {
            // The server may answer and close before it has read everything.
        }

        return await ReadToEndAsync(client);
    }

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await client.GetStream().ReadAsync(buffer)) > 0)
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // The server has reset the connection; what was read before counts.
        }

        return text.ToString();
    }
}
