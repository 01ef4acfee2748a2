using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>Descriptions of queues for people and tools.</summary>
internal static class QueueDescriptions
{
    public static QueueDescriptionList Describe(QueueEngine engine, Account account, DescribeQueuesRequest request)
    {
        IEnumerable<QueueState> queues = request.QueueNames is { } names
            ? names.Select(name => string.IsNullOrEmpty(name) ? null : account.Queues.TryFind(name)).OfType<QueueState>().Distinct()
            : account.Queues.ByName;
        (int total, List<QueueState> page) = NameTable<QueueState>.List(queues, static queue => queue.Record.Name, request.SearchWord, request.Offset, request.Limit);

        // One pass finds the sources of all queues of the page.
        ILookup<QueueState, QueueState> sources = account.Queues.ByName.Where(static queue => queue.DeadLetterQueue is not null).ToLookup(static queue => queue.DeadLetterQueue!);
        return new QueueDescriptionList { TotalCount = total, Queues = page.ConvertAll(queue => Describe(engine, queue, sources[queue])) };
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
