using System.Collections.Concurrent;
using CmqContracts.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CmqContracts.Broker;

/// <summary>
/// The state machine of all queues. It runs on one thread at a time, and is a function of its requests, the time and the store:
/// it holds definitions, counters and waits, never messages.
/// </summary>
internal sealed partial class QueueEngine
{
    /// <summary>How much later waits end while more is due than one step takes: as much as servers answer them early, so that clients have not given up yet.</summary>
    private const int WaitGraceMilliseconds = 200;

    private readonly MessageStore _store;
    private readonly ILogger _logger;
    private readonly EngineClock _clock;
    private readonly Action<ReceiveRequest> _cancelLater;
    private readonly ConcurrentDictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<long, QueueState> _queues = [];
    private readonly IndexedHeap<QueueState> _schedule = new();
    private readonly List<QueueState> _dirty = [];

    /// <summary>Queues that the open batch has removed.</summary>
    private readonly List<QueueState> _removed = [];
    private readonly List<LookedMessage> _looked = [];
    private bool _changed;
    private long _lastSequence;

    public QueueEngine(MessageStore store, BrokerOptions options, Action<ReceiveRequest> cancelLater)
    {
        _store = store;
        Store = new BatchStore(store);
        Limits = options.Limits;
        RefusesPublishWithoutReceiver = options.RefusePublishWithoutReceiver;
        _cancelLater = cancelLater;
        Step = new Step(options.TimeProvider);
        Delivery = new Delivery(this);
        Lifecycle = new MessageLifecycle(this);
        Fanout = new Fanout(this);
        Backlogs = new PublishBacklogs(this);
        Pushes = new PushQueue(this);
        _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<CmqBroker>();
        StoreImage image = store.Load();
        WallTimes.Load(image.Offsets);
        _clock = new EngineClock(options.TimeProvider, _logger, image.Position.Time, WallTimes.InForce);
        Load(image);
        FollowWall();

        // A memory store forgets its sequences with the process. Beginning at the clock keeps old receipt handles from meeting new messages.
        _lastSequence = Math.Max(_lastSequence, Math.Clamp(WallNow, 0, ReceiptHandle.MaxSequence >> 9) << 7);
    }

    public BatchStore Store { get; }

    public CmqLimits Limits { get; }

    public Delivery Delivery { get; }

    public bool RefusesPublishWithoutReceiver { get; }

    public MessageLifecycle Lifecycle { get; }

    public Fanout Fanout { get; }

    public PublishBacklogs Backlogs { get; }

    public PushQueue Pushes { get; }

    /// <summary>How much of what is due, or of what requests bring, goes in one commit.</summary>
    public Step Step { get; }

    /// <summary>Removals that the step for what time has made due may make beyond that.</summary>
    public RemovalAllowance RemovalAllowance { get; } = new();

    /// <summary>The engine's time of the open batch, milliseconds. It never goes back, so production times grow with the sequence.</summary>
    public long Now => _clock.Now;

    /// <summary>Milliseconds that have passed without timers.</summary>
    public long Skipped => _clock.Skipped;

    /// <summary>The moment of an engine time on the monotonic clock.</summary>
    public LocalDeadline MomentOf(long time) => _clock.MomentOf(time);

    /// <summary>Wall time of the open batch, Unix milliseconds.</summary>
    public long WallNow => Now + WallTimes.InForce;

    /// <summary>Converts the engine's times to wall time.</summary>
    public WallTimes WallTimes { get; } = new();

    /// <summary>When something is due next.</summary>
    public long NextDue => Backlogs.HasWork ? 0 : Math.Min(Math.Min(_schedule.First?.Due ?? long.MaxValue, Delivery.NextDeadline), Pushes.NextLeaseEnd);

    public Account GetAccount(string name) => _accounts.GetOrAdd(name, static key => new Account(key));

