using CmqContracts.Brokers;
using CmqContracts.Protocol;

namespace CmqContracts.Sqlite;

/// <summary>
/// The durable store of a <see cref="Broker"/>: an SQLite database in a directory. What a broker on it has answered survives the end of
/// the process, however it ends, and power loss.
/// </summary>
/// <remarks>
/// <para>
/// <c>new Broker(new BrokerOptions { Store = SqliteStore.Open("./data") })</c>, or <c>OpenStore = SqliteStore.Open</c> in the options of
/// a client whose endpoint is <c>embedded:./data</c>. One broker at a time has a directory; other programs may read it meanwhile.
/// </para>
/// <para>
/// A full disk fails the requests that it meets, and the store goes on when there is space. After any other failed write or sync, and
/// when something is damaged, it stops for good: opening it again finds everything that was answered, or says what is damaged.
/// </para>
/// </remarks>
public sealed partial class SqliteStore : IMessageStore
{
    private static readonly MessageState[] States = [MessageState.Inactive, MessageState.Active, MessageState.Delayed, MessageState.Rewindable];

    /// <summary>Opening counts so far whether there are as many messages as a counter says.</summary>
    private const long MaxCounted = 10_000;

    /// <summary>Bytes; no row of a message is shorter.</summary>
    private const long SmallestRow = 16;

    private readonly object _gate = new();
    private readonly StoreFiles _files;
    private readonly StoreLock _lock;
    private readonly Database _database;
    private readonly MessageTable _messages;
    private readonly BodyTables _bodies;
    private readonly StatusTable _statuses;
    private readonly DefinitionTables _definitions;
    private readonly OffsetTable _offsets;
    private readonly Statement _begin;
    private readonly Statement _commit;

    /// <summary>Whether opening has brought all of the former log into the database.</summary>
    private readonly bool _isLogCopied;

    private readonly Dictionary<long, QueueEntry> _queues = [];
    private readonly List<QueueEntry> _changedQueues = [];
    private readonly List<MessageHeader> _page = [];

    /// <summary>Queues whose counters on disk may still be wrong; <see langword="null"/>: nothing was loaded yet.</summary>
    private HashSet<long>? _wronglyCounted;

    private readonly List<long> _sequences = [];
    private bool _isBatchOpen;
    private bool _isBatchChanged;
    private bool _hasAdded;
    private bool _isDisposed;
    private long _lastNumber;
    private StoreMark _lastAdded;
    private StoreMark _lastMark;
    private Progress _progress;

    /// <summary>What the database file holds without the log, and who writes: row 0 says it, so that a log is not taken for another database's.</summary>
    private Progress _logBase;
    private Lineage _lineage;

    /// <summary>Whether the next commit is counted in any case, as it may be the first of a log.</summary>
    private bool _countsNext;

    /// <inheritdoc/>
    public bool CommitBlocks => true;

    /// <inheritdoc/>
    public StoreImage Load()
    {
        lock (_gate)
        {
            Enter();
            _changedQueues.Clear();
            _queues.Clear();
            ForgetBatch();
            _lastNumber = _garbage.HighestNumber();
            _lastAdded = default;
            _hasAdded = false;
            (CommitRow row, StoreMark mark) = _statuses.Load(out List<QueueEntry> entries);
            _lastMark = mark;
            _progress = new Progress(row.Commits, mark.LastSequence);
            bool isFirst = _wronglyCounted is null;
            if (isFirst)
                BeginLog(row);
            _countsNext = true;
            _lock.Note.Begin(_progress, _lineage);
            _wronglyCounted ??= [];
            long mostMessages = _database.ReadNumber("PRAGMA page_count") * Format.PageBytes / SmallestRow;
            foreach (QueueEntry entry in entries)
            {
                if (isFirst || _wronglyCounted.Contains(entry.Key))
                    Recount(entry, mostMessages);
                _queues.Add(entry.Key, entry);
                _lastNumber = Math.Max(_lastNumber, Math.Max(entry.Place.Shelf, Place.NumberOf(entry.Place.RewindableList)));
            }

            StoreImage image = new(
                mark,
                _definitions.LoadQueues().ConvertAll(queue => new StoredQueue(queue, StatusOf(queue.Key))),
                _definitions.LoadTopics(),
                _definitions.LoadSubscriptions().ConvertAll(subscription => new StoredSubscription(subscription, StatusOf(subscription.Key))),
                _offsets.Load());
            _housekeeper.Start();
            return image;
        }

        QueueStatus StatusOf(long key) => _queues.TryGetValue(key, out QueueEntry? entry)
            ? entry.Status
            : throw _database.Damaged($"the counters of queue {key} are not there");
    }

