using CmqContracts.Protocol;

namespace CmqContracts.Brokers;

/// <summary>A store in this process's memory. Its contents are lost with the process.</summary>
/// <remarks>Its commits are immediate and cannot fail, so it never has a batch to roll back.</remarks>
public sealed class MemoryStore : IMessageStore
{
    private readonly Dictionary<long, QueueRecord> _queueRecords = [];
    private readonly Dictionary<long, TopicRecord> _topics = [];
    private readonly Dictionary<long, SubscriptionRecord> _subscriptions = [];
    private readonly Dictionary<long, MemoryQueue> _queues = [];
    private readonly List<WallOffset> _offsets = [];
    private StorePosition _position;

    /// <inheritdoc/>
    public bool CommitBlocks => false;

    /// <inheritdoc/>
    public StoreImage Load() => new(
        _position,
        [.. _queueRecords.Values.Select(queue => new StoredQueue(queue, _queues[queue.Key].Status))],
        [.. _topics.Values],
        [.. _subscriptions.Values.Select(subscription => new StoredSubscription(subscription, _queues[subscription.Key].Status))],
        [.. _offsets]);

    /// <inheritdoc/>
    public void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        _queues[queue].InState(state).CopyTo(range, maxMessages, into);
    }

    /// <inheritdoc/>
    public bool TryFind(long queue, long sequence, out MessageHeader header)
    {
        MemoryMessage? found = _queues[queue].Find(sequence);
        header = found?.Header ?? default;
        return found is not null;
    }

    /// <inheritdoc/>
    public void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        _queues[queue].CopyDue(now, maxMessages, into);
    }

    /// <inheritdoc/>
    public long? NextDue(long queue) => _queues[queue].Invisible.First?.Header.VisibleAt;

    /// <inheritdoc/>
    public long Count(long queue, MessageState state, SequenceRange range) => _queues[queue].InState(state).CountIn(range);

    /// <inheritdoc/>
    public void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body) => _queues[queue].Insert(new MemoryMessage(header, body));

    /// <inheritdoc/>
    public void Change(long queue, in MessageHeader before, in MessageHeader after)
    {
        MemoryQueue messages = _queues[queue];
        MemoryMessage message = messages.Take(before);
        message.Header = after;
        messages.Insert(message);
    }

    /// <inheritdoc/>
    public void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after)
    {
        MemoryMessage message = _queues[queue].Take(before);
        message.Header = after;
        _queues[targetQueue].Insert(message);
    }

    /// <inheritdoc/>
    public void Remove(long queue, in MessageHeader header) => _queues[queue].Take(header);

    /// <inheritdoc/>
    public int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages)
    {
        MemoryQueue messages = _queues[queue];
        int removed = 0;
        for (; removed < maxMessages && messages.InState(state).First is { } first && first.Header.ProducedAt <= producedUpTo; removed++)
            messages.Take(first.Header);
        return removed;
    }

    /// <inheritdoc/>
    public void Discard(long queue) => _queues[queue] = new MemoryQueue { Status = _queues[queue].Status };

    /// <inheritdoc/>
    public void DiscardRewindable(long queue) => _queues[queue].DiscardRewindable();

    /// <inheritdoc/>
    public void PutQueue(QueueRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _queueRecords[record.Key] = record;
        _queues.TryAdd(record.Key, new MemoryQueue());
    }

    /// <inheritdoc/>
    public void PutStatus(long queue, in QueueStatus status) => _queues[queue].Status = status;

    /// <inheritdoc/>
    public void RemoveQueue(long queue)
    {
        _queueRecords.Remove(queue);
        _queues.Remove(queue);
    }

    /// <inheritdoc/>
    public void PutTopic(TopicRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _topics[record.Key] = record;
    }

    /// <inheritdoc/>
    public void RemoveTopic(long topic) => _topics.Remove(topic);

    /// <inheritdoc/>
    public void PutSubscription(SubscriptionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _subscriptions[record.Key] = record;
        _queues.TryAdd(record.Key, new MemoryQueue());
    }

    /// <inheritdoc/>
    public void RemoveSubscription(long subscription)
    {
        _subscriptions.Remove(subscription);
        _queues.Remove(subscription);
    }

    /// <inheritdoc/>
    public void PutOffset(WallOffset offset)
    {
        // Offsets come in the order of their sequences; the latest one may be replaced.
        RemoveOffset(offset.FromSequence);
        _offsets.Add(offset);
    }

    /// <inheritdoc/>
    public void RemoveOffset(long fromSequence) => _offsets.RemoveAll(offset => offset.FromSequence == fromSequence);

    /// <inheritdoc/>
    public void Commit(StorePosition position) => _position = position;

    /// <inheritdoc/>
    public void Rollback() =>
        throw new NotSupportedException("The memory store cannot take changes back. Its commits do not fail, so something else did in the middle of a batch; see the inner exception of the failed request.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
