using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>
/// The store as requests use it. After an exception it tells what is lost: nothing, when the request has changed nothing and the store is not
/// what has failed.
/// </summary>
/// <param name="store">The store.</param>
internal sealed class BatchStore(MessageStore store)
{
    private bool _isInCall;

    /// <summary>How many changes have begun, of the store and, by <see cref="NoteChange"/>, of the engine's own state.</summary>
    public long Changes { get; private set; }

    /// <summary>Whether the last call has not returned, and the open batch may be lost with it.</summary>
    public bool HasFailed => _isInCall && store.MayLoseBatch;

    /// <summary>Counts a change of the engine's own state. Called before it.</summary>
    public void NoteChange() => Changes++;

    /// <summary>Forgets a call that has failed.</summary>
    public void Reset() => _isInCall = false;

    /// <inheritdoc cref="MessageStore.Read"/>
    public void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into)
    {
        _isInCall = true;
        store.Read(queue, state, range, maxMessages, withBodies, into);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.TryFind"/>
    public bool TryFind(long queue, long sequence, out MessageHeader header)
    {
        _isInCall = true;
        bool result = store.TryFind(queue, sequence, out header);
        _isInCall = false;
        return result;
    }

    /// <inheritdoc cref="MessageStore.ReadDue"/>
    public void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into)
    {
        _isInCall = true;
        store.ReadDue(queue, now, maxMessages, into);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.NextDue"/>
    public long? NextDue(long queue)
    {
        _isInCall = true;
        long? result = store.NextDue(queue);
        _isInCall = false;
        return result;
    }

    /// <inheritdoc cref="MessageStore.Look"/>
    public bool Look(long queue, MessageState state, in LookRange range, List<LookedMessage> into)
    {
        _isInCall = true;
        bool result = store.Look(queue, state, range, into);
        _isInCall = false;
        return result;
    }

    /// <inheritdoc cref="MessageStore.CountUpTo"/>
    public int CountUpTo(long queue, MessageState state, long afterSequence, long beforeSequence, int most, out long last)
    {
        _isInCall = true;
        int result = store.CountUpTo(queue, state, afterSequence, beforeSequence, most, out last);
        _isInCall = false;
        return result;
    }

    /// <inheritdoc cref="MessageStore.Add"/>
    public void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body)
    {
        BeginChange();
        store.Add(queue, header, body);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.Change"/>
    public void Change(long queue, in MessageHeader before, in MessageHeader after)
    {
        BeginChange();
        store.Change(queue, before, after);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.Transfer"/>
    public void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after, DeadLetterSource? source)
    {
        BeginChange();
        store.Transfer(queue, before, targetQueue, after, source);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.Remove"/>
    public void Remove(long queue, in MessageHeader header)
    {
        BeginChange();
        store.Remove(queue, header);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.RemoveOldest"/>
    public int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages)
    {
        BeginChange();
        int result = store.RemoveOldest(queue, state, producedUpTo, maxMessages);
        _isInCall = false;
        return result;
    }

    /// <inheritdoc cref="MessageStore.Discard"/>
    public void Discard(long queue)
    {
        BeginChange();
        store.Discard(queue);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.DiscardRewindable"/>
    public void DiscardRewindable(long queue)
    {
        BeginChange();
        store.DiscardRewindable(queue);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.PutQueue"/>
    public void PutQueue(QueueRecord record)
    {
        BeginChange();
        store.PutQueue(record);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.RemoveQueue"/>
    public void RemoveQueue(long queue)
    {
        BeginChange();
        store.RemoveQueue(queue);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.PutTopic"/>
    public void PutTopic(TopicRecord record)
    {
        BeginChange();
        store.PutTopic(record);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.RemoveTopic"/>
    public void RemoveTopic(long topic)
    {
        BeginChange();
        store.RemoveTopic(topic);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.PutSubscription"/>
    public void PutSubscription(SubscriptionRecord record)
    {
        BeginChange();
        store.PutSubscription(record);
        _isInCall = false;
    }

    /// <inheritdoc cref="MessageStore.RemoveSubscription"/>
    public void RemoveSubscription(long subscription)
    {
        BeginChange();
        store.RemoveSubscription(subscription);
        _isInCall = false;
    }

    private void BeginChange()
    {
        Changes++;
        _isInCall = true;
    }
}
