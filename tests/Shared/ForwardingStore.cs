using CmqContracts.Broker;
using CmqContracts.Protocol;

namespace CmqContracts.Testing;

/// <summary>A store that forwards every call to another one. Tests override single members.</summary>
internal abstract class ForwardingStore(MessageStore inner) : MessageStore
{
    internal override bool CommitBlocks => inner.CommitBlocks;

    internal override StoreImage Load() => inner.Load();

    internal override void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into) => inner.Read(queue, state, range, maxMessages, withBodies, into);

    internal override bool TryFind(long queue, long sequence, out MessageHeader header) => inner.TryFind(queue, sequence, out header);

    internal override void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into) => inner.ReadDue(queue, now, maxMessages, into);

    internal override long? NextDue(long queue) => inner.NextDue(queue);

    internal override bool Look(long queue, MessageState state, in LookRange range, List<LookedMessage> into) => inner.Look(queue, state, range, into);

    internal override int CountUpTo(long queue, MessageState state, long afterSequence, long beforeSequence, int most, out long last) =>
        inner.CountUpTo(queue, state, afterSequence, beforeSequence, most, out last);

    internal override void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body) => inner.Add(queue, header, body);

    internal override void Change(long queue, in MessageHeader before, in MessageHeader after) => inner.Change(queue, before, after);

    internal override void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after, DeadLetterSource? source) =>
        inner.Transfer(queue, before, targetQueue, after, source);

    internal override void Remove(long queue, in MessageHeader header) => inner.Remove(queue, header);

    internal override int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages) => inner.RemoveOldest(queue, state, producedUpTo, maxMessages);

    internal override void Discard(long queue) => inner.Discard(queue);

    internal override void DiscardRewindable(long queue) => inner.DiscardRewindable(queue);

    internal override void PutQueue(QueueRecord record) => inner.PutQueue(record);

    internal override void PutStatus(long queue, in QueueStatus status) => inner.PutStatus(queue, status);

    internal override void RemoveQueue(long queue) => inner.RemoveQueue(queue);

    internal override void PutTopic(TopicRecord record) => inner.PutTopic(record);

    internal override void RemoveTopic(long topic) => inner.RemoveTopic(topic);

    internal override void PutSubscription(SubscriptionRecord record) => inner.PutSubscription(record);

    internal override void RemoveSubscription(long subscription) => inner.RemoveSubscription(subscription);

    internal override void PutOffset(WallOffset offset) => inner.PutOffset(offset);

    internal override void RemoveOffset(long fromSequence) => inner.RemoveOffset(fromSequence);

    internal override void Commit(StorePosition position) => inner.Commit(position);

    internal override void Rollback() => inner.Rollback();

    public override void Dispose() => inner.Dispose();
}
