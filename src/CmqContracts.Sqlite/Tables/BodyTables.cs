using System.Diagnostics.CodeAnalysis;
using CmqContracts.Brokers;

namespace CmqContracts.Sqlite;

/// <summary>
/// The bodies of messages: a table for each queue, its shelf, in the order of their sequence. So what goes together lies together, and
/// what is consumed, expired or cleared frees whole pages.
/// </summary>
internal sealed class BodyTables(Database database) : IDisposable
{
    /// <summary>Shelves whose statements are kept ready. Each takes a few kilobytes.</summary>
    private const int MaxReady = 256;

    private readonly HashSet<long> _existing = [];
    private readonly Dictionary<long, Shelf> _ready = [];
    private readonly Queue<long> _readyOrder = new();
    private readonly List<(long Shelf, long Sequence)> _deleted = [];

    /// <summary>Forgets the open batch, and finds out anew which tables there are.</summary>
    public void Load()
    {
        _deleted.Clear();
        _existing.Clear();
        using Statement tables = database.Prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'body_[0-9]*'");
        while (tables.Step())
            _existing.Add(long.Parse(tables.Text(0).AsSpan("body_".Length), System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>How a table of bodies is made.</summary>
    public static string? Definition(string name) =>
        name.StartsWith("body_", StringComparison.Ordinal) && !name.AsSpan("body_".Length).ContainsAnyExceptInRange('0', '9')
            ? $"CREATE TABLE {name}(sequence INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, body BLOB NOT NULL) STRICT"
            : null;

    public bool Exists(long shelf) => _existing.Contains(shelf);

    public void Insert(long shelf, long sequence, ReadOnlySpan<byte> body)
    {
        if (_existing.Add(shelf))
            database.Execute(Definition($"body_{shelf}")!);
        Statement insert = Ready(shelf).Insert;
        insert.Bind(1, sequence);
        insert.Bind(2, Checksum.OfBody(sequence, body));
        insert.Bind(3, body);
        insert.Run();
    }

    public byte[] Read(long shelf, long sequence)
    {
        Seek(shelf, sequence);
        if (!TryReadNext(shelf, sequence, out byte[]? body))
            throw Missing(sequence);
        EndRead(shelf);
        return body;
    }

    /// <summary>Reads the bodies of messages that are in order. What lies together is read on the way.</summary>
    public void Read(long shelf, IReadOnlyList<MessageHeader> messages, List<StoredMessage> into)
    {
        bool isReading = false;
        foreach (MessageHeader header in messages)
        {
            if (!isReading || !TryReadNext(shelf, header.Sequence, out byte[]? body))
            {
                if (isReading)
                    EndRead(shelf);
                Seek(shelf, header.Sequence);
                isReading = TryReadNext(shelf, header.Sequence, out body);
                if (!isReading)
                    throw Missing(header.Sequence);
            }

            into.Add(new StoredMessage(header, body));
        }

        if (isReading)
            EndRead(shelf);
    }

    /// <summary>Deletes a body with the open batch, see <see cref="Flush"/>.</summary>
    public void Delete(long shelf, long sequence) => _deleted.Add((shelf, sequence));

    /// <summary>Does the deletes of the open batch: what lies together goes together, as consumers in order and expiry leave it.</summary>
    public void Flush()
    {
        _deleted.Sort();
        for (int i = 0; i < _deleted.Count;)
        {
            int end = EndOfRun(i);
            Statement delete = Ready(_deleted[i].Shelf).Delete;
            delete.Bind(1, _deleted[i].Sequence);
            delete.Bind(2, _deleted[end - 1].Sequence);
            delete.Run();
            i = end;
        }

        _deleted.Clear();
    }

    /// <summary>Empties a shelf from the left: so many messages, or so many bytes, whichever is less.</summary>
    /// <returns>Whether it is empty and gone.</returns>
    public bool Shrink(long shelf, int maxMessages, long maxBytes)
    {
        if (!_existing.Contains(shelf))
            return true;
        long last = 0;
        using (Statement first = database.Prepare($"SELECT sequence, length(body) FROM body_{shelf} ORDER BY sequence LIMIT {maxMessages}"))
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
            Forget(shelf);
            database.Execute($"DROP TABLE body_{shelf}");
            _existing.Remove(shelf);
            return true;
        }

        database.Execute($"DELETE FROM body_{shelf} WHERE sequence <= {last}");
        return false;
    }

    public void Dispose()
    {
        foreach (Shelf shelf in _ready.Values)
            shelf.Dispose();
    }

    /// <summary>The first delete that is not for the next body in the table.</summary>
    private int EndOfRun(int start)
    {
        int end = start + 1;
        long shelf = _deleted[start].Shelf;
        if (end == _deleted.Count || _deleted[end].Shelf != shelf)
            return end;
        Statement next = Ready(shelf).Next;
        next.Bind(1, _deleted[start].Sequence);
        while (end < _deleted.Count && next.Step() && _deleted[end] == (shelf, next.Int64(0)))
            end++;
        next.Reset();
        return end;
    }

    private void Seek(long shelf, long sequence)
    {
        if (!_existing.Contains(shelf))
            throw Missing(sequence);
        Ready(shelf).Read.Bind(1, sequence);
    }

    /// <summary>Reads the next body, if it is this one's.</summary>
    /// <returns>Whether it is; else the reading has ended.</returns>
    private bool TryReadNext(long shelf, long sequence, [NotNullWhen(true)] out byte[]? body)
    {
        Statement read = Ready(shelf).Read;
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

    private void EndRead(long shelf) => Ready(shelf).Read.Reset();

    private SqliteStoreException Missing(long sequence) => database.Damaged($"the body of message {sequence} is not there");

    private Shelf Ready(long shelf)
    {
        if (_ready.TryGetValue(shelf, out Shelf? ready))
            return ready;
        while (_ready.Count >= MaxReady)
            Forget(_readyOrder.Dequeue());
        ready = new Shelf(database, shelf);
        _ready.Add(shelf, ready);
        _readyOrder.Enqueue(shelf);
        return ready;
    }

    private void Forget(long shelf)
    {
        if (_ready.Remove(shelf, out Shelf? ready))
            ready.Dispose();
    }

    private sealed class Shelf(Database database, long number) : IDisposable
    {
        private Statement? _insert;
        private Statement? _next;
        private Statement? _read;
        private Statement? _delete;

        public Statement Insert => _insert ??= database.Prepare($"INSERT INTO body_{number}(sequence, checksum, body) VALUES(?1, ?2, ?3)");

        public Statement Next => _next ??= database.Prepare($"SELECT sequence FROM body_{number} WHERE sequence > ?1 ORDER BY sequence");

        public Statement Read => _read ??= database.Prepare($"SELECT sequence, checksum, body FROM body_{number} WHERE sequence >= ?1 ORDER BY sequence");

        public Statement Delete => _delete ??= database.Prepare($"DELETE FROM body_{number} WHERE sequence BETWEEN ?1 AND ?2");

        public void Dispose()
        {
            _insert?.Dispose();
            _next?.Dispose();
            _read?.Dispose();
            _delete?.Dispose();
        }
    }
}
