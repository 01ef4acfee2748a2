namespace CmqContracts;

/// <summary>A running handler: pause and resume it, change how much it does at once, see how it is doing. From <see cref="CmqHandlers"/>.</summary>
public sealed class HandlerControl
{
    private long _handled;
    private long _left;
    private long _retried;
    private long _rejected;
    private long _duplicates;
    private long _abandoned;
    private volatile Status _status = new(null, null, false);

    internal HandlerControl(string name, string queueName, WorkerPool workers)
    {
        Name = name;
        QueueName = queueName;
        Workers = workers;
    }

    /// <summary>What <see cref="CmqHandlers"/> finds it by, and the name of its options: the queue's name in its contract; of a named account <c>account/queue</c>.</summary>
    public string Name { get; }

    /// <summary>The queue whose messages are handled.</summary>
    public string QueueName { get; }

    /// <summary>The same with the account, if it has a name.</summary>
    internal string QueueInAccount => Name[..(Name.IndexOf('/', StringComparison.Ordinal) + 1)] + QueueName;

    /// <summary>How many messages are handled at once, 1 to 10,000. When it falls, what is being handled is handled to its end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int Concurrency
    {
        get => Workers.Concurrency;
        set
        {
            if (HandlerOptionsRules.ExplainConcurrency(value) is { } wrong)
                throw new ArgumentOutOfRangeException(nameof(value), $"{nameof(Concurrency)} of the handler of queue '{QueueName}' {wrong}");
            Workers.Concurrency = value;
        }
    }

    /// <summary>Whether it receives no messages, as <see cref="Pause"/> was called.</summary>
    public bool IsPaused => Workers.IsPaused;

    /// <summary>How many messages were handled, and so deleted.</summary>
    public long Handled => Volatile.Read(ref _handled);

    /// <summary>How many messages a handler has left, or failed on, so that they come again.</summary>
    public long Left => Volatile.Read(ref _left);

    /// <summary>How many messages were sent again for another attempt, by <see cref="Settle.RetryAfter"/> or <see cref="HandlerOptions.Retry"/>.</summary>
    public long Retried => Volatile.Read(ref _retried);

    /// <summary>How many messages went to the dead-letter queue by <see cref="Settle.Reject"/>.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>How many messages were deleted without being handled, as a message with their key was handled before: see <see cref="HandlerOptions.Deduplicate"/>.</summary>
    public long Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>How many messages were received and no handler got, as too little of their time was left, or it ended while they waited for their key or the de-duplication store: lower <see cref="Concurrency"/> or <see cref="HandlerOptions.Budget"/>, or raise the queue's visibility timeout.</summary>
    public long Abandoned => Volatile.Read(ref _abandoned);

    /// <summary>When the service last answered; <see langword="null"/>: never.</summary>
    public DateTimeOffset? LastAnswerAt => _status.LastAnswerAt;

    /// <summary>Why no messages come; <see langword="null"/>: they do. It is tried again, at least once a minute.</summary>
    public Exception? Failure => _status.Failure;

    /// <summary>Whether waiting will not mend <see cref="Failure"/>: a refused key, a missing permission or queue, a certificate that is not trusted.</summary>
    public bool NeedsMending => _status.NeedsMending;

    internal WorkerPool Workers { get; }

    internal RunningMessages Running { get; } = new();

    /// <summary>Receives no more messages. What is being handled goes on, and so does what a poll that is under way brings.</summary>
    public void Pause() => Workers.IsPaused = true;

    /// <summary>Receives messages again.</summary>
    public void Resume() => Workers.IsPaused = false;

    /// <inheritdoc/>
    public override string ToString() => $"Handler of queue '{QueueName}'{(IsPaused ? ", paused" : "")}{(Failure is null ? "" : ", without an answer of the service")}";

    internal void Note(DateTimeOffset answeredAt) => _status = new Status(answeredAt, null, NeedsMending: false);

    internal void Note(Exception failure, bool needsMending) => _status = new Status(_status.LastAnswerAt, failure, needsMending);

    internal void CountHandled() => Interlocked.Increment(ref _handled);

    internal void CountLeft() => Interlocked.Increment(ref _left);

    internal void CountRetried() => Interlocked.Increment(ref _retried);

    internal void CountRejected() => Interlocked.Increment(ref _rejected);

    internal void CountDuplicate() => Interlocked.Increment(ref _duplicates);

    internal void CountAbandoned() => Interlocked.Increment(ref _abandoned);

    private sealed record Status(DateTimeOffset? LastAnswerAt, Exception? Failure, bool NeedsMending);
}
