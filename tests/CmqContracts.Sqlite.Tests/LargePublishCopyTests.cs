using System.Text;
using CmqContracts.Broker;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Tests;

/// <summary>A backup that is made in the middle of a large publish contains what is still to be delivered.</summary>
public sealed class LargePublishCopyTests
{
    private const string Account = "100000000001";
    private const int Queues = 12;

    [Fact]
    public async Task A_restored_store_goes_on_with_a_publish_that_was_under_way()
    {
        using TemporaryDirectory directory = new();
        ManualTimeProvider clock = new();
        string file = directory.File("backup.db");
        using (TemporaryDirectory original = new())
        {
            SqliteStore store = SqliteStore.Open(original.Path);
            QueueEngine engine = new(store, new BrokerOptions { TimeProvider = clock }, static _ => { });
            RunBatch(engine, Define);
            ReadOnlyMemory<byte>[] bodies = [Encoding.ASCII.GetBytes(new string('x', 200_000))];
            RunBatch(engine, account => engine.Fanout.Publish(account, new PublishMessagesRequest("t", bodies), bodies));
            RunBatch(engine, static _ => { });
            Assert.True(engine.GetAccount(Account).Backlog.HasMessages);
            await SqliteStore.BackupAsync(original.Path, file);
            store.Dispose();

            void Define(Account account)
            {
                TopicCatalog.Create(engine, account, new CreateTopicRequest("t", new TopicSettings { MaxMsgSize = 1024 * 1024 }));
                for (int queue = 0; queue < Queues; queue++)
                {
                    QueueCatalog.Create(engine, account, new CreateQueueRequest($"q{queue:00}", new QueueSettings { MaxMsgSize = 1024 * 1024 }));
                    TopicCatalog.Subscribe(engine, account, new SubscribeRequest("t", $"s{queue:00}", SubscriptionProtocol.Queue, $"q{queue:00}"));
                }
            }
        }

        string restored = directory.File("restored");
        await SqliteStore.RestoreAsync(file, restored);
        Assert.Empty(await SqliteStore.CheckAsync(restored));
        await using (CmqBroker broker = new(new BrokerOptions { TimeProvider = clock, Store = SqliteStore.Open(restored) }))
        {
            // The last queue is served last.
            ICmqService service = broker.GetService(Account);
            Assert.Single(await service.ReceiveMessagesAsync(new ReceiveMessagesRequest($"q{Queues - 1:00}") { MaxMessages = 16, PollingWaitSeconds = 30 }));
            for (int queue = 0; queue < Queues - 1; queue++)
                Assert.Single(await service.ReceiveMessagesAsync(new ReceiveMessagesRequest($"q{queue:00}") { MaxMessages = 16, PollingWaitSeconds = 0 }));
            Assert.Equal(Queues, (await service.ListQueuesAsync(new ListQueuesRequest { Offset = 0, Limit = 50 })).TotalCount);
            Assert.Equal(Queues, (await broker.GetInspector(Account).DescribeAllAsync()).Count);
        }

        Assert.Empty(await SqliteStore.CheckAsync(restored));
    }

    private static void RunBatch(QueueEngine engine, Action<Account> action)
    {
        engine.Begin();
        action(engine.GetAccount(Account));
        engine.Commit();
    }
}
