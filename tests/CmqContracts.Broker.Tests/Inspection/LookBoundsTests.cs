using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Inspection;

/// <summary>Whatever the inspector is asked for, no request that the engine runs for it reads more than 1,000 messages, or more than 256 KiB of bodies but for one larger body alone.</summary>
public sealed class LookBoundsTests : IAsyncLifetime
{
    private const int MaxRows = 1000;
    private const long MaxBytes = 256 * 1024;
    private const int Small = 10_000;

    /// <summary>Sizes of bodies, each after each other: small ones, some that just fit, and some that are more than one step takes.</summary>
    private static readonly int[] Sizes = [0, 1, 100, 1024, 60_000, 1024 * 1024, 5, 262_144, 262_145, 200_000, 0, 130_000, 130_000, 3, 1_000_000, 40_000];

    private static readonly MessageFilter Filter = new() { Text = "x" };

    private readonly ManualTimeProvider _clock = new();
    private readonly MeasuringStore _store = new();
    private readonly Executor _executor;
    private readonly Account _account;
    private readonly AccountInspector _inspector;

    public LookBoundsTests()
    {
        _executor = new Executor(_store, new BrokerOptions { TimeProvider = _clock });
        _account = _executor.GetAccount("a");
        _inspector = new AccountInspector(new InspectionSteps(_executor), _account, new MessageJobs());
        _store.Executor = _executor;
    }

    public static TheoryData<bool> Queues => [true, false];

    public async Task InitializeAsync()
    {
        QueueSettings settings = new() { RewindSeconds = 3600, MaxMsgSize = 1024 * 1024, MaxMsgHeapNum = 1_000_000 };
        foreach (string queue in (string[])["source", "target"])
            await _executor.Submit(new ControlRequest<string>(engine => QueueCatalog.Create(engine, _account, new CreateQueueRequest(queue, settings))));
        await _executor.Submit(new ControlRequest<string>(engine => QueueCatalog.Create(engine, _account, new CreateQueueRequest("bound", settings with { DeadLetterPolicy = DeadLetterPolicy.AfterReceives("source", 1) }))));
    }

    public async Task DisposeAsync()
    {
        await _executor.DisposeAsync();
        _store.AssertBounds();
    }

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task A_peek_reads_a_bounded_part_of_the_queue_in_each_step(bool large)
    {
        int messages = await FillAsync(large, MessageState.Active);
        foreach (bool newestFirst in (bool[])[false, true])
        {
            List<string> ids = [];
            string? after = null;
            do
            {
                PeekResult page = await _inspector.PeekMessagesAsync(new PeekMessagesRequest("source", MessageState.Active) { MaxMessages = 1000, MaxBytes = 16 * 1024 * 1024, NewestFirst = newestFirst, AfterMessageId = after });
                ids.AddRange(page.Messages.Select(static message => message.MessageId));
                after = page.ContinueAfter;
            }
            while (after is not null);
            Assert.Equal(messages, ids.Distinct().Count());
            Assert.Equal(messages, ids.Count);
        }

        Assert.Equal(Math.Min(1000, messages), (await _inspector.PeekAsync(new PeekMessagesRequest("source", MessageState.Active) { MaxMessages = 1000, MaxBodyBytes = 0 })).Count);
    }

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task A_search_reads_a_bounded_part_of_the_queue_in_each_step(bool large)
    {
        int messages = await FillAsync(large, MessageState.Active);
        SearchResult result = await _inspector.SearchMessagesAsync(new SearchMessagesRequest("source", MessageState.Active, new MessageFilter { Text = "not there" }) { MaxExamined = 100_000, From = DateTimeOffset.UnixEpoch });
        Assert.Equal((messages, null), (result.Examined, result.ContinueAfter));
        Assert.Equal(large ? 1024 * 1024 : MaxRows, large ? _store.MostBytes : _store.MostRows);
    }

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task A_masked_look_without_bodies_reads_a_bounded_part_of_them_in_each_step(bool large)
    {
        int messages = await FillAsync(large, MessageState.Active);
        IReadOnlyList<InspectedMessage> page = await _inspector.PeekAsync(new PeekMessagesRequest("source", MessageState.Active) { MaxMessages = 1000, MaxBodyBytes = 0, Mask = JsonMask.Of(["$.a"]) });
        Assert.Equal(Math.Min(1000, messages), page.Count);
        Assert.All(page, static message => Assert.True(message.Body.IsEmpty));
        Assert.Equal(large, _store.MostBytes == 1024 * 1024);
    }

    [Fact]
    public async Task One_message_is_read_alone()
    {
        await FillAsync(large: true, MessageState.Active);
        foreach (InspectedMessage message in await _inspector.PeekAsync(new PeekMessagesRequest("source", MessageState.Active) { MaxMessages = 100, MaxBodyBytes = 0 }))
            Assert.Equal(message.BodyLength, (await _inspector.FindMessageAsync(new FindMessageRequest("source", message.MessageId)))!.Body.Length);
        Assert.Equal(1024 * 1024, _store.MostBytes);
    }

