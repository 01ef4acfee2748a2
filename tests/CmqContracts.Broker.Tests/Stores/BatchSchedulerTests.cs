using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Stores;

/// <summary>The executor takes all its threads from its scheduler: with a scheduler driven by a seed, a whole run is on one thread, and repeatable.</summary>
public sealed class BatchSchedulerTests
{
    private const string Queue = "QueueForTest";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_batch_runs_on_one_thread_and_in_the_order_of_the_seed(int seed)
    {
        IReadOnlyList<int> first = Run(seed);
        Assert.Contains(first, static requests => requests > 1);
        Assert.Equal(first, Run(seed));
        Assert.NotEqual(first, Run(seed + 100));
    }

    /// <returns>How many messages each commit had.</returns>
    private static List<int> Run(int seed)
    {
        SeededScheduler scheduler = null!;
        CountingStore store = new();
        CmqBroker broker = new(new BrokerOptions
        {
            Store = store,
            TimeProvider = new ManualTimeProvider(),
            CreateScheduler = run => scheduler = new SeededScheduler(run, seed),
        });
        ICmqService service = broker.GetService("a");
        Assert.True(service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings())).AsTask().IsCompletedSuccessfully);
        List<Task> sends = [];
        store.Committing = () =>
        {
            Assert.Equal(Environment.CurrentManagedThreadId, scheduler.ThreadId);

            // Requests that arrive while a commit is under way.
            for (int i = scheduler.Random.Next(4); i > 0 && sends.Count < 200; i--)
                sends.Add(SendAsync());
        };
        while (sends.Count < 200)
        {
            sends.Add(SendAsync());
            scheduler.RunSome();
        }

        scheduler.RunAll();
        store.Committing = null;
        Assert.All(sends, static send => Assert.True(send.IsCompletedSuccessfully));
        Task<QueueAttributes> attributes = service.GetQueueAttributesAsync(Queue).AsTask();
        scheduler.RunAll();
        Assert.True(attributes.IsCompletedSuccessfully);
        Assert.Equal(200, attributes.Result.ActiveMessages);
        return store.Batches;

        Task SendAsync() => service.SendMessagesAsync(new SendMessagesRequest(Queue, ["x"u8.ToArray()])).AsTask();
    }

    /// <summary>Runs what is scheduled when the test says so, on the test's thread.</summary>
    private sealed class SeededScheduler(Action run, int seed) : IBatchScheduler
    {
        private bool _isScheduled;

        public Random Random { get; } = new(seed);

        public int ThreadId { get; } = Environment.CurrentManagedThreadId;

        public int MaxBatchesOfCaller => Random.Next(1, 3);

        public int MaxBatchesOfRun => Random.Next(1, 4);

        public void Schedule()
        {
            Assert.False(_isScheduled);
            _isScheduled = true;
        }

        public bool Yield() => Random.Next(2) == 0;

        public void RunSome()
        {
            while (_isScheduled && Random.Next(3) > 0)
                RunOnce();
        }

        public void RunAll()
        {
            while (_isScheduled)
                RunOnce();
        }

        public void Dispose()
        {
        }

        private void RunOnce()
        {
            _isScheduled = false;
            run();
        }
    }

    private sealed class CountingStore() : ForwardingStore(new MemoryStore())
    {
        private int _added;

        public Action? Committing { get; set; }

        public List<int> Batches { get; } = [];

        internal override void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body)
        {
            _added++;
            base.Add(queue, header, body);
        }

        internal override void Commit(StorePosition position)
        {
            if (_added > 0)
                Batches.Add(_added);
            _added = 0;
            Committing?.Invoke();
            base.Commit(position);
        }
    }
}
