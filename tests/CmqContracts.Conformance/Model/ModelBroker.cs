using System.Text;
using CmqContracts.Protocol;

namespace CmqContracts.Conformance.Model;

/// <summary>
/// The reference model: the service as its documents describe it, made of lists alone. Every question is answered by looking at every message, and
/// time advances from event to event, so it is slow and simple enough to be checked by reading. It has both times: <see cref="Now"/> never goes
/// back, and <see cref="Wall"/> is what users see.
/// </summary>
internal sealed partial class ModelBroker(long now, CmqLimits limits)
{
    /// <summary>Milliseconds. A step of the clock by more than this is followed exactly.</summary>
    private const long Step = 1000;

    /// <summary>How many milliseconds reported times may be ahead of the clock.</summary>
    private const long Tolerance = 100;

    private long _offset;
    private int _created;
    private int _produced;

    /// <summary>How far reported times are ahead of the clock, and how much of that small forward steps of the clock consume before time passes.</summary>
    private long _ahead;
    private long _lag;

    public long Now { get; private set; } = now;

    /// <summary>What is reported as the present time.</summary>
    public long Wall => Now + _offset;

    /// <summary>In the order of their creation.</summary>
    public List<ModelQueue> Queues { get; } = [];

    // ---- time

    public void AdvanceTo(long end)
    {
        while (NextEvent() is { } next && next <= end)
        {
            Now = next;
            ApplyTime();
        }

        Now = end;
    }

    /// <summary>The wall clock is set, and no time passes.</summary>
    public void StepWall(long step)
    {
        if (Math.Abs(step) > Step)
            _lag = 0;
        long passed = Math.Max(0, step - _lag);
        _lag = Math.Max(0, _lag - step);
        _ahead += passed - step;
        if (_ahead > Tolerance)
        {
            _offset -= _ahead;
            _ahead = _lag = 0;
        }

        if (passed == 0)
            return;
        Now += passed;
        ApplyTime();
    }

    /// <summary>Nothing ran while the wall clock went on, or back.</summary>
    public void StepWallWhileDown(long step)
    {
        Queues.ForEach(static queue => queue.Counts = default);
        _ahead -= step;
        _lag = 0;
        if (_ahead is < 0 or > Tolerance)
        {
            Now += Math.Max(0, -_ahead);
            _offset -= Math.Max(0, _ahead);
            _ahead = 0;
        }

        ApplyTime();
    }

    private long? NextEvent()
    {
        List<long> times = [];
        foreach (ModelQueue queue in Queues)
        {
            times.AddRange(queue.Waits.Select(w => w.Deadline));
            foreach (ModelMessage message in queue.Messages)
            {
                times.Add(message.VisibleAt);
                times.Add(message.ProducedAt + queue.Retention);
                times.Add(message.ProducedAt + queue.RewindTime);
                if (queue.Settings.DeadLetterPolicy?.MaxTimeToLive is { } ttl)
                    times.Add(message.ProducedAt + (ttl * 1000L));
            }
        }

        foreach (ModelTopic topic in Topics)
            times.AddRange(topic.Subscriptions.SelectMany(static s => s.Deliveries).SelectMany(delivery => new[] { delivery.DueAt, delivery.PublishedAt + topic.Retention }));

        long next = times.Where(t => t > Now).DefaultIfEmpty(long.MaxValue).Min();
        return next == long.MaxValue ? null : next;
    }

    private void ApplyTime()
    {
        foreach (ModelEntity entity in Queues.Concat<ModelEntity>(Topics.SelectMany(static topic => topic.Subscriptions)).OrderBy(static entity => entity.Order).ToList())
        {
            if (entity is ModelQueue entityQueue)
                ApplyDue(entityQueue);
            else
                ApplyDue((ModelSubscription)entity);
        }

        ServeAll();
        foreach (ModelQueue queue in Queues)
        {
            foreach (ModelWait wait in queue.Waits.Where(w => w.Deadline <= Now).ToList())
            {
                wait.Answer = [];
                queue.Waits.Remove(wait);
            }
        }
    }