    /// <summary>The accounts that have a queue or a topic, by name.</summary>
    public IReadOnlyList<string> ListAccounts() =>
        [.. _accounts.Values.Where(static account => account.Queues.Count + account.Topics.Count > 0).Select(static account => account.Name).Order(StringComparer.Ordinal)];

    /// <summary>The highest sequence that was given.</summary>
    public long LastSequence => _lastSequence;

    /// <summary>Begins a batch with what time has made due.</summary>
    public void Begin()
    {
        _clock.Poll();
        FollowWall();
        if (NextDue > Now)
        {
            RemovalAllowance.Reset();
            Step.Begin();
            return;
        }

        RemovalAllowance.Begin(Now);
        Step.BeginNow();
        while (!Step.IsOver && _schedule.First is { } queue && queue.Due <= Now)
            Lifecycle.Advance(queue);
        bool isBehind = Step.IsOver;
        if (isBehind)
            RemovalAllowance.EndBehind(Now, Step.Elapsed);
        else
            RemovalAllowance.Reset();
        Step.Begin();
        Backlogs.Serve();
        Pushes.EndLeases();
        Delivery.Serve();

        // While more is due than one step takes, a message may be about to become visible for a wait that would end.
        Delivery.EndOverdue(isBehind ? Now - WaitGraceMilliseconds : Now);
    }

    /// <summary>Runs a request of the batch, and then the waiting receives that it has made messages visible for.</summary>
    public void Run(Request request)
    {
        long changes = Store.Changes;
        try
        {
            request.Run(this);
        }
        catch (CmqServiceException refusal)
        {
            request.Error = refusal;
        }
        catch (Exception fault) when (FailsAlone(changes))
        {
            request.Error = Fault(fault);
        }

        Delivery.Serve();
    }

    /// <summary>Commits the batch, if it has changes.</summary>
    public void Commit()
    {
        if (!_changed)
            return;
        foreach (QueueState queue in _dirty)
        {
            queue.IsDirty = false;
            _store.PutStatus(queue.Key, queue.Status);
        }

        _changed = false;
        WallTimes.Save(_store, Now);
        _store.Commit(new StorePosition(_lastSequence, Now));
        foreach (QueueState queue in _dirty)
            queue.Tally.Commit();
        _dirty.Clear();
        _removed.Clear();
    }

    /// <summary>Commits a new offset with the open batch also when nothing else changes, so that time that passes from now on is not lost with the process.</summary>
    public void SaveWallTimes() => _changed |= WallTimes.IsUnsaved;

    /// <summary>Commits the time with the open batch in any case: if the clock is set back while nothing runs, the time that has passed until now counts.</summary>
    public void SaveTime() => _changed = true;

    /// <summary>Drops the open batch and reads everything from the store again; waits go on.</summary>
    public void Restore()
    {
        _store.Rollback();
        Load(_store.Load());
        Store.Reset();
    }

    public Action CancelLater(ReceiveRequest request) => () => _cancelLater(request);

    public long NextSequence()
    {
        if (_lastSequence >= ReceiptHandle.MaxSequence)
            throw new InvalidOperationException("The broker has used up its message ids.");
        return ++_lastSequence;
    }

    public void Add(QueueState queue, in MessageHeader header, ReadOnlyMemory<byte> body)
    {
        Store.Add(queue.Key, header, body);
        queue.Tally.Send();
        RemovalAllowance.NoteAdded();
        Enter(queue, header);
    }

    public void Change(QueueState queue, in MessageHeader before, in MessageHeader after)
    {
        Store.Change(queue.Key, before, after);
        Leave(queue, before.State);
        Enter(queue, after);
    }

    public void Remove(QueueState queue, in MessageHeader header)
    {
        Store.Remove(queue.Key, header);
        Leave(queue, header.State);
        Touch(queue);
    }

