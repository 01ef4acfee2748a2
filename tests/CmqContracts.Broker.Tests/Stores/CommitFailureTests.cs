using CmqContracts.Broker.Tests.Behaviour;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Stores;

/// <summary>A commit that fails rolls back its own changes, and nothing else.</summary>
public sealed class CommitFailureTests : BrokerTest
{
    private readonly SnapshotStore _store;

    public CommitFailureTests()
        : this(new SnapshotStore())
    {
    }

    private CommitFailureTests(SnapshotStore store)
        : base(store)
    {
        _store = store;
        Assert.True(CreateAsync().AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Failed_commit_of_a_receive_leaves_the_message_active_and_uncounted()
    {
        await SendAsync("a");
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.ServerInternalError, async () => await ReceiveAsync());
        CmqMessage message = (await ReceiveAsync())!;
        Assert.Equal(1, message.DequeueCount);

        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.ServerInternalError, async () => await DeleteAsync(message.ReceiptHandle));
        Assert.Empty(await DeleteAsync(message.ReceiptHandle));
    }

    [Fact]
    public async Task Failed_commit_rolls_back_queues_and_attributes()
    {
        QueueAttributes before = await AttributesAsync();
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.ServerInternalError, async () => await SetAsync(new QueueSettings { VisibilityTimeout = 7 }));
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.ServerInternalError, async () => await CreateAsync("new"));
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.ServerInternalError, async () => await Service.DeleteQueueAsync(Queue));
        Assert.Equivalent(before, await AttributesAsync(), strict: true);
        Assert.Equal(1, (await Service.ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        await CreateAsync("new");
    }

    [Fact]
    public async Task A_wait_that_is_answered_early_sees_what_comes_after_a_failed_commit()
    {
        Task<IReadOnlyList<CmqMessage>> wait = Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 10, AnswerEarly = TimeSpan.FromMilliseconds(200) }).AsTask();
        _store.FailCommits = true;
        await FailsAsync(CmqErrors.ServerInternalError, () => SendAsync("lost", delay: 5).AsTask());
        _store.FailCommits = false;
        await SendAsync("a", delay: 10);
        Clock.Advance(TimeSpan.FromMilliseconds(9_900));
        Assert.False(wait.IsCompleted);
        Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("a", Text((await wait)[0]));
    }

    [Fact]
    public async Task Time_that_could_not_be_stored_passes_later_with_one_attempt_a_second()
    {
        await SendAsync("a", delay: 5);
        Task<IReadOnlyList<CmqMessage>> lost = WaitAsync();
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync();
        int before = _store.Commits;
        _store.FailCommits = true;
        Clock.AdvanceSeconds(9);
        Assert.InRange(_store.Commits - before, 2, 6);
        await FailsAsync(CmqErrors.ServerInternalError, () => lost);
        await FailsAsync(CmqErrors.ServerInternalError, () => wait);

        wait = WaitAsync();
        await FailsAsync(CmqErrors.ServerInternalError, () => wait);
        _store.FailCommits = false;
        Clock.AdvanceSeconds(1);
        Assert.Equal("a", Text(await ReceiveAsync()));
    }

    [Fact]
    public async Task Reads_cost_no_commit()
    {
        int before = _store.Commits;
        await AttributesAsync();
        Assert.Null(await ReceiveAsync());
        Assert.Single(await DeleteAsync("17"));
        await FailsAsync(CmqErrors.QueueDoesNotExist, async () => await AttributesAsync("none"));
        Assert.Equal(before, _store.Commits);
    }

    [Fact]
    public async Task Store_that_is_gone_stops_the_broker()
    {
        await SendAsync("a");
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync(name: await OtherQueueAsync());
        _store.IsBroken = true;
        await FailsAsync(CmqErrors.ServerInternalError, async () => await ReceiveAsync());
        await FailsAsync(CmqErrors.ServerInternalError, () => wait);
        _store.IsBroken = false;
        await FailsAsync(CmqErrors.ServerInternalError, async () => await AttributesAsync());
    }

    private async Task<string> OtherQueueAsync()
    {
        await CreateAsync("other");
        return "other";
    }
}
