using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>
/// Where a <see cref="CmqBroker"/> keeps queues, topics and messages, such as what <c>SqliteStore.Open</c> of the package CmqContracts.Sqlite
/// returns. It is given to one broker, which uses and disposes it.
/// </summary>
public abstract class MessageStore : IDisposable
{
    private int _isTaken;

    /// <summary>
    /// Only our own stores derive from it. The broker decides what happens to a message; the store keeps it, finds it again in order, and makes
    /// changes durable together.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The broker calls one member at a time and never overlaps calls. Everything written since the last commit is the open batch; reads see
    /// it. <see cref="Commit"/> makes the batch durable as a whole, across queues, before it returns; the broker answers no request of it
    /// before. Any member may throw when the medium fails: the broker then calls <see cref="Rollback"/>, fails every request of the batch and
    /// reads its own state again with <see cref="Load"/>.
    /// </para>
    /// <para>
    /// Within a queue, sequences grow with every <see cref="Add"/> and <see cref="Transfer"/>, and production times never decrease with them,
    /// so a bound on the production time is a bound on the sequence too and must not cost a scan. All times are milliseconds of the broker's
    /// own time, which never goes back (<see cref="WallOffset"/>). No member may cost time in proportion to the backlog, <see cref="Discard"/>,
    /// <see cref="DiscardRewindable"/>, <see cref="RemoveQueue"/> and <see cref="RemoveSubscription"/> included: they take effect at once, and
    /// the store frees the space in its own small steps.
    /// </para>
    /// </remarks>
    internal MessageStore()
    {
    }

