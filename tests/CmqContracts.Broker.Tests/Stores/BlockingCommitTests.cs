using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Stores;

/// <summary>Which thread waits for a store whose commits block, and which requests share a commit.</summary>
public sealed class BlockingCommitTests : IAsyncLifetime, IDisposable
{
    private const string Queue = "QueueForTest";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly BlockingStore _store = new();
    private readonly CmqBroker _broker;
    private readonly ICmqService _service;

    public BlockingCommitTests()
    {
        _broker = new CmqBroker(new BrokerOptions { Store = _store });
        _service = _broker.GetService("a");
    }

    public Task InitializeAsync() => _service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings())).AsTask();

    [Fact]
    public void Request_that_comes_alone_commits_on_its_callers_thread()
    {
        int thread = Environment.CurrentManagedThreadId;
        Assert.True(SendAsync().IsCompletedSuccessfully);
        Assert.Equal(thread, _store.CommitThread);
    }

    [Fact]
    public async Task Requests_that_come_during_a_commit_share_the_next_one_and_block_no_caller()
    {
        await CommitBatchAsync(50);
        Assert.Equal(50, await CountAsync() - 1);
    }

    [Fact]
    public async Task Request_after_a_batch_of_several_blocks_no_caller_until_one_has_come_alone()
    {
        await CommitBatchAsync(2);
        _store.Close();
        Task send = SendAsync();
        Assert.False(send.IsCompleted);
        _store.Open();
        await send.WaitAsync(Limit);

        using CancellationTokenSource limit = new(Limit);
        bool isOwn;
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            int thread = Environment.CurrentManagedThreadId;
            Task alone = SendAsync();
            isOwn = _store.CommitThread == thread;
            await alone;
        }
        while (!isOwn);
    }

    [Fact]
    public async Task Every_request_is_answered_when_the_broker_is_disposed_meanwhile()
    {
        for (int i = 0; i < 50; i++)
        {
            using BlockingStore store = new();
            CmqBroker broker = new(new BrokerOptions { Store = store });
            ICmqService service = broker.GetService("a");
            await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
            Task[] senders = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                while (true)
                    await SendAsync(service);
            }))];
            while (store.Commits < 100)
                await Task.Yield();
            await broker.DisposeAsync().AsTask().WaitAsync(Limit);
            foreach (Task sender in senders)
                await Assert.ThrowsAsync<CmqUnavailableException>(() => sender.WaitAsync(Limit));
        }
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    public void Dispose() => _store.Dispose();

    private static async Task SendAsync(ICmqService service) => await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["x"u8.ToArray()]));

    private Task SendAsync() => SendAsync(_service);

    private async Task<long> CountAsync() => (await _service.GetQueueAttributesAsync(Queue)).ActiveMessages;

    /// <summary>Sends one message, and more while its commit is under way.</summary>
    private async Task CommitBatchAsync(int count)
    {
        _store.Close();
        Task first = Task.Run(SendAsync);
        await _store.CommittingAsync().WaitAsync(Limit);
        int before = _store.Commits;
        Task[] others = [.. Enumerable.Range(0, count).Select(_ => SendAsync())];
        Assert.All(others, static send => Assert.False(send.IsCompleted));
        _store.Open();
        await Task.WhenAll([first, .. others]).WaitAsync(Limit);
        Assert.Equal(before + 1, _store.Commits);
        Assert.NotEqual(Environment.CurrentManagedThreadId, _store.CommitThread);
    }

    /// <summary>The memory store, with commits that wait while its gate is closed.</summary>
    private sealed class BlockingStore() : ForwardingStore(new MemoryStore())
    {
        private readonly ManualResetEventSlim _gate = new(true);
        private volatile int _commits;
        private volatile int _commitThread;
        private volatile bool _isCommitting;

        internal override bool CommitBlocks => true;

        /// <summary>Commits that have begun.</summary>
        public int Commits => _commits;

        public int CommitThread => _commitThread;

        internal override void Commit(StorePosition position)
        {
            _commits++;
            _commitThread = Environment.CurrentManagedThreadId;
            _isCommitting = true;
            _gate.Wait();
            _isCommitting = false;
            base.Commit(position);
        }

        public void Close() => _gate.Reset();

        public void Open() => _gate.Set();

        public async Task CommittingAsync()
        {
            while (!_isCommitting)
                await Task.Yield();
        }

        public override void Dispose()
        {
            base.Dispose();
            _gate.Dispose();
        }
    }
}
