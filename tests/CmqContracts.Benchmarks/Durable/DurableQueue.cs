using CmqContracts.Brokers;
using CmqContracts.Protocol;
using CmqContracts.Sqlite;

namespace CmqContracts.Benchmarks;

/// <summary>A queue on a durable broker in this process, in a directory of its own.</summary>
internal sealed class DurableQueue : IAsyncDisposable
{
    public const string Name = "figures";

    private readonly Broker _broker;

    private DurableQueue(string directory, Broker broker)
    {
        Directory = directory;
        _broker = broker;
        Service = broker.GetService("figures");
    }

    public string Directory { get; }

    public ICmqService Service { get; }

    public static string NewDirectory()
    {
        string directory = Workplace.File("store");
        if (System.IO.Directory.Exists(directory))
            System.IO.Directory.Delete(directory, recursive: true);
        return directory;
    }

    public static async Task<DurableQueue> CreateAsync(QueueSettings? settings = null)
    {
        DurableQueue queue = Open(NewDirectory());
        await queue.Service.CreateQueueAsync(new CreateQueueRequest(Name, settings ?? new QueueSettings()));
        return queue;
    }

    public static DurableQueue Open(string directory) => new(directory, new Broker(new BrokerOptions { Store = SqliteStore.Open(directory) }));

    /// <summary>Sends bodies.</summary>
    public async Task SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => await Service.SendMessagesAsync(new SendMessagesRequest(Name, bodies));

    /// <summary>Receives up to 16 messages and deletes them.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ConsumeAsync(int max = 16)
    {
        IReadOnlyList<CmqMessage> messages = await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Name, max, 0));
        if (messages.Count == 0)
            return 0;
        IReadOnlyList<DeleteMessageFailure> failures = await Service.DeleteMessagesAsync(new DeleteMessagesRequest(Name, [.. messages.Select(static message => message.ReceiptHandle)]));
        return failures.Count == 0 ? messages.Count : throw new MeasurementException("A delete failed.");
    }

    public ValueTask DisposeAsync() => _broker.DisposeAsync();
}
