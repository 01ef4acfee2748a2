using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Time;

/// <summary>Which offsets are stored when the clock is set.</summary>
public sealed class WallOffsetTests : IAsyncLifetime
{
    private const string Queue = "q";

    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryStore _memory = new();
    private readonly CountingStore _store;
    private readonly CmqBroker _broker;
    private readonly ICmqService _service;

    public WallOffsetTests()
    {
        _store = new CountingStore(_memory);
        _broker = new CmqBroker(new BrokerOptions { TimeProvider = _clock, Store = _store });
        _service = _broker.GetService("a");
    }

    public async Task InitializeAsync() => await _service.CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings { VisibilityTimeout = 43_200, RewindSeconds = 43_200 }));

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task Only_a_step_back_is_written_and_only_once()
    {
        for (int i = 0; i < 100; i++)
        {
            await SendAsync();
            _clock.AdvanceSeconds(i);
        }

        _clock.StepWall(TimeSpan.FromHours(5));
        await SendAsync();
        Assert.Empty(_store.Offsets);
        _clock.StepWall(TimeSpan.FromHours(-5));
        for (int i = 0; i < 100; i++)
            await SendAsync();
        Assert.Equal([0, -18_000_000], _store.Offsets.Select(static offset => offset.Milliseconds));
    }

    [Fact]
    public async Task Steps_without_messages_between_them_are_stored_as_one()
    {
        await SendAsync();
        for (int i = 0; i < 10_000; i++)
        {
            _clock.StepWall(TimeSpan.FromSeconds(i % 2 == 0 ? -90 : 60));
            await _service.ListQueuesAsync(new ListQueuesRequest());
        }

        await SendAsync();
        Assert.Equal(2, _memory.Load().Offsets.Count);
    }

    [Fact]
    public async Task Thousands_of_steps_are_stored_and_removed_when_no_message_needs_them()
    {
        List<DateTimeOffset> sent = [];
        for (int i = 0; i < 5_000; i++)
        {
            _clock.StepWall(TimeSpan.FromSeconds(i % 2 == 0 ? -7 : 5));
            _clock.AdvanceSeconds(0.01);
            await SendAsync();
            if (i < 3_000)
                sent.Add(_clock.GetUtcNow());
            if (i == 2_999)
                Assert.Equal(sent, (await ReceiveAllAsync()).Select(static message => message.EnqueuedAt));
        }

        Assert.InRange(_memory.Load().Offsets.Count, 2_000, 4_096);
        await _service.ClearQueueAsync(Queue);
        _clock.Advance(TimeSpan.FromDays(17));
        for (int i = 0; i < 500; i++)
        {
            _clock.StepWall(TimeSpan.FromSeconds(-7));
            await SendAsync();
        }

        Assert.InRange(_memory.Load().Offsets.Count, 1, 501);
    }

    [Fact]
    public async Task Rewind_over_thousands_of_steps_loses_nothing()
    {
        List<(string Body, DateTimeOffset At)> sent = [];
        for (int i = 0; i < 1_000; i++)
        {
            _clock.StepWall(TimeSpan.FromSeconds(i % 2 == 0 ? -7 : 6));
            await SendAsync($"{i}");
            sent.Add(($"{i}", _clock.GetUtcNow()));
            _clock.AdvanceSeconds(0.5);
        }

        List<CmqMessage> messages = await ReceiveAllAsync();
        foreach (CmqMessage[] batch in messages.Chunk(16))
            Assert.Empty(await _service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, [.. batch.Select(static message => message.ReceiptHandle)])));
        long to = _clock.GetUtcNow().ToUnixTimeSeconds() - 4;
        await _service.RewindQueueAsync(new RewindQueueRequest(Queue, to));
        HashSet<string> back = [.. (await ReceiveAllAsync()).Select(static message => Encoding.UTF8.GetString(message.Body.Span))];
        Assert.DoesNotContain(sent, message => message.At.ToUnixTimeSeconds() >= to && !back.Contains(message.Body));
    }

    private async Task SendAsync(string body = "m") => await _service.SendMessagesAsync(new SendMessagesRequest(Queue, [Encoding.UTF8.GetBytes(body)]));

    private async Task<List<CmqMessage>> ReceiveAllAsync()
    {
        List<CmqMessage> all = [];
        while (await _service.ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 16, PollingWaitSeconds = 0 }) is { Count: > 0 } messages)
            all.AddRange(messages);
        return all;
    }

    private sealed class CountingStore(MessageStore inner) : ForwardingStore(inner)
    {
        public List<WallOffset> Offsets { get; } = [];

        internal override void PutOffset(WallOffset offset)
        {
            Offsets.Add(offset);
            base.PutOffset(offset);
        }
    }
}
