using CmqContracts.Protocol;

namespace CmqContracts.Brokers;

/// <summary>A store in this process's memory: gone with the process, and as fast as a queue can be.</summary>
/// <remarks>Its commits are immediate and cannot fail, so it never has a batch to roll back.</remarks>
public sealed class MemoryStore : IMessageStore
{
    private readonly Dictionary<long, MemoryQueue> _queues = [];
    private StoreMark _mark;

    /// <inheritdoc/>
    public StoreImage Load()
    {
        List<StoredQueue> queues = new(_queues.Count);
        foreach (MemoryQueue queue in _queues.Values)
            queues.Add(new StoredQueue(queue.Record, queue.Status));
        return new StoreImage(_mark, queues);
    }

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
    public long? NextDue(long queue) => _queues[queue].Sleeping.First?.Header.VisibleAt;

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
    public void Discard(long queue)
    {
        MemoryQueue discarded = _queues[queue];
        _queues[queue] = new MemoryQueue(discarded.Record) { Status = discarded.Status };
    }

    /// <inheritdoc/>
    public void DiscardRewindable(long queue) => _queues[queue].DiscardRewindable();

    /// <inheritdoc/>
    public void PutQueue(QueueRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_queues.TryGetValue(record.Key, out MemoryQueue? queue))
            queue.Record = record;
        else
            _queues.Add(record.Key, new MemoryQueue(record));
    }

    /// <inheritdoc/>
    public void PutStatus(long queue, in QueueStatus status) => _queues[queue].Status = status;

    /// <inheritdoc/>
    public void RemoveQueue(long queue) => _queues.Remove(queue);

    /// <inheritdoc/>
    public ValueTask CommitAsync(StoreMark mark)
    {
        _mark = mark;
        return default;
    }

    /// <inheritdoc/>
    public void Rollback() =>
        throw new NotSupportedException("The memory store cannot take changes back. Its commits do not fail, so something else did in the middle of a batch; see the inner exception of the failed request.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
