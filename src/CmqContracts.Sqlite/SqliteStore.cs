using CmqContracts.Broker;
using CmqContracts.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CmqContracts.Sqlite;

/// <summary>
/// The durable store of a <see cref="CmqBroker"/>: an SQLite database in a directory. What a broker on it has answered survives the end of
/// the process, however it ends, and power loss.
/// </summary>
/// <remarks>
/// <para>
/// <c>new CmqBroker(new BrokerOptions { Store = SqliteStore.Open("./data") })</c>, or <c>OpenStore = SqliteStore.Open</c> in the options of
/// a client whose endpoint is <c>embedded:./data</c>. One broker at a time has a directory; other programs may read it meanwhile.
/// </para>
/// <para>
/// While the disk is full, requests that write fail; they succeed again as soon as there is space. After any other failed write or sync, and when
/// something is damaged, the store stops for good: opening it again finds everything that was answered, or says what is damaged.
/// </para>
/// </remarks>
public sealed partial class SqliteStore : MessageStore
{
    private static readonly MessageState[] States = [MessageState.Inactive, MessageState.Active, MessageState.Delayed, MessageState.Rewindable];

    /// <summary>Held by whoever uses the connection that writes: the broker, or the maintenance between its batches.</summary>
    private readonly object _gate = new();

    /// <summary>Held by whoever closes the store, which the maintenance thread, that closing waits for, never does.</summary>
    private readonly object _closing = new();
    private readonly StoreLock _lock;
    private readonly Database _database;
    private readonly MessageTable _messages;
    private readonly BodyTables _bodies;
    private readonly StatusTable _statuses;
    private readonly DefinitionTables _definitions;
    private readonly OffsetTable _offsets;
    private readonly TrashTables _trash;
    private readonly StoreTransaction _transaction;
    private readonly CounterRepair _counterRepair;
    private readonly FileWatch _watch;
    private readonly StoreMaintenance _maintenance;
    private readonly WriteProbe _probe;

    private readonly Dictionary<long, QueueEntry> _queues = [];
    private readonly List<QueueEntry> _changedQueues = [];
    private readonly List<MessageHeader> _page = [];
    private readonly List<long> _sequences = [];
    private bool _hasAdded;
    private bool _isDisposed;
    private long _lastNumber;
    private StorePosition _lastAdded;

    private SqliteStore(OpenedStore opened, SqliteStoreOptions options)
    {
        ILogger logger = options.Logger;
        _lock = opened.Lock;
        _database = opened.Database;
        _messages = new MessageTable(_database);
        _bodies = new BodyTables(_database);
        _statuses = new StatusTable(_database, _messages);
        _definitions = new DefinitionTables(_database);
        _offsets = new OffsetTable(_database);
        _trash = new TrashTables(_database, _messages, _bodies);
        _counterRepair = new CounterRepair(_database, _messages);
        _transaction = new StoreTransaction(_database, _bodies, _statuses, _lock.Note, opened.IsWalCheckpointed);
        _watch = new FileWatch(opened.Files, _database);
        Checkpointer checkpointer = new(_database, StoreOpening.OpenConnection(_database.File, options), _transaction, _lock.Note, options.WalPages);
        _maintenance = new StoreMaintenance(_gate, _database, _transaction, checkpointer, _trash, _watch, logger);
        _probe = new WriteProbe(_gate, _transaction, _database, opened.Files);
    }

    /// <summary>
    /// Fires when the files in the store's directory are not its own any more, as somebody has removed or replaced one of them. The store
    /// has stopped then: end the process, or dispose the broker and open another.
    /// </summary>
    public CancellationToken FilesLost => _watch.Lost;

    /// <summary>The store's background work.</summary>
    internal StoreMaintenance Maintenance => _maintenance;

    internal override bool CommitBlocks => true;

