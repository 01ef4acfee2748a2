using CmqContracts.Broker;
using CmqContracts.Sqlite;

namespace CmqContracts.Benchmarks;

/// <summary>A queue on a durable broker in this process, in a directory of its own.</summary>
internal sealed class DurableQueue : IAsyncDisposable
{
    public const string Name = "figures";

    private readonly CmqBroker _broker;

    private DurableQueue(string directory, CmqBroker broker)
    {
        Directory = directory;
        _broker = broker;
        Service = broker.GetService("figures");
    }

    public string Directory { get; }

    public ICmqService Service { get; }

    /// <summary>Creates an empty directory for a store, and deletes its former content.</summary>
    public static string NewDirectory(string name = "store")
    {
        string directory = FigureDirectory.File(name);
        Delete(directory);
        return directory;
    }

    public static void Delete(string directory)
    {
        if (System.IO.Directory.Exists(directory))
            System.IO.Directory.Delete(directory, recursive: true);
    }

    public static async Task<DurableQueue> CreateAsync(QueueSettings? settings = null)
    {
        DurableQueue queue = Open(NewDirectory());
        await queue.Service.CreateQueueAsync(new CreateQueueRequest(Name, settings ?? new QueueSettings()));
        return queue;
    }

    /// <summary>Opens a store, in which the queue exists or is created afterwards.</summary>
    public static DurableQueue Open(string directory, SqliteStoreOptions? options = null, TimeProvider? clock = null) => new(
        directory,
        new CmqBroker(new BrokerOptions { Store = SqliteStore.Open(directory, options ?? new SqliteStoreOptions()), TimeProvider = clock ?? TimeProvider.System }));

    /// <summary>Sends bodies.</summary>
    public async Task SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> bodies) => await Service.SendMessagesAsync(new SendMessagesRequest(Name, bodies));

    /// <summary>Receives up to 16 messages and deletes them.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ConsumeAsync(int max = 16)
    {
        IReadOnlyList<CmqMessage> messages = await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Name) { MaxMessages = max, PollingWaitSeconds = 0 });
        if (messages.Count == 0)
            return 0;
        IReadOnlyList<DeleteMessageFailure> failures = await Service.DeleteMessagesAsync(new DeleteMessagesRequest(Name, [.. messages.Select(static message => message.ReceiptHandle)]));
        return failures.Count == 0 ? messages.Count : throw new MeasurementException("A delete failed.");
    }

    /// <summary>Sends at least a number of messages, with 64 producers in batches.</summary>
    public async Task FillAsync(int count, ReadOnlyMemory<byte> body)
    {
        const int producers = 64, batchSize = 16;
        ReadOnlyMemory<byte>[] batch = [.. Enumerable.Repeat(body, batchSize)];
        for (int sent = 0; sent < count; sent += producers * batchSize)
            await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => SendAsync(batch)));
    }

    public ValueTask DisposeAsync() => _broker.DisposeAsync();
}
