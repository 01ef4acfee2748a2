using CmqContracts.Brokers;
using CmqContracts.Protocol;

namespace CmqContracts.Testing;

/// <summary>A store that forwards every call to another one. Tests override single members.</summary>
internal abstract class ForwardingStore(IMessageStore inner) : IMessageStore
{
    public virtual bool CommitBlocks => inner.CommitBlocks;

    public virtual StoreImage Load() => inner.Load();

    public void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into) => inner.Read(queue, state, range, maxMessages, withBodies, into);

    public bool TryFind(long queue, long sequence, out MessageHeader header) => inner.TryFind(queue, sequence, out header);

    public void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into) => inner.ReadDue(queue, now, maxMessages, into);

    public long? NextDue(long queue) => inner.NextDue(queue);

    public long Count(long queue, MessageState state, SequenceRange range) => inner.Count(queue, state, range);

    public virtual void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body) => inner.Add(queue, header, body);

    public void Change(long queue, in MessageHeader before, in MessageHeader after) => inner.Change(queue, before, after);

    public virtual void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after) => inner.Transfer(queue, before, targetQueue, after);

    public void Remove(long queue, in MessageHeader header) => inner.Remove(queue, header);

    public virtual int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages) => inner.RemoveOldest(queue, state, producedUpTo, maxMessages);

    public void Discard(long queue) => inner.Discard(queue);

    public void DiscardRewindable(long queue) => inner.DiscardRewindable(queue);

    public void PutQueue(QueueRecord record) => inner.PutQueue(record);

    public void PutStatus(long queue, in QueueStatus status) => inner.PutStatus(queue, status);

    public void RemoveQueue(long queue) => inner.RemoveQueue(queue);

    public void PutTopic(TopicRecord record) => inner.PutTopic(record);

    public void RemoveTopic(long topic) => inner.RemoveTopic(topic);

    public void PutSubscription(SubscriptionRecord record) => inner.PutSubscription(record);

    public void RemoveSubscription(long subscription) => inner.RemoveSubscription(subscription);

    public virtual void PutOffset(WallOffset offset) => inner.PutOffset(offset);

    public void RemoveOffset(long fromSequence) => inner.RemoveOffset(fromSequence);

    public virtual void Commit(StorePosition position) => inner.Commit(position);

    public void Rollback() => inner.Rollback();

    public virtual void Dispose() => inner.Dispose();
}