    internal override StoreImage Load()
    {
        lock (_gate)
        {
            _transaction.Begin();
            ForgetBatch();
            (CommitRow row, StorePosition position) = _statuses.Load(out List<QueueEntry> entries);
            _transaction.Load(row, position);
            _counterRepair.Repair(entries);
            _lastNumber = _trash.HighestNumber();
            foreach (QueueEntry entry in entries)
            {
                _queues.Add(entry.Key, entry);
                _lastNumber = Math.Max(_lastNumber, Math.Max(entry.Location.BodyTable, QueueLocation.NumberOf(entry.Location.RewindableList)));
            }

            StoreImage image = new(
                position,
                _definitions.LoadQueues().ConvertAll(queue => new StoredQueue(queue, StatusOf(queue.Key))),
                _definitions.LoadTopics(),
                _definitions.LoadSubscriptions().ConvertAll(subscription => new StoredSubscription(subscription, StatusOf(subscription.Key))),
                _offsets.Load());
            _maintenance.Start();
            return image;
        }

        QueueStatus StatusOf(long key) => _queues.TryGetValue(key, out QueueEntry? entry)
            ? entry.Status
            : throw _database.Damaged($"the counters of queue {key} are not there");
    }

    internal override void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        lock (_gate)
        {
            _transaction.Begin();
            QueueLocation location = _queues[queue].Location;
            long stateList = location.StateListOf(state);
            _page.Clear();
            _messages.ReadAfter(stateList, state, _messages.Before(stateList, state, range), maxMessages, _page);
            if (withBodies)
                _bodies.Read(location.BodyTable, _page, into);
            else
                into.AddRange(_page.Select(static header => new StoredMessage(header, default)));
        }
    }

    internal override bool TryFind(long queue, long sequence, out MessageHeader header)
    {
        lock (_gate)
        {
            _transaction.Begin();
            foreach (MessageState state in States)
            {
                if (_messages.TryFind(_queues[queue].Location.StateListOf(state), state, sequence, out header))
                    return true;
            }

            header = default;
            return false;
        }
    }

    internal override void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        lock (_gate)
        {
            _transaction.Begin();
            QueueLocation location = _queues[queue].Location;
            _messages.ReadDue(location.StateListOf(MessageState.Inactive), MessageState.Inactive, now, maxMessages, into);
            int inactive = into.Count;
            _messages.ReadDue(location.StateListOf(MessageState.Delayed), MessageState.Delayed, now, maxMessages, into);
            if (inactive == 0 || into.Count == inactive)
                return;
            into.Sort(static (one, other) => (one.VisibleAt, one.Sequence).CompareTo((other.VisibleAt, other.Sequence)));
            if (into.Count > maxMessages)
                into.RemoveRange(maxMessages, into.Count - maxMessages);
        }
    }

    internal override long? NextDue(long queue)
    {
        lock (_gate)
        {
            _transaction.Begin();
            long? inactive = _messages.NextDue(_queues[queue].Location.StateListOf(MessageState.Inactive));
            long? delayed = _messages.NextDue(_queues[queue].Location.StateListOf(MessageState.Delayed));
            return inactive is null || delayed < inactive ? delayed : inactive;
        }
    }

    internal override bool Look(long queue, MessageState state, in LookRange range, List<LookedMessage> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        lock (_gate)
        {
            _transaction.Begin();
            QueueLocation location = _queues[queue].Location;
            long stateList = location.StateListOf(state);
            _page.Clear();
            long after = _messages.Before(stateList, state, new SequenceRange(range.AfterSequence, range.ProducedAfter));
            bool hasMore = _messages.ReadBetween(stateList, state, after, range.BeforeSequence, range.NewestFirst, range.MaxMessages, _page);
            _bodies.Look(location.BodyTable, _page, range.WithBodies, range.MaxBytes, into);
            return hasMore || into.Count < _page.Count;
        }
    }

    internal override int CountUpTo(long queue, MessageState state, long afterSequence, long beforeSequence, int most, out long last)
    {
        lock (_gate)
        {
            _transaction.Begin();
            return _messages.CountBetween(_queues[queue].Location.StateListOf(state), afterSequence, beforeSequence, most, out last);
        }
    }

    internal override void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            _transaction.BeginChange();
            Add(queue, header, body.Span, source: null);
        }
    }

    internal override void Change(long queue, in MessageHeader before, in MessageHeader after)
    {
        lock (_gate)
        {
            QueueLocation location = BeginMove(queue).Location;
            _messages.Move(location.StateListOf(before.State), location.StateListOf(after.State), after);
        }
    }

    internal override void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after, DeadLetterSource? source)
    {
        lock (_gate)
        {
            _transaction.BeginChange();
            byte[] body = _bodies.Read(_queues[queue].Location.BodyTable, before.Sequence);
            Remove(queue, before);
            Add(targetQueue, after, body, source);
        }
    }

    internal override void Remove(long queue, in MessageHeader header)
    {
        lock (_gate)
        {
            QueueLocation location = BeginMove(queue).Location;
            _messages.Delete(location.StateListOf(header.State), header.Sequence);
            _bodies.Delete(location.BodyTable, header.Sequence);
        }
    }

    internal override int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages)
    {
        lock (_gate)
        {
            _transaction.Begin();
            QueueLocation location = _queues[queue].Location;
            _sequences.Clear();
            _messages.ReadOldest(location.StateListOf(state), producedUpTo, maxMessages, _sequences);
            if (_sequences.Count == 0)
                return 0;
            BeginMove(queue);
            _messages.DeleteUpTo(location.StateListOf(state), _sequences[^1]);
            foreach (long sequence in _sequences)
                _bodies.Delete(location.BodyTable, sequence);
            return _sequences.Count;
        }
    }

    internal override void Discard(long queue)
    {
        lock (_gate)
        {
            QueueEntry entry = BeginMove(queue);
            MoveToTrash(entry.Location);
            entry.Location = QueueLocation.Of(++_lastNumber);
            AddChanged(entry);
        }
    }

    internal override void DiscardRewindable(long queue)
    {
        lock (_gate)
        {
            QueueEntry entry = BeginMove(queue);
            _trash.AddStateList(entry.Location.RewindableList, entry.Location.BodyTable);
            entry.Location = entry.Location with { RewindableList = QueueLocation.RewindableListOf(++_lastNumber) };
            AddChanged(entry);
        }
    }

    internal override void PutQueue(QueueRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_gate)
        {
            _transaction.BeginChange();
            _definitions.Put(record);
            AddQueue(record.Key);
        }
    }

    internal override void PutStatus(long queue, in QueueStatus status)
    {
        lock (_gate)
        {
            _transaction.BeginChange();
            QueueEntry entry = _queues[queue];
            entry.Status = status;
            AddChanged(entry);
        }
    }

    internal override void RemoveQueue(long queue)
    {
        lock (_gate)
        {
            _transaction.BeginChange();
            _definitions.DeleteQueue(queue);
            DeleteQueue(queue);
        }
    }

    internal override void PutTopic(TopicRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_gate)
        {
            _transaction.BeginChange();
            _definitions.Put(record);
        }
    }

    internal override void RemoveTopic(long topic)
    {
        lock (_gate)
        {
            _transaction.BeginChange();
            _definitions.DeleteTopic(topic);
        }
    }

    internal override void PutSubscription(SubscriptionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_gate)
        {
            _transaction.BeginChange();
            _definitions.Put(record);
            AddQueue(record.Key);
        }
    }

    internal override void RemoveSubscription(long subscription)
    {
        lock (_gate)
        {
            _transaction.BeginChange();
            _definitions.DeleteSubscription(subscription);
            DeleteQueue(subscription);
        }
    }

    internal override void PutOffset(WallOffset offset)
    {
        lock (_gate)
        {
            _transaction.BeginChange();
            _offsets.Put(offset);
        }
    }

    internal override void RemoveOffset(long fromSequence)
    {
        lock (_gate)
        {
            _transaction.BeginChange();
            _offsets.Delete(fromSequence);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The thread waits for the disk.</remarks>
    internal override void Commit(StorePosition position)
    {
        lock (_gate)
        {
            _transaction.BeginChange();
            bool isCounted = !_hasAdded || _changedQueues.Count == 0;
            foreach (QueueEntry entry in _changedQueues)
            {
                entry.IsChanged = false;

                // Opening finds the position of what was added last in the message itself.
                if (position == _lastAdded && StatusTable.CanBeCounted(entry))
                    continue;
                _statuses.Put(entry, position);
                isCounted = true;
            }

            _changedQueues.Clear();
            _maintenance.FreeWithCommit();
            int pages = _transaction.Commit(position, isCounted);
            _hasAdded = false;
            _maintenance.AfterCommit(pages);
        }
    }

    internal override void Rollback()
    {
        lock (_gate)
        {
            _transaction.Rollback();
            _trash.Reload();
            _hasAdded = false;
        }
    }

    internal override string? FindWriteProblem() => _probe.FindProblem();

    /// <inheritdoc/>
    /// <remarks>The thread waits for the disk. Where the store has not stopped, all of the WAL is in the database afterwards.</remarks>
    public override void Dispose()
    {
        lock (_closing)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _probe.Dispose();
            _maintenance.Dispose();
            lock (_gate)
                Close();
            _watch.Dispose();
        }
    }

    /// <summary>Begins to move messages of a queue between its state lists, or to remove some.</summary>
    private QueueEntry BeginMove(long queue)
    {
        _transaction.BeginChange();
        QueueEntry entry = _queues[queue];
        entry.HasMoved = true;
        return entry;
    }

    private void Add(long queue, in MessageHeader header, ReadOnlySpan<byte> body, DeadLetterSource? source)
    {
        QueueEntry entry = _queues[queue];
        QueueLocation location = entry.Location;
        _bodies.Insert(location.BodyTable, header.Sequence, body, source);
        _messages.Insert(location.StateListOf(header.State), header);
        _lastAdded = new StorePosition(header.Sequence, header.ProducedAt);
        _hasAdded = true;
        if (header.State == MessageState.Active)
            entry.Uncounted++;
    }

    /// <summary>Drops the memory state of a batch that may have been rolled back, before the tables are read again.</summary>
    private void ForgetBatch()
    {
        _changedQueues.Clear();
        _queues.Clear();
        _bodies.Load();
        _trash.Reload();
        _lastAdded = default;
        _hasAdded = false;
    }

    private void AddChanged(QueueEntry entry)
    {
        if (entry.IsChanged)
            return;
        entry.IsChanged = true;
        _changedQueues.Add(entry);
    }

    private void AddQueue(long key)
    {
        if (_queues.ContainsKey(key))
            return;
        QueueEntry entry = new() { Key = key, Location = QueueLocation.Of(++_lastNumber), HasMoved = true };
        _queues.Add(key, entry);
        AddChanged(entry);
    }

    private void DeleteQueue(long key)
    {
        _queues.Remove(key, out QueueEntry? entry);
        MoveToTrash(entry!.Location);
        _changedQueues.Remove(entry);
        _statuses.Delete(key);
    }

    private void MoveToTrash(QueueLocation location)
    {
        foreach (MessageState state in States)
            _trash.AddStateList(location.StateListOf(state), bodyTable: 0);
        _trash.AddBodyTable(location.BodyTable);
    }

    private void Close()
    {
        bool hasFailed = _database.FatalFailure is not null;
        try
        {
            if (hasFailed)
                _database.KeepWal();
            else
                CheckpointAll();
            foreach (IDisposable owned in (IDisposable[])[_messages, _bodies, _statuses, _trash, _transaction, _database])
                owned.Dispose();
            if (!hasFailed)
                _lock.Note.End();
        }
        finally
        {
            _lock.Dispose();
        }
    }

    /// <summary>Checkpoints before SQLite does so in closing, so that the note records a checkpoint that is interrupted.</summary>
    private void CheckpointAll()
    {
        try
        {
            if (_database.IsInTransaction)
                _database.Execute("ROLLBACK");
            _lock.Note.BeginCheckpoint();
            if (_database.Checkpoint() == 0)
                _lock.Note.EndCheckpoint();
        }
        catch (SqliteStoreException)
        {
            // The WAL stays, and with it all that was committed.
        }
    }
}
