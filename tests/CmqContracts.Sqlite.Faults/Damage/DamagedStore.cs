using CmqContracts.Brokers;
using CmqContracts.Sqlite.FaultWorker;

namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>What becomes of a damaged store: what the check finds, what opening and reading refuse, and what is served all the same.</summary>
internal sealed class DamagedStore
{
    private const int Page = 16;

    private readonly List<string> _refusals = [];
    private readonly List<string> _changed = [];
    private readonly HashSet<long> _served = [];

    private DamagedStore()
    {
    }

    /// <summary>What the check said.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>The errors of whoever opened or read it.</summary>
    public IReadOnlyList<string> Refusals => _refusals;

    /// <summary>Messages that were served with a body that nobody had sent.</summary>
    public IReadOnlyList<string> Changed => _changed;

    /// <summary>The numbers of the messages that were served.</summary>
    public IReadOnlySet<long> Served => _served;

    /// <summary>Checks the store, and then reads all it can in every way.</summary>
    public static async Task<DamagedStore> TryAsync(string directory)
    {
        DamagedStore store = new() { Findings = await StoreUnderTest.CheckAsync(directory) };
        await store.AttemptAsync(async () =>
        {
            await using Broker broker = StoreUnderTest.Open(directory, new ManualTimeProvider(DateTimeOffset.UtcNow));
            foreach (string queue in Queues.All)
            {
                foreach (MessageState state in Enum.GetValues<MessageState>())
                    await store.AttemptAsync(() => store.PeekAsync(broker.GetInspector(Queues.Account), queue, state));
                await store.AttemptAsync(() => store.ReceiveAsync(broker.GetService(Queues.Account), queue));
            }
        });
        return store;
    }

    private async Task PeekAsync(ICmqInspector inspector, string queue, MessageState state)
    {
        IReadOnlyList<InspectedMessage> page = [];
        do
        {
            page = await inspector.PeekMessagesAsync(new PeekMessagesRequest(queue, state, Page, page.Count == 0 ? null : page[^1].MessageId));
            foreach (InspectedMessage message in page)
                Take(queue, message.MessageId, message.Body.Span);
        }
        while (page.Count == Page);
    }

    private async Task ReceiveAsync(ICmqService service, string queue)
    {
        IReadOnlyList<CmqMessage> messages;
        do
        {
            messages = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue, Page, 0));
            foreach (CmqMessage message in messages)
                Take(queue, message.MessageId, message.Body.Span);
        }
        while (messages.Count > 0);
    }

    private void Take(string queue, string id, ReadOnlySpan<byte> body)
    {
        if (NumberedBody.TryRead(body, out long number))
            _served.Add(number);
        else
            _changed.Add($"{queue}/{id}");
    }

    private async Task AttemptAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (e is SqliteStoreException or CmqException)
        {
            _refusals.Add(e.ToString());
        }
    }
}
