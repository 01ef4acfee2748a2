using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>What one step has done.</summary>
/// <param name="Handled">How many messages it has dealt with, from the first.</param>
/// <param name="Done">How many of them were deleted or moved.</param>
/// <param name="Skipped">The others.</param>
internal readonly record struct ActionStep(int Handled, int Done, IReadOnlyList<SkippedMessage> Skipped);

/// <summary>Deletes or moves messages by their ids, in steps of which each is committed by itself.</summary>
/// <param name="account">The account.</param>
/// <param name="queueName">The queue that they are in.</param>
/// <param name="state">The state that they must be in; <see langword="null"/>: any.</param>
internal abstract class MessageAction(Account account, string queueName, MessageState? state)
{
    /// <summary>What came of one message.</summary>
    protected enum Outcome
    {
        /// <summary>It was deleted or moved.</summary>
        Done,

        /// <summary>It was left.</summary>
        Skipped,

        /// <summary>The step has no room for it.</summary>
        StepIsOver,
    }

    /// <summary>Deals with as many messages as the step takes.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="sequences">The messages.</param>
    /// <param name="offset">The first of them that is left to do.</param>
    /// <exception cref="CmqServiceException">The first message of the step is refused, and nothing was changed.</exception>
    public ActionStep Run(QueueEngine engine, IReadOnlyList<long> sequences, int offset)
    {
        QueueState queue = account.Find(queueName);
        List<SkippedMessage> skipped = [];
        int handled = 0, done = 0;
        Begin(queue);
        for (; offset + handled < sequences.Count && handled < MessageCursor.StepMessages; handled++)
        {
            long sequence = sequences[offset + handled];
            SkipReason reason = default;
            Outcome outcome;
            try
            {
                outcome = TryFind(engine, queue, sequence, out MessageHeader header, ref reason) ? Act(engine, queue, header, ref reason) : Outcome.Skipped;
            }
            catch (CmqServiceException) when (done > 0)
            {
                // What was done is to be committed and counted; the next step meets the refusal again.
                break;
            }

            if (outcome == Outcome.StepIsOver)
                break;
            if (outcome == Outcome.Done)
                done++;
            else
                skipped.Add(new SkippedMessage(PublicForm.MessageId(sequence), reason));
        }

        return new ActionStep(handled, done, skipped);
    }

    /// <summary>Begins a step.</summary>
    protected virtual void Begin(QueueState queue)
    {
    }

    /// <summary>Deals with one message.</summary>
    /// <exception cref="CmqServiceException">It is refused, and so would be all others. Nothing was changed for it.</exception>
    protected abstract Outcome Act(QueueEngine engine, QueueState queue, in MessageHeader header, ref SkipReason reason);

    private bool TryFind(QueueEngine engine, QueueState queue, long sequence, out MessageHeader header, ref SkipReason reason)
    {
        if (!engine.Store.TryFind(queue.Key, sequence, out header) || header.ProducedAt <= engine.Lifecycle.EndedBefore(queue, header.State))
            reason = SkipReason.NotFound;
        else if (state is { } wanted && header.State != wanted)
            reason = SkipReason.StateChanged;
        else
            return true;
        return false;
    }
}

/// <summary>Deletes messages.</summary>
/// <inheritdoc/>
internal sealed class DeleteAction(Account account, string queueName, MessageState? state) : MessageAction(account, queueName, state)
{
    protected override Outcome Act(QueueEngine engine, QueueState queue, in MessageHeader header, ref SkipReason reason)
    {
        if (engine.Step.IsOver)
            return Outcome.StepIsOver;
        engine.Step.Spend();
        if (header.State == MessageState.Rewindable)
            engine.Remove(queue, header);
        else
            engine.Delete(queue, header);
        return Outcome.Done;
    }
}

/// <summary>Moves messages to another queue.</summary>
/// <param name="account">The account.</param>
/// <param name="queueName">The queue that they are in.</param>
/// <param name="targetName">The queue to put them into; <see langword="null"/>: for each dead letter the one that it comes from.</param>
/// <param name="state">The state that they must be in; <see langword="null"/>: any.</param>
internal sealed class MoveAction(Account account, string queueName, string? targetName, MessageState? state) : MessageAction(account, queueName, state)
{
    private readonly Account _account = account;
    private readonly List<LookedMessage> _looked = [];
    private QueueState? _target;
    private QueueState? _onlySource;

    protected override void Begin(QueueState queue)
    {
        _target = targetName is null ? null : _account.Find(targetName);
        QueueState[] sources = targetName is null ? [.. _account.Queues.ByName.Where(source => source.DeadLetterQueue == queue).Take(2)] : [];
        _onlySource = sources.Length == 1 ? sources[0] : null;
    }

    protected override Outcome Act(QueueEngine engine, QueueState queue, in MessageHeader header, ref SkipReason reason)
    {
        reason = SkipReason.NotMovable;
        if (!InspectionRules.IsMovable(header.State))
            return Outcome.Skipped;
        LookedMessage message = engine.Look(queue, header);

        // Paid once, whether the body is only read, to find its source, or written too.
        if (!engine.Step.TrySpend(message.BodyLength))
            return Outcome.StepIsOver;
        QueueState? target = _target ?? FindSource(engine, queue, message);
        if (target is null || target == queue)
        {
            reason = SkipReason.SourceUnknown;
            return Outcome.Skipped;
        }

        reason = SkipReason.TooLarge;
        if (message.BodyLength > target.MaxMsgSize)
            return Outcome.Skipped;
        InspectionRules.CheckRoom(target.Record.Name, target.MaxMsgHeapNum, target.Unconsumed);
        engine.Move(queue, header, target);
        return Outcome.Done;
    }

    /// <summary>The queue that a dead letter comes from: the one that the broker has noted, else the one whose handler has rejected it, else the only one that it can be.</summary>
    private QueueState? FindSource(QueueEngine engine, QueueState queue, in LookedMessage message)
    {
        if (message.DeadLetterSource is { } noted)
            return _account.Queues.TryFind(noted.QueueName);
        long sequence = message.Header.Sequence;
        _looked.Clear();
        engine.Store.Look(queue.Key, message.Header.State, LookRange.Of(sequence, withBody: true), _looked);
        string? rejectedFrom = RejectedMessage.QueueNameIn(_looked[0].Body.Span);
        _looked.Clear();
        return rejectedFrom is { Length: > 0 } ? _account.Queues.TryFind(rejectedFrom) : _onlySource;
    }
}
