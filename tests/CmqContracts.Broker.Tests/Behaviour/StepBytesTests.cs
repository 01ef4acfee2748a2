using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>Whatever makes the broker rewrite bodies, one step rewrites at most 256 KiB, or one larger body, and other requests come between the steps.</summary>
public sealed class StepBytesTests : IAsyncLifetime
{
    private const int Share = 256 * 1024;
    private const string Account = "100000000001", Source = "source", Target = "target";

    private readonly ManualTimeProvider _clock = new();
    private readonly TransferStore _store = new();
    private readonly CmqBroker _broker;

    public StepBytesTests() => _broker = new CmqBroker(new BrokerOptions { TimeProvider = _clock, Store = _store, Limits = CmqLimits.Classic });

    public static TheoryData<int, int> Bodies => new() { { 1, 259 }, { 1, 900 }, { 1024, 600 }, { 1025, 300 }, { 100_000, 30 }, { Share, 12 }, { Share + 1, 12 }, { 1024 * 1024, 20 } };

    private ICmqService Service => _broker.GetService(Account);

    public async Task InitializeAsync()
    {
        foreach (string queue in (string[])[Target, Source])
            await Service.CreateQueueAsync(new CreateQueueRequest(queue, new QueueSettings { MaxMsgSize = 1024 * 1024 }));
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_move_through_the_inspector(int bytes, int count)
    {
        await FillAsync(bytes, count);
        int fewer = count - 3;
        Assert.Equal(fewer, await MoveAsync(fewer));
        await AssertMovedAsync(bytes, fewer, left: 3);
        Assert.Equal(3, await MoveAsync(1000));
        Assert.Equal(0, await MoveAsync(1000));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Dead_letters_that_were_received_too_often(int bytes, int count)
    {
        await SetPolicyAsync(DeadLetterPolicy.AfterReceives(Target, 1));
        await FillAsync(bytes, count);
        while ((await Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Source) { MaxMessages = 16, PollingWaitSeconds = 0 })).Count > 0)
        {
        }

        _clock.AdvanceSeconds(31);
        await AssertMovedAsync(bytes, count, left: 0);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Dead_letters_that_became_too_old(int bytes, int count)
    {
        await SetPolicyAsync(DeadLetterPolicy.AfterSeconds(Target, 300));
        await FillAsync(bytes, count);
        _clock.AdvanceSeconds(301);
        await AssertMovedAsync(bytes, count, left: 0);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_policy_that_messages_are_too_old_for_at_once(int bytes, int count)
    {
        await FillAsync(bytes, count);
        _clock.AdvanceSeconds(301);
        await SetPolicyAsync(DeadLetterPolicy.AfterSeconds(Target, 300));
        await AssertMovedAsync(bytes, count, left: 0);
    }

    [Fact]
    public async Task Other_requests_come_between_the_steps_of_a_move()
    {
        await FillAsync(1024 * 1024, 10);
        await Service.CreateQueueAsync(new CreateQueueRequest("third", new QueueSettings()));
        Task<IReadOnlyList<string>>? send = null;
        _store.Committing = () => send ??= Service.SendMessagesAsync(new SendMessagesRequest("third", [new byte[1]])).AsTask();
        _store.Order.Clear();
        Assert.Equal(10, await MoveAsync(1000));
        await send!;
        Assert.InRange(_store.Order.IndexOf("add"), 0, _store.Order.LastIndexOf("transfer") - 1);
    }

    [Fact]
    public async Task A_move_that_is_cancelled_says_what_it_has_moved()
    {
        await FillAsync(1024 * 1024, 10);
        int commits = 0;
        using CancellationTokenSource end = new();
        _store.Committing = () =>
        {
            if (++commits == 4)
                end.Cancel();
        };
        MessageActionResult moved = await _broker.GetInspector(Account).MoveMessagesAsync(new MoveMessagesRequest(Source, Target, 1000), end.Token);
        Assert.Equal(4, moved.Done);
        Assert.IsAssignableFrom<OperationCanceledException>(moved.EndedBy);
        await AssertMovedAsync(1024 * 1024, 4, left: 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_move_whose_commit_fails_says_what_the_ones_before_have_moved(int failing)
    {
        await FillAsync(1024 * 1024, 6);
        int commits = 0;
        _store.Committing = () =>
        {
            if (++commits == failing)
                throw new IOException("This commit was to fail.");
        };
        if (failing == 1)
            Assert.Equal(CmqErrors.ServerInternalError, (await Assert.ThrowsAsync<CmqServiceException>(async () => await MoveAsync(1000))).Error);
        else
            AssertEnded(CmqErrors.ServerInternalError, failing - 1, await _broker.GetInspector(Account).MoveMessagesAsync(new MoveMessagesRequest(Source, Target, 1000)));
    }

    [Fact]
    public async Task A_move_whose_target_is_deleted_on_its_way_says_so_and_what_it_has_moved()
    {
        await FillAsync(1024 * 1024, 6);
        int commits = 0;
        Task? delete = null;
        _store.Committing = () =>
        {
            if (++commits == 2)
                delete = Service.DeleteQueueAsync(Target).AsTask();
        };
        MessageActionResult result = await _broker.GetInspector(Account).MoveMessagesAsync(new MoveMessagesRequest(Source, Target, 1000));
        await delete!;
        AssertEnded(CmqErrors.QueueDoesNotExist, 2, result);
    }

    [Fact]
    public async Task Moves_that_come_together_share_one_step()
    {
        await FillAsync(100_000, 30);
        List<Task<int>>? others = null;
        _store.Committing = () => others ??= [.. Enumerable.Range(0, 3).Select(_ => MoveAsync(1000).AsTask())];
        int first = await MoveAsync(1000);
        Assert.Equal(30, first + (await Task.WhenAll(others!)).Sum());
        await AssertMovedAsync(100_000, 30, left: 0);
    }

    [Fact]
    public async Task Changes_of_attributes_that_come_together_share_one_step()
    {
        string[] sources = [Source, "second", "third"];
        foreach (string queue in sources.Skip(1))
            await Service.CreateQueueAsync(new CreateQueueRequest(queue, new QueueSettings { MaxMsgSize = 1024 * 1024 }));
        await Service.CreateQueueAsync(new CreateQueueRequest("fourth", new QueueSettings { MaxMsgSize = 1024 * 1024 }));
        foreach (string queue in (string[])[.. sources, "fourth"])
            await FillAsync(100_000, 4, queue);
        _clock.AdvanceSeconds(301);
        List<Task>? changes = null;
        _store.Committing = () => changes ??= [.. sources.Select(queue => SetPolicyAsync(DeadLetterPolicy.AfterSeconds(Target, 300), queue))];
        Assert.Equal(1, (await _broker.GetInspector(Account).MoveMessagesAsync(new MoveMessagesRequest("fourth", Target, 1))).Done);
        await Task.WhenAll(changes!);
        for (int i = 0; i < 100 && (await Service.GetQueueAttributesAsync(Target)).ActiveMessages < 13; i++)
        {
        }

        Assert.Equal(13, (await Service.GetQueueAttributesAsync(Target)).ActiveMessages);
        Assert.All(_store.Transferred, static written => Assert.InRange(written, 0, Share));
    }

    private static void AssertEnded(CmqError error, int moved, MessageActionResult result)
    {
        Assert.Equal(moved, result.Done);
        Assert.Equal(error, Assert.IsType<CmqServiceException>(result.EndedBy).Error);
    }

    private async ValueTask<int> MoveAsync(int most)
    {
        MessageActionResult result = await _broker.GetInspector(Account).MoveMessagesAsync(new MoveMessagesRequest(Source, Target, most));
        Assert.Null(result.EndedBy);
        return result.Done;
    }

    private async Task SetPolicyAsync(DeadLetterPolicy policy, string queue = Source) => await Service.SetQueueAttributesAsync(new SetQueueAttributesRequest(queue, new QueueSettings { DeadLetterPolicy = policy }));

    private async Task FillAsync(int bytes, int count, string queue = Source)
    {
        for (int i = 0; i < count; i++)
            await Service.SendMessagesAsync(new SendMessagesRequest(queue, [new byte[bytes]]));
        _store.Transferred.Clear();
    }

    private async Task AssertMovedAsync(int bytes, int count, int left)
    {
        // Each request runs a step of what is due.
        for (int i = 0; i < 1000 && (await Service.GetQueueAttributesAsync(Target)).ActiveMessages < count; i++)
        {
        }

        Assert.Equal(count, (await Service.GetQueueAttributesAsync(Target)).ActiveMessages);
        QueueAttributes source = await Service.GetQueueAttributesAsync(Source);
        Assert.Equal(left, source.ActiveMessages + source.InactiveMessages);
        Assert.All(_store.Transferred, written => Assert.InRange(written, 0, Math.Max(Share, bytes)));
        Assert.Equal((long)bytes * count, _store.Transferred.Sum());

        // Steps are not smaller than they have to be.
        int perStep = Math.Max(1, Share / Math.Max(bytes, 1024));
        Assert.InRange(_store.Transferred.Count(static written => written > 0), (count + perStep - 1) / perStep, ((count + perStep - 1) / perStep) + 1);
    }

    /// <summary>Counts for each commit the bytes of bodies that were moved.</summary>
    private sealed class TransferStore() : ForwardingStore(new MemoryStore())
    {
        private readonly List<StoredMessage> _read = [];
        private long _bytes;

        public List<long> Transferred { get; } = [];

        public List<string> Order { get; } = [];

        public Action? Committing { get; set; }

        internal override void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into)
        {
            base.Read(queue, state, range, maxMessages, withBodies, into);
            for (int i = 0; !withBodies && i < into.Count; i++)
                into[i] = into[i] with { Body = default };
        }

        internal override void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after, DeadLetterSource? source)
        {
            _read.Clear();
            Read(queue, before.State, new SequenceRange(before.Sequence - 1, long.MinValue), 1, withBodies: true, _read);
            _bytes += _read[0].Body.Length;
            Order.Add("transfer");
            base.Transfer(queue, before, targetQueue, after, source);
        }

        internal override void Add(long queue, in MessageHeader header, ReadOnlyMemory<byte> body)
        {
            Order.Add("add");
            base.Add(queue, header, body);
        }

        internal override void Commit(StorePosition position)
        {
            if (_bytes > 0)
                Committing?.Invoke();
            Transferred.Add(_bytes);
            _bytes = 0;
            base.Commit(position);
        }
    }
}
