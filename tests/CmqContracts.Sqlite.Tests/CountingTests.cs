using CmqContracts.Broker;
using CmqContracts.Protocol;

namespace CmqContracts.Sqlite.Tests;

/// <summary>After reopening, counters and position are those of the last commit, whether the commit has written their row or not.</summary>
public sealed class CountingTests : IDisposable
{
    private const long Queue = 1;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_position_ahead_of_the_last_message_is_kept()
    {
        using (SqliteStore store = Create())
        {
            Add(store, 2);
            Commit(store, new QueueStatus { Active = 1 }, new StorePosition(7, 120));
        }

        await AssertAsync(new QueueStatus { Active = 1 }, new StorePosition(7, 120));
    }

    [Fact]
    public async Task A_position_is_kept_when_its_message_has_gone()
    {
        using (SqliteStore store = Create())
        {
            MessageHeader message = Add(store, 2);
            Commit(store, new QueueStatus { Active = 1 }, new StorePosition(2, 100));
            store.Remove(Queue, message);
            Commit(store, default, new StorePosition(2, 100));
        }

        await AssertAsync(default, new StorePosition(2, 100));
    }

    [Fact]
    public async Task Counters_are_right_when_one_message_takes_the_place_of_another()
    {
        QueueStatus one = new() { Active = 1, Inactive = 1 };
        using (SqliteStore store = Create())
        {
            MessageHeader old = Add(store, 2);
            MessageHeader received = old with { State = MessageState.Inactive, VisibleAt = 200 };
            store.Change(Queue, old, received);
            Commit(store, new QueueStatus { Inactive = 1 }, new StorePosition(2, 100));
            MessageHeader sent = Add(store, 3);
            Commit(store, one, new StorePosition(3, 100));
            store.Change(Queue, received, old);
            store.Change(Queue, sent, sent with { State = MessageState.Inactive, VisibleAt = 200 });
            Commit(store, one, new StorePosition(3, 100));
        }

        await AssertAsync(one, new StorePosition(3, 100));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(20_000)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task Counters_that_cannot_be_right_are_recounted(long counter)
    {
        using (SqliteStore store = Create())
        {
            MessageHeader first = Add(store, 2);
            Add(store, 3);
            store.Change(Queue, first, first with { State = MessageState.Inactive, VisibleAt = 200 });
            Commit(store, new QueueStatus { Active = counter, Inactive = counter, Delayed = counter, Rewindable = counter }, new StorePosition(3, 100));
        }

        Assert.NotEmpty(await SqliteStore.CheckAsync(_directory.Path));
        QueueStatus right = new() { Active = 1, Inactive = 1 };
        using (SqliteStore store = SqliteStore.Open(_directory.Path))
        {
            Assert.Equal(right, store.Load().Queues.Single().Status);
            Add(store, 4);
            right.Active = 2;
            Commit(store, right, new StorePosition(4, 100));
        }

        await AssertAsync(right, new StorePosition(4, 100));
    }

    public void Dispose() => _directory.Dispose();

    private static MessageHeader Add(SqliteStore store, long sequence)
    {
        MessageHeader message = new() { Sequence = sequence, State = MessageState.Active, ProducedAt = 100 };
        store.Add(Queue, message, "x"u8.ToArray());
        return message;
    }

    private static void Commit(SqliteStore store, QueueStatus status, StorePosition position)
    {
        store.PutStatus(Queue, status);
        store.Commit(position);
    }

    private SqliteStore Create()
    {
        SqliteStore store = SqliteStore.Open(_directory.Path);
        store.Load();
        QueueSettings settings = new() { MaxMsgHeapNum = 1, PollingWaitSeconds = 0, VisibilityTimeout = 30, MaxMsgSize = 1024, MsgRetentionSeconds = 60, RewindSeconds = 0 };
        store.PutQueue(new QueueRecord { Key = Queue, Account = "1", Name = "a", Id = "cmq-a", Settings = settings, CreatedAt = 1, LastModifiedAt = 1 });
        Commit(store, default, new StorePosition(1, 1));
        return store;
    }

    private async Task AssertAsync(QueueStatus status, StorePosition position)
    {
        Assert.Empty(await SqliteStore.CheckAsync(_directory.Path));
        using SqliteStore store = SqliteStore.Open(_directory.Path);
        StoreImage image = store.Load();
        Assert.Equal((status, position), (image.Queues.Single().Status, image.Position));
    }
}
