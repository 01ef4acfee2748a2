using System.Diagnostics;
using System.Text;
using CmqContracts.Server.Tests.Quirks;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>A thousand connections that send a byte a second, while other clients work.</summary>
public sealed class SlowClientTests
{
    private const int Slow = 1_000;

    [Fact]
    public async Task Slow_connections_do_not_affect_others_and_are_closed_in_time()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.HeadersTimeout = TimeSpan.FromSeconds(5));
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        byte[] head = Encoding.ASCII.GetBytes($"POST /v2/index.php HTTP/1.1\r\nHost: {server.Server.Endpoint.Authority}\r\nContent-Length: 1000\r\n\r\n");
        using CancellationTokenSource end = new(TimeSpan.FromSeconds(60));
        Stopwatch time = Stopwatch.StartNew();
        Task<TimeSpan>[] slow = [.. Enumerable.Range(0, Slow).Select(i => TrickleAsync(server, i % 2 == 0 ? head : "P"u8.ToArray(), time, end.Token))];

        byte[] send = new WireRequest(server, "SendMessage", ("queueName", "orders"), ("msgBody", "on time")).Bytes;
        using WireConnection usual = WireConnection.Open(server);
        int sent = 0;
        while (slow.Any(connection => !connection.IsCompleted))
        {
            ServerUnderTest.AssertOk((await usual.AskAsync([send]))[0].Json);
            ServerUnderTest.AssertOk((await WireConnection.AskAsync(new WireRequest(server, "ListQueue") { Headers = ["Connection: close"] })).Json);
            sent++;
        }

        TimeSpan[] closed = await Task.WhenAll(slow);
        Assert.All(closed, after => Assert.InRange(after, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.InRange(sent, 100, int.MaxValue);
        Assert.Equal(sent, (await server.PostAsync("GetQueueAttributes", ("queueName", "orders"))).GetProperty("activeMsgNum").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_idle_connection_is_closed(bool askedBefore)
    {
        Assert.Equal(TimeSpan.FromSeconds(75), new CmqServerOptions().IdleTime);
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.IdleTime = TimeSpan.FromSeconds(1));
        using WireConnection connection = WireConnection.Open(server);
        if (askedBefore)
            ServerUnderTest.AssertOk((await connection.AskAsync([new WireRequest(server, "ListQueue").Bytes]))[0].Json);
        Assert.Null(await connection.TryReadAsync());
    }

    /// <summary>Sends a beginning at once and then a byte a second: of the body when the beginning is a head, else of the head.</summary>
    /// <returns>When the server closed the connection.</returns>
    private static async Task<TimeSpan> TrickleAsync(ServerUnderTest server, byte[] beginning, Stopwatch time, CancellationToken end)
    {
        using WireConnection connection = WireConnection.Open(server);
        try
        {
            await connection.WriteAsync(beginning);
            Task<WireReply?> reply = connection.TryReadAsync();
            while (!reply.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), end);
                await connection.WriteAsync("x"u8.ToArray());
            }

            await reply;
            while (await connection.TryReadAsync() is not null)
                end.ThrowIfCancellationRequested();
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            // The server has aborted the connection.
        }

        return time.Elapsed;
    }
}
