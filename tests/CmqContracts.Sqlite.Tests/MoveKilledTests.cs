using CmqContracts.Broker;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Tests;

/// <summary>A process that is killed during a move leaves each message in one of the two queues.</summary>
public sealed class MoveKilledTests : IDisposable
{
    private const string Account = "100000000001";
    private const int Messages = 12;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Each_message_is_in_one_queue_whenever_it_is_killed()
    {
        string directory = _directory.File("store");
        SnapshotBeforeAndAfterCommits store = new(directory);
        await using (CmqBroker broker = new(new BrokerOptions { TimeProvider = new ManualTimeProvider(), Store = store, Limits = CmqLimits.Classic }))
        {
            ICmqService service = broker.GetService(Account);
            foreach (string queue in (string[])["from", "to"])
                await service.CreateQueueAsync(new CreateQueueRequest(queue, new QueueSettings { MaxMsgSize = 1024 * 1024 }));
            for (int i = 0; i < Messages; i++)
                await service.SendMessagesAsync(new SendMessagesRequest("from", [BodyOf(i)]));
            store.Parts.Clear();
            Assert.Equivalent(new MessageActionResult { Done = Messages, Skipped = [] }, await broker.GetInspector(Account).MoveMessagesAsync(new MoveMessagesRequest("from", "to", 1000)));
        }

        Assert.InRange(store.Parts.Count, 8, 100);
        HashSet<int> moved = [];
        foreach ((int number, StoreParts parts) in store.Parts.Index())
        {
            string killed = _directory.File($"killed-{number}");
            parts.Write(killed);
            Assert.Empty(await SqliteStore.CheckAsync(killed));
            await using (CmqBroker broker = new(new BrokerOptions { TimeProvider = new ManualTimeProvider(), Store = Open(killed) }))
            {
                int[] from = await NumbersAsync(broker, "from"), to = await NumbersAsync(broker, "to");
                Assert.Equal(Enumerable.Range(0, Messages), to.Concat(from));
                moved.Add(to.Length);
            }

            Directory.Delete(killed, recursive: true);
        }

        Assert.Contains(0, moved);
        Assert.Contains(Messages, moved);
        Assert.InRange(moved.Count, 5, Messages + 1);
    }

    private static byte[] BodyOf(int number)
    {
        byte[] body = new byte[100_000];
        body[0] = (byte)number;
        return body;
    }

    private static async Task<int[]> NumbersAsync(CmqBroker broker, string queue) =>
        [.. (await broker.GetInspector(Account).PeekAsync(new PeekMessagesRequest(queue, MessageState.Active) { MaxMessages = 100, MaxBodyBytes = 1 })).Select(static message => (int)message.Body.Span[0])];

    private static SqliteStore Open(string directory) => SqliteStore.Open(directory, new SqliteStoreOptions { WalPages = 48, SyncsCommits = false });

    private sealed class SnapshotBeforeAndAfterCommits(string directory) : ForwardingStore(Open(directory))
    {
        public List<StoreParts> Parts { get; } = [];

        internal override void Commit(StorePosition position)
        {
            Parts.Add(StoreParts.ReadWhenIdle(directory));
            base.Commit(position);
            Parts.Add(StoreParts.ReadWhenIdle(directory));
        }
    }
}