    /// <inheritdoc/>
    public void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        lock (_gate)
        {
            Enter();
            Place place = _queues[queue].Place;
            long list = place.ListOf(state);
            _page.Clear();
            _messages.ReadAfter(list, state, _messages.Before(list, state, range), maxMessages, _page);
            if (withBodies)
                _bodies.Read(place.Shelf, _page, into);
            else
                into.AddRange(_page.Select(static header => new StoredMessage(header, default)));
        }
    }

    /// <inheritdoc/>
    public bool TryFind(long queue, long sequence, out MessageHeader header)
    {
        lock (_gate)
        {
            Enter();
            foreach (MessageState state in States)
            {
                if (_messages.TryFind(_queues[queue].Place.ListOf(state), state, sequence, out header))
                    return true;
            }

            header = default;
            return false;
        }
    }

    /// <inheritdoc/>
    public void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        lock (_gate)
        {
            Enter();
            Place place = _queues[queue].Place;
            _messages.ReadDue(place.ListOf(MessageState.Inactive), MessageState.Inactive, now, maxMessages, into);
            int inactive = into.Count;
            _messages.ReadDue(place.ListOf(MessageState.Delayed), MessageState.Delayed, now, maxMessages, into);
            if (inactive == 0 || into.Count == inactive)
                return;
            into.Sort(static (one, other) => (one.VisibleAt, one.Sequence).CompareTo((other.VisibleAt, other.Sequence)));
            if (into.Count > maxMessages)
                into.RemoveRange(maxMessages, into.Count - maxMessages);
        }
    }

    /// <inheritdoc/>
    public long? NextDue(long queue)
    {
        lock (_gate)
        {
            Enter();
            long? inactive = _messages.NextDue(_queues[queue].Place.ListOf(MessageState.Inactive));
            long? delayed = _messages.NextDue(_queues[queue].Place.ListOf(MessageState.Delayed));
            return inactive is null || delayed < inactive ? delayed : inactive;
        }
    }

    /// <inheritdoc/>
    public long Count(long queue, MessageState state, SequenceRange range)
    {
        lock (_gate)
        {
            Enter();
            long list = _queues[queue].Place.ListOf(state);
            return _messages.CountAfter(list, _messages.Before(list, state, range));
        }
    }

    /// <inheritdoc/>
    public void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            EnterToChange();
            QueueEntry entry = _queues[queue];
            Place place = entry.Place;
            _bodies.Insert(place.Shelf, header.Sequence, body.Span);
            _messages.Insert(place.ListOf(header.State), header);
            _lastAdded = new StoreMark(header.Sequence, header.ProducedAt);
            _hasAdded = true;
            if (header.State == MessageState.Active)
                entry.Uncounted++;
        }
    }

    /// <inheritdoc/>
    public void Change(long queue, in MessageHeader before, in MessageHeader after)
    {
        lock (_gate)
        {
            Place place = EnterToMoveIn(queue).Place;
            _messages.Move(place.ListOf(before.State), place.ListOf(after.State), after);
        }
    }

    /// <inheritdoc/>
    public void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after)
    {
        lock (_gate)
        {
            EnterToChange();
            byte[] body = _bodies.Read(_queues[queue].Place.Shelf, before.Sequence);
            Remove(queue, before);
            Add(targetQueue, after, body);
        }
    }

    /// <inheritdoc/>
    public void Remove(long queue, in MessageHeader header)
    {
        lock (_gate)
        {
            Place place = EnterToMoveIn(queue).Place;
            _messages.Delete(place.ListOf(header.State), header.Sequence);
            _bodies.Delete(place.Shelf, header.Sequence);
        }
    }

    /// <inheritdoc/>
    public int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages)
    {
        lock (_gate)
        {
            Enter();
            Place place = _queues[queue].Place;
            _sequences.Clear();
            _messages.ReadOldest(place.ListOf(state), producedUpTo, maxMessages, _sequences);
            if (_sequences.Count == 0)
                return 0;
            EnterToMoveIn(queue);
            _messages.DeleteUpTo(place.ListOf(state), _sequences[^1]);
            foreach (long sequence in _sequences)
                _bodies.Delete(place.Shelf, sequence);
            return _sequences.Count;
        }
    }

    /// <inheritdoc/>
    public void Discard(long queue)
    {
        lock (_gate)
        {
            QueueEntry entry = EnterToMoveIn(queue);
            GiveUp(entry.Place);
            entry.Place = Place.Of(++_lastNumber);
            NoteChange(entry);
        }
    }

    /// <inheritdoc/>
    public void DiscardRewindable(long queue)
    {
        lock (_gate)
        {
            QueueEntry entry = EnterToMoveIn(queue);
            _garbage.AddList(entry.Place.RewindableList, entry.Place.Shelf);
            entry.Place = entry.Place with { RewindableList = Place.RewindableListOf(++_lastNumber) };
            NoteChange(entry);
        }
    }

    /// <inheritdoc/>
    public void PutQueue(QueueRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_gate)
        {
            EnterToChange();
            _definitions.Put(record);
            MakePlace(record.Key);
        }
    }

    /// <inheritdoc/>
    public void PutStatus(long queue, in QueueStatus status)
    {
        lock (_gate)
        {
            EnterToChange();
            QueueEntry entry = _queues[queue];
            entry.Status = status;
            NoteChange(entry);
        }
    }

    /// <inheritdoc/>
    public void RemoveQueue(long queue)
    {
        lock (_gate)
        {
            EnterToChange();
            _definitions.DeleteQueue(queue);
            RemovePlace(queue);
        }
    }

    /// <inheritdoc/>
    public void PutTopic(TopicRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_gate)
        {
            EnterToChange();
            _definitions.Put(record);
        }
    }

    /// <inheritdoc/>
    public void RemoveTopic(long topic)
    {
        lock (_gate)
        {
            EnterToChange();
            _definitions.DeleteTopic(topic);
        }
    }

    /// <inheritdoc/>
    public void PutSubscription(SubscriptionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_gate)
        {
            EnterToChange();
            _definitions.Put(record);
            MakePlace(record.Key);
        }
    }

    /// <inheritdoc/>
    public void RemoveSubscription(long subscription)
    {
        lock (_gate)
        {
            EnterToChange();
            _definitions.DeleteSubscription(subscription);
            RemovePlace(subscription);
        }
    }

    /// <inheritdoc/>
    public void PutOffset(WallOffset offset)
    {
        lock (_gate)
        {
            EnterToChange();
            _offsets.Put(offset);
        }
    }

    /// <inheritdoc/>
    public void RemoveOffset(long fromSequence)
    {
        lock (_gate)
        {
            EnterToChange();
            _offsets.Delete(fromSequence);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The thread waits for the disk.</remarks>
    public void Commit(StoreMark mark)
    {
        lock (_gate)
        {
            EnterToChange();
            bool isSeenByMessages = _hasAdded && _changedQueues.Count > 0;
            foreach (QueueEntry entry in _changedQueues)
            {
                entry.IsChanged = false;

                // Opening finds the mark of what was added last in the message itself.
                if (mark == _lastAdded && StatusTable.CanBeCounted(entry))
                    continue;
                _statuses.Put(entry, mark);
                isSeenByMessages = false;
            }

            _changedQueues.Clear();
            TidyAlong();
            Commit(mark, isSeenByMessages);
        }
    }

    /// <inheritdoc/>
    public void Rollback()
    {
        lock (_gate)
        {
            _database.ThrowIfEnded();
            _isBatchOpen = _isBatchChanged = _hasAdded = false;
            _lock.Note.Fail();

            // After some errors SQLite has done it already.
            if (_database.IsInTransaction)
                _database.Execute("ROLLBACK");
            ForgetBatch();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return default;
        lock (_probeGate)
        {
            _isDisposed = true;
            _probe?.Dispose();
        }

        _housekeeper.Dispose();
        lock (_gate)
            Close();
        _filesLost.Dispose();
        return default;
    }

    /// <summary>Begins a batch with the first read of it: reads outside of one would each take the database's locks anew.</summary>
    private void Enter()
    {
        _database.ThrowIfEnded();
        if (_isBatchOpen)
            return;
        _begin.Run();
        _isBatchOpen = true;
    }

    private void EnterToChange()
    {
        Enter();
        _isBatchChanged = true;
    }

    /// <summary>Begins to move messages of a queue, or to remove some.</summary>
    private QueueEntry EnterToMoveIn(long queue)
    {
        EnterToChange();
        QueueEntry entry = _queues[queue];
        entry.HasMoved = true;
        return entry;
    }

    /// <summary>Begins to write. As long as another program keeps the former log from being copied, that log goes on.</summary>
    private void BeginLog(CommitRow row) =>
        (_logBase, _lineage) = _isLogCopied ? (_progress, Lineage.After(row.Lineage.Writer)) : (row.Base, row.Lineage);

    /// <summary>Forgets what the tables have in mind of a batch that was taken back, as the store may tidy before the broker loads what is there.</summary>
    private void ForgetBatch()
    {
        _bodies.Load();
        _garbage.Reload();
    }

    private void Commit(StoreMark mark, bool isSeenByMessages)
    {
        _bodies.Flush();
        Progress progress = new(_progress.Commits, mark.LastSequence);
        if (!isSeenByMessages || _countsNext)
        {
            progress = progress with { Commits = progress.Commits + 1 };
            _statuses.PutCommit(new CommitRow(progress.Commits, _logBase, _lineage), mark);
        }

        _commit.Run();
        (_progress, _lastMark) = (progress, mark);
        _isBatchOpen = _isBatchChanged = _hasAdded = _countsNext = false;
        AfterCommit();
    }

    /// <summary>Counts anew what cannot be: less than nothing, or more than there are messages. It takes long, so it is done when the store opens.</summary>
    private void Recount(QueueEntry entry, long mostMessages)
    {
        QueueStatus status = entry.Status;
        status.Active = Counted(MessageState.Active);
        status.Inactive = Counted(MessageState.Inactive);
        status.Delayed = Counted(MessageState.Delayed);
        status.Rewindable = Counted(MessageState.Rewindable);
        if (status == entry.Status)
            return;
        entry.Status = status;
        _wronglyCounted!.Add(entry.Key);

        // So the next commit of the queue writes a row.
        entry.HasMoved = true;

        long Counted(MessageState state)
        {
            long said = entry.Status.CountOf(state), list = entry.Place.ListOf(state), counted = Math.Min(said, MaxCounted);
            bool canBe = said >= 0 && said <= mostMessages && _messages.CountAtMost(list, counted) == counted;
            return canBe ? said : _messages.CountAfter(list, sequence: 0);
        }
    }

    private void NoteChange(QueueEntry entry)
    {
        if (entry.IsChanged)
            return;
        entry.IsChanged = true;
        _changedQueues.Add(entry);
    }

    private void MakePlace(long key)
    {
        if (_queues.ContainsKey(key))
            return;
        QueueEntry entry = new() { Key = key, Place = Place.Of(++_lastNumber), HasMoved = true };
        _queues.Add(key, entry);
        NoteChange(entry);
    }

    private void RemovePlace(long key)
    {
        _queues.Remove(key, out QueueEntry? entry);
        GiveUp(entry!.Place);
        _changedQueues.Remove(entry);
        _statuses.Delete(key);
    }

    private void GiveUp(Place place)
    {
        foreach (MessageState state in States)
            _garbage.AddList(place.ListOf(state), shelf: 0);
        _garbage.AddShelf(place.Shelf);
    }
}
