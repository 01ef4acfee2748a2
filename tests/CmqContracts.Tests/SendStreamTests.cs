using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;

namespace CmqContracts.Tests;

/// <summary>Sending and publishing messages as an asynchronous source brings them.</summary>
public sealed class SendStreamTests
{
    private readonly RecordingService _service = new();
    private int _taken;
    private bool _isClosed;

    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Every_message_has_its_entry_in_order_and_goes_out_in_full_batches(bool publishes)
    {
        List<SendEntry> entries = await AllAsync(await SendAsync(Source(40), publishes));

        Assert.Equal([16, 16, 8], BatchesOf(publishes).Select(static batch => batch.Count));
        Assert.Equal(Enumerable.Range(0, 40).Select(static i => $"o:{i}"), BatchesOf(publishes).SelectMany(static batch => batch));
        Assert.All(entries, static entry => Assert.Equal(CmqOutcome.Done, entry.Outcome));
        if (!publishes)
            Assert.Equal(Enumerable.Range(0, 40).Select(static i => RecordingService.IdOf(Encoding.UTF8.GetBytes($"o:{i}"))), entries.Select(static entry => entry.MessageId));
        Assert.True(_isClosed);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Nothing_is_taken_before_it_is_asked_for_and_no_more_than_a_batch_ahead(bool publishes)
    {
        IAsyncEnumerable<SendEntry> entries = await SendAsync(Source(100), publishes);
        Assert.Equal(0, _taken);

        int seen = 0;
        await foreach (SendEntry entry in entries)
        {
            Assert.NotNull(entry.MessageId);
            Assert.InRange(_taken - seen, 1, 16);
            seen++;
        }

        Assert.Equal(100, seen);
    }

    [Fact]
    public async Task A_message_that_did_not_go_into_a_batch_is_all_that_is_taken_beyond_it()
    {
        QueueClient<Order> queue = Order.Queue(_service, limits: CmqLimits.For(CmqProfile.Classic, strict: true));
        string large = new('x', 30_000);

        int seen = 0;
        await foreach (SendEntry entry in queue.SendManyAsync(Source(9, i => new Order(large, i))))
        {
            Assert.NotNull(entry.MessageId);
            Assert.InRange(_taken - seen, 1, 3);
            seen++;
        }

        Assert.Equal([2, 2, 2, 2, 1], _service.Sends.Select(static send => send.Bodies.Count));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"{large}:{i}"), _service.SentBodies);
    }

    [Fact]
    public async Task A_million_messages_are_never_held_together()
    {
        CountingService service = new();
        int seen = 0, most = 0;
        await foreach (SendEntry entry in Order.Queue(service).SendManyAsync(Source(1_000_000), new SendOptions { Parallelism = 4 }))
        {
            seen++;
            most = Math.Max(most, _taken - seen);
        }

        Assert.Equal((1_000_000, 1_000_000), (seen, service.Sent));
        Assert.InRange(most, 15, 4 * 16);
    }

    [Fact]
    public async Task Messages_that_cannot_be_written_are_not_held_either()
    {
        int seen = 0, most = 0;
        await foreach (SendEntry entry in Order.Queue(_service).SendManyAsync(Source(10_000, static i => new Order("o", i == 0 ? 0 : -1))))
        {
            Assert.Equal(seen == 0 ? CmqOutcome.Done : CmqOutcome.Refused, entry.Outcome);
            seen++;
            most = Math.Max(most, _taken - seen);
        }

        Assert.Equal(10_000, seen);
        Assert.InRange(most, 1, 256);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task As_many_batches_are_under_way_as_asked_for_and_entries_stay_in_order(int parallelism)
    {
        HeldService service = new();
        await using IAsyncEnumerator<SendEntry> entries = Order.Queue(service).SendManyAsync(Source(80), new SendOptions { Parallelism = parallelism }).GetAsyncEnumerator();
        ValueTask<bool> first = entries.MoveNextAsync();

        // The last one is answered first.
        await service.WhenUnderWayAsync(parallelism);
        Assert.Equal(parallelism * 16, _taken);
        for (int i = parallelism; i-- > 0;)
            service.Answer(i);

        List<string?> ids = [];
        for (bool any = await first; any; any = await MoveNextAsync())
            ids.Add(entries.Current.MessageId);
        Assert.Equal(Enumerable.Range(0, 80).Select(static i => $"o:{i}"), ids);
        Assert.Equal(parallelism, service.MostUnderWay);

        async Task<bool> MoveNextAsync()
        {
            ValueTask<bool> next = entries.MoveNextAsync();
            while (!next.IsCompleted && service.AnswerFirst())
            {
            }

            return await next;
        }
    }

    [Fact]
    public async Task The_list_form_has_as_many_batches_under_way_too()
    {
        HeldService service = new();

        Task<BatchSendResult> call = Order.Queue(service).SendManyAsync(Enumerable.Range(0, 32).Select(static i => new Order("o", i)), new SendOptions { Parallelism = 2 });
        await service.WhenUnderWayAsync(2);
        service.Answer(1);
        service.Answer(0);

        Assert.Equal(Enumerable.Range(0, 32).Select(static i => $"o:{i}"), (await call).Entries.Select(static entry => entry.MessageId));
    }

    [Fact]
    public async Task Entries_that_are_there_do_not_wait_for_a_source_that_pauses()
    {
        Channel<Order> source = Channel.CreateUnbounded<Order>();
        for (int i = 0; i < 16; i++)
            source.Writer.TryWrite(new Order("o", i));
        await using IAsyncEnumerator<SendEntry> entries = Order.Queue(new CountingService()).SendManyAsync(source.Reader.ReadAllAsync(), new SendOptions { Parallelism = 4 }).GetAsyncEnumerator();

        for (int i = 0; i < 16; i++)
            Assert.True(await entries.MoveNextAsync());
        ValueTask<bool> next = entries.MoveNextAsync();
        Assert.False(next.IsCompleted);
        source.Writer.Complete();
        Assert.False(await next);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Leaving_the_loop_takes_and_sends_nothing_more(bool publishes)
    {
        int seen = 0;
        await foreach (SendEntry entry in await SendAsync(Source(100), publishes))
        {
            if (++seen == 3)
                break;
        }

        Assert.Equal(16, _taken);
        Assert.Equal([16], BatchesOf(publishes).Select(static batch => batch.Count));
        Assert.True(_isClosed);
    }

    [Fact]
    public async Task Leaving_the_loop_waits_for_what_is_under_way()
    {
        HeldService service = new();
        IAsyncEnumerator<SendEntry> entries = Order.Queue(service).SendManyAsync(Source(100), new SendOptions { Parallelism = 2 }).GetAsyncEnumerator();
        ValueTask<bool> first = entries.MoveNextAsync();
        await service.WhenUnderWayAsync(2);
        service.Answer(0);
        Assert.True(await first);

        Task end = entries.DisposeAsync().AsTask();
        Assert.False(end.IsCompleted || _isClosed);
        service.Answer(1);
        await end;

        Assert.Equal((2, true), (service.Begun, _isClosed));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_cancelled_enumeration_gives_the_entries_of_all_that_was_taken_and_then_throws(bool publishes, bool byWithCancellation)
    {
        using CancellationTokenSource cancellation = new();
        int batches = 0;
        _service.RefuseSend = _ => Refuse();
        _service.RefusePublish = _ => Refuse();

        List<SendEntry> entries = [];
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            IAsyncEnumerable<SendEntry> sent = await SendAsync(Source(100), publishes, byWithCancellation ? default : cancellation.Token);
            await foreach (SendEntry entry in sent.WithCancellation(byWithCancellation ? cancellation.Token : default))
                entries.Add(entry);
        });

        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.Equal(_taken, entries.Count);
        Assert.Equal([.. Enumerable.Repeat(CmqOutcome.Done, 16), .. Enumerable.Repeat(CmqOutcome.Unknown, 16)], entries.Select(static entry => entry.Outcome));
        Assert.All(entries.Skip(16), static entry => Assert.IsAssignableFrom<OperationCanceledException>(entry.Error));
        Assert.Equal(2, BatchesOf(publishes).Count());
        Assert.True(_isClosed);

        OperationCanceledException? Refuse()
        {
            if (++batches < 2)
                return null;
            cancellation.Cancel();
            return new OperationCanceledException(cancellation.Token);
        }
    }

    [Fact]
    public async Task What_was_taken_and_not_sent_when_the_enumeration_is_cancelled_says_so()
    {
        using CancellationTokenSource cancellation = new();
        List<SendEntry> entries = [];
        IAsyncEnumerable<Order> source = Source(100, i =>
        {
            if (i == 20)
                cancellation.Cancel();
            return new Order("o", i);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (SendEntry entry in Order.Queue(_service).SendManyAsync(source, cancellationToken: cancellation.Token))
                entries.Add(entry);
        });

        Assert.Equal(21, _taken);
        Assert.Equal([.. Enumerable.Repeat(CmqOutcome.Done, 16), .. Enumerable.Repeat(CmqOutcome.NotSent, 5)], entries.Select(static entry => entry.Outcome));
        Assert.Single(_service.Sends);
    }

    [Fact]
    public async Task A_source_that_waits_hears_of_the_cancellation()
    {
        using CancellationTokenSource cancellation = new();
        Channel<Order> source = Channel.CreateUnbounded<Order>();
        source.Writer.TryWrite(new Order("o", 0));
        await using IAsyncEnumerator<SendEntry> entries = Order.Queue(_service).SendManyAsync(source.Reader.ReadAllAsync(CancellationToken.None), cancellationToken: cancellation.Token).GetAsyncEnumerator(CancellationToken.None);
        ValueTask<bool> first = entries.MoveNextAsync();

        await cancellation.CancelAsync();

        Assert.True(await first);
        Assert.Equal(CmqOutcome.NotSent, entries.Current.Outcome);
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => entries.MoveNextAsync().AsTask())).CancellationToken);
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 20)]
    [InlineData(true, 20)]
    public async Task What_was_taken_is_sent_before_the_exception_of_its_source_comes(bool publishes, int count)
    {
        TimeZoneNotFoundException failure = new();
        List<SendEntry> entries = [];

        Exception? error = await Record.ExceptionAsync(async () =>
        {
            await foreach (SendEntry entry in await SendAsync(Source(100, i => i < count ? new Order("o", i) : throw failure), publishes))
                entries.Add(entry);
        });

        Assert.Same(failure, error);
        Assert.Equal(Enumerable.Repeat(CmqOutcome.Done, count), entries.Select(static entry => entry.Outcome));
        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"o:{i}"), BatchesOf(publishes).SelectMany(static batch => batch));
        Assert.True(_isClosed);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_batch_that_fails_has_the_error_in_its_entries_and_the_next_goes_on(bool publishes)
    {
        CmqUnavailableException lost = new("The answer was lost.");
        int batch = 0;
        _service.RefuseSend = _ => ++batch == 2 ? lost : null;
        _service.RefusePublish = _ => ++batch == 2 ? lost : null;

        List<SendEntry> entries = await AllAsync(await SendAsync(Source(40), publishes));

        Assert.Equal([CmqOutcome.Done, CmqOutcome.Unknown, CmqOutcome.Done], entries.Chunk(16).Select(static chunk => Assert.Single(chunk.Select(static entry => entry.Outcome).Distinct())));
        Assert.All(entries.Skip(16).Take(16), entry => Assert.Same(lost, entry.Error));
        Assert.Equal(3, BatchesOf(publishes).Count());
    }

    [Fact]
    public async Task What_a_batch_is_refused_for_is_found_and_named_and_the_rest_of_it_is_sent_once()
    {
        _service.RefuseSend = static send => send.Bodies.Any(static body => body.Length > 1000) ? new CmqServiceException(CmqErrors.MaximumMessageSizeExceeded) : null;

        List<SendEntry> entries = await AllAsync(Order.Queue(_service).SendManyAsync(Source(40, static i => new Order(i == 20 ? new string('x', 2000) : "o", i))));

        Assert.Equal([20], Enumerable.Range(0, 40).Where(i => entries[i].Outcome != CmqOutcome.Done));
        Assert.Contains("Entries[20]", entries[20].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(39, _service.Sends.Where(static send => send.Bodies.All(static body => body.Length <= 1000)).Sum(static send => send.Bodies.Count));
    }

    [Fact]
    public void What_no_message_can_be_sent_with_is_said_at_once()
    {
        IAsyncEnumerable<Order> source = Source(1);
        QueueClient<Order> queue = Order.Queue(_service), wrong = Order.Queue(_service, name: "no name");
        TopicClient<Order> topic = Order.Topic(_service), wrongTopic = Order.Topic(_service, name: "no name");

        Assert.Throws<CmqServiceException>(() => wrong.SendManyAsync(source));
        Assert.Throws<CmqServiceException>(() => queue.SendManyAsync(source, TimeSpan.FromSeconds(-1)));
        Assert.Throws<CmqServiceException>(() => wrongTopic.PublishManyAsync(source));
        Assert.Throws<CmqServiceException>(() => topic.PublishManyAsync(source, tags: [""]));
        Assert.Throws<ArgumentNullException>(() => queue.SendManyAsync((IAsyncEnumerable<Order>)null!));
        Assert.Throws<ArgumentNullException>(() => topic.PublishManyAsync((IAsyncEnumerable<Order>)null!));
        Assert.Contains("options.Parallelism", Assert.Throws<ArgumentOutOfRangeException>(() => queue.SendManyAsync(source, new SendOptions { Parallelism = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("options.Parallelism", Assert.Throws<ArgumentOutOfRangeException>(() => topic.PublishManyAsync(source, new PublishOptions { Parallelism = -1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_refuses_no_batch_at_a_time_too()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Order.Queue(_service).SendManyAsync([], new SendOptions { Parallelism = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Order.Topic(_service).PublishManyAsync([], new PublishOptions { Parallelism = 0 }));
    }

    private async Task<IAsyncEnumerable<SendEntry>> SendAsync(IAsyncEnumerable<Order> source, bool publishes, CancellationToken cancellationToken = default)
    {
        if (!publishes)
            return Order.Queue(_service).SendManyAsync(source, cancellationToken: cancellationToken);
        TopicClient<Order> topic = Order.Topic(_service);
        await topic.EnsureCreatedAsync(CancellationToken.None);
        return topic.PublishManyAsync(source, ["vip"], cancellationToken: cancellationToken);
    }

    private IEnumerable<List<string>> BatchesOf(bool publishes) =>
        (publishes ? _service.Publishes.Select(static publish => publish.Bodies) : _service.Sends.Select(static send => send.Bodies))
            .Select(static bodies => bodies.Select(static body => Encoding.UTF8.GetString(body.Span)).ToList());

    private static async Task<List<SendEntry>> AllAsync(IAsyncEnumerable<SendEntry> entries)
    {
        List<SendEntry> all = [];
        await foreach (SendEntry entry in entries)
            all.Add(entry);
        return all;
    }

    /// <summary>Orders, one by one, counted as they are taken.</summary>
    private async IAsyncEnumerable<Order> Source(int count, Func<int, Order>? make = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                // Now and then, as a source that reads pages does.
                if (i % 100 == 7)
                    await Task.Yield();
                Order order = make is null ? new Order("o", i) : make(i);
                _taken++;
                yield return order;
            }
        }
        finally
        {
            _isClosed = true;
        }
    }

    /// <summary>Counts what is sent and keeps nothing.</summary>
    private sealed class CountingService() : DelegatingCmqService(CallRecorder.Create())
    {
        public int Sent { get; private set; }

        public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
        {
            Sent += request.Bodies.Count;
            return new ValueTask<IReadOnlyList<string>>([.. request.Bodies.Select(static (_, i) => i.ToString(CultureInfo.InvariantCulture))]);
        }
    }

    /// <summary>Answers sends when the test says so; the id of a message is its body.</summary>
    private sealed class HeldService() : DelegatingCmqService(CallRecorder.Create())
    {
        private readonly object _gate = new();
        private readonly List<(TaskCompletionSource<IReadOnlyList<string>> Answer, string[] Ids)> _sends = [];
        private readonly List<(int Count, TaskCompletionSource Reached)> _waits = [];

        public int Begun => _sends.Count;

        public int MostUnderWay { get; private set; }

        public override async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
        {
            TaskCompletionSource<IReadOnlyList<string>> answer = new();
            lock (_gate)
            {
                _sends.Add((answer, [.. request.Bodies.Select(static body => Encoding.UTF8.GetString(body.Span))]));
                MostUnderWay = Math.Max(MostUnderWay, _sends.Count(static send => !send.Answer.Task.IsCompleted));
                _waits.FindAll(wait => wait.Count <= _sends.Count).ForEach(static wait => wait.Reached.TrySetResult());
            }

            return await answer.Task.WaitAsync(cancellationToken);
        }

        public Task WhenUnderWayAsync(int count)
        {
            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                _waits.Add((count, reached));
                if (_sends.Count >= count)
                    reached.SetResult();
            }

            return reached.Task;
        }

        public void Answer(int send) => _sends[send].Answer.SetResult(_sends[send].Ids);

        /// <summary>Answers the oldest send that is under way, if there is one.</summary>
        public bool AnswerFirst()
        {
            int first = _sends.FindIndex(static send => !send.Answer.Task.IsCompleted);
            if (first >= 0)
                Answer(first);
            return first >= 0;
        }
    }
}
