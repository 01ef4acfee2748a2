using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>A store in this process's memory. Its contents are lost with the process.</summary>
/// <remarks>Its commits are immediate and cannot fail, so it never has a batch to roll back.</remarks>
internal sealed class MemoryStore : MessageStore
{
    private readonly Dictionary<long, QueueRecord> _queueRecords = [];
    private readonly Dictionary<long, TopicRecord> _topics = [];
    private readonly Dictionary<long, SubscriptionRecord> _subscriptions = [];
    private readonly Dictionary<long, MemoryQueue> _queues = [];
    private readonly List<WallOffset> _offsets = [];
    private StorePosition _position;

    internal override bool CommitBlocks => false;

    internal override bool MayLoseBatch => false;

    internal override StoreImage Load() => new(
        _position,
        [.. _queueRecords.Values.Select(queue => new StoredQueue(queue, _queues[queue.Key].Status))],
        [.. _topics.Values],
        [.. _subscriptions.Values.Select(subscription => new StoredSubscription(subscription, _queues[subscription.Key].Status))],
        [.. _offsets]);

    internal override void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        _queues[queue].InState(state).CopyTo(range, maxMessages, into);
    }

    internal override bool TryFind(long queue, long sequence, out MessageHeader header)
    {
        MemoryMessage? found = _queues[queue].Find(sequence);
        header = found?.Header ?? default;
        return found is not null;
    }

    internal override void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        _queues[queue].CopyDue(now, maxMessages, into);
    }

    internal override long? NextDue(long queue) => _queues[queue].Invisible.First?.Header.VisibleAt;

    internal override bool Look(long queue, MessageState state, in LookRange range, List<LookedMessage> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        return _queues[queue].InState(state).Look(range, into);
    }

    internal override int CountUpTo(long queue, MessageState state, long afterSequence, long beforeSequence, int most, out long last) =>
        _queues[queue].InState(state).CountUpTo(afterSequence, beforeSequence, most, out last);

    internal override void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body) => _queues[queue].Insert(new MemoryMessage(header, body));

    internal override void Change(long queue, in MessageHeader before, in MessageHeader after)
    {
        MemoryQueue messages = _queues[queue];
        MemoryMessage message = messages.Take(before);
        message.Header = after;
        messages.Insert(message);
    }

    internal override void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after, DeadLetterSource? source)
    {
        MemoryMessage message = _queues[queue].Take(before);
        message.Header = after;
        message.DeadLetterSource = source;
        _queues[targetQueue].Insert(message);
    }

    internal override void Remove(long queue, in MessageHeader header) => _queues[queue].Take(header);

    internal override int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages)
    {
        MemoryQueue messages = _queues[queue];
        int removed = 0;
        for (; removed < maxMessages && messages.InState(state).First is { } first && first.Header.ProducedAt <= producedUpTo; removed++)
            messages.Take(first.Header);
        return removed;
    }

    internal override void Discard(long queue) => _queues[queue] = new MemoryQueue { Status = _queues[queue].Status };

    internal override void DiscardRewindable(long queue) => _queues[queue].DiscardRewindable();

    internal override void PutQueue(QueueRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _queueRecords[record.Key] = record;
        _queues.TryAdd(record.Key, new MemoryQueue());
    }

    internal override void PutStatus(long queue, in QueueStatus status) => _queues[queue].Status = status;

    internal override void RemoveQueue(long queue)
    {
        _queueRecords.Remove(queue);
        _queues.Remove(queue);
    }

    internal override void PutTopic(TopicRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _topics[record.Key] = record;
    }

    internal override void RemoveTopic(long topic) => _topics.Remove(topic);

    internal override void PutSubscription(SubscriptionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _subscriptions[record.Key] = record;
        _queues.TryAdd(record.Key, new MemoryQueue());
    }

    internal override void RemoveSubscription(long subscription)
    {
        _subscriptions.Remove(subscription);
        _queues.Remove(subscription);
    }

    internal override void PutOffset(WallOffset offset)
    {
        // Offsets come in the order of their sequences; the latest one may be replaced.
        RemoveOffset(offset.FromSequence);
        _offsets.Add(offset);
    }

    internal override void RemoveOffset(long fromSequence) => _offsets.RemoveAll(offset => offset.FromSequence == fromSequence);

    internal override void Commit(StorePosition position) => _position = position;

    internal override void Rollback() =>
        throw new NotSupportedException("The memory store cannot take changes back. Its commits do not fail, so something else did in the middle of a batch; see the inner exception of the failed request.");

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
