using System.Security.Cryptography.X509Certificates;
using CmqContracts.Broker;
using CmqContracts.Server;

namespace CmqContracts.EndToEnd.Handlers;

/// <summary>A server in this process, on a port of its own, and its queues without HTTP in between.</summary>
internal sealed class TestServer(CmqBroker broker, CmqServer server) : IAsyncDisposable
{
    public const string SecretId = "AKIDserved";
    public const string SecretKey = "the key";

    public Uri Endpoint => server.Endpoint;

    public IQueueClient<Delivery> Deliveries { get; } = CmqClient.Over(broker.GetService("default")).Queue<Delivery>();

    /// <param name="time">The clock of its queues.</param>
    /// <param name="certificate">With one it serves HTTPS.</param>
    public static async Task<TestServer> StartAsync(TimeProvider? time = null, X509Certificate2? certificate = null)
    {
        CmqBroker broker = new(new BrokerOptions { TimeProvider = time ?? TimeProvider.System });
        return new TestServer(broker, await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = SecretId, SecretKey = SecretKey }], Certificate = certificate }));
    }

    public async Task SendAsync(params int[] numbers) => (await Deliveries.SendManyAsync(numbers.Select(static number => new Delivery(number)))).ThrowIfAnyFailed();

    /// <summary>How many messages it has, visible or not.</summary>
    public async Task<long> CountAsync()
    {
        QueueAttributes queue = await Deliveries.GetAttributesAsync();
        return queue.ActiveMessages + queue.InactiveMessages + queue.DelayedMessages;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await broker.DisposeAsync();
    }
}