    /// <summary>Makes a message rewindable, or removes it where the queue keeps none.</summary>
    public void Delete(QueueState queue, in MessageHeader header)
    {
        if (MessageTransitions.Delete(header, queue.Lifetimes, Now, queue.Status.RewindEpoch) is { } rewindable)
            Change(queue, header, rewindable);
        else
            Remove(queue, header);
        queue.Tally.Delete();
    }

    /// <summary>Removes the oldest messages of a state, as far as they were produced up to a time.</summary>
    /// <returns>How many.</returns>
    public int RemoveOldest(QueueState queue, MessageState state, long producedUpTo, int maxMessages)
    {
        if (queue.Status.CountOf(state) == 0)
            return 0;
        int removed = Store.RemoveOldest(queue.Key, state, producedUpTo, maxMessages);
        if (removed > 0)
        {
            Leave(queue, state, removed);
            Touch(queue);
        }

        return removed;
    }

    /// <summary>Makes a message a dead letter, and notes where it comes from.</summary>
    /// <returns>Whether the step had room for it.</returns>
    public bool TryMoveToDeadLetterQueue(QueueState queue, in MessageHeader header)
    {
        LookedMessage message = Look(queue, header);
        if (!Step.TrySpend(message.BodyLength))
            return false;
        DeadLetterSource source = new()
        {
            QueueName = queue.Record.Name,
            MessageId = PublicForm.MessageId(header.Sequence),
            EnqueuedAt = message.DeadLetterSource?.EnqueuedAt ?? WallTimes.Of(header.Sequence, header.ProducedAt),
            DequeueCount = header.DequeueCount,
        };
        Move(queue, header, queue.DeadLetterQueue!, source);
        queue.Tally.DeadLetter();
        return true;
    }

    /// <summary>Reads a message again, with what is known about its body.</summary>
    public LookedMessage Look(QueueState queue, in MessageHeader header, bool withBody = false)
    {
        _looked.Clear();
        Store.Look(queue.Key, header.State, LookRange.Of(header.Sequence, withBody), _looked);
        return _looked[0];
    }

    /// <summary>Makes a message a new one of another queue: with a new id, produced now and never received. A store may have to write its body again, so the step pays for it before.</summary>
    public void Move(QueueState queue, in MessageHeader header, QueueState target, DeadLetterSource? source = null)
    {
        MessageHeader moved = MessageTransitions.Produce(NextSequence(), Now);
        Store.Transfer(queue.Key, header, target.Key, moved, source);
        Leave(queue, header.State);
        Touch(queue);
        Enter(target, moved);
    }

    /// <summary>Marks a queue whose status is committed with the open batch.</summary>
    public void Touch(QueueState queue)
    {
        Store.NoteChange();
        _changed = true;
        if (queue.IsDirty)
            return;
        queue.IsDirty = true;
        _dirty.Add(queue);
    }

    /// <summary>Carries out what has just become due in a queue, as after a change of its attributes, as far as the step goes.</summary>
    public void Advance(QueueState queue)
    {
        Lifecycle.Advance(queue);
        Delivery.MarkToServe(queue);
    }

    /// <summary>Brings a queue into its order among those where something is due.</summary>
    public void Reschedule(QueueState queue)
    {
        long due = queue.NextDue();
        if (due == queue.Due && queue.HeapIndex >= 0)
            return;
        queue.Due = due;
        if (queue.HeapIndex < 0)
            _schedule.Add(queue);
        else
            _schedule.Update(queue);
    }

    public QueueState AddQueue(QueueRecord record)
    {
        Store.PutQueue(record);
        _changed = true;
        QueueState queue = Enter(record, default);
        queue.NothingIsDue();
        Bind(queue);
        Touch(queue);
        Reschedule(queue);
        return queue;
    }

    public void ChangeQueue(QueueState queue, QueueRecord record)
    {
        Store.PutQueue(record);
        _changed = true;
        Unbind(queue);
        queue.Record = record;
        Bind(queue);
    }

