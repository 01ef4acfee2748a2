using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CmqContracts.Server.Tests;

/// <summary>Our client and our server over HTTP: every action has the same effect as in process.</summary>
public sealed class ClientOverHttpTests
{
    [Fact]
    public async Task The_life_of_a_message_is_the_same_over_the_wire()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        await using CmqHttpService cmq = server.Client();
        await cmq.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { VisibilityTimeout = 10, RewindSeconds = 3600 }));

        IReadOnlyList<string> ids = await cmq.SendMessagesAsync(Send("a", "b", "c"));
        IReadOnlyList<CmqMessage> received = await cmq.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { MaxMessages = 16 });
        Assert.Equal(ids, received.Select(message => message.MessageId));
        Assert.Equal(["a", "b", "c"], received.Select(message => Encoding.UTF8.GetString(message.Body.Span)));

        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(CmqErrors.ReceiptHandleInvalid, Assert.Single(await Delete(received[0])).Error);
        IReadOnlyList<CmqMessage> again = await cmq.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { MaxMessages = 16 });
        Assert.All(again, message => Assert.Equal(2, message.DequeueCount));
        Assert.Empty(await Delete([.. again]));

        QueueAttributes attributes = await cmq.GetQueueAttributesAsync("orders");
        Assert.Equal((0, 0, 3), (attributes.ActiveMessages, attributes.InactiveMessages, attributes.RewindableMessages));
        await cmq.RewindQueueAsync(new RewindQueueRequest("orders", received[0].EnqueuedAt.ToUnixTimeSeconds()));
        Assert.Equal(3, (await cmq.GetQueueAttributesAsync("orders")).ActiveMessages);

        await cmq.SendMessagesAsync(Send("later") with { DelaySeconds = 60 });
        Assert.Equal(1, (await cmq.GetQueueAttributesAsync("orders")).DelayedMessages);
        await cmq.ClearQueueAsync("orders");
        attributes = await cmq.GetQueueAttributesAsync("orders");
        Assert.Equal((0, 0, 0), (attributes.ActiveMessages, attributes.DelayedMessages, attributes.RewindableMessages));

        await cmq.SetQueueAttributesAsync(new SetQueueAttributesRequest("orders", new QueueSettings { VisibilityTimeout = 20 }));
        Assert.Equal(20, (await cmq.GetQueueAttributesAsync("orders")).VisibilityTimeout);
        await cmq.DeleteQueueAsync("orders");
        Assert.True((await Assert.ThrowsAsync<CmqServiceException>(async () => await cmq.DeleteQueueAsync("orders"))).Is(CmqErrors.QueueDoesNotExist));

        async Task<IReadOnlyList<DeleteMessageFailure>> Delete(params CmqMessage[] messages) =>
            await cmq.DeleteMessagesAsync(new DeleteMessagesRequest("orders", [.. messages.Select(message => message.ReceiptHandle)]));
    }

    [Fact]
    public async Task An_error_names_what_to_check_and_never_the_key()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        await using CmqHttpService client = server.Client(secretKey: "a secret that is wrong");
        CmqServiceException error = await Assert.ThrowsAsync<CmqServiceException>(async () => await client.GetQueueAttributesAsync("orders"));

        Assert.True(error.Is(CmqErrors.AuthenticationFailed));
        Assert.Contains("GetQueueAttributes on queue 'orders'", error.Message, StringComparison.Ordinal);
        Assert.Contains("secret key", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RequestId);
        Assert.DoesNotContain("a secret that is wrong", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_unreachable_or_not_CMQ_is_named()
    {
        ServerUnderTest server = await ServerUnderTest.StartAsync();
        await using CmqHttpService cmq = server.Client();
        await server.DisposeAsync();

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(async () => await cmq.GetQueueAttributesAsync("orders"));
        Assert.Contains(server.Server.Endpoint.Authority, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_cuts_its_answer_is_named()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = Task.Run(async () =>
        {
            using TcpClient connection = await listener.AcceptTcpClientAsync();
            await connection.GetStream().ReadExactlyAsync(new byte[100]);
        });
        await using CmqHttpService cmq = new(new CmqOptions { Endpoint = $"http://{listener.LocalEndpoint}", SecretId = "AKID", SecretKey = "key" }, CmqLimits.Classic);

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(async () => await cmq.GetQueueAttributesAsync("orders"));
        Assert.Contains($"at {listener.LocalEndpoint} has no usable answer", error.Message, StringComparison.Ordinal);
        await serving;
    }

    [Fact]
    public async Task Concurrent_clients_lose_and_duplicate_no_message()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        await using CmqHttpService cmq = server.Client();
        await cmq.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        string[] bodies = [.. Enumerable.Range(0, 400).Select(i => $"order {i}")];

        Task producers = Task.WhenAll(bodies.Chunk(8).Select(async some => await cmq.SendMessagesAsync(Send(some))));
        List<string>[] consumed = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            List<string> mine = [];
            IReadOnlyList<CmqMessage> messages;
            while ((messages = await cmq.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { MaxMessages = 7, PollingWaitSeconds = producers.IsCompleted ? 0 : null })).Count > 0 || !producers.IsCompleted)
            {
                if (messages.Count > 0)
                    Assert.Empty(await cmq.DeleteMessagesAsync(new DeleteMessagesRequest("orders", [.. messages.Select(message => message.ReceiptHandle)])));
                mine.AddRange(messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
            }

            return mine;
        }));

        await producers;
        Assert.Equal(bodies.Order(StringComparer.Ordinal), consumed.SelectMany(mine => mine).Order(StringComparer.Ordinal));
    }

    private static SendMessagesRequest Send(params string[] bodies) =>
        new("orders", [.. bodies.Select(body => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(body))]);
}
