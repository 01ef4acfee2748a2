namespace CmqContracts.Tool;

/// <summary>Rows of <c>cmq top</c>: what two looks at the queues say about their speed.</summary>
internal static class QueueRates
{
    /// <summary>One row for each queue, those with most active messages first.</summary>
    /// <param name="before">The counts of the look before, by the id of the queue, which a new queue of the same name does not share.</param>
    /// <param name="now">The look.</param>
    /// <param name="elapsed">The time between them.</param>
    public static List<Field[]> Rows(IReadOnlyDictionary<string, QueueCounts> before, IEnumerable<QueueDescription> now, TimeSpan elapsed) =>
    [
        .. now.OrderByDescending(static queue => queue.Attributes.ActiveMessages).ThenBy(static queue => queue.Attributes.QueueName, StringComparer.OrdinalIgnoreCase)
            .Select(queue => Row(queue, before.TryGetValue(Key(queue), out QueueCounts counts) ? counts : null, elapsed)),
    ];

    public static Dictionary<string, QueueCounts> Counts(IEnumerable<QueueDescription> queues) => queues.ToDictionary(Key, static queue => queue.Counts, StringComparer.Ordinal);

    private static string Key(QueueDescription queue) => queue.Attributes.QueueId ?? queue.Attributes.QueueName;

    private static Field[] Row(QueueDescription queue, QueueCounts? before, TimeSpan elapsed)
    {
        return
        [
            new("queueName", queue.Attributes.QueueName),
            new("active", queue.Attributes.ActiveMessages),
            new("inactive", queue.Attributes.InactiveMessages),
            new("delayed", queue.Attributes.DelayedMessages),
            new("rewindable", queue.Attributes.RewindableMessages),
            new("oldestSeconds", (long)queue.OldestMessageAge.TotalSeconds),
            new("waiting", queue.WaitingReceives),
            Rate("sentRate", static counts => counts.Sent),
            Rate("receivedRate", static counts => counts.Received),
            Rate("deletedRate", static counts => counts.Deleted),
            Rate("deadRate", static counts => counts.DeadLettered),
        ];

        // Counts start again with the broker, and then are smaller than before.
        Field Rate(string name, Func<QueueCounts, long> count) =>
            new(name, before is { } old && elapsed > TimeSpan.Zero ? Math.Round(Math.Max(0, count(queue.Counts) - count(old)) / elapsed.TotalSeconds, 1) : 0d);
    }
}
