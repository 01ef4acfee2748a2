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

    /// <summary>Finds out anew which tables there are.</summary>
    public void Load()
    {
        _existing.Clear();
        using Statement tables = database.Prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'body_[0-9]*'");
        while (tables.Step())
            _existing.Add(long.Parse(tables.Text(0).AsSpan("body_".Length), System.Globalization.CultureInfo.InvariantCulture));
    }

    public bool Exists(long shelf) => _existing.Contains(shelf);

    public void Insert(long shelf, long sequence, ReadOnlySpan<byte> body)
    {
        if (_existing.Add(shelf))
            database.Execute($"CREATE TABLE body_{shelf}(sequence INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, body BLOB NOT NULL) STRICT");
        Statement insert = Ready(shelf).Insert;
        insert.Bind(1, sequence);
        insert.Bind(2, Checksum.OfBody(sequence, body));
        insert.Bind(3, body);
        insert.Run();
    }

    public byte[] Read(long shelf, long sequence)
    {
        Statement? read = _existing.Contains(shelf) ? Ready(shelf).Read : null;
        read?.Bind(1, sequence);
        if (read is null || !read.Step())
            throw database.Damaged($"the body of message {sequence} is not there");
        long checksum = read.Int64(0);
        byte[] body = read.Blob(1).ToArray();
        read.Reset();
        return checksum == Checksum.OfBody(sequence, body)
            ? body
            : throw database.Damaged($"the body of message {sequence} is not what was written");
    }

    public void Delete(long shelf, long sequence)
    {
        Statement delete = Ready(shelf).Delete;
        delete.Bind(1, sequence);
        delete.Run();
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
        private Statement? _read;
        private Statement? _delete;

        public Statement Insert => _insert ??= database.Prepare($"INSERT INTO body_{number}(sequence, checksum, body) VALUES(?1, ?2, ?3)");

        public Statement Read => _read ??= database.Prepare($"SELECT checksum, body FROM body_{number} WHERE sequence = ?1");

        public Statement Delete => _delete ??= database.Prepare($"DELETE FROM body_{number} WHERE sequence = ?1");

        public void Dispose()
        {
            _insert?.Dispose();
            _read?.Dispose();
            _delete?.Dispose();
        }
    }
}
