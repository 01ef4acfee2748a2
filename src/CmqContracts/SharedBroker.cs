using CmqContracts.Broker;

namespace CmqContracts;

/// <summary>The broker that keeps its queues in a directory, counted by its clients: it runs while it has one.</summary>
internal sealed class SharedBroker(string directory)
{
    private readonly object _gate = new();
    private EmbeddedBroker? _broker;
    private int _clients;

    /// <summary>Adds a client. The first one starts the broker, and waits while the broker before is still being closed.</summary>
    public EmbeddedBroker Acquire(CmqOptions options)
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

    /// <summary>Removes a client. The last one closes the broker: the directory is free when this returns.</summary>
    public void Release()
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
        MessageStore store = options.OpenStore!(directory) ?? throw CmqOptionsRules.Failure("CmqOptions.OpenStore returned no store; it must return one, or throw.");
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

    /// <summary>Closes a store that no broker could be started on. A failure of closing is ignored: the caller is told of the first failure.</summary>
    private static void Close(MessageStore store)
    {
        try
        {
            store.Dispose();
        }
        catch (Exception)
        {
        }
    }
}
