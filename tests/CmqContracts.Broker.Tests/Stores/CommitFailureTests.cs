using CmqContracts.Broker.Tests.Behaviour;
using CmqContracts.Protocol;
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
    public async Task Reads_after_a_failed_commit_cost_no_commit_either()
    {
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.ServerInternalError, async () => await SendAsync("lost"));
        int before = _store.Commits;
        Assert.Equal((0, 0, 0, 0), await CountersAsync());
        Assert.Equal(before, _store.Commits);
    }

    [Fact]
    public async Task What_is_due_after_a_failed_commit_is_done_and_counted_once()
    {
        await SendAsync("a", delay: 10);
        _store.Failure.IsNext = true;
        await FailsAsync(CmqErrors.ServerInternalError, async () => await SendAsync("lost", delay: 5));
        int before = _store.Commits;
        Clock.AdvanceSeconds(10);
        Assert.Equal((1, 0, 0, 0), await CountersAsync());
        Assert.Equal(before + 1, _store.Commits);
    }

    [Fact]
    public async Task A_receive_that_fails_in_its_middle_leaves_its_queue_to_later_batches_as_it_was()
    {
        PartFailingStore store = new(new SnapshotStore());
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Store = store });
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        await service.CreateQueueAsync(new CreateQueueRequest("other", new QueueSettings()));
        await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["1"u8.ToArray(), "2"u8.ToArray(), "3"u8.ToArray()]));
        store.CallsToFailure = 2;
        await FailsAsync(CmqErrors.ServerInternalError, () => service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 3, PollingWaitSeconds = 0 }).AsTask());

        await service.SendMessagesAsync(new SendMessagesRequest("other", ["x"u8.ToArray()]));
        QueueAttributes attributes = await service.GetQueueAttributesAsync(Queue);
        Assert.Equal((3, 0), (attributes.ActiveMessages, attributes.InactiveMessages));
    }

    [Fact]
    public async Task A_send_that_fails_in_its_middle_leaves_a_wait_to_the_next_message()
    {
        PartFailingStore store = new(new SnapshotStore());
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Store = store });
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        Task<IReadOnlyList<CmqMessage>> wait = service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 30 }).AsTask();
        store.CallsToFailure = 2;
        await FailsAsync(CmqErrors.ServerInternalError, () => service.SendMessagesAsync(new SendMessagesRequest(Queue, ["1"u8.ToArray(), "2"u8.ToArray()])).AsTask());
        Assert.False(wait.IsCompleted);

        await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["next"u8.ToArray()]));
        Assert.Equal("next", Text(Assert.Single(await wait)));
        QueueAttributes attributes = await service.GetQueueAttributesAsync(Queue);
        Assert.Equal((0, 1), (attributes.ActiveMessages, attributes.InactiveMessages));
    }

    [Fact]
    public async Task A_delete_that_fails_in_its_middle_makes_no_room_for_a_receive_that_waits()
    {
        PartFailingStore store = new(new SnapshotStore());
        CmqLimits limits = CmqLimits.For(CmqProfile.Tdmq, strict: false, new Dictionary<string, CmqLimitOverride> { ["inactiveMessages"] = new() { Maximum = 3 } });
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Store = store, Limits = limits });
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings { RewindSeconds = 3600 }));
        await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["1"u8.ToArray(), "2"u8.ToArray()]));
        IReadOnlyList<CmqMessage> received = await service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 2, PollingWaitSeconds = 0 });
        Task<IReadOnlyList<CmqMessage>>[] waits = [.. Enumerable.Range(0, 2).Select(_ => service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 1, PollingWaitSeconds = 30 }).AsTask())];
        await service.SendMessagesAsync(new SendMessagesRequest(Queue, ["3"u8.ToArray(), "4"u8.ToArray()]));
        Assert.Equal([true, false], waits.Select(static wait => wait.IsCompleted));

        store.CallsToFailure = 2;
        await FailsAsync(CmqErrors.ServerInternalError, () => service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [.. received.Select(static message => message.ReceiptHandle)])).AsTask());
        QueueAttributes attributes = await service.GetQueueAttributesAsync(Queue);
        Assert.Equal((1, 3, 0), (attributes.ActiveMessages, attributes.InactiveMessages, attributes.RewindableMessages));
        Assert.False(waits[1].IsCompleted);
    }

    [Fact]
    public async Task A_broker_that_has_used_up_its_message_ids_says_so()
    {
        await using CmqBroker broker = new(new BrokerOptions { TimeProvider = Clock, Store = new LastIdStore() });
        ICmqService service = broker.GetService("a");
        await service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        CmqServiceException error = await FailsAsync(CmqErrors.ServerInternalError, () => service.SendMessagesAsync(new SendMessagesRequest(Queue, ["x"u8.ToArray()])).AsTask());
        Assert.Contains("has used up its message ids", error.InnerException!.Message, StringComparison.Ordinal);
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

    /// <summary>A store that fails at one of the next messages that are added or changed.</summary>
    private sealed class PartFailingStore(MessageStore inner) : ForwardingStore(inner)
    {
        /// <summary>The message that fails, counted from 1; 0: none.</summary>
        public int CallsToFailure { get; set; }

        internal override void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body)
        {
            Count();
            base.Add(queue, header, body);
        }

        internal override void Change(long queue, in MessageHeader before, in MessageHeader after)
        {
            Count();
            base.Change(queue, before, after);
        }

        private void Count()
        {
            if (CallsToFailure > 0 && --CallsToFailure == 0)
                throw new IOException("The disk is full.");
        }
    }

    /// <summary>A new store in which all ids but one are used.</summary>
    private sealed class LastIdStore() : ForwardingStore(new MemoryStore())
    {
        internal override StoreImage Load() => base.Load() with { Position = new StorePosition(ReceiptHandle.MaxSequence - 1, 1) };
    }
}
