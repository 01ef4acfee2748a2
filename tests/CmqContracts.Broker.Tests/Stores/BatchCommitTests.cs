using CmqContracts.Broker.Tests.Behaviour;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Stores;

/// <summary>What requests of one batch have in common, while their commit is under way and when it fails.</summary>
public sealed class BatchCommitTests : BrokerTest
{
    private readonly SnapshotStore _store;

    public BatchCommitTests()
        : this(new SnapshotStore(commitBlocks: true))
    {
    }

    private BatchCommitTests(SnapshotStore store)
        : base(store)
    {
        _store = store;
        Assert.True(CreateAsync().AsTask().IsCompletedSuccessfully);
    }

    /// <summary>The broker commits once more when it closes.</summary>
    public override Task DisposeAsync()
    {
        _store.IsGated = false;
        return base.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_answered_before_its_commit()
    {
        _store.IsGated = true;
        Task<string> send = await BeginAsync(() => SendAsync("a"));
        Assert.False(send.IsCompleted);
        Assert.Equal(0, _store.CommittedMessages);
        await CommitAsync();
        await send;
        Assert.Equal(1, _store.CommittedMessages);

        Task<CmqMessage?> receive = await BeginAsync(() => ReceiveAsync());
        Assert.False(receive.IsCompleted);
        await CommitAsync();
        string handle = (await receive)!.ReceiptHandle;
        Task<IReadOnlyList<DeleteMessageFailure>> delete = await BeginAsync(() => DeleteAsync(handle));
        Assert.False(delete.IsCompleted);
        await CommitAsync();
        Assert.Empty(await delete);
    }

    [Fact]
    public async Task What_comes_during_a_commit_shares_the_next_one()
    {
        _store.IsGated = true;
        int before = _store.Commits;
        Task<string> first = await BeginAsync(() => SendAsync("0"));
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
        Task<string> first = await BeginAsync(() => SendAsync("lost"));
        Task<CmqMessage?> received = ReceiveAsync().AsTask();
        Task<string> sent = SendAsync("after").AsTask();
        await FailCommitAsync();
        CmqServiceException failure = await FailsAsync(CmqErrors.ServerInternalError, () => first);
        Assert.IsType<IOException>(failure.InnerException);

        // The next batch knows nothing of the failed one.
        await CommitAsync();
        await sent;
        Assert.Equal("kept", Text(await received));
        _store.IsGated = false;
        Assert.Equal((1, 1, 0, 0), await CountersAsync());
        Assert.Equal("after", Text(await ReceiveAsync()));
        Assert.Null(await ReceiveAsync());
    }

    [Fact]
    public async Task Change_that_fails_halfway_is_rolled_back_as_a_whole()
    {
        _store.IsGated = true;
        Task<string> first = await BeginAsync(() => SendAsync("first"));
        Task<CmqMessage?> received = ReceiveAsync().AsTask();
        Task<IReadOnlyList<string>> batch = SendManyAsync(3).AsTask();
        _store.FailNextAdd = true;
        await CommitAsync();
        await first;
        await FailsAsync(CmqErrors.ServerInternalError, () => received);
        await FailsAsync(CmqErrors.ServerInternalError, () => batch);
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
        Task<string> send = await BeginAsync(() => SendAsync("a"));
        Assert.False(first.IsCompleted);
        await FailCommitAsync();
        await FailsAsync(CmqErrors.ServerInternalError, () => send);
        await FailsAsync(CmqErrors.ServerInternalError, () => first);
        Assert.False(second.IsCompleted);

        send = await BeginAsync(() => SendAsync("b"));
        Assert.False(second.IsCompleted);
        await CommitAsync();
        await send;
        Assert.Equal("b", Text((await second)[0]));
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
        Task<string> never = await BeginAsync(() => SendAsync("never answered"));

        // As after a crash: nothing is closed.
        SnapshotStore survivor = _store.AfterCrash();
        await using CmqBroker reopened = new(new BrokerOptions { TimeProvider = Clock, Store = survivor });
        ICmqService service = reopened.GetService("100000000001");
        QueueAttributes attributes = await service.GetQueueAttributesAsync(Queue);
        Assert.Equal((2, 1, 1, 1), (attributes.ActiveMessages, attributes.InactiveMessages, attributes.DelayedMessages, attributes.RewindableMessages));
        Assert.Empty(await service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [held.ReceiptHandle])));
        string id = (await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["new"u8.ToArray()])))[0];
        Assert.True(long.Parse(id, null) > long.Parse(deleted.MessageId, null));
        Task<IReadOnlyList<CmqMessage>> rest = service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 16, PollingWaitSeconds = 0 }).AsTask();
        Assert.Equal(["m3", "m4", "new"], (await rest).Select(Text));
        Clock.AdvanceSeconds(20);
        Assert.Contains("delayed", (await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 16, PollingWaitSeconds = 0 })).Select(Text));
        Assert.False(never.IsCompleted);
        _store.IsGated = false;
        _store.FailCommit();
        await FailsAsync(CmqErrors.ServerInternalError, () => never);
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

        // The last message is inactive while all others are deleted and the rewind begins.
        foreach (CmqMessage[] chunk in all.SkipLast(1).Chunk(16))
            await DeleteAsync([.. chunk.Select(static m => m.ReceiptHandle)]);
        _store.IsGated = true;
        Task rewind = await BeginAsync(async () =>
        {
            await RewindAsync(NowSeconds);
            return true;
        });
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

    /// <summary>Submits a request on a thread of its own, which the commit may block; completes when the commit is under way.</summary>
    private async Task<Task<T>> BeginAsync<T>(Func<ValueTask<T>> request)
    {
        Task<T> answer = Task.Factory.StartNew(() => request().AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        await UntilAsync(() => _store.IsCommitting);
        return answer;
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
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
