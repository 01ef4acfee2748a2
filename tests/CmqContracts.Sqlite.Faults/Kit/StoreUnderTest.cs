using CmqContracts.Broker;
using CmqContracts.Sqlite.FaultWorker;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>A store that goes through faults, and what its users were told in all of them.</summary>
internal sealed class StoreUnderTest(string directory, History history)
{
    private const int HandlesToTry = 8;

    public StoreUnderTest(string directory)
        : this(directory, new History())
    {
    }

    public string Directory => directory;

    public History History => history;

    /// <summary>Opens a store with a broker on the given clock.</summary>
    public static CmqBroker Open(string directory, TimeProvider clock)
    {
        SqliteStore store = SqliteStore.Open(directory);
        try
        {
            return new CmqBroker(new BrokerOptions { Store = store, TimeProvider = clock });
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>What the check says; a store that cannot be opened at all is a finding too.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(string directory)
    {
        try
        {
            return await SqliteStore.CheckAsync(directory);
        }
        catch (SqliteStoreException unreadable)
        {
            return [unreadable.Message];
        }
    }

    /// <summary>Reads a ledger, opens the store and looks for answers that were not true.</summary>
    /// <returns>The problems, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> AuditAsync(string? ledger = null)
    {
        if (ledger is not null)
            history.Read(ledger);
        List<string> problems = [];

        // The store must be sound before it is opened after the kill. The kill may have come before the store was made.
        if (File.Exists(Path.Combine(directory, "cmq.db")))
            problems.AddRange((await CheckAsync(directory)).Select(static finding => $"The check says before the store is opened: {finding}"));

        ManualTimeProvider clock = new(DateTimeOffset.UtcNow);
        await using (CmqBroker broker = Open(directory, clock))
        {
            StoreContents contents = await StoreContents.ReadAsync(broker);
            problems.AddRange(Audit.Compare(history, contents, clock.GetUtcNow()));
            if (problems.Count > 0)
                return problems;
            history.Settle(contents);
            problems.AddRange(await TryHandlesAsync(broker.GetService(Queues.Account), clock.GetUtcNow()));
        }

        problems.AddRange((await CheckAsync(directory)).Select(static finding => $"The check says: {finding}"));
        return problems;
    }

    /// <summary>Rewinds all that can be rewound, and checks that it is back.</summary>
    /// <returns>The problems, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> RewindAsync()
    {
        ManualTimeProvider clock = new(DateTimeOffset.UtcNow);
        await using (CmqBroker broker = Open(directory, clock))
        {
            ICmqService service = broker.GetService(Queues.Account);
            QueueAttributes kept = await service.GetQueueAttributesAsync(Queues.Kept);
            await service.RewindQueueAsync(new RewindQueueRequest(Queues.Kept, clock.GetUtcNow().ToUnixTimeSeconds() - kept.RewindSeconds + 1));
        }

        foreach (SentMessage sent in history.Messages.Where(static sent => sent is { Queue: Queues.Kept, ExpectedState: ExpectedState.Deleted }))
        {
            sent.ExpectedState = ExpectedState.Present;
            sent.Receipt = null;
        }

        return await AuditAsync();
    }

    /// <summary>Receipt handles from before the fault delete their messages as long as these are invisible, and not later.</summary>
    private async Task<IReadOnlyList<string>> TryHandlesAsync(ICmqService service, DateTimeOffset now)
    {
        List<string> problems = [];
        foreach (IGrouping<(string Queue, bool IsValid), SentMessage> group in history.Messages
            .Where(static sent => sent.Queue is Queues.Plain or Queues.Kept && sent is { ExpectedState: ExpectedState.Present, Receipt: not null })
            .GroupBy(sent => (sent.Queue, sent.Receipt!.VisibleAgainAt > now)))
        {
            SentMessage[] tried = [.. group.Take(HandlesToTry)];
            IReadOnlyList<DeleteMessageFailure> failures = await service.DeleteMessagesAsync(new DeleteMessagesRequest(group.Key.Queue, [.. tried.Select(static sent => sent.Receipt!.Handle)]));
            if (failures.Count != (group.Key.IsValid ? 0 : tried.Length))
                problems.Add($"Of {tried.Length} {(group.Key.IsValid ? "valid" : "expired")} handles of {group.Key.Queue}, {failures.Count} did not delete their message.");
            if (group.Key.IsValid)
            {
                foreach (SentMessage sent in tried)
                    sent.ExpectedState = ExpectedState.Deleted;
            }
        }

        return problems;
    }
}
