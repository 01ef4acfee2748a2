namespace CmqContracts;

/// <summary>How the messages of a queue are handled. Named options: their name is the queue's.</summary>
public abstract class HandlerOptions
{
    private readonly List<Func<Exception, Settle?>> _onException = [];

    /// <summary>Whether the queue is created before the first receive, with what belongs to it, as <see cref="IQueueClient{TMessage}.EnsureCreatedAsync"/> does. On unless set. Without the right to create, the handler goes on if the queue is there.</summary>
    public bool EnsureCreated { get; set; } = true;

    /// <summary>How many messages are handled at once, 1 to 10,000; 16 unless set, as many as one receive brings. It may change while the handler runs: by configuration that is loaded again, or by <see cref="HandlerControl.Concurrency"/>.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>The least time that a message must have left for its handling to begin; zero unless set. One that has less is left, and counted, unless its next receive would move it to a dead-letter queue.</summary>
    public TimeSpan Budget { get; set; }

    /// <summary>How long before others can receive a message its handler's token fires. A second unless set.</summary>
    public TimeSpan Margin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long handlers may go on when the host stops, before their token fires. 20 seconds unless set.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a stop waits for a poll that is under way, before it cancels it; 3 seconds unless set. A poll that is cancelled may have taken messages, which
    /// nobody sees until their visibility ends. An embedded broker takes none then, so that there is no wait.
    /// </summary>
    public TimeSpan PollStopTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether the span of handling a message belongs to the trace in which the message was made, as a child of its span. Unless set, it begins a trace of its own, with a link
    /// there. Either takes a contract with an envelope, which the trace travels in.
    /// </summary>
    public bool ContinueTrace { get; set; }

    /// <summary>What becomes of a message whose body cannot be read. It is left unless set.</summary>
    public UnreadableBody Unreadable { get; set; }

    /// <summary>When messages whose handling has failed are handled again; <see langword="null"/>, unless set: when their visibility ends. Takes a contract with <see cref="CmqEnvelopeAttribute"/>.</summary>
    /// <remarks>Exceptions that <see cref="OnException"/> names, and what a handler returns, go before. A handler's own <see cref="Settle.RetryAfter"/> ends after <see cref="HandlerRetryOptions.MaxAttempts"/>, too.</remarks>
    public HandlerRetryOptions? Retry { get; set; }

    /// <summary>
    /// Whether a message that comes again after it was handled is deleted without being handled, by the key of <see cref="DeduplicationKeyAttribute"/>, or else by source and id of its envelope. Off unless set. The host needs a
    /// store: <see cref="CmqBuilder.AddPostgresDeduplication"/>, <see cref="CmqBuilder.AddSqliteDeduplication"/> or <see cref="CmqBuilder.AddMemoryDeduplication"/>.
    /// </summary>
    public bool Deduplicate { get; set; }

    /// <summary>
    /// For how long after a message was handled a copy of it may still be sent, by a producer or an outbox that tries again; an hour unless set. The key of a
    /// message is kept that much longer than a copy can be in the queue.
    /// </summary>
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The configuration section that the options come from; <see langword="null"/>: code.</summary>
    internal string? Section { get; set; }

    /// <summary>Says what becomes of a message whose handling has failed with an exception. The first that fits decides; where none does, <see cref="Retry"/> does, and without that the message is left.</summary>
    /// <typeparam name="TException">The exceptions that are meant, with those that derive from it.</typeparam>
    /// <param name="settle">What becomes of the message.</param>
    /// <returns>These options.</returns>
    public HandlerOptions OnException<TException>(Func<TException, Settle> settle)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(settle);
        _onException.Add(exception => exception is not TException expected ? null
            : settle(expected) ?? throw new InvalidOperationException($"What was given to {nameof(OnException)}<{typeof(TException).Name}> returned null. Return a Settle: Done, Leave, RetryAfter or Reject."));
        return this;
    }

    /// <summary>What becomes of a message after an exception.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="attempt">Which attempt it has ended.</param>
    /// <exception cref="AggregateException">What the user has said about exceptions throws one, too.</exception>
    internal Settle SettleAfter(Exception exception, int attempt)
    {
        try
        {
            foreach (Func<Exception, Settle?> settle in _onException)
            {
                if (settle(exception) is { } chosen)
                    return chosen;
            }
        }
        catch (Exception failure)
        {
            throw new AggregateException($"{nameof(OnException)} failed.", failure, exception);
        }

        return Retry is null ? Settle.Leave : Settle.RetryAfter(Retry.DelayAfter(attempt, Random.Shared.NextDouble()));
    }
}

/// <summary>How the messages of a queue are handled.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
public sealed class HandlerOptions<TMessage> : HandlerOptions
{
    internal Func<TMessage, object?>? Key { get; private set; }

    /// <summary>
    /// Never handles two messages with an equal key at the same time in this process. CMQ promises no order, and other processes handle what they receive. A message that waits
    /// for its key keeps a worker busy.
    /// </summary>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <param name="key">The key of a message; <see langword="null"/>: it waits for none.</param>
    /// <returns>These options.</returns>
    public HandlerOptions<TMessage> OrderBy<TKey>(Func<TMessage, TKey> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Key = message => key(message);
        return this;
    }
}