    public void RemoveQueue(QueueState queue)
    {
        Store.RemoveQueue(queue.Key);
        _changed = true;
        Unbind(queue);
        queue.Account.Queues.Remove(queue);
        Forget(queue);
    }

    private void Forget(QueueState queue)
    {
        _queues.Remove(queue.Key);
        _removed.Add(queue);
        _schedule.Remove(queue);
        if (queue.IsDirty)
            _dirty.Remove(queue);
    }

    private void Leave(QueueState queue, MessageState state, int messages = 1)
    {
        queue.Count(state, -messages);

        // A receive may wait because the in-flight limit was reached.
        if (state == MessageState.Inactive)
            Delivery.MarkToServe(queue);
    }

    private void Enter(QueueState queue, in MessageHeader header)
    {
        queue.Count(header.State, 1);
        switch (header.State)
        {
            case MessageState.Active:
                if (queue.Lifetimes.TimeToLive is { } timeToLive)
                    queue.TimeToLiveDue = Math.Min(queue.TimeToLiveDue, header.ProducedAt + timeToLive);
                if (queue.Subscription is { ToQueue: false } subscription)
                    Pushes.Enqueue(subscription);
                else
                    Delivery.MarkToServe(queue);
                break;
            case MessageState.Rewindable:
                queue.RewindDue = Math.Min(queue.RewindDue, header.ProducedAt + queue.Lifetimes.Rewind);
                break;
            default:
                queue.VisibleDue = Math.Min(queue.VisibleDue, header.VisibleAt);
                break;
        }

        if (header.State != MessageState.Rewindable)
            queue.ExpiryDue = Math.Min(queue.ExpiryDue, header.ProducedAt + queue.Lifetimes.Retention);
        Touch(queue);
        if (queue.NextDue() < queue.Due)
            Reschedule(queue);
    }

    private void FollowWall()
    {
        if (_clock.Offset != WallTimes.InForce)
            WallTimes.Change(new WallOffset(_lastSequence + 1, Now, _clock.Offset));
    }

    private void Load(StoreImage image)
    {
        Dictionary<long, QueueState> former = _queues.Values.Concat(_removed).ToDictionary(static queue => queue.Key);
        _removed.Clear();
        foreach (Account account in _accounts.Values)
            account.Clear();
        _queues.Clear();
        _schedule.Clear();
        _dirty.Clear();
        Delivery.Reset();
        Pushes.Reset();
        Backlogs.Reset();
        _changed = false;
        _lastSequence = Math.Max(_lastSequence, image.Position.LastSequence);
        WallTimes.Load(image.Offsets);

        // All due times are 0, so the first batch reads the true ones from the store.
        foreach (StoredQueue stored in image.Queues)
            Enter(stored.Record, stored.Status, former.GetValueOrDefault(stored.Record.Key));
        LoadTopics(image);
        foreach (Account account in _accounts.Values)
            Backlogs.Load(account);
        foreach (QueueState queue in _queues.Values)
        {
            Bind(queue);
            Reschedule(queue);
        }
    }

    private QueueState Enter(QueueRecord record, QueueStatus status, QueueState? former = null)
    {
        Account account = GetAccount(record.Account);
        QueueState queue = new(account, record, status, Limits) { Former = former };
        if (queue.IsBacklog)
            account.Backlog.Queue = queue;
        else
            account.Queues.Add(queue);
        _queues.Add(record.Key, queue);
        return queue;
    }

    private static void Bind(QueueState queue)
    {
        if (queue.DeadLetterPolicy is not { } policy)
            return;
        queue.DeadLetterQueue = queue.Account.Find(policy.DeadLetterQueue);
        queue.DeadLetterQueue.DeadLetterSources++;
    }

    private static void Unbind(QueueState queue)
    {
        if (queue.DeadLetterQueue is not { } target)
            return;
        target.DeadLetterSources--;
        queue.DeadLetterQueue = null;
    }
}
