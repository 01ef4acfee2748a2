using System.Globalization;
using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>Leases messages to receives: to one that arrives, and to those that wait, in the order of their arrival.</summary>
internal sealed class Delivery(QueueEngine engine)
{
    private readonly IndexedHeap<ReceiveRequest> _deadlines = new();
    private readonly List<QueueState> _toServe = [];
    private readonly List<StoredMessage> _messages = [];

    /// <summary>When the next wait ends.</summary>
    public long NextDeadline => _deadlines.First?.Deadline ?? long.MaxValue;

    /// <summary>How many receives wait.</summary>
    public int WaitCount => _deadlines.Count;

    /// <summary>Waits that have ended in the open batch; their answers are released with it.</summary>
    public List<ReceiveRequest> Ended { get; } = [];

    /// <summary>Leases up to <paramref name="maxMessages"/> active messages, oldest first, within the queue's in-flight limit and the budget of the reply.</summary>
    /// <exception cref="CmqServiceException">The first message does not fit the reply. Nothing has changed.</exception>
    public IReadOnlyList<CmqMessage> TakeMessages(QueueState queue, int maxMessages, IReplyBudget? budget)
    {
        maxMessages = (int)Math.Min(maxMessages, engine.Limits.InactiveMessages.Maximum - queue.Status.Inactive);
        if (queue.Status.Active == 0 || maxMessages <= 0)
            return [];
        _messages.Clear();
        engine.Store.Read(queue.Key, MessageState.Active, new SequenceRange(0, engine.Lifecycle.DeliverableAfter(queue)), maxMessages, withBodies: true, _messages);
        if (_messages.Count == 0)
            return [];
        if (budget is not null)
            KeepFitting(budget);

        long visibleAt = MessageTransitions.VisibilityEnd(engine.Now, engine.WallTimes.InForce, queue.VisibilityTimeout);
        LocalDeadline handlingEndsAt = engine.MomentOf(visibleAt);
        CmqMessage[] received = new CmqMessage[_messages.Count];
        for (int i = 0; i < received.Length; i++)
        {
            MessageHeader before = _messages[i].Header;
            MessageHeader after = MessageTransitions.Receive(before, engine.Now, visibleAt);
            engine.Change(queue, before, after);
            queue.Tally.Receive();
            received[i] = new CmqMessage
            {
                MessageId = PublicForm.MessageId(after.Sequence),
                ReceiptHandle = ReceiptHandle.Of(after).ToString(),
                Body = _messages[i].Body,
                EnqueuedAt = engine.WallTimes.Of(after.Sequence, after.ProducedAt),
                FirstReceivedAt = engine.WallTimes.Of(after.Sequence, after.FirstReceivedAt),
                VisibleAgainAt = engine.WallTimes.OfFuture(after.VisibleAt),
                HandlingEndsAt = handlingEndsAt,
                DequeueCount = after.DequeueCount,
            };
        }

        _messages.Clear();
        return received;
    }

    /// <summary>Adds a receive to those that wait.</summary>
    public void Wait(ReceiveRequest request, QueueState queue)
    {
        engine.Store.NoteChange();
        queue.Waiting.Add(request);
        _deadlines.Add(request);
    }

    /// <summary>Marks a queue that may have messages for its waiting receives.</summary>
    public void MarkToServe(QueueState queue)
    {
        if (queue.IsToServe || queue.Waiting.First is null)
            return;
        queue.IsToServe = true;
        _toServe.Add(queue);
    }

    /// <summary>Leases messages of the marked queues to their waiting receives.</summary>
    public void Serve()
    {
        for (int i = 0; i < _toServe.Count; i++)
        {
            QueueState queue = _toServe[i];
            queue.IsToServe = false;
            while (queue.Status.Active > 0 && queue.Waiting.First is { } request)
            {
                if (request.CancellationToken.IsCancellationRequested)
                {
                    End(request, new OperationCanceledException(request.CancellationToken));
                    continue;
                }

                long changes = engine.Store.Changes;
                try
                {
                    IReadOnlyList<CmqMessage> messages = TakeMessages(queue, request.MaxMessages, request.ReplyBudget);
                    if (messages.Count == 0)
                        break;
                    End(request, messages);
                }
                catch (CmqServiceException refusal)
                {
                    End(request, refusal);
                }
                catch (Exception fault) when (engine.FailsAlone(changes))
                {
                    End(request, engine.Fault(fault));
                }
            }
        }

        _toServe.Clear();
    }

    /// <summary>Ends the waits whose deadline is not after a time.</summary>
    public void EndOverdue(long until)
    {
        while (_deadlines.First is { } request && request.Deadline <= until)
        {
            if (request.TryProlong(engine.Now))
                _deadlines.Update(request);
            else
                End(request, []);
        }
    }

    /// <summary>Ends a wait without an answer, if it has not ended yet.</summary>
    public void Cancel(ReceiveRequest request)
    {
        if (request.IsWaiting)
            End(request, new OperationCanceledException(request.CancellationToken));
    }

    /// <summary>Ends all waits for a queue.</summary>
    public void EndAll(WaitList waiting, Func<Exception> error)
    {
        while (waiting.First is { } request)
            End(request, error());
    }

    /// <summary>Ends every wait.</summary>
    public void EndAll(Func<Exception> error)
    {
        while (_deadlines.First is { } request)
            End(request, error());
    }

    /// <summary>Unmarks all queues; the waits go on.</summary>
    public void Reset() => _toServe.Clear();

    private void KeepFitting(IReplyBudget budget)
    {
        int fitting = 0;
        while (fitting < _messages.Count && budget.TrySpend(_messages[fitting].Body.Span))
            fitting++;
        if (fitting == 0)
            throw new CmqServiceException(CmqErrors.QpsThrottling, "Too many answers wait to be read by their clients. Nothing was received; ask again later.");
        _messages.RemoveRange(fitting, _messages.Count - fitting);
    }

    private void End(ReceiveRequest request, IReadOnlyList<CmqMessage> messages)
    {
        Leave(request);
        request.Settle(messages);
        Ended.Add(request);
    }

    private void End(ReceiveRequest request, Exception error)
    {
        Leave(request);
        request.Settle(error);
        Ended.Add(request);
    }

    private void Leave(ReceiveRequest request)
    {
        engine.Store.NoteChange();
        request.WaitList!.Remove(request);
        _deadlines.Remove(request);
    }
}
