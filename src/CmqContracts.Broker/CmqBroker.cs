using System.Collections.Concurrent;

namespace CmqContracts.Broker;

/// <summary>
/// A CMQ service in this process: the queues and topics of any number of accounts, with the whole life cycle of their messages, in memory
/// or on disk.
/// </summary>
/// <remarks>
/// <para>Counters are exact, waiting receives are served in the order of their arrival, and time comes from <see cref="BrokerOptions.TimeProvider"/> only.</para>
/// <para>
/// Times are kept to the millisecond, with one exception: visibility ends at a whole second, the first one that is not earlier
/// than the receive plus the visibility timeout. It is what <see cref="CmqMessage.VisibleAgainAt"/> says, and what the wire, which
/// only knows whole seconds, says too: a delete before that time works for everyone, and from that time on for no one.
/// </para>
/// <para>After disposal, every call throws <see cref="CmqUnavailableException"/>, and so do the receives that waited.</para>
/// </remarks>
public sealed class CmqBroker : ICmqBackend, IDisposable
{
    private readonly Executor _executor;
    private readonly InspectionSteps _inspection;
    private readonly ConcurrentDictionary<string, MessageJobs> _jobs = new(StringComparer.Ordinal);

    /// <summary>A broker in memory.</summary>
    public CmqBroker()
        : this(new BrokerOptions())
    {
    }

    /// <summary>A broker over a store; it continues from the store's last commit.</summary>
    /// <param name="options">What the broker is made of.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public CmqBroker(BrokerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Limits = options.Limits;
        _executor = new Executor(options.Store ?? new MemoryStore(), options);
        _inspection = new InspectionSteps(_executor);
        Pushes = new TopicPushes(_executor);
    }

    /// <inheritdoc/>
    public CmqLimits Limits { get; }

    /// <summary>The deliveries to HTTP endpoints. Without a server that takes them they stay where they are until their topic's retention is over.</summary>
    internal ITopicPushes Pushes { get; }

    ITopicPushes ICmqBackend.Pushes => Pushes;

    /// <inheritdoc/>
    public ICmqService GetService(string account) => new AccountService(_executor, GetAccount(account));

    /// <inheritdoc/>
    public ICmqInspector GetInspector(string account) => new AccountInspector(_inspection, GetAccount(account), _jobs.GetOrAdd(account, static _ => new MessageJobs()));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListAccountsAsync(CancellationToken cancellationToken = default)
    {
        _executor.ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        return _executor.Submit(new ControlRequest<IReadOnlyList<string>>(static engine => engine.ListAccounts()));
    }

    /// <inheritdoc/>
    public async ValueTask<string?> PingAsync(CancellationToken cancellationToken = default)
    {
        // The store may wait for its disk, and the caller need not.
        if (await Task.Run(_executor.FindWriteProblem, cancellationToken).ConfigureAwait(false) is { } problem)
            return problem;
        await _executor.Submit(new ControlRequest<bool>(static _ => true)).ConfigureAwait(false);
        return null;
    }

    /// <summary>Does what is due, and counts the receives that wait.</summary>
    /// <returns>How many wait, and whether more is due than one step takes.</returns>
    internal ValueTask<(int Waits, bool IsBehind)> CatchUpAsync() =>
        _executor.Submit(new ControlRequest<(int, bool)>(static engine => (engine.Delivery.WaitCount, engine.NextDue <= engine.Now)));

    /// <summary>Ends waiting receives and closes the store. What was answered before is kept, as far as the store keeps anything.</summary>
    /// <remarks>The thread waits until the requests that are under way are answered and the store is closed, and for no task: no thread of the pool is needed for it.</remarks>
    public void Dispose() => _executor.Dispose();

    /// <summary>As <see cref="Dispose"/>, but the caller's thread does not wait for the requests that are under way.</summary>
    public ValueTask DisposeAsync() => _executor.DisposeAsync();

    private Account GetAccount(string account)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        return _executor.GetAccount(account);
    }
}
