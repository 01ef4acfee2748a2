using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>Descriptions of queues for people and tools.</summary>
internal static class QueueDescriptions
{
    /// <summary>The names of a page of queues, and how many match in all.</summary>
    public static (int Total, List<string> Names) List(Account account, DescribeQueuesRequest request)
    {
        IEnumerable<QueueState> queues = request.QueueNames is { } names
            ? names.Select(name => string.IsNullOrEmpty(name) ? null : account.Queues.TryFind(name)).OfType<QueueState>().Distinct()
            : account.Queues.ByName;
        (int total, List<QueueState> page) = NameTable<QueueState>.List(queues, static queue => queue.Record.Name, request.SearchWord, request.Offset, request.Limit);
        return (total, page.ConvertAll(static queue => queue.Record.Name));
    }

    /// <summary>Describes queues, as far as they are still there.</summary>
    public static QueueDescription[] Describe(QueueEngine engine, Account account, IEnumerable<string> names)
    {
        // One pass finds the sources of all of them.
        ILookup<QueueState, QueueState> sources = account.Queues.ByName.Where(static queue => queue.DeadLetterQueue is not null).ToLookup(static queue => queue.DeadLetterQueue!);
        return [.. names.Select(account.Queues.TryFind).OfType<QueueState>().Select(queue => Describe(engine, queue, sources[queue]))];
    }

    private static QueueDescription Describe(QueueEngine engine, QueueState queue, IEnumerable<QueueState> sources)
    {
        MessageHeader? oldest = engine.Lifecycle.OldestUnconsumed(queue);
        return new QueueDescription
        {
            Attributes = QueueCatalog.GetAttributes(engine, queue, oldest),
            DeadLetterSources = [.. sources.Select(static source => new QueueListEntry { QueueId = source.Record.Id, QueueName = source.Record.Name })],
            WaitingReceives = queue.Waiting.Count,
            OldestMessageAge = oldest is { } message ? TimeSpan.FromMilliseconds(engine.Now - message.ProducedAt) : TimeSpan.Zero,
            Counts = queue.Tally.Counts,
        };
    }
}
