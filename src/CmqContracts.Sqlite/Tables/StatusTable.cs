using CmqContracts.Brokers;
using CmqContracts.Protocol;

namespace CmqContracts.Sqlite;

/// <summary>Where a queue's messages are: the table of their bodies, and a list for each state.</summary>
/// <param name="Shelf">The number of the table of bodies, see <see cref="BodyTables"/>.</param>
/// <param name="RewindableList">The list of rewindable messages. It has a number of its own, because these can go without the others.</param>
internal readonly record struct Place(long Shelf, long RewindableList)
{
    private const int ListsPerNumber = 4;

    /// <summary>The place that has a number to itself.</summary>
    public static Place Of(long number) => new(number, RewindableListOf(number));

    /// <summary>The list of rewindable messages that has a number to itself.</summary>
    public static long RewindableListOf(long number) => (number * ListsPerNumber) + (int)MessageState.Rewindable;

    /// <summary>The number that a list was made of.</summary>
    public static long NumberOf(long list) => list / ListsPerNumber;

    public long ListOf(MessageState state) => state == MessageState.Rewindable ? RewindableList : (Shelf * ListsPerNumber) + (int)state;
}

/// <summary>What a store knows about a queue, or the outbox of a subscription, at all times.</summary>
internal sealed class QueueEntry
{
    public required long Key { get; init; }

    public Place Place { get; set; }

    public QueueStatus Status { get; set; }

    /// <summary>Whether it has changed in the open batch.</summary>
    public bool IsChanged { get; set; }

    /// <summary>The status as it was written last.</summary>
    public QueueStatus Written { get; set; }

    /// <summary>Active messages that were added since.</summary>
    public int Uncounted { get; set; }

    /// <summary>Whether messages have also gone, or got into another state, since.</summary>
    public bool HasMoved { get; set; }
}

/// <summary>
/// What changes with nearly every commit: where the messages of a queue or subscription are, its counters, and the mark. A row carries
/// the mark of the commit that wrote it. Active messages behind a row's mark were sent since, and are counted when the store is opened:
/// so a commit that only sends writes no row. Row 0 belongs to no queue: it counts all other commits, in place of active messages, and says
/// in place of the rest which database the log belongs to, see <see cref="CommitRow"/>.
/// </summary>
internal sealed class StatusTable(Database database, MessageTable messages) : IDisposable
{
    /// <summary>Messages of a queue that opening has to count at most.</summary>
    private const int MaxUncounted = 1000;

    /// <summary>The key, and the columns but the checksum.</summary>
    private const int ValueCount = 13;

    private const string Columns = "shelf, rewindable_list, active, inactive, delayed, rewindable, rewind_epoch, rewinding, rewind_from, rewind_cursor, last_sequence, time, checksum";

    private readonly Statement _put = database.Prepare(
        $"INSERT OR REPLACE INTO status(key, {Columns}) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
    private readonly Statement _delete = database.Prepare("DELETE FROM status WHERE key = ?1");

    /// <summary>Reads how far the commits of a store have got.</summary>
    public static (CommitRow Row, Progress Progress) ReadProgress(Database database)
    {
        using MessageTable messages = new(database);
        using StatusTable statuses = new(database, messages);
        (CommitRow row, StoreMark mark) = statuses.Load(out _);
        return (row, new Progress(row.Commits, mark.LastSequence));
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
        statuses.PutCommit(new CommitRow(Commits: 1, Base: default, Lineage.After(0)), mark: default);
    }

    /// <summary>Whether opening finds out how many messages a queue has without a new row.</summary>
    public static bool CanBeCounted(QueueEntry entry) =>
        !entry.HasMoved && entry.Uncounted <= MaxUncounted && entry.Status == entry.Written with { Active = entry.Written.Active + entry.Uncounted };

    public void Put(QueueEntry entry, StoreMark mark)
    {
        QueueStatus status = entry.Written = entry.Status;
        entry.HasMoved = false;
        entry.Uncounted = 0;
        ReadOnlySpan<long> values =
        [
            entry.Key, entry.Place.Shelf, entry.Place.RewindableList, status.Active, status.Inactive, status.Delayed, status.Rewindable,
            status.RewindEpoch, status.Rewinding ? 1 : 0, status.RewindFrom, status.RewindCursor, mark.LastSequence, mark.Time,
        ];
        for (int i = 0; i < values.Length; i++)
            _put.Bind(i + 1, values[i]);
        _put.Bind(values.Length + 1, Checksum.OfNumbers(values));
        _put.Run();
    }

    /// <summary>Writes row 0.</summary>
    public void PutCommit(CommitRow row, StoreMark mark)
    {
        QueueStatus status = new() { Active = row.Commits, Inactive = row.Base.Commits, Delayed = row.Base.LastSequence };
        Put(new QueueEntry { Key = 0, Place = new Place(row.Lineage.Writer, row.Lineage.Before), Status = status }, mark);
    }

    public void Delete(long key)
    {
        _delete.Bind(1, key);
        _delete.Run();
    }

    /// <summary>Reads every row, and the mark.</summary>
    /// <returns>Row 0, and the mark.</returns>
    public (CommitRow Row, StoreMark Mark) Load(out List<QueueEntry> entries)
    {
        entries = [];
        CommitRow row = default;
        StoreMark mark = default;
        using Statement rows = database.Prepare($"SELECT key, {Columns} FROM status");
        long[] values = new long[ValueCount];
        while (rows.Step())
        {
            ReadValues(database, rows, values);
            StoreMark rowMark = new(values[11], values[12]);
            mark = Later(mark, rowMark);
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
            QueueEntry entry = new() { Key = values[0], Place = new Place(values[1], values[2]), Status = status, Written = status };
            mark = Later(mark, CountSent(entry, rowMark));
            entries.Add(entry);
        }

        return (row, mark);
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

    private static StoreMark Later(StoreMark one, StoreMark other) => new(Math.Max(one.LastSequence, other.LastSequence), Math.Max(one.Time, other.Time));

    /// <summary>Counts what was sent to a queue since its row was written.</summary>
    /// <returns>The mark that this makes.</returns>
    private StoreMark CountSent(QueueEntry entry, StoreMark mark)
    {
        List<MessageHeader> sent = [];
        messages.ReadAfter(entry.Place.ListOf(MessageState.Active), MessageState.Active, mark.LastSequence, int.MaxValue, sent);
        if (sent.Count == 0)
            return mark;
        entry.Uncounted = sent.Count;
        entry.Status = entry.Written with { Active = entry.Written.Active + sent.Count };
        return new StoreMark(sent[^1].Sequence, sent[^1].ProducedAt);
    }

    public void Dispose()
    {
        _put.Dispose();
        _delete.Dispose();
    }
}
