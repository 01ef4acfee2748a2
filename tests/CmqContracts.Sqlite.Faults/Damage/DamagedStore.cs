using System.Globalization;
using CmqContracts.Broker;
using CmqContracts.Sqlite.FaultWorker;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Faults.Damage;

/// <summary>What the check, opening and reading report about a damaged store, and which messages it still serves.</summary>
internal sealed class DamagedStore(string directory)
{
    private const int Page = 16;

    /// <summary>One page of the database may have many messages, and each costs an opening.</summary>
    private const int MaxRefusals = 20;

    private readonly List<string> _refusals = [];
    private readonly List<string> _changed = [];
    private readonly HashSet<long> _served = [];
    private CmqBroker? _broker;

    /// <summary>What the check said.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>The numbers of the messages that were served.</summary>
    public IReadOnlySet<long> Served => _served;

    /// <summary>Asserts that no changed body was served, that no message is missing without a report, and that every report names the file.</summary>
    public void AssertDamageIsReported(History history, ITestOutputHelper output)
    {
        int missing = history.Messages.Count(sent => sent is { ExpectedState: ExpectedState.Present, Id: not null } && !_served.Contains(sent.Number));
        output.WriteLine($"{missing} missing, {Findings.Count} findings, {_refusals.Count} refusals");
        Assert.Empty(_changed);
        Assert.True(missing == 0 || Findings.Count > 0 || _refusals.Count > 0, $"{missing} messages are missing, and nothing says so.");
        Assert.All(_refusals, static refusal => Assert.Contains("cmq.db", refusal, StringComparison.Ordinal));
    }

    /// <summary>Checks the store, and then reads as much as it can: pages of messages, each message alone, and by receiving.</summary>
    /// <param name="directory">The store.</param>
    /// <param name="history">What was sent to it.</param>
    public static async Task<DamagedStore> TryAsync(string directory, History history)
    {
        DamagedStore store = new(directory) { Findings = await StoreUnderTest.CheckAsync(directory) };
        try
        {
            foreach (string queue in Queues.All)
            {
                foreach (MessageState state in Enum.GetValues<MessageState>())
                    await store.AttemptAsync(broker => store.PeekAsync(broker, queue, state, Page));
            }

            foreach (SentMessage sent in history.Messages.Where(static sent => sent is { ExpectedState: ExpectedState.Present, Id: not null }))
            {
                string before = (long.Parse(sent.Id!, CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture);
                foreach (MessageState state in Enum.GetValues<MessageState>())
                    await store.AttemptAsync(broker => store.PeekAsync(broker, sent.Queue, state, maxMessages: 1, before));
            }

            foreach (string queue in Queues.All)
                await store.AttemptAsync(broker => store.ReceiveAsync(broker.GetService(Queues.Account), queue));
        }
        finally
        {
            await store.CloseAsync();
        }

        return store;
    }

    private async Task PeekAsync(CmqBroker broker, string queue, MessageState state, int maxMessages, string? after = null)
    {
        do
        {
            PeekResult page = await broker.GetInspector(Queues.Account).PeekMessagesAsync(new PeekMessagesRequest(queue, state) { MaxMessages = maxMessages, AfterMessageId = after });
            foreach (InspectedMessage message in page.Messages)
                Take(queue, message.MessageId, message.Body.Span);
            after = page.ContinueAfter;
        }
        while (after is not null && maxMessages == Page);
    }

    private async Task ReceiveAsync(ICmqService service, string queue)
    {
        IReadOnlyList<CmqMessage> messages;
        do
        {
            messages = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(queue) { MaxMessages = Page, PollingWaitSeconds = 0 });
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

    /// <summary>A store may stop for good when it finds damage, so it is opened again after a refusal.</summary>
    private async Task AttemptAsync(Func<CmqBroker, Task> read)
    {
        if (_refusals.Count == MaxRefusals)
            return;
        try
        {
            _broker ??= StoreUnderTest.Open(directory, new ManualTimeProvider(DateTimeOffset.UtcNow));
            await read(_broker);
        }
        catch (Exception e) when (e is SqliteStoreException or CmqServiceException)
        {
            _refusals.Add(e.ToString());
            await CloseAsync();
        }
    }

    private async Task CloseAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        _broker = null;
    }
}