    /// <summary>Makes the store a broker's own, until <see cref="GiveBack"/>.</summary>
    /// <exception cref="ArgumentException">Another broker has it: two would hand out one message twice.</exception>
    internal void Take()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
            throw new ArgumentException($"{nameof(BrokerOptions)}.{nameof(BrokerOptions.Store)} belongs to another broker, which uses and disposes it. Open a store for each broker.");
    }

    /// <summary>Ends what <see cref="Take"/> began.</summary>
    internal void GiveBack() => Volatile.Write(ref _isTaken, 0);

    /// <summary>
    /// Whether <see cref="Commit"/> waits for a medium. The broker then runs the batches of requests that arrive meanwhile on a thread of
    /// its own, and a request that arrives alone on its caller's.
    /// </summary>
    internal abstract bool CommitBlocks { get; }

    /// <summary>Whether a call that fails, a read too, may take the open batch with it: that of a store whose medium can fail.</summary>
    internal virtual bool MayLoseBatch => true;

    /// <summary>Reads everything but the messages, as of the last commit.</summary>
    internal abstract StoreImage Load();

    /// <summary>Reads messages of one state in the order of their sequence.</summary>
    /// <param name="queue">The queue's key.</param>
    /// <param name="state">Which messages.</param>
    /// <param name="range">Where to begin.</param>
    /// <param name="maxMessages">How many to read at most.</param>
    /// <param name="withBodies">Whether the bodies are wanted; without, <see cref="StoredMessage.Body"/> may be empty.</param>
    /// <param name="into">Receives the messages; it is empty at the call.</param>
    internal abstract void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into);

    /// <summary>Finds a message by its sequence, whatever its state.</summary>
    internal abstract bool TryFind(long queue, long sequence, out MessageHeader header);

    /// <summary>Reads delayed and inactive messages whose <see cref="MessageHeader.VisibleAt"/> is reached, ordered by it and then by sequence.</summary>
    /// <param name="queue">The queue's key.</param>
    /// <param name="now">The broker's time.</param>
    /// <param name="maxMessages">How many to read at most.</param>
    /// <param name="into">Receives the messages; it is empty at the call.</param>
    internal abstract void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into);

    /// <summary>The lowest <see cref="MessageHeader.VisibleAt"/> of the queue's delayed and inactive messages; <see langword="null"/>: it has none.</summary>
    internal abstract long? NextDue(long queue);

    /// <summary>Reads messages of one state for a look, with as many bytes of bodies as are wanted and no more.</summary>
    /// <param name="queue">The queue's key.</param>
    /// <param name="state">Which messages.</param>
    /// <param name="range">What to read.</param>
    /// <param name="into">Receives the messages; it is empty at the call.</param>
    /// <returns>Whether there are more in range but for <see cref="LookRange.MaxMessages"/> and <see cref="LookRange.MaxBytes"/>.</returns>
    internal abstract bool Look(long queue, MessageState state, in LookRange range, List<LookedMessage> into);

    /// <summary>Counts messages of one state between two sequences, neither of which is included, in their order and up to a number.</summary>
    /// <param name="queue">The queue's key.</param>
    /// <param name="state">Which messages.</param>
    /// <param name="afterSequence">The sequence before the first.</param>
    /// <param name="beforeSequence">The sequence behind the last.</param>
    /// <param name="most">How many to count at most.</param>
    /// <param name="last">The sequence of the last that was counted; not set when there is none.</param>
    internal abstract int CountUpTo(long queue, MessageState state, long afterSequence, long beforeSequence, int most, out long last);

    /// <summary>Adds a new message. Its sequence is higher than any before.</summary>
    /// <param name="queue">The queue's key.</param>
    /// <param name="header">The message.</param>
    /// <param name="body">The body. It belongs to the store and never changes.</param>
    internal abstract void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body);

    /// <summary>Changes what is known about a message; its sequence and production time stay.</summary>
    /// <param name="queue">The queue's key.</param>
    /// <param name="before">The message as it was read.</param>
    /// <param name="after">The message as it shall be.</param>
    internal abstract void Change(long queue, in MessageHeader before, in MessageHeader after);

    /// <summary>Moves a message's body to another queue under a new sequence, higher than any before, and removes it here.</summary>
    /// <param name="queue">The key of the queue to take from.</param>
    /// <param name="before">The message as it was read.</param>
    /// <param name="targetQueue">The key of the queue to put into.</param>
    /// <param name="after">The message as it shall be there.</param>
    /// <param name="source">What is noted beside its body there; <see langword="null"/>: nothing, whatever was noted here.</param>
    internal abstract void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after, DeadLetterSource? source);

    /// <summary>Removes a message for good.</summary>
    /// <param name="queue">The queue's key.</param>
    /// <param name="header">The message as it was read.</param>
    internal abstract void Remove(long queue, in MessageHeader header);

    /// <summary>Removes the oldest messages of a state for good, as far as they were produced up to a time.</summary>
    /// <param name="queue">The queue's key.</param>
    /// <param name="state">Which messages.</param>
    /// <param name="producedUpTo">The latest production time that goes.</param>
    /// <param name="maxMessages">How many to remove at most.</param>
    /// <returns>How many were removed.</returns>
    internal abstract int RemoveOldest(long queue, MessageState state, long producedUpTo, int maxMessages);

    /// <summary>Removes all messages of a queue at once; the queue stays.</summary>
    internal abstract void Discard(long queue);

    /// <summary>Removes all messages of a queue that are rewindable now, at once.</summary>
    internal abstract void DiscardRewindable(long queue);

    /// <summary>Adds or replaces a queue's definition.</summary>
    internal abstract void PutQueue(QueueRecord record);

    /// <summary>Replaces a queue's status. Written at most once per queue and batch, shortly before the commit.</summary>
    internal abstract void PutStatus(long queue, in QueueStatus status);

    /// <summary>Removes a queue with all its messages at once. Its key is never used again.</summary>
    internal abstract void RemoveQueue(long queue);

    /// <summary>Adds or replaces a topic's definition.</summary>
    internal abstract void PutTopic(TopicRecord record);

    /// <summary>Removes a topic, whose subscriptions were removed before.</summary>
    internal abstract void RemoveTopic(long topic);

    /// <summary>Adds or replaces a subscription's definition. From then on its key stands for a queue: every member that takes a queue's key takes it.</summary>
    internal abstract void PutSubscription(SubscriptionRecord record);

    /// <summary>Removes a subscription with all its messages at once. Its key is never used again.</summary>
    internal abstract void RemoveSubscription(long subscription);

    /// <summary>Adds or replaces an offset between the broker's time and wall time. Written only when the machine's clock was set back.</summary>
    internal abstract void PutOffset(WallOffset offset);

    /// <summary>Removes the offset of a first sequence, as no message needs it any more.</summary>
    internal abstract void RemoveOffset(long fromSequence);

    /// <summary>Makes the open batch durable, all of it or nothing, and begins a new one.</summary>
    /// <param name="position">What the broker must find again besides queues and messages.</param>
    /// <remarks>It returns when the batch is durable. When it throws, nothing of the batch may be seen by a later read, nor after a restart. A store that cannot promise that has stopped: every call throws, <see cref="Rollback"/> and <see cref="Load"/> first.</remarks>
    internal abstract void Commit(StorePosition position);

    /// <summary>Drops the open batch, or what is left of it after a commit that failed. Without an open batch it does nothing.</summary>
    internal abstract void Rollback();

    /// <summary>Finds out, in less than a second, why no batch could be made durable at this moment. Called from any thread, also while other members run.</summary>
    /// <returns>The reason, a sentence that names no file; <see langword="null"/>: nothing is known to be wrong.</returns>
    internal virtual string? FindWriteProblem() => null;

    /// <summary>Closes the store. A broker disposes its store with itself.</summary>
    public abstract void Dispose();
}