    private void ApplyDue(ModelQueue queue)
    {
        int expired = queue.Messages.RemoveAll(m => m.State != MessageState.Rewindable && m.ProducedAt + queue.Retention <= Now);
        queue.Counts = queue.Counts with { Expired = queue.Counts.Expired + expired };
        queue.Messages.RemoveAll(m => m.State == MessageState.Rewindable && m.ProducedAt + queue.RewindTime <= Now);
        DeadLetterPolicy? policy = queue.Settings.DeadLetterPolicy;
        foreach (ModelMessage message in queue.Messages.Where(m => m.VisibleAt != 0 && m.VisibleAt <= Now).OrderBy(m => m.VisibleAt).ToList())
        {
            if (message.State == MessageState.Inactive && message.Attempts >= policy?.MaxReceiveCount)
                MakeDeadLetter(queue, message);
            message.State = MessageState.Active;
            message.VisibleAt = 0;
        }

        foreach (ModelMessage message in queue.Messages.Where(m => m.State == MessageState.Active && m.ProducedAt + (policy?.MaxTimeToLive * 1000L) <= Now).ToList())
            MakeDeadLetter(queue, message);
    }

    private void MakeDeadLetter(ModelQueue queue, ModelMessage message)
    {
        queue.Messages.Remove(message);
        queue.Counts = queue.Counts with { DeadLettered = queue.Counts.DeadLettered + 1 };
        Produce(Find(queue.Settings.DeadLetterPolicy!.DeadLetterQueue), message.Body, source: new ModelSource(queue.Name, message, message.Source?.EnqueuedAt ?? message.EnqueuedAt, message.DequeueCount));
    }

    private ModelMessage Produce(ModelQueue queue, string body, int delaySeconds = 0, ModelSource? source = null)
    {
        ModelMessage message = new()
        {
            Number = ++_produced,
            QueueName = queue.Name,
            Body = body,
            Source = source,
            ProducedAt = Now,
            Offset = _offset,
            State = delaySeconds > 0 ? MessageState.Delayed : MessageState.Active,
            VisibleAt = delaySeconds > 0 ? Now + (delaySeconds * 1000L) : 0,
        };
        queue.Messages.Add(message);
        return message;
    }

    private void ServeAll()
    {
        foreach (ModelQueue queue in Queues)
        {
            while (queue.Waits.Count > 0 && queue.Count(MessageState.Active) > 0)
            {
                ModelWait wait = queue.Waits[0];
                queue.Waits.RemoveAt(0);
                wait.Answer = Take(queue, wait.MaxMessages);
            }
        }
    }

    // ---- the control actions

    public ModelQueue Create(string name, QueueSettings settings)
    {
        RequestRules.Check(new CreateQueueRequest(name, settings), limits);
        if (TryFind(name) is not null)
            throw new CmqServiceException(CmqErrors.QueueAlreadyExists);
        settings = CheckPolicy(null, QueueSettingsRules.ForNewQueue(settings, limits));
        ModelQueue queue = new() { Order = _created++, Name = name, CreatedAt = Wall, LastModifiedAt = Wall, Settings = settings };
        Queues.Add(queue);
        return queue;
    }

    public void Delete(string name)
    {
        ModelQueue queue = Find(name);
        if (SourcesOf(queue).Any())
            throw new CmqServiceException(CmqErrors.QueueIsDeadLetterQueue);
        Queues.Remove(queue);
        foreach (ModelWait wait in queue.Waits)
            wait.Error = CmqErrors.QueueDoesNotExist;
    }

