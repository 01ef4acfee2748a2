using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>The control actions: queues, their attributes, clearing and rewinding them.</summary>
internal static class QueueCatalog
{
    public static string Create(QueueEngine engine, Account account, CreateQueueRequest request)
    {
        QueueRefusals.CheckNameIsFree(request.QueueName, account.Queues.TryFind(request.QueueName)?.Record.Name, account.Queues.IsReserved(request.QueueName, engine.Now), engine.Limits);
        QueueSettings settings = ResolveDeadLetterQueue(account, engine.Limits, source: null, QueueSettingsRules.ForNewQueue(request.Settings, engine.Limits));
        QueueRefusals.CheckQueueCount(account.Queues.Count, engine.Limits);

        long key = engine.NextSequence();
        return engine.AddQueue(new QueueRecord
        {
            Key = key,
            Account = account.Name,
            Name = request.QueueName,
            Id = PublicForm.Id("queue", key),
            Settings = settings,
            CreatedAt = engine.WallNow,
            LastModifiedAt = engine.WallNow,
        }).Record.Id;
    }

    public static void Delete(QueueEngine engine, Account account, string queueName)
    {
        QueueState queue = account.Find(queueName);
        DeadLetterRules.CheckDeletable(queue.DeadLetterFacts);
        engine.RemoveQueue(queue);
        engine.Delivery.EndAll(queue.Waiting, () => QueueRefusals.DeletedMeanwhile(queue.Record.Name));
        account.Queues.Reserve(queueName, engine.Now + (engine.Limits.NameReuseSeconds.Maximum * 1000), engine.Now);
    }

    public static QueueAttributes GetAttributes(QueueEngine engine, QueueState queue) => GetAttributes(engine, queue, engine.Lifecycle.OldestUnconsumed(queue));

    public static QueueAttributes GetAttributes(QueueEngine engine, QueueState queue, MessageHeader? oldest)
    {
        QueueRecord record = queue.Record;
        return new QueueAttributes
        {
            QueueName = record.Name,
            QueueId = record.Id,
            MaxMsgHeapNum = queue.MaxMsgHeapNum,
            PollingWaitSeconds = queue.PollingWaitSeconds,
            VisibilityTimeout = queue.VisibilityTimeout,
            MaxMsgSize = queue.MaxMsgSize,
            MsgRetentionSeconds = queue.MsgRetentionSeconds,
            RewindSeconds = queue.RewindSeconds,
            DeadLetterPolicy = queue.DeadLetterPolicy,
            DeadLetterQueueId = queue.DeadLetterQueue?.Record.Id,
            CreatedAt = PublicForm.WholeSecond(record.CreatedAt),
            LastModifiedAt = PublicForm.WholeSecond(record.LastModifiedAt),
            ActiveMessages = queue.Status.Active,
            InactiveMessages = queue.Status.Inactive,
            DelayedMessages = queue.Status.Delayed,
            RewindableMessages = queue.Status.Rewindable,
            OldestMessageAt = PublicForm.WholeSecond(OldestMessageAt(engine, oldest)),
        };
    }

    public static void SetAttributes(QueueEngine engine, Account account, SetQueueAttributesRequest request)
    {
        QueueState queue = account.Find(request.QueueName);
        QueueSettings settings = QueueSettingsRules.Merge(queue.Record.Settings, request.Settings, engine.Limits);
        settings = ResolveDeadLetterQueue(account, engine.Limits, queue, settings);
        Replace(engine, queue, settings);
    }

    public static void UnbindDeadLetterQueue(QueueEngine engine, Account account, string queueName)
    {
        QueueState queue = account.Find(queueName);
        DeadLetterRules.CheckBound(queue.DeadLetterFacts);
        Replace(engine, queue, queue.Record.Settings with { DeadLetterPolicy = null });
    }

    public static void Clear(QueueEngine engine, Account account, string queueName)
    {
        QueueState queue = account.Find(queueName);
        engine.Store.Discard(queue.Key);
        queue.Status = new QueueStatus { RewindEpoch = queue.Status.RewindEpoch };
        queue.NothingIsDue();
        engine.Touch(queue);
        engine.Reschedule(queue);
    }

