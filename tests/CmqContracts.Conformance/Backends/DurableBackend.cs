using CmqContracts.Brokers;
using CmqContracts.Protocol;
using CmqContracts.Sqlite;

namespace CmqContracts.Conformance;

/// <summary>A broker on a durable store, whose directory goes with it.</summary>
internal sealed class DurableBackend : ICmqBackend
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-conformance-").FullName;
    private readonly Broker _broker;

    public DurableBackend(TimeProvider clock, CmqLimits limits) =>
        _broker = new Broker(new BrokerOptions { TimeProvider = clock, Limits = limits, Store = SqliteStore.Open(_directory) });

    public CmqLimits Limits => _broker.Limits;

    public ITopicPushes Pushes => _broker.Pushes;

    public ICmqService GetService(string account) => _broker.GetService(account);

    public ICmqInspector GetInspector(string account) => _broker.GetInspector(account);

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