    public QueueAttributes Attributes(string name)
    {
        ModelQueue queue = Find(name);
        return new QueueAttributes
        {
            QueueName = queue.Name,
            QueueId = queue.Id,
            MaxMsgHeapNum = queue.Settings.MaxMsgHeapNum!.Value,
            PollingWaitSeconds = queue.Settings.PollingWaitSeconds!.Value,
            VisibilityTimeout = queue.Settings.VisibilityTimeout!.Value,
            MaxMsgSize = queue.Settings.MaxMsgSize!.Value,
            MsgRetentionSeconds = queue.Settings.MsgRetentionSeconds!.Value,
            RewindSeconds = queue.Settings.RewindSeconds!.Value,
            DeadLetterPolicy = queue.Settings.DeadLetterPolicy,
            DeadLetterQueueId = queue.Settings.DeadLetterPolicy is { } policy ? Queues.Single(q => q.Name == policy.DeadLetterQueue).Id : null,
            CreatedAt = Second(queue.CreatedAt),
            LastModifiedAt = Second(queue.LastModifiedAt),
            ActiveMessages = queue.Count(MessageState.Active),
            InactiveMessages = queue.Count(MessageState.Inactive),
            DelayedMessages = queue.Count(MessageState.Delayed),
            RewindableMessages = queue.Count(MessageState.Rewindable),
            OldestMessageAt = Second(Oldest(queue)),
        };
    }

    public QueueAttributes Set(string name, QueueSettings change)
    {
        RequestRules.Check(new SetQueueAttributesRequest(name, change), limits);
        ModelQueue queue = Find(name);
        Replace(queue, CheckPolicy(queue, QueueSettingsRules.Merge(queue.Settings, change, limits)));
        return Attributes(name);
    }

    public void Unbind(string name)
    {
        ModelQueue queue = Find(name);
        if (queue.Settings.DeadLetterPolicy is null)
            throw new CmqServiceException(CmqErrors.DeadLetterQueueDoesNotExist);
        Replace(queue, queue.Settings with { DeadLetterPolicy = null });
    }

    public void Clear(string name) => Find(name).Messages.Clear();

    public void Rewind(string name, long start)
    {
        ModelQueue queue = Find(name);
        foreach (ModelMessage message in Rewound(queue, start))
        {
            message.State = MessageState.Active;
            message.Attempts = 0;
            queue.Counts = queue.Counts with { Rewound = queue.Counts.Rewound + 1 };
        }

        ApplyDue(queue);
        ServeAll();
    }

    public long CountRewind(string name, long start) => Rewound(Find(name), start).Count;

    private List<ModelMessage> Rewound(ModelQueue queue, long start)
    {
        if (queue.Settings.RewindSeconds == 0)
            throw new CmqServiceException(CmqErrors.QueueCannotBeRewound);
        if (start < Seconds(Wall) - queue.Settings.RewindSeconds || start > Seconds(Oldest(queue)))
            throw new CmqServiceException(CmqErrors.InvalidRewindTime);
        return queue.Messages.Where(m => m.State == MessageState.Rewindable).SkipWhile(m => Seconds(m.ProducedAt + m.Offset) < start).ToList();
    }

    private void Replace(ModelQueue queue, QueueSettings settings)
    {
        queue.Settings = settings;
        queue.LastModifiedAt = Wall;
        ApplyDue(queue);
        ServeAll();
    }

    private QueueSettings CheckPolicy(ModelQueue? source, QueueSettings settings)
    {
        if (settings.DeadLetterPolicy is not { } policy)
            return settings;
        ModelQueue target = TryFind(policy.DeadLetterQueue) ?? throw new CmqServiceException(CmqErrors.DeadLetterQueueDoesNotExist);
        if (target == source || target.Settings.DeadLetterPolicy is not null || (source is not null && SourcesOf(source).Any()))
            throw new CmqServiceException(CmqErrors.DeadLetterQueueNotAllowedToNest);
        if (SourcesOf(target).Count(s => s != source) >= limits.DeadLetterSources.Maximum)
            throw new CmqServiceException(CmqErrors.DeadLetterQueueBoundTooManyTimes);
        return settings with { DeadLetterPolicy = policy with { DeadLetterQueue = target.Name } };
    }

    public IEnumerable<ModelQueue> SourcesOf(ModelQueue target) => Queues.Where(q => q.Settings.DeadLetterPolicy?.DeadLetterQueue == target.Name);

    // ---- messages

