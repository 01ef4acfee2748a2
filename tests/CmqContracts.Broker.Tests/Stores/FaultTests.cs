using CmqContracts.Broker.Tests.Time;
using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Stores;

/// <summary>A request that meets a fault of the broker before it has changed anything fails alone; the others of its batch do not notice.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const string Queue = "orders";
    private const string Topic = "news";

    private readonly ListLogger _log = new();
    private readonly SnapshotStore _snapshots = new();
    private Executor _executor = null!;

    public static TheoryData<bool> Stores => [false, true];

    /// <summary>Every way in which a request changes something.</summary>
    public static TheoryData<string> Changes => [.. ChangesByName.Keys];

    private static Dictionary<string, Action<QueueEngine>> ChangesByName { get; } = new()
    {
        ["a message is stored"] = static engine => engine.Add(QueueOf(engine), MessageTransitions.Produce(engine.NextSequence(), engine.Now), "x"u8.ToArray()),
        ["a queue is created"] = static engine => QueueCatalog.Create(engine, AccountOf(engine), new CreateQueueRequest("other", new QueueSettings())),
        ["a queue is cleared"] = static engine => QueueCatalog.Clear(engine, AccountOf(engine), Queue),
        ["a queue is deleted"] = static engine => QueueCatalog.Delete(engine, AccountOf(engine), Queue),
        ["a queue is changed"] = static engine => QueueCatalog.SetAttributes(engine, AccountOf(engine), new SetQueueAttributesRequest(Queue, new QueueSettings { VisibilityTimeout = 7 })),
        ["a queue is marked for writing"] = static engine => engine.Touch(QueueOf(engine)),
        ["a topic is created"] = static engine => TopicCatalog.Create(engine, AccountOf(engine), new CreateTopicRequest("other", new TopicSettings())),
        ["a topic is changed"] = static engine => TopicCatalog.SetAttributes(engine, AccountOf(engine), new SetTopicAttributesRequest(Topic, new TopicSettings())),
        ["a topic is deleted"] = static engine => TopicCatalog.Delete(engine, AccountOf(engine), Topic),
        ["a subscription is made"] = static engine => TopicCatalog.Subscribe(engine, AccountOf(engine), new SubscribeRequest(Topic, "s", SubscriptionProtocol.Queue, Queue)),
        ["a receive begins to wait"] = static engine => new ReceiveRequest(AccountOf(engine), new ReceiveMessagesRequest(Queue) { PollingWaitSeconds = 5 }, default).Run(engine),
        ["a backlog gets credit"] = static engine => engine.Backlogs.AddCredit(AccountOf(engine), 1),
        ["deliveries are taken"] = static engine => engine.Pushes.Take(1, TimeSpan.FromSeconds(1)),
        ["a delivery is settled"] = static engine => engine.Pushes.Settle(new TopicPush { Lease = "1-2-3", TopicOwner = "", TopicName = "", SubscriptionName = "", Endpoint = "", NotifyContentFormat = default, MessageId = "", Body = default }, delivered: true),
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_executor is not null)
            await _executor.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_request_that_has_changed_nothing_fails_alone_and_is_logged(bool durable)
    {
        await OpenAsync(durable);
        int commits = _snapshots.Commits;
        (Task before, Task faulty, Task after) = Batch(static _ => throw new InvalidOperationException("No such thing."));
        await before;
        await after;
        CmqServiceException error = await Assert.ThrowsAsync<CmqServiceException>(() => faulty);
        Assert.Equal((CmqErrors.ServerInternalError, CmqOutcome.Unknown), (error.Error, error.Outcome));
        Assert.Contains("a fault of its own (InvalidOperationException), and nothing of the request was done.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("No such thing.", error.Message, StringComparison.Ordinal);
        Assert.Equal("No such thing.", Assert.IsType<InvalidOperationException>(error.InnerException).Message);
        Assert.Equal("A request met a fault of the broker. Nothing of it was done, and other requests go on.", Assert.Single(_log.Lines));
        Assert.Equal(2, await CountAsync());
        Assert.Equal(durable ? commits + 1 : 0, _snapshots.Commits);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_request_that_has_changed_something_takes_its_batch_along(string change)
    {
        await OpenAsync(durable: true);
        (Task before, Task faulty, Task after) = Batch(engine =>
        {
            ChangesByName[change](engine);
            throw new InvalidOperationException("No such thing.");
        });
        foreach (Task task in (Task[])[before, faulty, after])
            Assert.Equal(CmqErrors.ServerInternalError, (await Assert.ThrowsAsync<CmqServiceException>(() => task)).Error);
        Assert.Equal(0, await CountAsync());
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_store_that_fails_at_a_read_may_have_lost_the_batch_and_so_all_of_it_fails()
    {
        await OpenAsync(new UnreadableStore(_snapshots));
        (Task before, Task faulty, Task after) = Batch(static engine => engine.Store.CountUpTo(QueueOf(engine).Key, MessageState.Active, 0, long.MaxValue, 1, out _));
        foreach (Task task in (Task[])[before, faulty, after])
            Assert.Contains("The broker's store failed", (await Assert.ThrowsAsync<CmqServiceException>(() => task)).Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());

        (before, faulty, after) = Batch(static _ => throw new InvalidOperationException("No such thing."));
        await before;
        await after;
        await Assert.ThrowsAsync<CmqServiceException>(() => faulty);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task A_read_that_fails_in_memory_fails_alone()
    {
        await OpenAsync(durable: false);
        (Task before, Task faulty, Task after) = Batch(static engine => engine.Store.CountUpTo(queue: 0, MessageState.Active, 0, long.MaxValue, 1, out _));
        await before;
        await after;
        await Assert.ThrowsAsync<CmqServiceException>(() => faulty);
        Assert.Equal(2, await CountAsync());
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_receive_whose_reply_cannot_be_measured_fails_alone_and_leaves_the_message_to_the_next(bool durable)
    {
        await OpenAsync(durable);
        Task wait = ReceiveAsync(30, new FaultyBudget());
        Task next = ReceiveAsync(30, budget: null);
        Assert.False(wait.IsCompleted);
        await SendAsync("a");
        Assert.Equal(CmqErrors.ServerInternalError, (await Assert.ThrowsAsync<CmqServiceException>(() => wait)).Error);
        await next;

        await SendAsync("b");
        Assert.Equal(CmqErrors.ServerInternalError, (await Assert.ThrowsAsync<CmqServiceException>(() => ReceiveAsync(0, new FaultyBudget()))).Error);
        Assert.Equal(1, await CountAsync());
        await ReceiveAsync(0, budget: null);
        Assert.Equal(0, await CountAsync());
    }

    private static Account AccountOf(QueueEngine engine) => engine.GetAccount("a");

    private static QueueState QueueOf(QueueEngine engine) => AccountOf(engine).Find(Queue);

    private Task OpenAsync(bool durable) => OpenAsync(durable ? _snapshots : new MemoryStore());

    private async Task OpenAsync(MessageStore store)
    {
        _executor = new Executor(store, new BrokerOptions { TimeProvider = new ManualTimeProvider(), LoggerFactory = _log });
        await _executor.Submit(new ControlRequest<string>(static engine => QueueCatalog.Create(engine, AccountOf(engine), new CreateQueueRequest(Queue, new QueueSettings()))));
        await _executor.Submit(new ControlRequest<string>(static engine => TopicCatalog.Create(engine, AccountOf(engine), new CreateTopicRequest(Topic, new TopicSettings()))));
    }

    /// <summary>Runs three requests in one batch: a send, one that fails, and another send.</summary>
    private (Task Before, Task Faulty, Task After) Batch(Action<QueueEngine> faulty)
    {
        (Task, Task, Task) tasks = default;

        // What is submitted while a batch runs is the next batch.
        Task outer = _executor.Submit(new ControlRequest<bool>(_ =>
        {
            tasks = (
                SendAsync("before"),
                _executor.Submit(new ControlRequest<bool>(engine =>
                {
                    faulty(engine);
                    return true;
                })).AsTask(),
                SendAsync("after"));
            return true;
        })).AsTask();
        Assert.True(outer.IsCompletedSuccessfully);
        return tasks;
    }

    private Task<IReadOnlyList<string>> SendAsync(string body)
    {
        ReadOnlyMemory<byte>[] bodies = [System.Text.Encoding.UTF8.GetBytes(body)];
        return _executor.Submit(new SendRequest(_executor.GetAccount("a"), new SendMessagesRequest(Queue, bodies), bodies)).AsTask();
    }

    private Task<IReadOnlyList<CmqMessage>> ReceiveAsync(int wait, IReplyBudget? budget) =>
        _executor.Submit(new ReceiveRequest(_executor.GetAccount("a"), new ReceiveMessagesRequest(Queue) { PollingWaitSeconds = wait, ReplyBudget = budget }, default)).AsTask();

    private ValueTask<long> CountAsync() => _executor.Submit(new ControlRequest<long>(static engine => QueueOf(engine).Status.Active));

    private sealed class FaultyBudget : IReplyBudget
    {
        public bool TrySpend(ReadOnlySpan<byte> body) => throw new InvalidOperationException("No such thing.");
    }

    private sealed class UnreadableStore(MessageStore inner) : ForwardingStore(inner)
    {
        internal override int CountUpTo(long queue, MessageState state, long afterSequence, long beforeSequence, int most, out long last) => throw new IOException("The disk is gone.");
    }
}
