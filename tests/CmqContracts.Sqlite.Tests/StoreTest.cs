using System.Text;
using CmqContracts.Broker;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Tests;

/// <summary>A durable broker on a manual clock, in a directory of its own, and short names for what tests do with it.</summary>
public abstract class StoreTest : IAsyncLifetime
{
    protected const string Queue = "QueueForTest";

    private readonly TemporaryDirectory _directory = new();
    private CmqBroker? _broker;

    protected ManualTimeProvider Clock { get; } = new();

    protected string StoreDirectory => _directory.File("store");

    protected string DatabaseFile => Path.Combine(StoreDirectory, "cmq.db");

    protected SqliteStore Store { get; private set; } = null!;

    protected ICmqService Service => _broker!.GetService("100000000001");

    protected ICmqInspector Inspector => _broker!.GetInspector("100000000001");

    public virtual Task InitializeAsync()
    {
        Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await CloseAsync();
        _directory.Dispose();
    }

    protected string FileBeside(string name) => _directory.File(name);

    protected void Open()
    {
        Store = SqliteStore.Open(StoreDirectory);
        _broker = new CmqBroker(new BrokerOptions { TimeProvider = Clock, Store = Store });
    }

    protected async Task CloseAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        _broker = null;
    }

    protected async Task ReopenAsync()
    {
        await CloseAsync();
        Open();
    }

    /// <summary>Changes the file as another program would. The store is closed.</summary>
    private protected void Change(string sql)
    {
        using Database database = Database.Open(DatabaseFile, create: false);
        database.Execute(sql);
    }

    /// <summary>Runs the maintenance until nothing is left to be freed.</summary>
    protected void FreeSpace()
    {
        while (Store.Maintenance.Step(out _))
        {
        }
    }

    protected ValueTask<string> CreateAsync(string name = Queue, QueueSettings? settings = null) =>
        Service.CreateQueueAsync(new CreateQueueRequest(name, settings ?? new QueueSettings()));

    protected ValueTask<IReadOnlyList<string>> SendAsync(string body, int delay = 0, string name = Queue) =>
        Service.SendMessagesAsync(new SendMessagesRequest(name, [Encoding.UTF8.GetBytes(body)]) { DelaySeconds = delay });

    /// <summary>Sends many messages of a size, in batches; each begins with its number.</summary>
    protected async Task FillAsync(int count, int bytes, string name = Queue)
    {
        ReadOnlyMemory<byte>[] bodies = [.. Enumerable.Range(0, count).Select(number => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{number} ".PadRight(bytes, '.')))];
        foreach (ReadOnlyMemory<byte>[] batch in bodies.Chunk(16))
            await Service.SendMessagesAsync(new SendMessagesRequest(name, batch));
    }

    protected ValueTask<IReadOnlyList<CmqMessage>> ReceiveAsync(int max = 16, string name = Queue) =>
        Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(name) { MaxMessages = max, PollingWaitSeconds = 0 });

    protected ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteAsync(IEnumerable<CmqMessage> messages, string name = Queue) =>
        Service.DeleteMessagesAsync(new DeleteMessagesRequest(name, [.. messages.Select(static message => message.ReceiptHandle)]));

    /// <summary>Active, inactive, delayed and rewindable messages.</summary>
    protected async ValueTask<(long Active, long Inactive, long Delayed, long Rewindable)> CountersAsync(string name = Queue)
    {
        QueueAttributes a = await Service.GetQueueAttributesAsync(name);
        return (a.ActiveMessages, a.InactiveMessages, a.DelayedMessages, a.RewindableMessages);
    }

    protected static string Text(CmqMessage message) => Encoding.UTF8.GetString(message.Body.Span);
}