    public List<ModelMessage> Send(string name, IReadOnlyList<string> bodies, int delaySeconds)
    {
        ModelQueue queue = Find(name);
        if (bodies.Any(b => Encoding.UTF8.GetByteCount(b) > queue.Settings.MaxMsgSize))
            throw new CmqServiceException(CmqErrors.MaximumMessageSizeExceeded);
        if (delaySeconds >= queue.Settings.MsgRetentionSeconds)
            throw new CmqServiceException(CmqErrors.DelaySecondsOutOfRange);
        if (queue.Unconsumed.Count() + bodies.Count > queue.Settings.MaxMsgHeapNum)
            throw new CmqServiceException(CmqErrors.MaximumMessageRetentionNumberReached);
        List<ModelMessage> sent = [.. bodies.Select(body => Produce(queue, body, delaySeconds))];
        queue.Counts = queue.Counts with { Sent = queue.Counts.Sent + sent.Count };
        ServeAll();
        return sent;
    }

    public ModelWait Receive(string name, int maxMessages, int? waitSeconds, CancellationToken token)
    {
        ModelQueue queue = Find(name);
        int wait = waitSeconds ?? queue.Settings.PollingWaitSeconds!.Value;
        ModelWait receive = new() { MaxMessages = maxMessages, Deadline = Now + (wait * 1000L), Token = token };
        if (wait == 0 || queue.Count(MessageState.Active) > 0)
            receive.Answer = Take(queue, maxMessages);
        else
            queue.Waits.Add(receive);
        return receive;
    }

    public void Cancel(ModelWait wait)
    {
        wait.IsCanceled = Queues.Any(q => q.Waits.Remove(wait));
    }

    private List<ModelReceived> Take(ModelQueue queue, int maxMessages)
    {
        List<ModelReceived> taken = [];
        foreach (ModelMessage message in queue.Messages.Where(m => m.State == MessageState.Active).Take(maxMessages))
        {
            message.State = MessageState.Inactive;
            message.VisibleAt = (Seconds(Wall + (queue.Settings.VisibilityTimeout!.Value * 1000L) + 999) * 1000) - _offset;
            message.FirstReceivedAt = message.FirstReceivedAt == 0 ? Now : message.FirstReceivedAt;
            message.DequeueCount++;
            message.Attempts++;
            message.Latest = new ModelReceived(message, message.VisibleAt + _offset, message.FirstReceivedAt + message.Offset, message.DequeueCount);
            taken.Add(message.Latest);
            queue.Counts = queue.Counts with { Received = queue.Counts.Received + 1 };
        }

        return taken;
    }

    /// <returns>The handles that failed.</returns>
    public List<string> DeleteMessages(string name, IReadOnlyList<string> handles)
    {
        ModelQueue queue = Find(name);
        List<string> failed = [];
        foreach (string handle in handles)
        {
            ModelMessage? message = queue.Messages.Find(m => m.State == MessageState.Inactive && m.Latest!.Handle == handle);
            if (message is null)
            {
                failed.Add(handle);
                continue;
            }

            Delete(queue, message);
        }

        return failed;
    }

    private void Delete(ModelQueue queue, ModelMessage message)
    {
        message.State = MessageState.Rewindable;
        message.VisibleAt = 0;
        queue.Counts = queue.Counts with { Deleted = queue.Counts.Deleted + 1 };
        ApplyDue(queue);
    }

    // ---- names

    public ModelQueue Find(string name) => TryFind(name) ?? throw new CmqServiceException(CmqErrors.QueueDoesNotExist);

    public ModelQueue? TryFind(string name) => Queues.Find(q => string.Equals(q.Name, name, StringComparison.OrdinalIgnoreCase));

    private long Oldest(ModelQueue queue) => queue.Unconsumed.Select(m => m.ProducedAt + m.Offset).DefaultIfEmpty(Wall).First();

    private static DateTimeOffset Second(long milliseconds) => DateTimeOffset.FromUnixTimeSeconds(Seconds(milliseconds));

    private static long Seconds(long milliseconds) => (milliseconds - (((milliseconds % 1000) + 1000) % 1000)) / 1000;
}
