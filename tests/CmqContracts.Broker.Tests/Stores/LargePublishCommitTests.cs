using CmqContracts.Broker.Tests.Behaviour;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Stores;

/// <summary>A publish that takes many commits, commit by commit: others in between, waits, failures, a close and a crash.</summary>
public sealed class LargePublishCommitTests : TopicTest
{
    private const int Queues = 8;
    private readonly SnapshotStore _store;
    private readonly ICmqService _other;

    public LargePublishCommitTests()
        : this(new SnapshotStore(commitBlocks: true))
    {
    }

    private LargePublishCommitTests(SnapshotStore store)
        : base(store)
    {
        _store = store;
        _other = Broker.GetService("100000000002");
    }

    [Fact]
    public async Task Each_request_of_another_account_is_answered_with_the_next_commit()
    {
        await BeginAsync();
        Task<IReadOnlyList<CmqMessage>> waiting = WaitAsync(name: $"q{Queues - 1}");
        for (int sends = 1; sends <= 3; sends++)
        {
            await UntilAsync(() => _store.IsCommitting);
            Task<IReadOnlyList<string>> send = _other.SendMessagesAsync(new SendMessagesRequest("other", ["x"u8.ToArray()]) { DelaySeconds = 0 }).AsTask();
            await CommitAsync();
            await CommitAsync();
            await send;

            // One message in the first commit, one in each since, the rest in the backlog.
            Assert.Equal(1 + (2 * sends) + 1 + sends, _store.CommittedMessages);
        }

        Assert.False(waiting.IsCompleted);
        await CommitAsync();
        Assert.Single(await waiting);
        _store.IsGated = false;
        for (int queue = 0; queue < Queues; queue++)
            Assert.Equal(1, (await AttributesAsync($"q{queue}")).ActiveMessages + (await AttributesAsync($"q{queue}")).InactiveMessages);
    }

    [Fact]
    public async Task A_step_that_could_not_be_stored_is_done_again_with_the_next_request()
    {
        await BeginAsync();
        await CommitAsync();
        await UntilAsync(() => _store.IsCommitting);
        _store.IsGated = false;
        _store.FailCommit();
        await _other.SendMessagesAsync(new SendMessagesRequest("other", ["x"u8.ToArray()]) { DelaySeconds = 0 });
        await UntilAsync(() => _store.CommittedMessages == Queues + 1);
        await AssertArrivedAsync(Service);
    }

    [Fact]
    public async Task A_close_does_not_wait_for_the_backlog_and_the_next_broker_delivers_the_rest()
    {
        await BeginAsync();
        Task closing = Broker.DisposeAsync().AsTask();
        int commits = 0;
        while (!closing.IsCompleted)
        {
            await UntilAsync(() => closing.IsCompleted || _store.IsCommitting);
            if (_store.IsCommitting)
            {
                _store.CompleteCommit();
                commits++;
            }
        }

        Assert.InRange(commits, 1, 4);
        await using CmqBroker next = new(new BrokerOptions { TimeProvider = Clock, Store = _store.AfterCrash() });
        await AssertArrivedAsync(next.GetService("100000000001"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task After_a_crash_the_next_broker_delivers_the_rest(int steps)
    {
        await BeginAsync();
        for (int step = 0; step < steps; step++)
            await CommitAsync();
        await using CmqBroker next = new(new BrokerOptions { TimeProvider = Clock, Store = _store.AfterCrash() });
        await AssertArrivedAsync(next.GetService("100000000001"));
        while (_store.IsGated)
        {
            await UntilAsync(() => _store.IsCommitting);
            _store.IsGated = false;
            _store.CompleteCommit();
        }
    }

    /// <summary>Publishes what takes a commit for each queue. It is answered after the first one.</summary>
    private async Task BeginAsync()
    {
        await _other.CreateQueueAsync(new CreateQueueRequest("other", new QueueSettings()));
        await CreateTopicAsync(settings: new TopicSettings { MaxMsgSize = 1024 * 1024 });
        for (int queue = 0; queue < Queues; queue++)
            await SubscribeQueueAsync($"q{queue}", settings: new QueueSettings { MaxMsgSize = 1024 * 1024 });
        _store.IsGated = true;
        Task<string> publish = Task.Factory.StartNew(() => PublishAsync(new string('x', 400_000)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        await UntilAsync(() => _store.IsCommitting);
        Assert.False(publish.IsCompleted);
        await CommitAsync();
        await publish;
    }

    private static async Task AssertArrivedAsync(ICmqService service)
    {
        for (int queue = 0; queue < Queues; queue++)
            Assert.Equal(1, (await service.GetQueueAttributesAsync($"q{queue}")).ActiveMessages);
    }

    private async Task CommitAsync()
    {
        await UntilAsync(() => _store.IsCommitting);
        _store.CompleteCommit();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
