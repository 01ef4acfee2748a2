using System.Globalization;
using System.Text;
using CmqContracts.Broker;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Tests;

/// <summary>A store that is used, reopened and killed at random. Its queue "kept" has all that was ever sent there, numbered.</summary>
internal sealed class StoreHistory(string directory, Random random, string name) : IAsyncDisposable
{
    private const string Kept = "kept", Passing = "passing";
    private const string Account = "100000000001";

    private readonly ManualTimeProvider _clock = new();
    private CmqBroker? _broker;

    /// <summary>Messages that were sent to the queue "kept".</summary>
    public int Sent { get; private set; }

    /// <summary>Sends and receives. It may close the store and open it again, or do that after a kill.</summary>
    public async Task WorkAsync(int steps)
    {
        await OpenAsync();
        for (int i = 0; i < steps; i++)
        {
            int choice = random.Next(100);
            ICmqService service = _broker!.GetService(Account);
            if (choice < 60)
            {
                ReadOnlyMemory<byte>[] bodies = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (ReadOnlyMemory<byte>)Body())];
                await service.SendMessagesAsync(new SendMessagesRequest(Kept, bodies));
            }
            else if (choice < 80)
            {
                await service.SendMessagesAsync(new SendMessagesRequest(Passing, [new byte[random.Next(1, 9000)]]) { DelaySeconds = random.Next(2) * 10 });
            }
            else if (choice < 97)
            {
                IReadOnlyList<CmqMessage> messages = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Passing) { MaxMessages = 4, PollingWaitSeconds = 0 });
                if (messages.Count > 0)
                    await service.DeleteMessagesAsync(new DeleteMessagesRequest(Passing, [.. messages.Select(static message => message.ReceiptHandle)]));
            }
            else if (choice < 99)
            {
                await CloseAsync();
                await OpenAsync();
            }
            else
            {
                StoreParts killed = Snapshot();
                await CloseAsync();
                Directory.Delete(directory, recursive: true);
                killed.Write(directory);
                await OpenAsync();
            }
        }
    }

    /// <summary>The files as a kill at this moment would leave them.</summary>
    public StoreParts Snapshot() => StoreParts.ReadWhenIdle(directory);

    public async Task<byte[]> BackUpAsync(string file)
    {
        await SqliteStore.BackupAsync(directory, file);
        return await File.ReadAllBytesAsync(file);
    }

    /// <summary>The numbers in the queue "kept" of a store, each with the name of the history that sent it; opens the store.</summary>
    public static async Task<List<string>> ReadAsync(string directory)
    {
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = new ManualTimeProvider(), Store = Open(directory) });
        List<string> found = [];
        if ((await broker.GetService(Account).ListQueuesAsync(new ListQueuesRequest { SearchWord = Kept })).Queues.Count == 0)
            return found;
        string? after = null;
        do
        {
            PeekResult page = await broker.GetInspector(Account).PeekMessagesAsync(new PeekMessagesRequest(Kept, MessageState.Active) { MaxMessages = 1000, AfterMessageId = after });
            found.AddRange(page.Messages.Select(static message => Encoding.UTF8.GetString(message.Body.Span).Split('.')[0]));
            after = page.ContinueAfter;
        }
        while (after is not null);
        return found;
    }

    /// <summary>The message with a number.</summary>
    public string MessageOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{name} {number}");

    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>Opens a store with a WAL that soon restarts. No power loss is simulated, so commits need not be synced.</summary>
    private static SqliteStore Open(string directory) => SqliteStore.Open(directory, new SqliteStoreOptions { WalPages = 48, SyncsCommits = false });

    private byte[] Body() => Encoding.UTF8.GetBytes(MessageOf(++Sent) + '.' + new string('x', random.Next(3000)));

    private async Task OpenAsync()
    {
        if (_broker is not null)
            return;
        _broker = new CmqBroker(new BrokerOptions { TimeProvider = _clock, Store = Open(directory) });
        ICmqService service = _broker.GetService(Account);
        if ((await service.ListQueuesAsync(new ListQueuesRequest())).Queues.Count > 0)
            return;
        await service.CreateQueueAsync(new CreateQueueRequest(Kept, new QueueSettings()));
        await service.CreateQueueAsync(new CreateQueueRequest(Passing, new QueueSettings()));
    }

    private async Task CloseAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        _broker = null;
    }
}
