using System.Text;
using CmqContracts.Broker;
using CmqContracts.Server;
using CmqContracts.Sqlite;

namespace CmqContracts.Benchmarks;

/// <summary>A server with a console and full queues, which it fills at its start: over the protocol that would take minutes.</summary>
internal static class ConsoleServerProgram
{
    public const string Busy = "busy";
    public const string Large = "large";
    public const string Searched = "searched";
    public const string Rewindable = "rewindable";

    private const int LargeMessages = 32;
    private const int LargeBytes = 1024 * 1024;
    private const int SearchedMessages = 1_000_000;
    private const int RewindableMessages = 10_000_000;

    public static async Task ServeAsync(string store, TextWriter output)
    {
        string directory = DurableQueue.NewDirectory();
        await using CmqBroker broker = new(new BrokerOptions { Store = store == "sqlite" ? SqliteStore.Open(directory) : null });
        ICmqService service = broker.GetService("default");
        await service.CreateQueueAsync(new CreateQueueRequest(Busy, new QueueSettings()));
        await service.CreateQueueAsync(new CreateQueueRequest(Large, new QueueSettings { MaxMsgSize = LargeBytes }));
        await service.CreateQueueAsync(new CreateQueueRequest(Searched, new QueueSettings()));
        await service.CreateQueueAsync(new CreateQueueRequest(Rewindable, new QueueSettings { RewindSeconds = 43_200 }));
        for (int i = 0; i < LargeMessages; i++)
            await service.SendMessagesAsync(new SendMessagesRequest(Large, [Encoding.UTF8.GetBytes(new string('x', LargeBytes))]));
        await FillAsync(service, Searched, SearchedMessages, EngineFigures.Body(1024), isConsumed: false);
        await FillAsync(service, Rewindable, RewindableMessages, "{}"u8.ToArray(), isConsumed: true);
        await using CmqServer server = await CmqServer.StartAsync(broker, new CmqServerOptions
        {
            Keys = [new CmqKey { SecretId = SignedRequests.SecretId, SecretKey = SignedRequests.SecretKey }],
            Console = new ConsoleOptions { Token = ConsoleVisitor.Token },
        });
        await output.WriteLineAsync(server.Endpoint.ToString());
        await output.FlushAsync();
        await Task.Delay(Timeout.Infinite);
    }

    private static Task FillAsync(ICmqService service, string queue, int count, ReadOnlyMemory<byte> body, bool isConsumed)
    {
        ReadOnlyMemory<byte>[] batch = [.. Enumerable.Repeat(body, 16)];
        return Parallel.ForAsync(0, count / batch.Length, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, end) =>
        {
            await service.SendMessagesAsync(new SendMessagesRequest(queue, batch), end);
            if (!isConsumed)
                return;
            IReadOnlyList<CmqMessage> received = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { MaxMessages = batch.Length, PollingWaitSeconds = 0 }, end);
            await service.DeleteMessagesAsync(new DeleteMessagesRequest(queue, [.. received.Select(static message => message.ReceiptHandle)]), end);
        });
    }
}
