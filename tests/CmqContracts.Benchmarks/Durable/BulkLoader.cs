using CmqContracts.Broker;
using CmqContracts.Protocol;
using CmqContracts.Sqlite;

namespace CmqContracts.Benchmarks;

/// <summary>Fills the queues of a closed store with the rows that a broker would write, in the same order, but in one transaction that need not survive a crash.</summary>
internal static class BulkLoader
{
    private const int CacheKilobytes = 64 * 1024;

    /// <param name="directory">The store.</param>
    /// <param name="count">How many messages, which are distributed to the queues in turn.</param>
    /// <param name="bodyBytes">Size of a body in bytes.</param>
    /// <param name="during">The time up to now in which they were produced, at a steady rate.</param>
    /// <returns>When the first message was produced.</returns>
    public static DateTimeOffset Fill(string directory, int count, int bodyBytes, TimeSpan during)
    {
        StoreFiles files = new(directory);
        using StoreLock taken = files.TakeLock();
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        long first = now - (long)during.TotalMilliseconds;
        using (Database database = Database.Open(files.Database, create: false))
        {
            database.Execute($"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{CacheKilobytes}; BEGIN");
            Fill(database, count, EngineFigures.Body(bodyBytes), first, now);
            database.Execute("COMMIT; PRAGMA journal_mode = WAL");
        }

        // Otherwise the system would write to the disk during the measurements.
        using FileStream written = new(files.Database, FileMode.Open, FileAccess.Write);
        written.Flush(flushToDisk: true);
        return DateTimeOffset.FromUnixTimeMilliseconds(first);
    }

    private static void Fill(Database database, int count, ReadOnlyMemory<byte> body, long first, long now)
    {
        using MessageTable messages = new(database);
        using BodyTables bodies = new(database);
        using StatusTable statuses = new(database, messages);
        bodies.Load();
        (_, StorePosition position) = statuses.Load(out List<QueueEntry> queues);
        for (int i = 0; i < count; i++)
        {
            QueueEntry queue = queues[i % queues.Count];
            MessageHeader header = new() { Sequence = position.LastSequence + 1 + i, State = MessageState.Active, ProducedAt = first + ((now - first) * i / count) };
            bodies.Insert(queue.Location.BodyTable, header.Sequence, body.Span, source: null);
            messages.Insert(queue.Location.StateListOf(header.State), header);
            queue.Status = queue.Status with { Active = queue.Status.Active + 1 };
        }

        foreach (QueueEntry queue in queues)
            statuses.Put(queue, new StorePosition(position.LastSequence + count, Math.Max(position.Time, now)));
    }
}
