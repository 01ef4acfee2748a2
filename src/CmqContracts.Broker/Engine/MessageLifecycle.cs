using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>
/// Carries out what time makes due for messages: they expire, become visible, become dead letters, or can no longer be rewound; and rewinds,
/// which may be about as many messages. Each <see cref="Step"/> deals with a bounded number; the rest stays due, and the next batches deal with it.
/// </summary>
internal sealed class MessageLifecycle(QueueEngine engine)
{
    private const int Page = 64;
    private static readonly MessageState[] Unconsumed = [MessageState.Active, MessageState.Inactive, MessageState.Delayed];

    private readonly List<StoredMessage> _page = [];
    private readonly List<MessageHeader> _due = [];

    /// <summary>Carries out what is due in a queue, as far as the step goes.</summary>
    public void Advance(QueueState queue)
    {
        if (queue.ExpiryDue <= engine.Now)
            Expire(queue);
        if (queue.VisibleDue <= engine.Now)
            MakeVisible(queue);
        if (queue.TimeToLiveDue <= engine.Now)
            MoveOverdue(queue);
        if (queue.Status.Rewinding)
            ContinueRewind(queue);
        if (!queue.Status.Rewinding && queue.RewindDue <= engine.Now)
            RemovePastRewind(queue);
        if (queue.Subscription is { ToQueue: true } subscription)
            engine.Fanout.Redeliver(subscription);
        engine.Reschedule(queue);
    }

    /// <summary>Messages produced up to this time are not handed out: they have expired or are dead letters by age, also where they were not removed yet.</summary>
    public long DeliverableAfter(QueueState queue) => engine.Now - queue.Lifetimes.Deliverable;

    /// <summary>Messages of a state that were produced up to this time are no more, also where they were not removed yet.</summary>
    public long EndedBefore(QueueState queue, MessageState state) => engine.Now - (state == MessageState.Rewindable ? queue.Lifetimes.Rewind : queue.Lifetimes.Retention);

    /// <summary>The oldest message that is not consumed, expired ones left out; <see langword="null"/>: there is none.</summary>
    public MessageHeader? OldestUnconsumed(QueueState queue)
    {
        MessageHeader? oldest = null;
        if (queue.Unconsumed > 0)
        {
            foreach (MessageState state in Unconsumed)
                oldest = Older(oldest, Oldest(queue, state, new SequenceRange(0, engine.Now - queue.Lifetimes.Retention)));
        }

        // What a rewind under way has not reached yet counts as unconsumed.
        return queue.Status.Rewinding && queue.Status.Rewindable > 0
            ? Older(oldest, Oldest(queue, MessageState.Rewindable, new SequenceRange(queue.Status.RewindCursor, queue.Status.RewindFrom - 1)))
            : oldest;
    }

    /// <summary>The first message of a state whose enqueue time is at or after a time; <see langword="null"/>: there is none.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="state">Which messages.</param>
    /// <param name="wallTime">The wall time, Unix milliseconds.</param>
    public MessageHeader? FirstFrom(QueueState queue, MessageState state, long wallTime)
    {
        if (queue.Status.CountOf(state) == 0)
            return null;
        long aged = EndedBefore(queue, state);
        ReadOnlySpan<WallOffset> offsets = engine.WallTimes.Offsets;
        if (offsets.IsEmpty)
            return Oldest(queue, state, new SequenceRange(0, Math.Max(wallTime - 1, aged)));

        // Enqueue times do not grow with sequences where the clock was set back, so the first one is sought offset by offset.
        for (int i = 0; i < offsets.Length; i++)
        {
            if (i + 1 < offsets.Length && (offsets[i + 1].Since + offsets[i].Milliseconds < wallTime || offsets[i + 1].Since <= aged))
                continue;
            long after = i == 0 ? 0 : offsets[i].FromSequence - 1;
            if (Oldest(queue, state, new SequenceRange(after, Math.Max(wallTime - 1 - offsets[i].Milliseconds, aged))) is not { } first)
                return null;
            int found = engine.WallTimes.IndexOf(first.Sequence);
            if (found == i || engine.WallTimes.MillisecondsOf(first.Sequence, first.ProducedAt) >= wallTime)
                return first;

            // Offsets only decrease, so what this bound has excluded is too old by the offsets in between as well.
            i = found - 1;
        }

        return null;
    }

    private static MessageHeader? Older(MessageHeader? one, MessageHeader? other) =>
        one is null || other?.Sequence < one.Value.Sequence ? other : one;

    private MessageHeader? Oldest(QueueState queue, MessageState state, SequenceRange range)
    {
        _page.Clear();
        engine.Store.Read(queue.Key, state, range, 1, withBodies: false, _page);
        return _page.Count == 0 ? null : _page[0].Header;
    }

