using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Stores;

/// <summary>A broker that is disposed, synchronously or not, answers what is under way, ends waits and then closes its store, once.</summary>
public sealed class CloseTests
{
    private const string Queue = "QueueForTest";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static TheoryData<bool, bool> Ways => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Waits_end_before_the_store_is_closed(bool isSynchronous, bool commitBlocks)
    {
        ClosingStore store = new(commitBlocks);
        CmqBroker broker = new(new BrokerOptions { Store = store });
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        Task[] waits = [.. Enumerable.Range(0, 5).Select(_ => service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 30 }).AsTask())];

        await CloseAsync(broker, isSynchronous);

        Assert.Equal(1, store.Closed);
        foreach (Task wait in waits)
            Assert.Equal(CmqOutcome.NotSent, (await Assert.ThrowsAsync<CmqUnavailableException>(() => wait.WaitAsync(Limit))).Outcome);
        await CloseAsync(broker, isSynchronous);
        await CloseAsync(broker, !isSynchronous);
        Assert.Equal(1, store.Closed);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_commit_that_is_under_way_ends_before_the_store_is_closed(bool isSynchronous, bool commitBlocks)
    {
        ClosingStore store = new(commitBlocks);
        CmqBroker broker = new(new BrokerOptions { Store = store });
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        store.Gate.Reset();
        Task send = Task.Run(() => SendAsync(service));
        await store.Committing.Task.WaitAsync(Limit);
        Task queued = SendAsync(service);

        Task closing = Task.Run(() => CloseAsync(broker, isSynchronous));
        await UntilRefusedAsync(broker);

        // Whoever closes it too may use the directory afterwards, and so waits as well.
        Task[] closingToo = [Task.Run(() => CloseAsync(broker, isSynchronous)), Task.Run(() => CloseAsync(broker, !isSynchronous)), broker.DisposeAsync().AsTask()];
        Assert.False(closing.IsCompleted || send.IsCompleted || queued.IsCompleted || closingToo.Any(static task => task.IsCompleted));
        Assert.Equal(0, store.Closed);
        store.Gate.Set();

        foreach (Task task in closingToo)
        {
            await task.WaitAsync(Limit);
            Assert.Equal(1, store.Closed);
        }

        await Task.WhenAll(closing, send, queued).WaitAsync(Limit);
        Assert.Equal(1, store.Closed);
        Assert.False(store.WasUsedAfterClosing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_cannot_commit_any_more_is_closed_all_the_same(bool isSynchronous)
    {
        ClosingStore store = new(commitBlocks: true);
        CmqBroker broker = new(new BrokerOptions { Store = store });
        Task wait = broker.GetService("a").CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings())).AsTask();
        await wait.WaitAsync(Limit);
        store.Failure = new IOException("The disk has gone.");

        await CloseAsync(broker, isSynchronous);

        Assert.Equal(1, store.Closed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_to_close_the_store_reaches_the_caller(bool isSynchronous)
    {
        IOException failure = new("The disk is full.");
        CmqBroker broker = new(new BrokerOptions { Store = new ClosingStore(commitBlocks: true) { CloseFailure = failure } });

        Assert.Same(failure, await Assert.ThrowsAsync<IOException>(() => CloseAsync(broker, isSynchronous)));
    }

    private static async Task CloseAsync(CmqBroker broker, bool isSynchronous)
    {
        if (isSynchronous)
            broker.Dispose();
        else
            await broker.DisposeAsync().AsTask().WaitAsync(Limit);
    }

    private static async Task SendAsync(ICmqService service) => await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["x"u8.ToArray()]));

    /// <summary>Waits until the broker is being closed.</summary>
    private static async Task UntilRefusedAsync(CmqBroker broker)
    {
        using CancellationTokenSource limit = new(Limit);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            try
            {
                // Refused either way, and so never queued behind the commit that is under way.
                await broker.ListAccountsAsync(new CancellationToken(canceled: true));
            }
            catch (OperationCanceledException)
            {
                await Task.Yield();
            }
            catch (CmqUnavailableException)
            {
                return;
            }
        }
    }

    /// <summary>The memory store, whose commits can be held up or fail.</summary>
    private sealed class ClosingStore(bool commitBlocks) : ForwardingStore(new MemoryStore())
    {
        internal override bool CommitBlocks => commitBlocks;

        public Gate Gate { get; } = new();

        public TaskCompletionSource Committing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Failure { get; set; }

        public Exception? CloseFailure { get; init; }

        public int Closed { get; private set; }

        public bool WasUsedAfterClosing { get; private set; }

        internal override StoreImage Load() => Failure is null ? base.Load() : throw Failure;

        internal override void Commit(StorePosition position)
        {
            WasUsedAfterClosing |= Closed > 0;
            if (!Gate.IsOpen)
                Committing.TrySetResult();
            Gate.Pass();
            if (Failure is not null)
                throw Failure;
            base.Commit(position);
        }

        public override void Dispose()
        {
            Closed++;
            base.Dispose();
            if (CloseFailure is not null)
                throw CloseFailure;
        }
    }

    private sealed class Gate
    {
        private readonly object _gate = new();

        public bool IsOpen { get; private set; } = true;

        public void Reset() => IsOpen = false;

        public void Set()
        {
            lock (_gate)
            {
                IsOpen = true;
                Monitor.PulseAll(_gate);
            }
        }

        public void Pass()
        {
            lock (_gate)
            {
                while (!IsOpen)
                    Monitor.Wait(_gate);
            }
        }
    }
}