    public static void Rewind(QueueEngine engine, Account account, RewindQueueRequest request)
    {
        QueueState queue = account.Find(request.QueueName);
        if (FindRewindStart(engine, queue, request) is not { } start)
            return;

        // A rewind that is still under way has more to bring back, which may be before this start where the clock was set back.
        ref QueueStatus status = ref queue.Status;
        (status.RewindFrom, status.RewindCursor) = status.Rewinding
            ? (Math.Min(status.RewindFrom, start.ProducedAt), Math.Min(status.RewindCursor, start.Sequence - 1))
            : (start.ProducedAt, start.Sequence - 1);
        status.RewindEpoch++;
        status.Rewinding = true;
        engine.Touch(queue);
        engine.Advance(queue);
    }

    /// <summary>The first message that a rewind brings back, after checking that the queue allows the rewind; <see langword="null"/>: there is none.</summary>
    public static MessageHeader? FindRewindStart(QueueEngine engine, QueueState queue, RewindQueueRequest request)
    {
        RewindWindow.Check(request, queue.RewindSeconds, PublicForm.Time(engine.WallNow), OldestMessageAt(engine, queue));
        return engine.Lifecycle.FirstFrom(queue, MessageState.Rewindable, request.StartConsumeTime * 1000);
    }

    /// <summary>The times that the queue can be rewound to now.</summary>
    public static RewindWindow FindRewindWindow(QueueEngine engine, QueueState queue)
    {
        RewindWindow.CheckKeepsDeleted(queue.Record.Name, queue.RewindSeconds);
        return RewindWindow.Of(PublicForm.Time(engine.WallNow), queue.RewindSeconds, OldestMessageAt(engine, queue));
    }

    public static QueueList List(IEnumerable<QueueState> queues, string? searchWord, int offset, int limit)
    {
        (int total, List<QueueState> page) = NameTable<QueueState>.List(queues, static queue => queue.Record.Name, searchWord, offset, limit);
        return new QueueList { TotalCount = total, Queues = page.ConvertAll(static queue => new QueueListEntry { QueueId = queue.Record.Id, QueueName = queue.Record.Name }) };
    }

    private static DateTimeOffset OldestMessageAt(QueueEngine engine, QueueState queue) => PublicForm.Time(OldestMessageAt(engine, engine.Lifecycle.OldestUnconsumed(queue)));

    /// <summary>When the oldest unconsumed message was produced, in wall time; now, when there is none.</summary>
    private static long OldestMessageAt(QueueEngine engine, MessageHeader? oldest) =>
        oldest is { } message ? engine.WallTimes.MillisecondsOf(message.Sequence, message.ProducedAt) : engine.WallNow;

    private static void Replace(QueueEngine engine, QueueState queue, QueueSettings settings)
    {
        engine.ChangeQueue(queue, queue.Record with { Settings = settings, LastModifiedAt = engine.WallNow });
        if (settings.RewindSeconds == 0 && queue.Status is { Rewindable: > 0, Rewinding: false })
        {
            engine.Store.DiscardRewindable(queue.Key);
            queue.Status.Rewindable = 0;
        }

        engine.Touch(queue);
        queue.ExpiryDue = queue.TimeToLiveDue = queue.RewindDue = 0;
        engine.Advance(queue);
    }

    /// <summary>Checks the dead-letter queue of new attributes, and spells its name as it was created.</summary>
    private static QueueSettings ResolveDeadLetterQueue(Account account, CmqLimits limits, QueueState? source, QueueSettings settings)
    {
        QueueState? target = settings.DeadLetterPolicy is { } policy ? account.Queues.TryFind(policy.DeadLetterQueue) : null;
        bool isBound = target is not null && source?.DeadLetterQueue == target;
        return DeadLetterRules.Resolve(settings, source?.DeadLetterFacts, target?.DeadLetterFacts, isBound, limits);
    }
}
