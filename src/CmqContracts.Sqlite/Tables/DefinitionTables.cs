using System.Text.Json;
using CmqContracts.Broker;

namespace CmqContracts.Sqlite;

/// <summary>The definitions of queues, topics and subscriptions. They change rarely, so their statements are made when they are needed.</summary>
internal sealed class DefinitionTables(Database database)
{
    private const string QueueColumns =
        "key, account, name, id, max_msg_heap_num, polling_wait_seconds, visibility_timeout, max_msg_size, msg_retention_seconds, rewind_seconds, dead_letter_queue, max_receive_count, max_time_to_live, created_at, last_modified_at";

    private const string TopicColumns = "key, account, name, id, max_msg_size, msg_retention_seconds, filter, created_at, last_modified_at";

    private const string SubscriptionColumns =
        "key, topic, name, id, protocol, endpoint, strategy, format, filter_tags, binding_keys, created_at, last_modified_at";

    public void Put(QueueRecord record)
    {
        QueueSettings settings = record.Settings;
        Put(
            "queue",
            QueueColumns,
            record.Key,
            record.Account,
            record.Name,
            record.Id,
            settings.MaxMsgHeapNum,
            (long?)settings.PollingWaitSeconds,
            (long?)settings.VisibilityTimeout,
            (long?)settings.MaxMsgSize,
            (long?)settings.MsgRetentionSeconds,
            (long?)settings.RewindSeconds,
            settings.DeadLetterPolicy?.DeadLetterQueue,
            (long?)settings.DeadLetterPolicy?.MaxReceiveCount,
            (long?)settings.DeadLetterPolicy?.MaxTimeToLive,
            record.CreatedAt,
            record.LastModifiedAt);
    }

    public void Put(TopicRecord record) => Put(
        "topic",
        TopicColumns,
        record.Key,
        record.Account,
        record.Name,
        record.Id,
        (long?)record.Settings.MaxMsgSize,
        (long?)record.Settings.MsgRetentionSeconds,
        (long)record.Filter,
        record.CreatedAt,
        record.LastModifiedAt);

    public void Put(SubscriptionRecord record) => Put(
        "subscription",
        SubscriptionColumns,
        record.Key,
        record.Topic,
        record.Name,
        record.Id,
        (long)record.Protocol,
        record.Endpoint,
        (long)record.Strategy,
        (long)record.Format,
        JsonSerializer.Serialize(record.FilterTags, TextListContext.Default.IReadOnlyListString),
        JsonSerializer.Serialize(record.BindingKeys, TextListContext.Default.IReadOnlyListString),
        record.CreatedAt,
        record.LastModifiedAt);

    public void DeleteQueue(long key) => Delete("queue", key);

    public void DeleteTopic(long key) => Delete("topic", key);

    public void DeleteSubscription(long key) => Delete("subscription", key);

    public List<QueueRecord> LoadQueues() => Load("queue", QueueColumns, static row => new QueueRecord
    {
        Key = row.Number(),
        Account = row.Text(),
        Name = row.Text(),
        Id = row.Text(),
        Settings = new QueueSettings
        {
            MaxMsgHeapNum = row.Number(),
            PollingWaitSeconds = (int)row.Number(),
            VisibilityTimeout = (int)row.Number(),
            MaxMsgSize = (int)row.Number(),
            MsgRetentionSeconds = (int)row.Number(),
            RewindSeconds = (int)row.Number(),
            DeadLetterPolicy = Policy(row.TextOrNull(), (int?)row.NumberOrNull(), (int?)row.NumberOrNull()),
        },
        CreatedAt = row.Number(),
        LastModifiedAt = row.Number(),
    });

    public List<TopicRecord> LoadTopics() => Load("topic", TopicColumns, static row => new TopicRecord
    {
        Key = row.Number(),
        Account = row.Text(),
        Name = row.Text(),
        Id = row.Text(),
        Settings = new TopicSettings { MaxMsgSize = (int)row.Number(), MsgRetentionSeconds = (int)row.Number() },
        Filter = (TopicFilter)row.Number(),
        CreatedAt = row.Number(),
        LastModifiedAt = row.Number(),
    });

    public List<SubscriptionRecord> LoadSubscriptions() => Load("subscription", SubscriptionColumns, static row => new SubscriptionRecord
    {
        Key = row.Number(),
        Topic = row.Number(),
        Name = row.Text(),
        Id = row.Text(),
        Protocol = (SubscriptionProtocol)row.Number(),
        Endpoint = row.Text(),
        Strategy = (NotifyStrategy)row.Number(),
        Format = (NotifyContentFormat)row.Number(),
        FilterTags = JsonSerializer.Deserialize(row.Text(), TextListContext.Default.IReadOnlyListString)!,
        BindingKeys = JsonSerializer.Deserialize(row.Text(), TextListContext.Default.IReadOnlyListString)!,
        CreatedAt = row.Number(),
        LastModifiedAt = row.Number(),
    });

    private static DeadLetterPolicy? Policy(string? queue, int? receives, int? seconds) => (queue, receives, seconds) switch
    {
        (null, _, _) => null,
        (_, { } count, _) => DeadLetterPolicy.AfterReceives(queue, count),
        _ => DeadLetterPolicy.AfterSeconds(queue, seconds!.Value),
    };

    private void Put(string table, string columns, params object?[] values)
    {
        string parameters = string.Join(", ", Enumerable.Range(1, values.Length + 1).Select(static number => $"?{number}"));
        using Statement put = database.Prepare($"INSERT OR REPLACE INTO {table}({columns}, checksum) VALUES({parameters})");
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is long number)
                put.Bind(i + 1, number);
            else
                put.Bind(i + 1, (string?)values[i]);
        }

        put.Bind(values.Length + 1, Checksum.OfRow(values));
        put.Run();
    }

    private void Delete(string table, long key)
    {
        using Statement delete = database.Prepare($"DELETE FROM {table} WHERE key = ?1");
        delete.Bind(1, key);
        delete.Run();
    }

    private List<TRecord> Load<TRecord>(string table, string columns, Func<Row, TRecord> read)
    {
        List<TRecord> records = [];
        using Statement rows = database.Prepare($"SELECT {columns}, checksum FROM {table} ORDER BY key");
        object?[] values = new object?[columns.Split(',').Length];
        while (rows.Step())
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = rows.Value(i);
            if (rows.Int64(values.Length) != Checksum.OfRow(values))
                throw database.Damaged($"the definition of {table} {values[0]} is not what was written");
            records.Add(read(new Row(values)));
        }

        return records;
    }

    /// <summary>The values of a row, one after the other.</summary>
    private sealed class Row(object?[] values)
    {
        private int _next;

        public long Number() => (long)values[_next++]!;

        public long? NumberOrNull() => (long?)values[_next++];

        public string Text() => (string)values[_next++]!;

        public string? TextOrNull() => (string?)values[_next++];
    }
}
