using System.Net.Sockets;
using System.Text.Json;
using CmqContracts.Broker;
using CmqContracts.Server.Tests.Quirks;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>A server that stops: requests under way, new ones, and those that would never end.</summary>
public sealed class StopTests
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_waiting_receive_is_answered_that_there_is_no_message_after_the_port_is_free()
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        Task<JsonElement> waiting = server.PostAsync("ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", "30"));
        await server.WaitForWaitingReceivesAsync(1);
        using WireConnection half = WireConnection.Open(server);
        await half.WriteAsync("POST / HTTP/1.1\r\n"u8.ToArray());

        Task stopped = server.Server.DisposeAsync().AsTask();
        AssertError(await waiting, CmqErrors.NoMessage);
        Assert.Throws<SocketException>(() => WireConnection.Open(server));
        server.Clock.Advance(StopTime);
        await stopped;
    }

    [Theory]
    [InlineData("0")]
    [InlineData("30")]
    public async Task A_receive_that_arrives_during_the_stop_is_answered_without_waiting(string wait)
    {
        await using ServerUnderTest server = await StartAsync();
        await server.PostAsync("CreateQueue", ("queueName", "orders"));
        WireRequest request = new(server, "ReceiveMessage", ("queueName", "orders"), ("pollingWaitSeconds", wait)) { Headers = ["Expect: 100-continue"] };
        (byte[] head, byte[] body) = (request.Head, request.Body);
        WireConnection[] receivers = [WireConnection.Open(server), WireConnection.Open(server)];
        foreach (WireConnection receiver in receivers)
        {
            // The interim reply says that the request is under way: a connection without one would be closed.
            await receiver.WriteAsync(head);
            Assert.Equal(100, (await receiver.ReadAsync()).Status);
            await receiver.WriteAsync(body[..^1]);
        }

        await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", "there"));
        Task stopped = server.Server.DisposeAsync().AsTask();
        Task stoppedToo = server.Server.DisposeAsync().AsTask();

        await receivers[0].WriteAsync(body[^1..]);
        WireReply found = await receivers[0].ReadAsync();
        Assert.Equal("there", found.Json.GetProperty("msgBody").GetString());
        Assert.Equal("close", found.Headers["Connection"]);
        Assert.False(stopped.IsCompleted || stoppedToo.IsCompleted);
        await receivers[1].WriteAsync(body[^1..]);
        AssertError((await receivers[1].ReadAsync()).Json, CmqErrors.NoMessage);
        await stoppedToo;
        await stopped;
        foreach (WireConnection receiver in receivers)
            receiver.Dispose();
    }

    [Fact]
    public async Task Each_request_on_an_open_connection_is_answered_completely_or_not_read_at_all()
    {
        for (int round = 0; round < 10; round++)
        {
            await using ServerUnderTest server = await StartAsync();
            await server.PostAsync("CreateQueue", ("queueName", "orders"));
            byte[] send = new WireRequest(server, "SendMessage", ("queueName", "orders"), ("msgBody", "x")).Bytes;
            int served = 0;
            TaskCompletionSource underWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
            WireConnection[] connections = [.. Enumerable.Range(0, 8).Select(_ => WireConnection.Open(server))];
            Task[] clients = [.. connections.Select(connection => Task.Run(() => SendAsync(connection)))];
            await underWay.Task;
            await server.Server.DisposeAsync();
            await Task.WhenAll(clients);
            Assert.Equal(served, (await server.Broker.GetService("default").GetQueueAttributesAsync("orders")).ActiveMessages);

            async Task SendAsync(WireConnection connection)
            {
                using WireConnection open = connection;
                try
                {
                    while (true)
                    {
                        await connection.WriteAsync(send);
                        if (await connection.TryReadAsync() is not { } reply)
                            return;
                        AssertOk(reply.Json);
                        if (Interlocked.Increment(ref served) == 50)
                            underWay.TrySetResult();
                        if (reply.Headers.TryGetValue("Connection", out string? kept) && kept == "close")
                            return;
                    }
                }
                catch (IOException)
                {
                    // Closed before the request was read.
                }
            }
        }
    }

    [Fact]
    public async Task A_cancelled_start_frees_the_port()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await using CmqBroker broker = new();
        CmqServerOptions options = new() { Keys = [new CmqKey { SecretId = SecretId, SecretKey = SecretKey }] };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CmqServer.StartAsync(broker, options, cancellationToken: cancelled.Token));

        await using CmqServer server = await CmqServer.StartAsync(broker, options);
        options.Port = server.Endpoint.Port;
        await Assert.ThrowsAsync<IOException>(() => CmqServer.StartAsync(broker, options));
    }
}
