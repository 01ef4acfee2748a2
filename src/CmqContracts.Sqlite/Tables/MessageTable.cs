using CmqContracts.Broker;
using CmqContracts.Protocol;

namespace CmqContracts.Sqlite;

/// <summary>
/// The state rows of messages: all but their bodies. A state list holds the rows of one queue's messages in one state, in the order of
/// their sequence; a message that changes its state changes its state list.
/// </summary>
internal sealed class MessageTable(Database database) : IDisposable
{
    private const string Columns = "sequence, produced_at, visible_at, first_received_at, dequeue_count, attempts, rewind_epoch, checksum";

    private readonly Statement _insert = database.Prepare($"INSERT INTO message(state_list, {Columns}) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    private readonly Statement _update = database.Prepare(
        """
        UPDATE message SET state_list = ?1, visible_at = ?4, first_received_at = ?5, dequeue_count = ?6, attempts = ?7, rewind_epoch = ?8, checksum = ?9
        WHERE state_list = ?10 AND sequence = ?2
        """);
    private readonly Statement _delete = database.Prepare("DELETE FROM message WHERE state_list = ?1 AND sequence = ?2");
    private readonly Statement _deleteUpTo = database.Prepare("DELETE FROM message WHERE state_list = ?1 AND sequence <= ?2");
    private readonly Statement _find = database.Prepare($"SELECT {Columns} FROM message WHERE state_list = ?1 AND sequence = ?2");
    private readonly Statement _after = database.Prepare($"SELECT {Columns} FROM message WHERE state_list = ?1 AND sequence > ?2 ORDER BY sequence");
    private readonly Statement _between = database.Prepare($"SELECT {Columns} FROM message WHERE state_list = ?1 AND sequence > ?2 AND sequence < ?3 ORDER BY sequence");
    private readonly Statement _betweenBack = database.Prepare($"SELECT {Columns} FROM message WHERE state_list = ?1 AND sequence > ?2 AND sequence < ?3 ORDER BY sequence DESC");
    private readonly Statement _oldest = database.Prepare("SELECT sequence, produced_at FROM message WHERE state_list = ?1 ORDER BY sequence");
    private readonly Statement _last = database.Prepare("SELECT sequence FROM message WHERE state_list = ?1 ORDER BY sequence DESC LIMIT 1");
    private readonly Statement _count = database.Prepare("SELECT count(*) FROM message WHERE state_list = ?1 AND sequence > ?2");
    private readonly Statement _countBetween = database.Prepare(
        "SELECT count(*), max(sequence) FROM (SELECT sequence FROM message WHERE state_list = ?1 AND sequence > ?2 AND sequence < ?3 ORDER BY sequence LIMIT ?4)");
    private readonly Statement _countAtMost = database.Prepare("SELECT count(*) FROM (SELECT 1 FROM message WHERE state_list = ?1 LIMIT ?2)");
    private readonly Statement _due = database.Prepare(
        $"SELECT {Columns} FROM message INDEXED BY message_due WHERE state_list = ?1 AND visible_at > 0 AND visible_at <= ?2 ORDER BY visible_at, sequence");
    private readonly Statement _nextDue = database.Prepare(
        "SELECT visible_at FROM message INDEXED BY message_due WHERE state_list = ?1 AND visible_at > 0 ORDER BY visible_at LIMIT 1");

    public void Insert(long stateList, in MessageHeader header)
    {
        Bind(_insert, stateList, header);
        _insert.Bind(3, header.ProducedAt);
        _insert.Run();
    }

    public void Move(long stateList, long targetStateList, in MessageHeader after)
    {
        Bind(_update, targetStateList, after);
        _update.Bind(10, stateList);
        _update.Run();
        ExpectOneRow(stateList, after.Sequence);
    }

    public void Delete(long stateList, long sequence)
    {
        _delete.Bind(1, stateList);
        _delete.Bind(2, sequence);
        _delete.Run();
        ExpectOneRow(stateList, sequence);
    }

    public void DeleteUpTo(long stateList, long sequence)
    {
        _deleteUpTo.Bind(1, stateList);
        _deleteUpTo.Bind(2, sequence);
        _deleteUpTo.Run();
    }

    /// <summary>Reads the sequences of the oldest messages of a state list that were produced up to a time.</summary>
    public void ReadOldest(long stateList, long producedUpTo, int maxMessages, List<long> into)
    {
        _oldest.Bind(1, stateList);
        while (into.Count < maxMessages && _oldest.Step() && _oldest.Int64(1) <= producedUpTo)
            into.Add(_oldest.Int64(0));
        _oldest.Reset();
    }

    public bool TryFind(long stateList, MessageState state, long sequence, out MessageHeader header)
    {
        _find.Bind(1, stateList);
        _find.Bind(2, sequence);
        header = default;
        if (!_find.Step())
            return false;
        header = Header(_find, stateList, state);
        _find.Reset();
        return true;
    }

    /// <summary>Reads the messages after a sequence, oldest first.</summary>
    public void ReadAfter(long stateList, MessageState state, long sequence, int maxMessages, List<MessageHeader> into)
    {
        _after.Bind(1, stateList);
        _after.Bind(2, sequence);
        Read(_after, stateList, state, maxMessages, into);
    }

