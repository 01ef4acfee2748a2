using System.Text;
using CmqContracts.Testing;
using Microsoft.Extensions.Options;

namespace CmqContracts.Tests;

/// <summary>Messages that are sent one by one at about the same time leave together, and their callers notice nothing of it.</summary>
public sealed class CoalescingTests : IAsyncLifetime
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(5);

    private readonly ManualTimeProvider _clock = new();
    private readonly GatedService _service = new();
    private readonly CmqClient _client;
    private readonly IQueueClient<Order> _queue;

    public CoalescingTests()
    {
        _client = Connect(_service, Delay);
        _queue = _client.Queue<Order>();
    }

    public async Task InitializeAsync()
    {
        await _service.CreateTopicAsync(new CreateTopicRequest("order-events", new TopicSettings()));
        await _service.AddAsync("orders");
        _service.Requests.Clear();
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task Sixteen_leave_at_once_each_with_its_own_result()
    {
        Task<SendReceipt>[] sends = [.. Enumerable.Range(0, 16).Select(i => _queue.SendAsync(new Order("o", i)))];

        SendReceipt[] receipts = await Task.WhenAll(sends);

        Assert.Equal(Enumerable.Range(0, 16).Select(static i => RecordingService.IdOf(Encoding.UTF8.GetBytes($"o:{i}"))), receipts.Select(static receipt => receipt.MessageId));
        Assert.Equal(Enumerable.Range(0, 16).Select(static i => $"o:{i}"), Assert.Single(_service.Sends).Bodies.Select(static body => Encoding.UTF8.GetString(body.Span)));
        Assert.Null(_clock.NextTimer);
    }

    [Fact]
    public async Task Fewer_leave_when_the_first_has_waited_for_the_delay()
    {
        Task<SendReceipt> first = _queue.SendAsync(new Order("a", 1));
        _clock.Advance(Delay / 2);
        Task<SendReceipt> second = _queue.SendAsync(new Order("b", 2));
        _clock.Advance((Delay / 2) - TimeSpan.FromTicks(1));
        Assert.Empty(_service.Requests);

        _clock.Advance(TimeSpan.FromTicks(1));
        await Task.WhenAll(first, second);

        Assert.Equal(["a:1", "b:2"], Assert.Single(_service.Sends).Bodies.Select(static body => Encoding.UTF8.GetString(body.Span)));
    }

    [Fact]
    public async Task The_seventeenth_waits_for_a_delay_of_its_own()
    {
        Task<SendReceipt>[] sends = [.. Enumerable.Range(0, 17).Select(i => _queue.SendAsync(new Order("o", i)))];
        await Task.WhenAll(sends[..16]);
        Assert.False(sends[16].IsCompleted);

        _clock.Advance(Delay);
        await sends[16];

        Assert.Equal([16, 1], _service.Sends.Select(static send => send.Bodies.Count));
    }

    [Fact]
    public async Task A_message_that_the_bytes_of_a_batch_have_no_room_for_begins_the_next()
    {
        await using CmqClient strict = Connect(_service, Delay, CmqProfile.Classic);
        string large = new('x', 30_000);

        Task<SendReceipt>[] sends = [.. Enumerable.Range(0, 3).Select(i => strict.Queue<Order>().SendAsync(new Order(large, i)))];
        await Task.WhenAll(sends[..2]);
        Assert.False(sends[2].IsCompleted);
        _clock.Advance(Delay);
        await sends[2];

        Assert.Equal([2, 1], _service.Sends.Select(static send => send.Bodies.Count));
    }

    [Fact]
    public async Task Only_the_same_queue_and_delay_leave_together()
    {
        Task all = Task.WhenAll(
            _queue.SendAsync(new Order("a", 1)),
            _queue.SendAsync(new Order("b", 2), TimeSpan.FromSeconds(3)),
            _client.Queue("other").SendAsync("c"u8.ToArray()),
            _client.Queue<Order>().SendAsync(new Order("d", 4)),
            _queue.SendAsync(new Order("e", 5), TimeSpan.FromSeconds(2.5)));
        _clock.Advance(Delay);
        await all;

        Assert.Equal(
            ["orders/0: a:1 d:4", "orders/3: b:2 e:5", "other/0: c"],
            _service.Sends.Select(static send => $"{send.QueueName}/{send.DelaySeconds}: {string.Join(' ', send.Bodies.Select(static body => Encoding.UTF8.GetString(body.Span)))}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_the_same_topic_tags_and_routing_key_leave_together()
    {
        ITopicClient<Order> topic = _client.Topic<Order>();
        List<string> tags = ["vip"];

        Task all = Task.WhenAll(
            topic.PublishAsync(new Order("a", 1)),
            topic.PublishAsync(new Order("b", 2), tags),
            topic.PublishAsync(new Order("c", 3), ["vip"]),
            topic.PublishAsync(new Order("d", 4), ["vip", "new"]),
            topic.PublishAsync(new Order("e", 5), ["vip"], "key"),
            topic.PublishAsync(new Order("f", 6)));
        tags[0] = "changed";
        _clock.Advance(Delay);
        await all;

        Assert.Equal(
            ["/: a:1 f:6", "vip new/: d:4", "vip/: b:2 c:3", "vip/key: e:5"],
            _service.Publishes.Select(static publish => $"{string.Join(' ', publish.Tags)}/{publish.RoutingKey}: {string.Join(' ', publish.Bodies.Select(static body => Encoding.UTF8.GetString(body.Span)))}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_its_batch_leaves_is_not_sent()
    {
        using CancellationTokenSource cancellation = new();
        Task<SendReceipt> first = _queue.SendAsync(new Order("a", 1), cancellationToken: cancellation.Token);
        Task<SendReceipt> second = _queue.SendAsync(new Order("b", 2));

        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first)).CancellationToken);
        _clock.Advance(Delay);
        await second;

        Assert.Equal(["b:2"], _service.SentBodies);
    }

    [Fact]
    public async Task A_batch_that_everybody_has_left_is_no_request()
    {
        using CancellationTokenSource cancellation = new();
        Task<SendReceipt> only = _queue.SendAsync(new Order("a", 1), cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => only);
        Assert.Null(_clock.NextTimer);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _queue.SendAsync(new Order("b", 2), cancellationToken: cancellation.Token));
        await _client.DisposeAsync();

        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task A_place_that_a_cancelled_call_leaves_is_taken_by_another()
    {
        using CancellationTokenSource cancellation = new();
        Task<SendReceipt>[] sends = [.. Enumerable.Range(0, 15).Select(i => _queue.SendAsync(new Order("o", i), cancellationToken: i == 3 ? cancellation.Token : default))];
        await cancellation.CancelAsync();

        Task<SendReceipt> next = _queue.SendAsync(new Order("o", 15));
        Assert.False(next.IsCompleted);
        await Task.WhenAll([_queue.SendAsync(new Order("o", 16)), next, .. sends.Where(static (_, i) => i != 3)]);

        Assert.Equal(16, Assert.Single(_service.Sends).Bodies.Count);
        Assert.DoesNotContain("o:3", _service.SentBodies);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_after_that_ends_its_wait_alone()
    {
        using CancellationTokenSource cancellation = new();
        _service.Hold();
        Task<SendReceipt> first = _queue.SendAsync(new Order("a", 1), cancellationToken: cancellation.Token);
        Task<SendReceipt> second = _queue.SendAsync(new Order("b", 2));
        _clock.Advance(Delay);
        await _service.Held;

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(second.IsCompleted);
        _service.Release();
        await second;

        Assert.Equal(["a:1", "b:2"], _service.SentBodies);
    }

    [Fact]
    public async Task A_body_that_a_service_refuses_does_not_take_the_others_along()
    {
        _service.RefuseSend = static send => send.Bodies.Any(static body => body.Length > 1000) ? new CmqServiceException(CmqErrors.MaximumMessageSizeExceeded, "Too large.") : null;
        Task<SendReceipt>[] sends = [.. Enumerable.Range(0, 16).Select(i => _queue.SendAsync(new Order(i == 5 ? new string('x', 2000) : "o", i)))];

        CmqServiceException refusal = await Assert.ThrowsAsync<CmqServiceException>(() => Task.WhenAll(sends));

        Assert.True(refusal.Is(CmqErrors.MaximumMessageSizeExceeded));
        Assert.Equal("Too large.", refusal.Detail);
        Assert.Equal([5], Enumerable.Range(0, 16).Where(i => !sends[i].IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_by_anybody_fails_at_once_and_alone()
    {
        Task<SendReceipt> good = _queue.SendAsync(new Order("a", 1));

        await Assert.ThrowsAsync<MessageFormatException>(() => _queue.SendAsync(new Order("b", -1)));
        await Assert.ThrowsAsync<ArgumentNullException>(() => _queue.SendAsync(null!));
        Assert.True((await Assert.ThrowsAsync<CmqServiceException>(() => _queue.SendAsync(new Order(new string('x', 2_000_000), 1)))).Is(CmqErrors.MaximumMessageSizeExceeded));
        await Assert.ThrowsAsync<CmqServiceException>(() => _queue.SendAsync(new Order("c", 1), TimeSpan.FromSeconds(-1)));
        _clock.Advance(Delay);
        await good;

        Assert.Equal(["a:1"], _service.SentBodies);
    }

    [Fact]
    public async Task What_fails_a_batch_fails_each_of_its_calls()
    {
        CmqUnavailableException lost = new("The answer was lost.");
        _service.RefuseSend = _ => lost;
        Task<SendReceipt>[] sends = [_queue.SendAsync(new Order("a", 1)), _queue.SendAsync(new Order("b", 2))];
        _clock.Advance(Delay);

        foreach (Task<SendReceipt> send in sends)
            Assert.Same(lost, await Assert.ThrowsAsync<CmqUnavailableException>(() => send));
        Assert.Single(_service.Sends);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_the_client_sends_what_waits_and_waits_for_its_results(bool isSynchronous)
    {
        _service.Hold();
        Task<SendReceipt> waiting = _queue.SendAsync(new Order("a", 1));

        Task disposal = isSynchronous ? Task.Run(_client.Dispose) : _client.DisposeAsync().AsTask();
        await _service.Held;
        Assert.False(disposal.IsCompleted || waiting.IsCompleted);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _queue.SendAsync(new Order("late", 2)));
        _service.Release();
        await disposal;

        Assert.NotNull((await waiting).MessageId);
        Assert.Equal(["a:1"], _service.SentBodies);
    }

    [Fact]
    public async Task What_a_caller_carries_along_does_not_reach_the_batch()
    {
        AsyncLocal<string> callers = new() { Value = "first" };
        string? seen = "not sent";
        _service.RefuseSend = _ =>
        {
            seen = callers.Value;
            return null;
        };

        Task<SendReceipt>[] sends = [.. Enumerable.Range(0, 16).Select(i => _queue.SendAsync(new Order("o", i)))];
        await Task.WhenAll(sends);
        Assert.Null(seen);

        Task<SendReceipt> one = _queue.SendAsync(new Order("o", 1));
        _clock.Advance(Delay);
        await one;
        Assert.Null(seen);
    }

    [Fact]
    public async Task Many_callers_at_once_lose_and_double_nothing()
    {
        const int Callers = 64, Each = 200;
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:coalesced", Coalescing = new CmqCoalescingOptions() });
        IQueueClient<Order> queue = client.Queue<Order>();
        await queue.EnsureCreatedAsync();

        string[][] ids = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            string[] mine = new string[Each];
            for (int i = 0; i < Each; i++)
            {
                using CancellationTokenSource cancellation = new();
                mine[i] = (await queue.SendAsync(new Order($"{caller}", i), cancellationToken: cancellation.Token)).MessageId;
            }

            return mine;
        })));

        Assert.Equal(Callers * Each, ids.SelectMany(static mine => mine).Distinct().Count());
        Assert.Equal(Callers * Each, (await queue.GetAttributesAsync()).ActiveMessages);
    }

    [Fact]
    public async Task Unless_it_is_asked_for_each_message_leaves_at_once()
    {
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:at-once", TimeProvider = _clock }.Use(_ => _service));

        await client.Queue<Order>().SendAsync(new Order("a", 1));

        Assert.Equal(["a:1"], _service.SentBodies);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(60_001)]
    public void A_delay_that_cannot_be_is_refused(int milliseconds)
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => Connect(_service, TimeSpan.FromMilliseconds(milliseconds)));

        Assert.StartsWith("CmqOptions.Coalescing.Delay is ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("; it must be more than zero and at most 00:01:00. Leave Coalescing out to send each message at once.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_change_later_do_not_reach_the_client()
    {
        CmqOptions options = new() { Endpoint = "embedded:copied", TimeProvider = _clock, Coalescing = new CmqCoalescingOptions { Delay = Delay } };
        await using CmqClient client = CmqClient.Connect(options.Use(_ => _service));
        options.Coalescing.Delay = TimeSpan.FromHours(1);

        Task<SendReceipt> send = client.Queue<Order>().SendAsync(new Order("a", 1));
        _clock.Advance(Delay);

        Assert.NotNull((await send).MessageId);
    }

    private CmqClient Connect(ICmqService service, TimeSpan delay, CmqProfile? profile = null) =>
        CmqClient.Connect(new CmqOptions { Endpoint = $"embedded:{Guid.NewGuid():N}", Profile = profile, TimeProvider = _clock, Coalescing = new CmqCoalescingOptions { Delay = delay } }.Use(_ => service));

    /// <summary>Holds sends back until it is told to answer them.</summary>
    private sealed class GatedService : RecordingService
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _released;

        public Task Held => _held.Task;

        public void Hold() => _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _released!.SetResult();

        public override async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
        {
            if (_released is { } released)
            {
                _held.TrySetResult();
                await released.Task.WaitAsync(cancellationToken);
            }

            return await base.SendMessagesAsync(request, cancellationToken);
        }
    }
}
