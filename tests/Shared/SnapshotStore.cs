using System.Collections.Immutable;
using CmqContracts.Broker;
using CmqContracts.Protocol;

namespace CmqContracts.Testing;

/// <summary>
/// The simplest store that keeps the promises of <see cref="MessageStore"/>: the open batch is one immutable snapshot, the last commit another. It
/// outlives its broker, and its commits wait or fail when the test says so.
/// </summary>
internal sealed class SnapshotStore(bool commitBlocks = false) : MessageStore
{
    private readonly SemaphoreSlim _gate = new(0);
    private Snapshot _committed = Snapshot.Empty;
    private Snapshot _open = Snapshot.Empty;
    private volatile bool _isGated;
    private volatile bool _isCommitting;
    private volatile bool _failsAtGate;

    /// <summary>Whether commits block their thread until <see cref="CompleteCommit"/> or <see cref="FailCommit"/>.</summary>
    public bool IsGated
    {
        get => _isGated;
        set => _isGated = value;
    }

    /// <summary>Makes the next commit fail at once.</summary>
    public CommitFailure Failure { get; } = new();

    /// <summary>Whether every commit fails at once.</summary>
    public bool FailCommits { get; set; }

    /// <summary>Fails the first change of the next batch instead of its commit.</summary>
    public bool FailNextAdd { get; set; }

    /// <summary>Whether commits and loading fail.</summary>
    public bool IsBroken { get; set; }

    public int Commits { get; private set; }

    public bool IsCommitting => _isCommitting;

    public int CommittedMessages => _committed.Messages.Count;

    public void CompleteCommit()
    {
        _committed = _open;
        OpenGate(fails: false);
    }

    public void FailCommit() => OpenGate(fails: true);

    /// <summary>The store as a new process finds it after a crash.</summary>
    public SnapshotStore AfterCrash() => new() { _committed = _committed, _open = _committed };

    internal override bool CommitBlocks => commitBlocks;

    internal override StoreImage Load() => IsBroken ? throw new IOException("The disk is gone.") : new StoreImage(
        _open.Position,
        [.. _open.Queues.Values.Select(queue => new StoredQueue(queue, _open.Statuses[queue.Key]))],
        [.. _open.Topics.Values],
        [.. _open.Subscriptions.Values.Select(subscription => new StoredSubscription(subscription, _open.Statuses[subscription.Key]))],
        [.. _open.Offsets.Values]);

