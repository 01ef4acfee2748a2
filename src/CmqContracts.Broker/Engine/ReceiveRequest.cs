using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>A receive. While it waits, it is in its queue's list and in the heap of deadlines.</summary>
internal sealed class ReceiveRequest(Account account, ReceiveMessagesRequest request, CancellationToken cancellationToken)
    : Request<IReadOnlyList<CmqMessage>>, IHeapItem<ReceiveRequest>
{
    private CancellationTokenRegistration _registration;
    private bool _waiting;
    private bool _endsEarly;
    private long _nominalEnd;

    public int MaxMessages => request.MaxMessages;

    public IReplyBudget? ReplyBudget => request.ReplyBudget;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>When the wait ends, in the engine's time.</summary>
    public long Deadline { get; private set; }

    public override bool IsWaiting => _waiting;

    public int HeapIndex { get; set; } = -1;

    /// <summary>The list of the queue that it waits for.</summary>
    public WaitList? WaitList { get; set; }

    public ReceiveRequest? Previous { get; set; }

    public ReceiveRequest? Next { get; set; }

    public bool ComesBefore(ReceiveRequest other) => Deadline < other.Deadline;

    public override void Run(QueueEngine engine)
    {
        QueueState queue = account.Find(request.QueueName);
        QueueRefusals.CheckInFlight(queue.Record.Name, queue.Status.Inactive, engine.Limits);
        Result = queue.Waiting.First is null ? engine.Delivery.TakeMessages(queue, request.MaxMessages, request.ReplyBudget) : [];
        int seconds = request.PollingWaitSeconds ?? queue.PollingWaitSeconds;
        if (Result.Count > 0 || seconds == 0)
            return;
        _endsEarly = request.AnswerEarly.TotalSeconds < seconds;
        _nominalEnd = engine.Now + (seconds * 1000L);
        Deadline = _nominalEnd - (long)request.AnswerEarly.TotalMilliseconds;
        Detach();
        if (cancellationToken.CanBeCanceled)
            _registration = cancellationToken.UnsafeRegister(static (state, _) => ((Action)state!)(), engine.CancelLater(this));
        _waiting = true;
        engine.Delivery.Wait(this, queue);
    }

    /// <summary>Moves the end of a wait that is to be answered early to the time at which a message becomes visible, if that is before the wait's nominal end.</summary>
    /// <returns>Whether there is such a message.</returns>
    public bool TryProlong(long now)
    {
        if (!_endsEarly || account.Queues.TryFind(request.QueueName) is not { } queue || queue.VisibleDue <= now || queue.VisibleDue > _nominalEnd)
            return false;
        Deadline = queue.VisibleDue;
        return true;
    }

    /// <summary>Ends the wait with messages; none when the time is over.</summary>
    public void Settle(IReadOnlyList<CmqMessage> messages)
    {
        Result = messages;
        _waiting = false;
    }

    /// <summary>Ends the wait without an answer.</summary>
    public void Settle(Exception error)
    {
        Error = error;
        _waiting = false;
    }

    public override void Release()
    {
        _registration.Unregister();
        base.Release();
    }
}

/// <summary>The receives that wait for a queue's messages, in the order of their arrival.</summary>
internal sealed class WaitList
{
    public ReceiveRequest? First { get; private set; }

    public int Count { get; private set; }

    private ReceiveRequest? Last { get; set; }

    public void Add(ReceiveRequest request)
    {
        request.WaitList = this;
        request.Previous = Last;
        if (Last is null)
            First = request;
        else
            Last.Next = request;
        Last = request;
        Count++;
    }

    public void Remove(ReceiveRequest request)
    {
        if (request.Previous is null)
            First = request.Next;
        else
            request.Previous.Next = request.Next;
        if (request.Next is null)
            Last = request.Previous;
        else
            request.Next.Previous = request.Previous;
        request.WaitList = null;
        request.Previous = request.Next = null;
        Count--;
    }
}
