using System.Globalization;
using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Server.Tests.Quirks;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Clients that send slowly or do not read, on a server that holds no more than it may.</summary>
public sealed class CrowdedServerTests
{
    private const int Budget = 8 * 1024 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_slowest_bodies_are_answered_with_4420_and_who_sends_at_once_is_not_refused(bool api3)
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.MaxBufferedBytes = Budget);
        await server.PostAsync("CreateQueue", ("queueName", "orders"), ("maxMsgSize", "1048576"));
        WireConnection[] slow = [.. Enumerable.Range(0, 10).Select(_ => WireConnection.Open(server))];
        byte[] head = Head(server, 1024 * 1024, api3);
        byte[] most = [.. Enumerable.Repeat((byte)'x', (1024 * 1024) - 1)];
        foreach (WireConnection connection in slow)
        {
            await connection.WriteAsync(head);
            await connection.WriteAsync(most);
        }

        for (int i = 0; i < 20; i++)
        {
            ServerUnderTest.AssertOk(await server.PostAsync("SendMessage", ("queueName", "orders"), ("msgBody", new string('x', i % 2 == 0 ? 100 : 300_000))));
            ServerUnderTest.AssertOk(await server.PostAsync("ReceiveMessage", ("queueName", "orders")));
        }

        int refused = 0;
        foreach (WireConnection connection in slow)
        {
            await connection.WriteAsync("x"u8.ToArray());
            WireReply reply = await connection.ReadAsync();
            Assert.Equal(200, reply.Status);
            if (api3 ? Encoding.UTF8.GetString(reply.Body).Contains("RequestLimitExceeded", StringComparison.Ordinal) : reply.Json.GetProperty("message").GetString() == CmqErrors.Throttled.WireMessage)
                refused++;
            connection.Dispose();
        }

        Assert.InRange(refused, 4, 9);
    }

    [Fact]
    public async Task Clients_that_do_not_read_stop_nobody_and_nothing_is_leased_for_nothing()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(options => options.MaxBufferedBytes = Budget);
        using CmqHttpService client = server.Client();
        await client.CreateQueueAsync(new CreateQueueRequest("poison", new QueueSettings { MaxMsgSize = 1024 * 1024, VisibilityTimeout = 43_200 }));
        await client.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings()));
        byte[] body = new byte[700 * 1024];
        for (int i = 0; i < 12; i++)
            await client.SendMessagesAsync(new SendMessagesRequest("poison", [body]));
        byte[] receive = new WireRequest(server, "ReceiveMessage", ("queueName", "poison")).Bytes;
        WireConnection[] deaf = [.. Enumerable.Range(0, 12).Select(_ => WireConnection.Open(server))];
        foreach (WireConnection connection in deaf)
            await connection.WriteAsync(receive);
        for (int i = 0; i < 20; i++)
        {
            await client.SendMessagesAsync(new SendMessagesRequest("orders", ["x"u8.ToArray()]));
            CmqMessage message = Assert.Single(await client.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders", 16)));
            Assert.Empty(await client.DeleteMessagesAsync(new DeleteMessagesRequest("orders", [message.ReceiptHandle])));
        }

        int messages = 0, refused = 0, cut = 0;
        foreach (WireConnection connection in deaf)
        {
            try
            {
                if ((await connection.ReadAsync()).Json.GetProperty("code").GetInt32() is var code and not 0)
                    Assert.Equal((CmqErrors.Throttled.Code, ++refused), (code, refused));
                else
                    messages++;
            }
            catch (IOException)
            {
                cut++;
            }

            connection.Dispose();
        }

        Assert.InRange(messages, 1, 12);
        Assert.Equal(12, messages + refused + cut);
        Assert.Equal(12 - refused, (await client.GetQueueAttributesAsync("poison")).InactiveMessages);
    }

    [Fact]
    public async Task A_client_gets_past_a_batch_of_the_largest_bodies_in_their_longest_form()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using CmqHttpService client = server.Client();
        await client.CreateQueueAsync(new CreateQueueRequest("poison", new QueueSettings { MaxMsgSize = 1024 * 1024 }));
        byte[] body = new byte[1024 * 1024];
        for (int i = 0; i < 16; i++)
            await client.SendMessagesAsync(new SendMessagesRequest("poison", [body]));
        int received = 0;
        while (received < 16)
        {
            IReadOnlyList<CmqMessage> batch = await client.ReceiveMessagesAsync(new ReceiveMessagesRequest("poison", 16));
            Assert.InRange(batch.Count, 1, 2);
            Assert.Equal(batch.Count, (await client.GetQueueAttributesAsync("poison")).InactiveMessages);
            Assert.All(batch, message => Assert.Equal(body, message.Body.ToArray()));
            Assert.Empty(await client.DeleteMessagesAsync(new DeleteMessagesRequest("poison", [.. batch.Select(message => message.ReceiptHandle)])));
            received += batch.Count;
        }

        Assert.Equal(16, received);
    }

    [Fact]
    public async Task A_batch_that_fits_is_given_whole()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartAsync();
        using CmqHttpService client = server.Client();
        await client.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { MaxMsgSize = 1024 * 1024 }));
        byte[] body = Encoding.UTF8.GetBytes(new string('x', 1000 * 1024));
        for (int i = 0; i < 16; i++)
            await client.SendMessagesAsync(new SendMessagesRequest("orders", [body]));

        Assert.Equal(16, (await client.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders", 16))).Count);
    }

    [Fact]
    public async Task A_budget_below_one_request_is_refused_at_the_start()
    {
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => ServerUnderTest.StartAsync(options => options.MaxBufferedBytes = options.MaxRequestBytes - 1));
        Assert.Contains("MaxBufferedBytes", refused.Message, StringComparison.Ordinal);
    }

    private static byte[] Head(ServerUnderTest server, int length, bool api3) =>
        Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: {server.Server.Endpoint.Authority}\r\n{(api3 ? "X-TC-Action: DescribeCmqQueues\r\n" : "")}Content-Length: {length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n");
}
