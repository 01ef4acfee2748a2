using CmqContracts.Brokers;

namespace CmqContracts;

/// <summary>A directory that a broker of this process keeps its queues in, while it has clients.</summary>
internal sealed class DurableBrokerPlace(string directory)
{
    private readonly object _gate = new();
    private EmbeddedBroker? _broker;
    private int _clients;

    /// <summary>Counts a client in, and starts the broker for the first one, once the broker before is closed.</summary>
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

    /// <summary>Counts a client out. For the last one it closes the broker: the directory is free when this returns.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_clients > 0)
                return;
            EmbeddedBroker broker = _broker!;
            _broker = null;
            broker.Dispose();
        }
    }

    private EmbeddedBroker Start(CmqOptions options)
    {
        IMessageStore store = options.OpenStore!(directory) ?? throw CmqOptionsRules.Failure("CmqOptions.OpenStore returned no store; it must return one, or throw.");
        try
        {
            return new EmbeddedBroker(directory, "another directory", options, store);
        }
        catch
        {
            Close(store);
            throw;
        }
    }

    /// <summary>Closes a store that no broker could be started on. How closing fails says nothing that the failure before does not.</summary>
    private static void Close(IMessageStore store)
    {
        try
        {
            store.Dispose();
        }
        catch (Exception)
        {
            // The caller is told why the broker could not be started.
        }
    }
}
