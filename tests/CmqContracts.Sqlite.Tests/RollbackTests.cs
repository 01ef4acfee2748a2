using CmqContracts.Broker;
using CmqContracts.Protocol;

namespace CmqContracts.Sqlite.Tests;

/// <summary>After a rollback the maintenance frees nothing that was rolled back, also before the broker loads the store again.</summary>
public sealed class RollbackTests : IAsyncLifetime
{
    private const long Kept = 1, Other = 2;

    private readonly TemporaryDirectory _directory = new();
    private readonly MessageHeader _message = new() { Sequence = 1, State = MessageState.Active, ProducedAt = 1 };
    private SqliteStore _store = null!;

    public Task InitializeAsync()
    {
        _store = SqliteStore.Open(_directory.File("store"));
        _store.Load();
        foreach (long key in (long[])[Kept, Other])
            _store.PutQueue(Record(key));
        _store.Add(Kept, _message, new byte[] { 7 });
        _store.PutStatus(Kept, new QueueStatus { Active = 1 });
        _store.Commit(new StorePosition(1, 1));
        FreeSpace();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_message_whose_removal_was_rolled_back_keeps_its_body()
    {
        _store.Remove(Kept, _message);
        _store.Discard(Other);
        RollBackAndLoad();
        AssertIsThere();
    }

    [Fact]
    public void A_queue_whose_clearing_was_rolled_back_keeps_its_messages()
    {
        _store.Discard(Kept);
        RollBackAndLoad();
        AssertIsThere();
    }

    [Fact]
    public void A_body_table_that_was_rolled_back_is_made_again()
    {
        MessageHeader second = new() { Sequence = 2, State = MessageState.Active, ProducedAt = 2 };
        _store.Add(Other, second, new byte[] { 8 });
        _store.Discard(Kept);
        RollBackAndLoad();
        _store.Add(Other, second, new byte[] { 8 });
        _store.Commit(new StorePosition(2, 2));
        AssertIsThere();
    }

    private void RollBackAndLoad()
    {
        _store.Rollback();
        FreeSpace();
        _store.Load();
    }

    private void AssertIsThere()
    {
        List<StoredMessage> found = [];
        _store.Read(Kept, MessageState.Active, SequenceRange.All, 10, withBodies: true, found);
        Assert.Equal([7], Assert.Single(found).Body.ToArray());
    }

    private void FreeSpace()
    {
        while (_store.Maintenance.Step(out _))
        {
        }
    }

    private static QueueRecord Record(long key) => new()
    {
        Key = key,
        Account = "100000000001",
        Name = $"queue-{key}",
        Id = $"id-{key}",
        Settings = new QueueSettings { MaxMsgHeapNum = 1_000_000, PollingWaitSeconds = 0, VisibilityTimeout = 30, MaxMsgSize = 65536, MsgRetentionSeconds = 86400, RewindSeconds = 0 },
        CreatedAt = 0,
        LastModifiedAt = 0,
    };
}
