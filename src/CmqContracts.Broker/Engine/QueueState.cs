using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>
/// A queue in the engine: its definition, its counters, its waiting receives, and when something in it is due next. Its messages
/// are in the store.
/// </summary>
/// <remarks>
/// The due times are lower bounds: a message that goes leaves them as they are, and when one is reached the store is asked for the
/// true one. So sends, receives and deletes need not search for the next due time.
/// </remarks>
internal sealed class QueueState : IHeapItem<QueueState>
{
    private readonly CmqLimits _limits;
    private QueueRecord _record;
    private QueueStatus _status;
    private MessageLifetimes _lifetimes;

    public QueueState(Account account, QueueRecord record, QueueStatus status, CmqLimits limits)
    {
        Account = account;
        _limits = limits;
        _status = status;
        _record = record;
        _lifetimes = MessageLifetimes.Of(record.Settings, limits);
        IsBacklog = record.Name.Length == 0;
    }

    public Account Account { get; }

    public WaitList Waiting { get; private init; } = new();

    /// <summary>What has happened to its messages.</summary>
    public QueueTally Tally { get; private init; } = new();

    /// <summary>What the store does not hold is the former state's, from before a batch was dropped.</summary>
    public QueueState? Former
    {
        init
        {
            if (value is null)
                return;
            Waiting = value.Waiting;
            Tally = value.Tally;
            Tally.Rollback();
        }
    }

    /// <summary>The subscription whose outbox this is; <see langword="null"/>: it is a queue of its own.</summary>
    public SubscriptionState? Subscription { get; set; }

    public QueueRecord Record
    {
        get => _record;
        set
        {
            _record = value;
            _lifetimes = MessageLifetimes.Of(value.Settings, _limits);
        }
    }

    /// <summary>How long messages live, by the record's settings.</summary>
    public ref readonly MessageLifetimes Lifetimes => ref _lifetimes;

    /// <summary>Whether this is the queue of an account's <see cref="PublishBacklog"/>; no other one is without a name.</summary>
    public bool IsBacklog { get; }

    public ref QueueStatus Status => ref _status;

    public long Key => Record.Key;

    public long MaxMsgHeapNum => Record.Settings.MaxMsgHeapNum!.Value;

    public int PollingWaitSeconds => Record.Settings.PollingWaitSeconds!.Value;

    public int VisibilityTimeout => Record.Settings.VisibilityTimeout!.Value;

    public int MaxMsgSize => Record.Settings.MaxMsgSize!.Value;

    public int MsgRetentionSeconds => Record.Settings.MsgRetentionSeconds!.Value;

    public int RewindSeconds => Record.Settings.RewindSeconds!.Value;

    public DeadLetterPolicy? DeadLetterPolicy => Record.Settings.DeadLetterPolicy;

    /// <summary>Where this queue's dead letters go.</summary>
    public QueueState? DeadLetterQueue { get; set; }

    /// <summary>How many queues send their dead letters here.</summary>
    public int DeadLetterSources { get; set; }

    /// <summary>What the dead-letter rules need to know.</summary>
    public DeadLetterFacts DeadLetterFacts => new(Record.Name, DeadLetterPolicy is not null, DeadLetterSources);

    public long Unconsumed => _status.Active + _status.Inactive + _status.Delayed;

    /// <summary>No message expires before.</summary>
    public long ExpiryDue { get; set; }

    /// <summary>No delayed or inactive message becomes visible before.</summary>
    public long VisibleDue { get; set; }

    /// <summary>No active message becomes a dead letter by age before.</summary>
    public long TimeToLiveDue { get; set; }

    /// <summary>No deleted message ceases to be rewindable before.</summary>
    public long RewindDue { get; set; }

    /// <summary>When something is due next; unchanged while the queue is in the engine's heap, until <see cref="QueueEngine.Reschedule"/>.</summary>
    public long Due { get; set; }

    public int HeapIndex { get; set; } = -1;

    /// <summary>Whether the status must be written with the open batch.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Whether the queue is on the list of those whose waiting receives may be served.</summary>
    public bool IsToServe { get; set; }

    public bool ComesBefore(QueueState other) => Due != other.Due ? Due < other.Due : Key < other.Key;

    /// <summary>Whether there is something to do at once: a rewind under way, deliveries from an outbox into a queue.</summary>
    public bool IsDueAtOnce => _status.Rewinding || (Subscription is { ToQueue: true } && _status.Active > 0);

    /// <summary>The earliest of the due times. Nothing is due in a backlog, whose messages do not expire.</summary>
    public long NextDue() =>
        IsBacklog ? long.MaxValue : IsDueAtOnce ? 0 : Math.Min(Math.Min(ExpiryDue, VisibleDue), Math.Min(TimeToLiveDue, RewindDue));

    /// <summary>Sets the due times of an empty queue.</summary>
    public void NothingIsDue() => ExpiryDue = VisibleDue = TimeToLiveDue = RewindDue = long.MaxValue;

    /// <summary>Counts messages of a state in or out.</summary>
    public void Count(MessageState state, int change)
    {
        switch (state)
        {
            case MessageState.Active:
                _status.Active += change;
                break;
            case MessageState.Inactive:
                _status.Inactive += change;
                break;
            case MessageState.Delayed:
                _status.Delayed += change;
                break;
            default:
                _status.Rewindable += change;
                break;
        }
    }
}
