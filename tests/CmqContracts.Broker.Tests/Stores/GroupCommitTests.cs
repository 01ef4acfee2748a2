using CmqContracts.Brokers.Tests.Behaviour;
using CmqContracts.Protocol;

namespace CmqContracts.Brokers.Tests.Stores;

/// <summary>What a store that commits later, or fails, makes of requests.</summary>
public sealed class GroupCommitTests : BrokerTest
{
    private readonly SnapshotStore _store;

    public GroupCommitTests()
        : this(new SnapshotStore())
    {
    }

    private GroupCommitTests(SnapshotStore store)
        : base(store)
    {
        _store = store;
        Assert.True(CreateAsync().AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Nothing_is_answered_before_its_commit()
    {
        _store.IsGated = true;
        Task<string> send = SendAsync("a").AsTask();
        Assert.False(send.IsCompleted);
        Assert.Equal(0, _store.CommittedMessages);
        await CommitAsync();
        await send;
        Assert.Equal(1, _store.CommittedMessages);

        Task<CmqMessage?> receive = ReceiveAsync().AsTask();
        Assert.False(receive.IsCompleted);
        await CommitAsync();
        Task<IReadOnlyList<DeleteMessageFailure>> delete = DeleteAsync((await receive)!.ReceiptHandle).AsTask();
        Assert.False(delete.IsCompleted);
        await CommitAsync();
        Assert.Empty(await delete);
    }

    [Fact]
    public async Task What_comes_during_a_commit_shares_the_next_one()
    {
        _store.IsGated = true;
        int before = _store.Commits;
        Task<string> first = SendAsync("0").AsTask();
        Task<string>[] others = [.. Enumerable.Range(1, 50).Select(i => SendAsync($"{i}").AsTask())];
        Task<IReadOnlyList<CmqMessage>> receive = ReceiveManyAsync().AsTask();
        Assert.Equal(before + 1, _store.Commits);
        await CommitAsync();
        await first;
        await UntilAsync(() => _store.IsCommitting);
        Assert.All(others, static t => Assert.False(t.IsCompleted));
        Assert.False(receive.IsCompleted);
        await CommitAsync();
        await Task.WhenAll(others);
        Assert.Equal(Enumerable.Range(0, 16).Select(static i => $"{i}"), (await receive).Select(Text));
        Assert.Equal(before + 2, _store.Commits);
    }

    [Fact]
    public async Task Failed_commit_fails_exactly_its_requests_and_shows_nothing_of_them()
    {
        await SendAsync("kept");
        _store.IsGated = true;
        Task<string> first = SendAsync("lost").AsTask();
        Task<CmqMessage?> received = ReceiveAsync().AsTask();
        Task<string> sent = SendAsync("after").AsTask();
        await FailCommitAsync();
        CmqServiceException failure = await FailsAsync(CmqErrors.Internal, () => first);
        Assert.IsType<IOException>(failure.InnerException);

        // The next group knows nothing of the failed one.
        await CommitAsync();
        await sent;
        Assert.Equal("kept", Text(await received));
        _store.IsGated = false;
        Assert.Equal((1, 1, 0, 0), await CountersAsync());
        Assert.Equal("after", Text(await ReceiveAsync()));
        Assert.Null(await ReceiveAsync());
    }

    [Fact]
    public async Task Failed_commit_of_a_receive_leaves_the_message_active_and_uncounted()
    {
        await SendAsync("a");
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.Internal, async () => await ReceiveAsync());
        CmqMessage message = (await ReceiveAsync())!;
        Assert.Equal(1, message.DequeueCount);

        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.Internal, async () => await DeleteAsync(message.ReceiptHandle));
        Assert.Empty(await DeleteAsync(message.ReceiptHandle));
    }

