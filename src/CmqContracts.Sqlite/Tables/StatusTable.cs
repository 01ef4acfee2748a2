using CmqContracts.Broker;
using CmqContracts.Protocol;

namespace CmqContracts.Sqlite;

/// <summary>
/// What changes with nearly every commit: the location of the messages of a queue or subscription, its counters, and the position. A row has
/// the position of the commit that wrote it. Active messages after a row's position were sent since, and are counted when the store is opened,
/// so a commit that only sends writes no row. Row 0 belongs to no queue: its column of active messages is the number of counted commits, and its
/// other columns say which database the WAL belongs to, see <see cref="CommitRow"/>.
/// </summary>
internal sealed class StatusTable(Database database, MessageTable messages) : IDisposable
{
    /// <summary>At most this many messages of a queue are left for opening to count.</summary>
    private const int MaxUncounted = 1000;

    /// <summary>The key, and the columns but the checksum.</summary>
    private const int ValueCount = 13;

    private const string Columns = "body_table, rewindable_list, active, inactive, delayed, rewindable, rewind_epoch, rewinding, rewind_from, rewind_cursor, last_sequence, time, checksum";

    private readonly Statement _put = database.Prepare(
        $"INSERT OR REPLACE INTO status(key, {Columns}) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
    private readonly Statement _delete = database.Prepare("DELETE FROM status WHERE key = ?1");

    /// <summary>Reads row 0 and the progress of a store's commits.</summary>
    public static (CommitRow Row, Progress Progress) ReadProgress(Database database)
    {
        using MessageTable messages = new(database);
        using StatusTable statuses = new(database, messages);
        (CommitRow row, StorePosition position) = statuses.Load(out _);
        return (row, new Progress(row.Commits, position.LastSequence));
    }

    /// <summary>Reads row 0 alone.</summary>
    public static CommitRow ReadRow(Database database)
    {
        using Statement rows = database.Prepare($"SELECT key, {Columns} FROM status WHERE key = 0");
        return rows.Step() ? RowOf(ReadValues(database, rows, new long[ValueCount])) : default;
    }

    /// <summary>Writes row 0 into a store that is being made.</summary>
    public static void WriteFirstRow(Database database)
    {
        using MessageTable messages = new(database);
        using StatusTable statuses = new(database, messages);
        statuses.PutCommit(new CommitRow(Commits: 1, Base: default, Lineage.After(0)), position: default);
    }

    /// <summary>Whether opening counts the messages of a queue right without a new row.</summary>
    public static bool CanBeCounted(QueueEntry entry) =>
        !entry.HasMoved && entry.Uncounted <= MaxUncounted && entry.Status == entry.Written with { Active = entry.Written.Active + entry.Uncounted };

    public void Put(QueueEntry entry, StorePosition position)
    {
        QueueStatus status = entry.Written = entry.Status;
        entry.HasMoved = false;
        entry.Uncounted = 0;
        ReadOnlySpan<long> values =
        [
            entry.Key, entry.Location.BodyTable, entry.Location.RewindableList, status.Active, status.Inactive, status.Delayed, status.Rewindable,
            status.RewindEpoch, status.Rewinding ? 1 : 0, status.RewindFrom, status.RewindCursor, position.LastSequence, position.Time,
        ];
        for (int i = 0; i < values.Length; i++)
            _put.Bind(i + 1, values[i]);
        _put.Bind(values.Length + 1, Checksum.OfNumbers(values));
        _put.Run();
    }

    /// <summary>Writes row 0.</summary>
    public void PutCommit(CommitRow row, StorePosition position)
    {
        QueueStatus status = new() { Active = row.Commits, Inactive = row.Base.Commits, Delayed = row.Base.LastSequence };
        Put(new QueueEntry { Key = 0, Location = new QueueLocation(row.Lineage.Writer, row.Lineage.Before), Status = status }, position);
    }

    public void Delete(long key)
    {
        _delete.Bind(1, key);
        _delete.Run();
    }

    /// <summary>Reads every row.</summary>
    /// <returns>Row 0, and the position of the last commit.</returns>
    public (CommitRow Row, StorePosition Position) Load(out List<QueueEntry> entries)
    {
        entries = [];
        CommitRow row = default;
        StorePosition position = default;
        using Statement rows = database.Prepare($"SELECT key, {Columns} FROM status");
        long[] values = new long[ValueCount];
        while (rows.Step())
        {
            ReadValues(database, rows, values);
            StorePosition rowPosition = new(values[11], values[12]);
            position = Later(position, rowPosition);
            if (values[0] == 0)
            {
                row = RowOf(values);
                continue;
            }

            QueueStatus status = new()
            {
                Active = values[3],
                Inactive = values[4],
                Delayed = values[5],
                Rewindable = values[6],
                RewindEpoch = (int)values[7],
                Rewinding = values[8] != 0,
                RewindFrom = values[9],
                RewindCursor = values[10],
            };
            QueueEntry entry = new() { Key = values[0], Location = new QueueLocation(values[1], values[2]), Status = status, Written = status };
            position = Later(position, CountSent(entry, rowPosition));
            entries.Add(entry);
        }

        return (row, position);
    }

    private static long[] ReadValues(Database database, Statement row, long[] values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = row.Int64(i);
        if (row.Int64(values.Length) != Checksum.OfNumbers(values))
            throw database.Damaged($"the counters of queue {values[0]} are not what was written");
        return values;
    }

    private static CommitRow RowOf(long[] values) => new(values[3], new Progress(values[4], values[5]), new Lineage(values[1], values[2]));

    private static StorePosition Later(StorePosition one, StorePosition other) => new(Math.Max(one.LastSequence, other.LastSequence), Math.Max(one.Time, other.Time));

    /// <summary>Counts what was sent to a queue since its row was written.</summary>
    /// <returns>The position after them.</returns>
    private StorePosition CountSent(QueueEntry entry, StorePosition position)
    {
        List<MessageHeader> sent = [];
        messages.ReadAfter(entry.Location.StateListOf(MessageState.Active), MessageState.Active, position.LastSequence, int.MaxValue, sent);
        if (sent.Count == 0)
            return position;
        entry.Uncounted = sent.Count;
        entry.Status = entry.Written with { Active = entry.Written.Active + sent.Count };
        return new StorePosition(sent[^1].Sequence, sent[^1].ProducedAt);
    }

    public void Dispose()
    {
        _put.Dispose();
        _delete.Dispose();
    }
}
