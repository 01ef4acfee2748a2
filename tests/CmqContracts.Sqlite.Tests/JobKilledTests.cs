using System.Globalization;
using System.Text;
using CmqContracts.Broker;
using CmqContracts.Testing;

namespace CmqContracts.Sqlite.Tests;

/// <summary>A process that is killed during a job over some thousand dead letters leaves each of them in one of the two queues, and another job goes on.</summary>
public sealed class JobKilledTests : IDisposable
{
    private const string Account = "100000000001";
    private const int Messages = 3000;

    private static readonly MessageJobRequest Back = new("dead", MessageState.Active, MessageJobAction.Move);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Each_dead_letter_is_in_one_queue_whenever_it_is_killed()
    {
        string directory = _directory.File("store");
        SnapshotBeforeCommits store = new(directory);
        await using (CmqBroker broker = Open(store))
        {
            await FillAsync(broker);
            store.Takes = true;
            MessageJob job = await RunAsync(broker);
            Assert.Equal((MessageJobState.Completed, Messages, Messages, 0), (job.State, job.Total, job.Done, job.Skipped));
            store.Takes = false;
        }

        HashSet<int> moved = [];
        foreach ((int number, StoreParts parts) in store.Parts.Index())
        {
            string killed = _directory.File($"killed-{number}");
            parts.Write(killed);
            Assert.Empty(await SqliteStore.CheckAsync(killed));
            await using (CmqBroker broker = Open(Open(killed)))
            {
                int[] dead = await NumbersAsync(broker, "dead"), back = await NumbersAsync(broker, "orders");
                Assert.Equal(Enumerable.Range(0, Messages), back.Concat(dead));
                moved.Add(back.Length);
                if (number % 4 == 0)
                {
                    MessageJob rest = await RunAsync(broker);
                    Assert.Equal((MessageJobState.Completed, dead.Length), (rest.State, rest.Done));
                    Assert.Equal(Enumerable.Range(0, Messages), await NumbersAsync(broker, "orders"));
                }
            }

            Directory.Delete(killed, recursive: true);
        }

        Assert.Contains(0, moved);
        Assert.InRange(moved.Count, 10, 100);
    }

    private async Task FillAsync(CmqBroker broker)
    {
        ICmqService service = broker.GetService(Account);
        await service.CreateQueueAsync(new CreateQueueRequest("dead", new QueueSettings()));
        await service.CreateQueueAsync(new CreateQueueRequest("orders", new QueueSettings { VisibilityTimeout = 10, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 1) }));
        for (int i = 0; i < Messages; i += 10)
            await service.SendMessagesAsync(new SendMessagesRequest("orders", [.. Enumerable.Range(i, 10).Select(static number => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)))]));
        while ((await service.ReceiveMessagesAsync(new ReceiveMessagesRequest("orders") { MaxMessages = 16, PollingWaitSeconds = 0 })).Count > 0)
        {
        }

        _clock.AdvanceSeconds(10);
        while ((await broker.CatchUpAsync()).IsBehind)
            await Task.Yield();
        Assert.Equal(Messages, (await service.GetQueueAttributesAsync("dead")).ActiveMessages);
    }

    private static async Task<MessageJob> RunAsync(CmqBroker broker)
    {
        ICmqInspector inspector = broker.GetInspector(Account);
        MessageJob job = await inspector.StartJobAsync(Back);
        while (job.State == MessageJobState.Running)
        {
            await Task.Yield();
            job = (await inspector.ListJobsAsync()).Single(one => one.Id == job.Id);
        }

        return job;
    }

    private static async Task<int[]> NumbersAsync(CmqBroker broker, string queue)
    {
        List<int> numbers = [];
        string? after = null;
        do
        {
            PeekResult page = await broker.GetInspector(Account).PeekMessagesAsync(new PeekMessagesRequest(queue, MessageState.Active) { MaxMessages = 1000, AfterMessageId = after });
            numbers.AddRange(page.Messages.Select(static message => int.Parse(message.Body.Span, CultureInfo.InvariantCulture)));
            after = page.ContinueAfter;
        }
        while (after is not null);
        return [.. numbers];
    }

    private CmqBroker Open(MessageStore store) => new(new BrokerOptions { TimeProvider = _clock, Store = store });

    private static SqliteStore Open(string directory) => SqliteStore.Open(directory, new SqliteStoreOptions { WalPages = 48, SyncsCommits = false });

    private sealed class SnapshotBeforeCommits(string directory) : ForwardingStore(Open(directory))
    {
        public bool Takes { get; set; }

        public List<StoreParts> Parts { get; } = [];

        internal override void Commit(StorePosition position)
        {
            if (Takes)
                Parts.Add(StoreParts.ReadWhenIdle(directory));
            base.Commit(position);
        }
    }
}