    [Fact]
    public async Task Failed_commit_takes_back_queues_and_attributes()
    {
        QueueAttributes before = await AttributesAsync();
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.Internal, async () => await SetAsync(new QueueSettings { VisibilityTimeout = 7 }));
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.Internal, async () => await CreateAsync("new"));
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.Internal, async () => await Service.DeleteQueueAsync(Queue));
        Assert.Equal(before, await AttributesAsync());
        Assert.Equal(1, (await Service.ListQueuesAsync(new ListQueuesRequest())).TotalCount);
        await CreateAsync("new");
    }

    [Fact]
    public async Task Change_that_fails_halfway_is_taken_back_as_a_whole()
    {
        _store.IsGated = true;
        Task<string> first = SendAsync("first").AsTask();
        Task<CmqMessage?> received = ReceiveAsync().AsTask();
        Task<IReadOnlyList<string>> batch = SendManyAsync(3).AsTask();
        _store.FailNextAdd = true;
        await CommitAsync();
        await first;
        await FailsAsync(CmqErrors.Internal, () => received);
        await FailsAsync(CmqErrors.Internal, () => batch);
        _store.IsGated = false;
        Assert.Equal((1, 0, 0, 0), await CountersAsync());
        Assert.Equal(1, (await ReceiveAsync())!.DequeueCount);
    }

    [Fact]
    public async Task Waiting_receive_gets_its_message_after_the_commit_or_fails_with_it()
    {
        Task<IReadOnlyList<CmqMessage>> first = WaitAsync();
        Task<IReadOnlyList<CmqMessage>> second = WaitAsync();
        _store.IsGated = true;
        Task<string> send = SendAsync("a").AsTask();
        Assert.False(first.IsCompleted);
        await FailCommitAsync();
        await FailsAsync(CmqErrors.Internal, () => send);
        await FailsAsync(CmqErrors.Internal, () => first);
        Assert.False(second.IsCompleted);

        send = SendAsync("b").AsTask();
        Assert.False(second.IsCompleted);
        await CommitAsync();
        await send;
        Assert.Equal("b", Text((await second)[0]));
    }

    [Fact]
    public async Task A_wait_that_is_answered_early_sees_what_comes_after_a_failed_commit()
    {
        Task<IReadOnlyList<CmqMessage>> wait = Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue, 1, 10) { AnswerEarly = TimeSpan.FromMilliseconds(200) }).AsTask();
        _store.FailCommits = true;
        await FailsAsync(CmqErrors.Internal, () => SendAsync("lost", delay: 5).AsTask());
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
        await FailsAsync(CmqErrors.Internal, () => lost);
        await FailsAsync(CmqErrors.Internal, () => wait);

        wait = WaitAsync();
        await FailsAsync(CmqErrors.Internal, () => wait);
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
        await FailsAsync(CmqErrors.QueueNotFound, async () => await AttributesAsync("none"));
        Assert.Equal(before, _store.Commits);
    }

    [Fact]
    public async Task Store_that_is_gone_stops_the_broker()
    {
        await SendAsync("a");
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync(name: await OtherQueueAsync());
        _store.IsBroken = true;
        await FailsAsync(CmqErrors.Internal, async () => await ReceiveAsync());
        await FailsAsync(CmqErrors.Internal, () => wait);
        _store.IsBroken = false;
        await FailsAsync(CmqErrors.Internal, async () => await AttributesAsync());
    }

    [Fact]
    public async Task Everything_answered_is_there_after_reopening()
    {
        await SetAsync(new QueueSettings { VisibilityTimeout = 10, RewindSeconds = 600 });
        await SendManyAsync(4);
        await SendAsync("delayed", delay: 20);
        CmqMessage held = (await ReceiveAsync())!;
        CmqMessage deleted = (await ReceiveAsync())!;
        await DeleteAsync(deleted.ReceiptHandle);
        _store.IsGated = true;
        _ = SendAsync("never answered").AsTask();

        // The process ends without a word.
        SnapshotStore survivor = _store.AfterCrash();
        await using Broker reopened = new(new BrokerOptions { TimeProvider = Clock, Store = survivor });
        ICmqService service = reopened.GetService("100000000001");
        QueueAttributes attributes = await service.GetQueueAttributesAsync(Queue);
        Assert.Equal((2, 1, 1, 1), (attributes.ActiveMessages, attributes.InactiveMessages, attributes.DelayedMessages, attributes.RewindableMessages));
        Assert.Empty(await service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [held.ReceiptHandle])));
        string id = (await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["new"u8.ToArray()])))[0];
        Assert.True(long.Parse(id, null) > long.Parse(deleted.MessageId, null));
        Task<IReadOnlyList<CmqMessage>> rest = service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue, 16, 0)).AsTask();
        Assert.Equal(["m3", "m4", "new"], (await rest).Select(Text));
        Clock.AdvanceSeconds(20);
        Assert.Contains("delayed", (await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue, 16, 0))).Select(Text));
    }

    [Fact]
    public async Task Rewind_in_steps_takes_nothing_that_was_deleted_after_it_began()
    {
        await SetAsync(new QueueSettings { RewindSeconds = 600 });
        for (int i = 0; i < 40; i++)
            await SendManyAsync(16);
        List<CmqMessage> all = [];
        while (await ReceiveManyAsync() is { Count: > 0 } messages)
            all.AddRange(messages);

        // The last message is out while all others are deleted and the rewind begins.
        foreach (CmqMessage[] chunk in all.SkipLast(1).Chunk(16))
            await DeleteAsync([.. chunk.Select(static m => m.ReceiptHandle)]);
        _store.IsGated = true;
        Task rewind = RewindAsync(NowSeconds).AsTask();
        Task<IReadOnlyList<DeleteMessageFailure>> delete = DeleteAsync(all[^1].ReceiptHandle).AsTask();
        int steps = 0;
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        Task<(long, long, long, long)> counters = CountersAsync().AsTask();
        while (!counters.IsCompleted || await counters != (639, 0, 0, 1))
        {
            limit.Token.ThrowIfCancellationRequested();
            if (_store.IsCommitting)
            {
                _store.CompleteCommit();
                steps++;
            }
            else if (counters.IsCompleted)
            {
                counters = CountersAsync().AsTask();
            }

            await Task.Yield();
        }

        await rewind;
        Assert.Empty(await delete);
        Assert.True(steps >= 3);
        _store.IsGated = false;
    }

    private async Task<string> OtherQueueAsync()
    {
        await CreateAsync("other");
        return "other";
    }

    private async Task CommitAsync()
    {
        await UntilAsync(() => _store.IsCommitting);
        _store.CompleteCommit();
    }

    private async Task FailCommitAsync()
    {
        await UntilAsync(() => _store.IsCommitting);
        _store.FailCommit();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        // A failed or completed commit goes on on the thread pool.
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
