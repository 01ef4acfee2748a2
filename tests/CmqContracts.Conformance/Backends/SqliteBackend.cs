using CmqContracts.Broker;
using CmqContracts.Sqlite;
using CmqContracts.Testing;

namespace CmqContracts.Conformance;

/// <summary>A broker on a durable store in a temporary directory. Each time it is closed, the store must be sound.</summary>
internal sealed class SqliteBackend : BackendUnderTest
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-conformance-").FullName;
    private readonly BrokerBackend _inner;

    public SqliteBackend(CmqLimits limits, DateTimeOffset? start = null)
    {
        CommitFailure failure = new();
        _inner = new BrokerBackend(limits, () => new FailingStore(SqliteStore.Open(_directory, new SqliteStoreOptions { SyncsCommits = false }), failure), failure, start);
    }

    public override IReadOnlyList<ICmqBackend> Nodes => _inner.Nodes;

    public override TimeProvider Clock => _inner.Clock;

    public override bool IsInProcess => true;

    public override CommitFailure? Failure => _inner.Failure;

    public override ValueTask AdvanceAsync(TimeSpan time) => _inner.AdvanceAsync(time);

    public override void StepWall(TimeSpan step) => _inner.StepWall(step);

    public override async ValueTask ReopenAsync(TimeSpan step)
    {
        await _inner.ReopenAsync(step);
        Assert.Empty(await SqliteStore.CheckAsync(_directory));
    }

    public override async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync();
        Assert.Empty(await SqliteStore.CheckAsync(_directory));
        Directory.Delete(_directory, recursive: true);
    }
}
