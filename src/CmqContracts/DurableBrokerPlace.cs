using CmqContracts.Brokers;

namespace CmqContracts;

/// <summary>A directory that a broker of this process keeps its queues in, while it has clients.</summary>
internal sealed class DurableBrokerPlace(string directory)
{
    private readonly object _gate = new();
    private EmbeddedBroker? _broker;
    private int _clients;
    private Task _closing = Task.CompletedTask;

    /// <summary>Counts a client in, and starts the broker for the first one.</summary>
    public EmbeddedBroker Enter(CmqOptions options)
    {
        lock (_gate)
        {
            if (_broker is { } running)
                running.CheckFit(options);
            else
                _broker = Start(options);
            _clients++;
            return _broker;
        }
    }

    /// <summary>Counts a client out. For the last one it closes the broker, and completes when the directory is free.</summary>
    public Task LeaveAsync()
    {
        lock (_gate)
        {
            if (--_clients > 0)
                return Task.CompletedTask;
            EmbeddedBroker broker = _broker!;
            _broker = null;

            // On a thread of the pool: a store that comes back to the caller's context could never end where that caller blocks.
            _closing = Task.Run(async () => await broker.DisposeAsync().ConfigureAwait(false));
            return _closing;
        }
    }

    private EmbeddedBroker Start(CmqOptions options)
    {
        // The store before has the directory until it is closed. How that ended is the matter of whoever closed it.
        _closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        IMessageStore store = options.OpenStore!(directory) ?? throw CmqOptionsRules.Failure("CmqOptions.OpenStore returned no store; it must return one, or throw.");
        try
        {
            return new EmbeddedBroker(directory, "another directory", options, store);
        }
        catch
        {
            Task.Run(async () => await store.DisposeAsync().ConfigureAwait(false)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            throw;
        }
    }
}