    /// <summary>Reads the messages between two sequences, oldest or newest first.</summary>
    /// <returns>Whether there are more than <paramref name="maxMessages"/>.</returns>
    public bool ReadBetween(long stateList, MessageState state, long after, long before, bool newestFirst, int maxMessages, List<MessageHeader> into)
    {
        Statement rows = newestFirst ? _betweenBack : _between;
        rows.Bind(1, stateList);
        rows.Bind(2, after);
        rows.Bind(3, before);
        while (rows.Step())
        {
            if (maxMessages-- == 0)
            {
                rows.Reset();
                return true;
            }

            into.Add(Header(rows, stateList, state));
        }

        return false;
    }

    /// <summary>The sequence before the first message of a range, found by bisection, as production times grow with sequences.</summary>
    public long Before(long stateList, MessageState state, SequenceRange range)
    {
        if (range.ProducedAfter == long.MinValue || TryReadNext(stateList, state, range.AfterSequence) is not { } first || first.ProducedAt > range.ProducedAfter)
            return range.AfterSequence;
        _last.Bind(1, stateList);
        _last.Step();
        long high = _last.Int64(0);
        _last.Reset();

        // No message up to low is in range; every message after high is.
        long low = first.Sequence;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            MessageHeader next = TryReadNext(stateList, state, middle)!.Value;
            if (next.ProducedAt <= range.ProducedAfter)
                low = next.Sequence;
            else
                high = middle;
        }

        return low;
    }

    public long CountAfter(long stateList, long sequence)
    {
        _count.Bind(1, stateList);
        _count.Bind(2, sequence);
        _count.Step();
        long count = _count.Int64(0);
        _count.Reset();
        return count;
    }

    public int CountBetween(long stateList, long after, long before, int most, out long last)
    {
        _countBetween.Bind(1, stateList);
        _countBetween.Bind(2, after);
        _countBetween.Bind(3, before);
        _countBetween.Bind(4, most);
        _countBetween.Step();
        int count = _countBetween.Int32(0);
        last = _countBetween.Int64(1);
        _countBetween.Reset();
        return count;
    }

    public long CountAtMost(long stateList, long most)
    {
        _countAtMost.Bind(1, stateList);
        _countAtMost.Bind(2, most);
        _countAtMost.Step();
        long count = _countAtMost.Int64(0);
        _countAtMost.Reset();
        return count;
    }

    public void ReadDue(long stateList, MessageState state, long now, int maxMessages, List<MessageHeader> into)
    {
        _due.Bind(1, stateList);
        _due.Bind(2, now);
        Read(_due, stateList, state, maxMessages, into);
    }

    public long? NextDue(long stateList)
    {
        _nextDue.Bind(1, stateList);
        if (!_nextDue.Step())
            return null;
        long due = _nextDue.Int64(0);
        _nextDue.Reset();
        return due;
    }

    public void Dispose()
    {
        foreach (Statement statement in (Statement[])[_insert, _update, _delete, _deleteUpTo, _find, _after, _between, _betweenBack, _oldest, _last, _count, _countBetween, _countAtMost, _due, _nextDue])
            statement.Dispose();
    }

    private static void Bind(Statement statement, long stateList, in MessageHeader header)
    {
        statement.Bind(1, stateList);
        statement.Bind(2, header.Sequence);
        statement.Bind(4, header.VisibleAt);
        statement.Bind(5, header.FirstReceivedAt);
        statement.Bind(6, header.DequeueCount);
        statement.Bind(7, header.Attempts);
        statement.Bind(8, header.RewindEpoch);
        statement.Bind(9, Checksum.OfHeader(stateList, header));
    }

    private MessageHeader? TryReadNext(long stateList, MessageState state, long sequence)
    {
        _after.Bind(1, stateList);
        _after.Bind(2, sequence);
        if (!_after.Step())
            return null;
        MessageHeader header = Header(_after, stateList, state);
        _after.Reset();
        return header;
    }

    /// <summary>Reads up to <paramref name="maxMessages"/> rows. The number is not part of the statement, which SQLite would compile again for every other number.</summary>
    private void Read(Statement rows, long stateList, MessageState state, int maxMessages, List<MessageHeader> into)
    {
        while (maxMessages-- > 0)
        {
            if (!rows.Step())
                return;
            into.Add(Header(rows, stateList, state));
        }

        rows.Reset();
    }

    private MessageHeader Header(Statement row, long stateList, MessageState state)
    {
        MessageHeader header = new()
        {
            Sequence = row.Int64(0),
            State = state,
            ProducedAt = row.Int64(1),
            VisibleAt = row.Int64(2),
            FirstReceivedAt = row.Int64(3),
            DequeueCount = row.Int32(4),
            Attempts = row.Int32(5),
            RewindEpoch = row.Int32(6),
        };
        if (row.Int64(7) == Checksum.OfHeader(stateList, header))
            return header;
        row.Reset();
        throw database.Damaged($"the state row of message {header.Sequence} is not what was written");
    }

    private void ExpectOneRow(long stateList, long sequence)
    {
        if (database.Changes != 1)
            throw database.Damaged($"message {sequence} is not in state list {stateList} any more");
    }
}