    [Fact]
    public async Task Counting_a_rewind_and_its_profile_reads_so_many_messages_in_each_step_and_no_body()
    {
        int messages = await FillAsync(large: false, MessageState.Rewindable);
        long start = _clock.GetUtcNow().ToUnixTimeSeconds();
        _clock.AdvanceSeconds(7);
        await FillAsync(large: false, MessageState.Rewindable);
        Assert.Equal(2 * messages, await _inspector.CountRewindAsync(new RewindQueueRequest("source", start)));
        Assert.Equal(messages, await _inspector.CountRewindAsync(new RewindQueueRequest("source", start + 1)));
        RewindProfile profile = await _inspector.GetRewindProfileAsync("source");
        Assert.Equal([2 * messages, messages], profile.Points.Select(static point => (int)point.Messages).Distinct());
        Assert.All(profile.Points, point => Assert.Equal(point.Time.ToUnixTimeSeconds() <= start ? 2 * messages : messages, point.Messages));
        Assert.Equal((MaxRows, 0), (_store.MostRows, _store.MostBytes));
    }

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task Deleting_and_moving_by_id_read_and_write_a_bounded_part_in_each_step(bool large)
    {
        int messages = await FillAsync(large, MessageState.Active);
        string[] ids = [.. (await _inspector.PeekAsync(new PeekMessagesRequest("source", MessageState.Active) { MaxMessages = 1000, MaxBodyBytes = 0 })).Select(static message => message.MessageId)];
        int each = Math.Min(ids.Length, messages) / 2;
        Assert.Equal(each, (await _inspector.MoveMessagesAsync(new MoveMessagesRequest("source", "target", ids[..each]))).Done);
        Assert.Equal(ids.Length - each, (await _inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest("source", ids[each..]))).Done);
        Assert.Equal(1000, (await _inspector.MoveMessagesAsync(new MoveMessagesRequest("source", "target", [.. ids, .. Enumerable.Range(1, 1000 - ids.Length).Select(static i => $"{i}")]))).Skipped.Count);
    }

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task Finding_where_each_dead_letter_comes_from_reads_a_bounded_part_in_each_step(bool large)
    {
        int messages = await FillAsync(large, MessageState.Active);
        MessageJob job = await EndAsync(await _inspector.StartJobAsync(new MessageJobRequest("source", MessageState.Active, MessageJobAction.Move)));
        Assert.Equal((MessageJobState.Completed, messages), (job.State, job.Done));
        Assert.Equal(messages, _account.Find("bound").Unconsumed);
    }

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task A_job_reads_a_bounded_part_of_the_queue_in_each_step(bool large)
    {
        int messages = await FillAsync(large, MessageState.Delayed);
        MessageJob job = await EndAsync(await _inspector.StartJobAsync(new MessageJobRequest("source", MessageState.Delayed, MessageJobAction.Move) { TargetQueueName = "target", Filter = Filter }));
        Assert.Equal((MessageJobState.Completed, messages, 0), (job.State, job.Examined, job.Skipped));
        job = await EndAsync(await _inspector.StartJobAsync(new MessageJobRequest("target", MessageState.Active, MessageJobAction.Delete)));
        Assert.Equal(job.Total, job.Done);
        Assert.Equal(job.Total, (await _inspector.DescribeAllAsync()).Single(static queue => queue.Attributes.QueueName == "target").Attributes.RewindableMessages);
    }

    [Fact]
    public async Task A_look_that_is_cancelled_ends_after_its_step()
    {
        await FillAsync(large: false, MessageState.Active);
        using CancellationTokenSource source = new();
        _store.CancelAfter = (2, source);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _inspector.SearchMessagesAsync(new SearchMessagesRequest("source", MessageState.Active, new MessageFilter { Text = "not there" }) { MaxExamined = 100_000 }, source.Token).AsTask());
        Assert.Equal(2, _store.Looks);
    }

    [Fact]
    public async Task An_action_that_is_cancelled_says_what_it_has_done()
    {
        await FillAsync(large: false, MessageState.Active);
        string[] ids = [.. (await _inspector.PeekAsync(new PeekMessagesRequest("source", MessageState.Active) { MaxMessages = 1000 })).Select(static message => message.MessageId)];
        using CancellationTokenSource source = new();
        _store.CancelAfter = (_store.Looks + 1, source);
        MessageActionResult result = await _inspector.MoveMessagesAsync(new MoveMessagesRequest("source", "target", ids), source.Token);
        Assert.IsAssignableFrom<OperationCanceledException>(result.EndedBy);
        Assert.Equal(result.Done, _account.Find("target").Unconsumed);
        Assert.InRange(result.Done, 1, 999);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _inspector.MoveMessagesAsync(new MoveMessagesRequest("source", "target", ids), source.Token).AsTask());
    }

    private async Task<MessageJob> EndAsync(MessageJob job)
    {
        while (job.State == MessageJobState.Running)
        {
            await Task.Yield();
            job = (await _inspector.ListJobsAsync()).Single(one => one.Id == job.Id);
        }

        return job;
    }

    /// <summary>Fills the source, as sends and deletes in many requests would have.</summary>
    /// <returns>How many messages there are.</returns>
    private async Task<int> FillAsync(bool large, MessageState state)
    {
        int messages = large ? 4 * Sizes.Length : Small;
        await _executor.Submit(new ControlRequest<bool>(engine =>
        {
            QueueState queue = _account.Find("source");
            for (int i = 0; i < messages; i++)
            {
                MessageHeader header = MessageTransitions.Produce(engine.NextSequence(), engine.Now) with { State = state, VisibleAt = state == MessageState.Delayed ? engine.Now + 3_600_000 : 0 };
                engine.Add(queue, header, Encoding.ASCII.GetBytes(new string('x', large ? Sizes[i % Sizes.Length] : 1 + (i % 3))));
            }

            return true;
        }));
        _store.Reset();
        return messages;
    }

    /// <summary>Measures what is read between two requests of the executor.</summary>
    private sealed class MeasuringStore() : ForwardingStore(new MemoryStore())
    {
        private readonly HashSet<(long Queue, long Sequence)> _rows = [];
        private readonly Dictionary<(long Queue, long Sequence), int> _bodies = [];
        private long _step;
        private int _counted;

        public Executor? Executor { get; set; }

        public int Looks { get; private set; }

        /// <summary>Cancels with the look of this number.</summary>
        public (int Look, CancellationTokenSource Source)? CancelAfter { get; set; }

        public int MostRows { get; private set; }

        public long MostBytes { get; private set; }

        private List<string> Excesses { get; } = [];

        public void Reset()
        {
            Enter();
            (_step, Looks, MostRows, MostBytes) = (-1, 0, 0, 0);
            Excesses.Clear();
        }

        public void AssertBounds() => Assert.Empty(Excesses);

        internal override void Read(long queue, MessageState state, SequenceRange range, int maxMessages, bool withBodies, List<StoredMessage> into)
        {
            base.Read(queue, state, range, maxMessages, withBodies, into);
            foreach (StoredMessage message in into)
                Note(queue, message.Header.Sequence, withBodies ? message.Body.Length : null);
        }

        internal override bool TryFind(long queue, long sequence, out MessageHeader header)
        {
            Note(queue, sequence, null);
            return base.TryFind(queue, sequence, out header);
        }

        internal override bool Look(long queue, MessageState state, in LookRange range, List<LookedMessage> into)
        {
            bool hasMore = base.Look(queue, state, range, into);
            foreach (LookedMessage message in into)
                Note(queue, message.Header.Sequence, range.WithBodies ? message.BodyLength : null);
            if (++Looks == CancelAfter?.Look)
                CancelAfter.Value.Source.Cancel();
            return hasMore;
        }

        internal override int CountUpTo(long queue, MessageState state, long afterSequence, long beforeSequence, int most, out long last)
        {
            Enter();
            int count = base.CountUpTo(queue, state, afterSequence, beforeSequence, most, out last);
            _counted += count;
            Measure();
            return count;
        }

        internal override void Transfer(long queue, in MessageHeader before, long targetQueue, in MessageHeader after, DeadLetterSource? source)
        {
            List<LookedMessage> moved = [];
            base.Look(queue, before.State, LookRange.Of(before.Sequence, withBody: false), moved);
            Note(queue, before.Sequence, moved[0].BodyLength);
            base.Transfer(queue, before, targetQueue, after, source);
        }

        private void Note(long queue, long sequence, int? bodyLength)
        {
            Enter();
            _rows.Add((queue, sequence));
            if (bodyLength is { } bytes)
                _bodies[(queue, sequence)] = bytes;
            Measure();
        }

        /// <summary>Begins a new step, if the executor has taken another request.</summary>
        private void Enter()
        {
            if (Executor is null || Executor.Requests == _step)
                return;
            _step = Executor.Requests;
            _rows.Clear();
            _bodies.Clear();
            _counted = 0;
        }

        private void Measure()
        {
            int rows = _rows.Count + _counted;
            long bytes = _bodies.Values.Sum(static length => (long)length);
            MostRows = Math.Max(MostRows, rows);
            MostBytes = Math.Max(MostBytes, bytes);
            if (rows > MaxRows || (bytes > MaxBytes && _bodies.Values.Count(static length => length > 0) > 1))
                Excesses.Add($"Request {_step} has read {rows} messages and {bytes} bytes of {_bodies.Count} bodies.");
        }
    }
}