    internal override void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into)
    {
        if (into.Count > 0)
            throw new InvalidOperationException("The list is not empty.");
        into.AddRange(In(queue, state, range).Take(maxMessages).Select(m => withBodies ? m : m with { Body = default }));
    }

    internal override bool TryFind(long queue, long sequence, out MessageHeader header)
    {
        bool found = _open.Messages.TryGetValue((queue, sequence), out StoredMessage message);
        header = message.Header;
        return found;
    }

    internal override void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into) =>
        into.AddRange(Invisible(queue).Where(h => h.VisibleAt <= now).OrderBy(h => h.VisibleAt).ThenBy(h => h.Sequence).Take(maxMessages));

    internal override long? NextDue(long queue) => Invisible(queue).Select(h => (long?)h.VisibleAt).Min();

    internal override bool Look(long queue, MessageState state, in LookRange range, List<LookedMessage> into)
    {
        long before = range.BeforeSequence;
        IEnumerable<StoredMessage> wanted = In(queue, state, new SequenceRange(range.AfterSequence, range.ProducedAfter)).Where(m => m.Header.Sequence < before);
        long bytes = 0;
        foreach (StoredMessage message in range.NewestFirst ? wanted.Reverse() : wanted)
        {
            bytes += range.WithBodies ? message.Body.Length : 0;
            if (into.Count == range.MaxMessages || (into.Count > 0 && bytes > range.MaxBytes))
                return true;
            into.Add(new LookedMessage(message.Header, message.Body.Length, range.WithBodies ? message.Body : default, _open.Sources.GetValueOrDefault((queue, message.Header.Sequence))));
        }

        return false;
    }

    internal override int CountUpTo(long queue, MessageState state, long afterSequence, long beforeSequence, int most, out long last)
    {
        long[] counted = [.. In(queue, state, new SequenceRange(afterSequence, long.MinValue)).Select(static m => m.Header.Sequence).Where(sequence => sequence < beforeSequence).Take(most)];
        last = counted.LastOrDefault();
        return counted.Length;
    }

    internal override void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body)
    {
        if (FailNextAdd)
        {
            FailNextAdd = false;
            throw new IOException("The disk is full.");
        }

        (long sequence, long producedAt) = (header.Sequence, header.ProducedAt);
        if (_open.Messages.Any(m => m.Key.Sequence >= sequence))
            throw new InvalidOperationException($"Sequence {sequence} is not new.");
        if (_open.Messages.Any(m => m.Key.Queue == queue && m.Value.Header.ProducedAt > producedAt))
            throw new InvalidOperationException("Production times went back.");
        _open = _open with { Messages = _open.Messages.Add((queue, header.Sequence), new StoredMessage(header, body)) };
    }

    internal override void Change(long queue, in MessageHeader before, in MessageHeader after)
    {
        StoredMessage message = Existing(queue, before);
        if (after.Sequence != before.Sequence || after.ProducedAt != before.ProducedAt)
            throw new InvalidOperationException("A message changed its sequence or its production time.");
        _open = _open with { Messages = _open.Messages.SetItem((queue, before.Sequence), message with { Header = after }) };
    }

    internal override void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after, DeadLetterSource? source)
    {
        ReadOnlyMemory<byte> body = Existing(queue, before).Body;
        Remove(queue, before);
        Add(targetQueue, after, body);
        if (source is not null)
            _open = _open with { Sources = _open.Sources.SetItem((targetQueue, after.Sequence), source) };
    }

    internal override void Remove(long queue, in MessageHeader header)
    {
        Existing(queue, header);
        _open = _open with { Messages = _open.Messages.Remove((queue, header.Sequence)) };
    }

    internal override int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages)
    {
        MessageHeader[] oldest = [.. In(queue, state, SequenceRange.All).TakeWhile(message => message.Header.ProducedAt <= producedUpTo).Take(maxMessages).Select(static message => message.Header)];
        foreach (MessageHeader header in oldest)
            Remove(queue, header);
        return oldest.Length;
    }

    internal override void Discard(long queue) => RemoveWhere(queue, static _ => true);

    internal override void DiscardRewindable(long queue) => RemoveWhere(queue, static header => header.State == MessageState.Rewindable);

    internal override void PutQueue(QueueRecord record) =>
        _open = _open with { Queues = _open.Queues.SetItem(record.Key, record), Statuses = WithStatus(record.Key) };

    internal override void PutStatus(long queue, in QueueStatus status) =>
        _open = _open with { Statuses = _open.Statuses.ContainsKey(queue) ? _open.Statuses.SetItem(queue, status) : throw new InvalidOperationException($"There is no queue {queue}.") };

    internal override void RemoveQueue(long queue)
    {
        Discard(queue);
        _open = _open with { Queues = _open.Queues.Remove(queue), Statuses = _open.Statuses.Remove(queue) };
    }

    internal override void PutTopic(TopicRecord record) => _open = _open with { Topics = _open.Topics.SetItem(record.Key, record) };

    internal override void RemoveTopic(long topic)
    {
        if (_open.Subscriptions.Values.Any(subscription => subscription.Topic == topic))
            throw new InvalidOperationException("A topic was removed before its subscriptions.");
        _open = _open with { Topics = _open.Topics.Remove(topic) };
    }

    internal override void PutSubscription(SubscriptionRecord record) =>
        _open = _open with { Subscriptions = _open.Subscriptions.SetItem(record.Key, record), Statuses = WithStatus(record.Key) };

    internal override void RemoveSubscription(long subscription)
    {
        Discard(subscription);
        _open = _open with { Subscriptions = _open.Subscriptions.Remove(subscription), Statuses = _open.Statuses.Remove(subscription) };
    }

    internal override void PutOffset(WallOffset offset) => _open = _open with { Offsets = _open.Offsets.SetItem(offset.FromSequence, offset) };

    internal override void RemoveOffset(long fromSequence) => _open = _open with { Offsets = _open.Offsets.Remove(fromSequence) };

    internal override void Commit(StorePosition position)
    {
        Commits++;
        CheckCounters();
        if (Failure.Take() || FailCommits || IsBroken)
            throw new IOException("The disk is full.");

        _open = _open with { Position = position };
        if (_isGated)
        {
            _isCommitting = true;
            _gate.Wait();
            if (_failsAtGate)
                throw new IOException("The disk is full.");
        }

        _committed = _open;
    }

    internal override void Rollback() => _open = _committed;

    public override void Dispose() => Rollback();

    private void OpenGate(bool fails)
    {
        if (!_isCommitting)
            throw new InvalidOperationException("No commit is under way.");
        _failsAtGate = fails;
        _isCommitting = false;
        _gate.Release();
    }

    private ImmutableSortedDictionary<long, QueueStatus> WithStatus(long key) =>
        _open.Statuses.ContainsKey(key) ? _open.Statuses : _open.Statuses.Add(key, default);

    private IEnumerable<StoredMessage> In(long queue, MessageState state, SequenceRange range) =>
        _open.Messages.Where(m => m.Key.Queue == queue && m.Key.Sequence > range.AfterSequence && m.Value.Header.State == state && m.Value.Header.ProducedAt > range.ProducedAfter).Select(m => m.Value);

    private IEnumerable<MessageHeader> Invisible(long queue) =>
        _open.Messages.Where(m => m.Key.Queue == queue && m.Value.Header.State is (MessageState.Delayed or MessageState.Inactive)).Select(m => m.Value.Header);

    private StoredMessage Existing(long queue, MessageHeader header)
    {
        StoredMessage message = _open.Messages[(queue, header.Sequence)];
        return message.Header == header ? message : throw new InvalidOperationException($"Message {header.Sequence} is not as it was read.");
    }

    private void RemoveWhere(long queue, Func<MessageHeader, bool> which) =>
        _open = _open with { Messages = _open.Messages.RemoveRange(_open.Messages.Where(m => m.Key.Queue == queue && which(m.Value.Header)).Select(m => m.Key)) };

    /// <summary>Checks that the counters of the batch are the numbers of its messages.</summary>
    private void CheckCounters()
    {
        foreach ((long key, QueueStatus status) in _open.Statuses)
        {
            long CountOf(MessageState state) => In(key, state, SequenceRange.All).Count();
            (long, long, long, long) counted = (CountOf(MessageState.Active), CountOf(MessageState.Inactive), CountOf(MessageState.Delayed), CountOf(MessageState.Rewindable));
            if (counted != (status.Active, status.Inactive, status.Delayed, status.Rewindable))
                throw new InvalidOperationException($"The counters of queue {key} are {status}; its messages are {counted}.");
        }
    }

    private sealed record Snapshot(
        ImmutableSortedDictionary<(long Queue, long Sequence), StoredMessage> Messages,
        ImmutableSortedDictionary<(long Queue, long Sequence), DeadLetterSource> Sources,
        ImmutableSortedDictionary<long, QueueRecord> Queues,
        ImmutableSortedDictionary<long, TopicRecord> Topics,
        ImmutableSortedDictionary<long, SubscriptionRecord> Subscriptions,
        ImmutableSortedDictionary<long, QueueStatus> Statuses,
        ImmutableSortedDictionary<long, WallOffset> Offsets,
        StorePosition Position)
    {
        public static Snapshot Empty { get; } = new(
            ImmutableSortedDictionary<(long, long), StoredMessage>.Empty,
            ImmutableSortedDictionary<(long, long), DeadLetterSource>.Empty,
            ImmutableSortedDictionary<long, QueueRecord>.Empty,
            ImmutableSortedDictionary<long, TopicRecord>.Empty,
            ImmutableSortedDictionary<long, SubscriptionRecord>.Empty,
            ImmutableSortedDictionary<long, QueueStatus>.Empty,
            ImmutableSortedDictionary<long, WallOffset>.Empty,
            default);
    }
}