    private void Expire(QueueState queue)
    {
        long bound = engine.Now - queue.Lifetimes.Retention;
        long oldest = long.MaxValue;
        foreach (MessageState state in Unconsumed)
        {
            if (!RemoveUpTo(queue, state, bound, out long remaining))
                return;
            oldest = Math.Min(oldest, remaining);
        }

        queue.ExpiryDue = oldest == long.MaxValue ? oldest : oldest + queue.Lifetimes.Retention;
    }

    private void RemovePastRewind(QueueState queue)
    {
        long kept = queue.Lifetimes.Rewind;
        if (RemoveUpTo(queue, MessageState.Rewindable, engine.Now - kept, out long oldest))
            queue.RewindDue = oldest == long.MaxValue ? oldest : oldest + kept;
    }

    private void MakeVisible(QueueState queue)
    {
        while (true)
        {
            _due.Clear();
            if (queue.Status.Inactive + queue.Status.Delayed > 0)
                engine.Store.ReadDue(queue.Key, engine.Now, Page, _due);
            foreach (MessageHeader header in _due)
            {
                if (engine.Step.IsOver)
                    return;
                DueOutcome outcome = MessageTransitions.OutcomeOfDue(header, queue.Lifetimes, engine.Now);
                if (outcome == DueOutcome.BecomesDeadLetter)
                {
                    if (!engine.TryMoveToDeadLetterQueue(queue, header))
                        return;
                    continue;
                }

                engine.Step.Spend();
                if (outcome == DueOutcome.Expires)
                {
                    engine.Remove(queue, header);
                    queue.Tally.Expire();
                    continue;
                }

                engine.Change(queue, header, MessageTransitions.BecomeVisible(header));
            }

            if (_due.Count < Page)
                break;
        }

        queue.VisibleDue = queue.Status.Inactive + queue.Status.Delayed > 0 ? engine.Store.NextDue(queue.Key) ?? long.MaxValue : long.MaxValue;
    }

    private void MoveOverdue(QueueState queue)
    {
        if (queue.Lifetimes.TimeToLive is not { } timeToLive)
        {
            queue.TimeToLiveDue = long.MaxValue;
            return;
        }

        while (TryReadPage(queue, MessageState.Active, SequenceRange.All))
        {
            foreach (StoredMessage message in _page)
            {
                if (!queue.Lifetimes.IsOverdue(message.Header, engine.Now))
                {
                    queue.TimeToLiveDue = message.Header.ProducedAt + timeToLive;
                    return;
                }

                if (engine.Step.IsOver || !engine.TryMoveToDeadLetterQueue(queue, message.Header))
                    return;
            }
        }

        queue.TimeToLiveDue = long.MaxValue;
    }

    private void ContinueRewind(QueueState queue)
    {
        while (TryReadPage(queue, MessageState.Rewindable, new SequenceRange(queue.Status.RewindCursor, queue.Status.RewindFrom - 1)))
        {
            foreach (StoredMessage message in _page)
            {
                if (engine.Step.IsOver)
                    return;
                engine.Step.Spend();
                MessageHeader header = message.Header;
                queue.Status.RewindCursor = header.Sequence;
                if (!MessageTransitions.IsRewound(header, queue.Status.RewindEpoch))
                    engine.Touch(queue);
                else if (MessageTransitions.Rewind(header, queue.Lifetimes, engine.Now) is { } active)
                    Return(queue, header, active);
                else
                    engine.Remove(queue, header);
            }
        }

        queue.Status.Rewinding = false;
        queue.RewindDue = 0;
        engine.Touch(queue);
    }

    private void Return(QueueState queue, in MessageHeader header, in MessageHeader active)
    {
        engine.Change(queue, header, active);
        queue.Tally.Rewind();
    }

    /// <summary>Removes messages of a state that were produced up to a time, as far as the step goes: a store removes the oldest of a queue cheaply.</summary>
    /// <returns>Whether all are removed. Then <paramref name="oldest"/> is when the oldest that is left was produced.</returns>
    private bool RemoveUpTo(QueueState queue, MessageState state, long bound, out long oldest)
    {
        int removed = engine.RemoveOldest(queue, state, bound, engine.Step.MessagesLeft + engine.RemovalAllowance.Left);
        engine.Step.Spend(engine.RemovalAllowance.Cover(removed));
        if (state != MessageState.Rewindable)
            queue.Tally.Expire(removed);
        oldest = queue.Status.CountOf(state) == 0 ? long.MaxValue : Oldest(queue, state, SequenceRange.All)?.ProducedAt ?? long.MaxValue;
        return oldest > bound;
    }

    private bool TryReadPage(QueueState queue, MessageState state, SequenceRange range)
    {
        _page.Clear();
        engine.Store.Read(queue.Key, state, range, Page, withBodies: false, _page);
        return _page.Count > 0;
    }
}
