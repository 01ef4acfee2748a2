using System.Diagnostics.CodeAnalysis;
using CmqContracts.Broker;
using CmqContracts.Protocol;

namespace CmqContracts.Sqlite;

/// <summary>
/// The bodies of messages: a table for each queue, in the order of their sequence. So bodies that are deleted together are stored together, and whole
/// pages become free when messages are consumed, expire or are cleared.
/// </summary>
internal sealed class BodyTables(Database database) : IDisposable
{
    /// <summary>Body tables whose statements are kept prepared. Those of one take a few kilobytes.</summary>
    private const int MaxPrepared = 256;

    private readonly HashSet<long> _existing = [];
    private readonly Dictionary<long, Statements> _prepared = [];
    private readonly Queue<long> _preparedOrder = new();
    private readonly List<(long BodyTable, long Sequence)> _deleted = [];

    /// <summary>Forgets the deletes of the open transaction, and reads which tables there are.</summary>
    public void Load()
    {
        _deleted.Clear();
        _existing.Clear();
        using Statement tables = database.Prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'body_[0-9]*'");
        while (tables.Step())
            _existing.Add(long.Parse(tables.Text(0).AsSpan("body_".Length), System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The statement that makes a body table; <see langword="null"/>: the name is no body table's.</summary>
    public static string? Definition(string name) =>
        name.StartsWith("body_", StringComparison.Ordinal) && !name.AsSpan("body_".Length).ContainsAnyExceptInRange('0', '9')
            ? $"CREATE TABLE {name}(sequence INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, dead_letter_source TEXT, body BLOB NOT NULL) STRICT"
            : null;

    public bool Exists(long bodyTable) => _existing.Contains(bodyTable);

    public void Insert(long bodyTable, long sequence, ReadOnlySpan<byte> body, DeadLetterSource? source)
    {
        if (_existing.Add(bodyTable))
            database.Execute(Definition($"body_{bodyTable}")!);
        Statement insert = Prepared(bodyTable).Insert;
        insert.Bind(1, sequence);
        insert.Bind(2, Checksum.OfBody(sequence, body));
        insert.Bind(3, body);
        insert.Bind(4, source is null ? null : DeadLetterNote.Write(sequence, source));
        insert.Run();
    }

    public byte[] Read(long bodyTable, long sequence)
    {
        Seek(bodyTable, sequence);
        if (!TryReadNext(bodyTable, sequence, out byte[]? body))
            throw Missing(sequence);
        EndRead(bodyTable);
        return body;
    }

    /// <summary>Reads the bodies of messages, which are in the order of their sequence. Adjacent bodies are read in one pass.</summary>
    public void Read(long bodyTable, IReadOnlyList<MessageHeader> messages, List<StoredMessage> into)
    {
        bool isReading = false;
        foreach (MessageHeader header in messages)
        {
            if (!isReading || !TryReadNext(bodyTable, header.Sequence, out byte[]? body))
            {
                if (isReading)
                    EndRead(bodyTable);
                Seek(bodyTable, header.Sequence);
                isReading = TryReadNext(bodyTable, header.Sequence, out body);
                if (!isReading)
                    throw Missing(header.Sequence);
            }

            into.Add(new StoredMessage(header, body));
        }

        if (isReading)
            EndRead(bodyTable);
    }

    /// <summary>Reads the bodies of messages for a look, as many as fit: the length of a body is known without reading it.</summary>
    public void Look(long bodyTable, IReadOnlyList<MessageHeader> messages, bool withBodies, long maxBytes, List<LookedMessage> into)
    {
        foreach (MessageHeader header in messages)
        {
            if (!_existing.Contains(bodyTable))
                throw Missing(header.Sequence);
            Statement look = Prepared(bodyTable).Look;
            look.Bind(1, header.Sequence);
            if (!look.Step())
                throw Missing(header.Sequence);
            int length = look.Int32(0);
            string? note = look.OptionalText(1);
            look.Reset();
            if (withBodies && into.Count > 0 && length > maxBytes)
                return;
            maxBytes -= length;
            into.Add(new LookedMessage(
                header,
                length,
                withBodies ? Read(bodyTable, header.Sequence) : default,
                note is null ? null : DeadLetterNote.Read(header.Sequence, note) ?? throw database.Damaged($"the source of dead letter {header.Sequence} is not what was written")));
        }
    }

    /// <summary>Deletes a body at the next <see cref="Flush"/>.</summary>
    public void Delete(long bodyTable, long sequence) => _deleted.Add((bodyTable, sequence));

    /// <summary>Carries out the deletes: each run of adjacent bodies, as left by consumption in order and by expiry, in one statement.</summary>
    public void Flush()
    {
        _deleted.Sort();
        for (int i = 0; i < _deleted.Count;)
        {
            int end = EndOfRun(i);
            Statement delete = Prepared(_deleted[i].BodyTable).Delete;
            delete.Bind(1, _deleted[i].Sequence);
            delete.Bind(2, _deleted[end - 1].Sequence);
            delete.Run();
            i = end;
        }

        _deleted.Clear();
    }

    /// <summary>Deletes the oldest bodies of a table until <paramref name="maxMessages"/> or <paramref name="maxBytes"/> is reached. An empty table is dropped.</summary>
    /// <returns>Whether the table is gone.</returns>
    public bool DeleteOldest(long bodyTable, int maxMessages, long maxBytes)
    {
        if (!_existing.Contains(bodyTable))
            return true;
        long last = 0;
        using (Statement first = database.Prepare($"SELECT sequence, length(body) FROM body_{bodyTable} ORDER BY sequence LIMIT {maxMessages}"))
        {
            while (maxBytes > 0 && first.Step())
            {
                last = first.Int64(0);
                maxBytes -= first.Int64(1);
            }

            first.Reset();
        }

        if (last == 0)
        {
            Forget(bodyTable);
            database.Execute($"DROP TABLE body_{bodyTable}");
            _existing.Remove(bodyTable);
            return true;
        }

        database.Execute($"DELETE FROM body_{bodyTable} WHERE sequence <= {last}");
        return false;
    }

    public void Dispose()
    {
        foreach (Statements statements in _prepared.Values)
            statements.Dispose();
    }

    /// <summary>Finds the end of a run of deletes that are for adjacent bodies of one table.</summary>
    private int EndOfRun(int start)
    {
        int end = start + 1;
        long bodyTable = _deleted[start].BodyTable;
        if (end == _deleted.Count || _deleted[end].BodyTable != bodyTable)
            return end;
        Statement next = Prepared(bodyTable).Next;
        next.Bind(1, _deleted[start].Sequence);
        while (end < _deleted.Count && next.Step() && _deleted[end] == (bodyTable, next.Int64(0)))
            end++;
        next.Reset();
        return end;
    }

    private void Seek(long bodyTable, long sequence)
    {
        if (!_existing.Contains(bodyTable))
            throw Missing(sequence);
        Prepared(bodyTable).Read.Bind(1, sequence);
    }

    /// <summary>Reads the next body, if it is that of <paramref name="sequence"/>.</summary>
    /// <returns>Whether it is; else the statement is reset.</returns>
    private bool TryReadNext(long bodyTable, long sequence, [NotNullWhen(true)] out byte[]? body)
    {
        Statement read = Prepared(bodyTable).Read;
        body = null;
        if (!read.Step() || read.Int64(0) != sequence)
        {
            read.Reset();
            return false;
        }

        long checksum = read.Int64(1);
        body = read.Blob(2).ToArray();
        if (checksum == Checksum.OfBody(sequence, body))
            return true;
        read.Reset();
        throw database.Damaged($"the body of message {sequence} is not what was written");
    }

    private void EndRead(long bodyTable) => Prepared(bodyTable).Read.Reset();

    private SqliteStoreException Missing(long sequence) => database.Damaged($"the body of message {sequence} is not there");

    private Statements Prepared(long bodyTable)
    {
        if (_prepared.TryGetValue(bodyTable, out Statements? prepared))
            return prepared;
        while (_prepared.Count >= MaxPrepared)
            Forget(_preparedOrder.Dequeue());
        prepared = new Statements(database, bodyTable);
        _prepared.Add(bodyTable, prepared);
        _preparedOrder.Enqueue(bodyTable);
        return prepared;
    }

    private void Forget(long bodyTable)
    {
        if (_prepared.Remove(bodyTable, out Statements? prepared))
            prepared.Dispose();
    }

    private sealed class Statements(Database database, long number) : IDisposable
    {
        private Statement? _insert;
        private Statement? _look;
        private Statement? _next;
        private Statement? _read;
        private Statement? _delete;

        public Statement Insert => _insert ??= database.Prepare($"INSERT INTO body_{number}(sequence, checksum, body, dead_letter_source) VALUES(?1, ?2, ?3, ?4)");

        public Statement Look => _look ??= database.Prepare($"SELECT length(body), dead_letter_source FROM body_{number} WHERE sequence = ?1");

        public Statement Next => _next ??= database.Prepare($"SELECT sequence FROM body_{number} WHERE sequence > ?1 ORDER BY sequence");

        public Statement Read => _read ??= database.Prepare($"SELECT sequence, checksum, body FROM body_{number} WHERE sequence >= ?1 ORDER BY sequence");

        public Statement Delete => _delete ??= database.Prepare($"DELETE FROM body_{number} WHERE sequence BETWEEN ?1 AND ?2");

        public void Dispose()
        {
            _insert?.Dispose();
            _look?.Dispose();
            _next?.Dispose();
            _read?.Dispose();
            _delete?.Dispose();
        }
    }
}
