using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Time;

/// <summary>What a broker that is opened again knows of the time of the one before.</summary>
public sealed class StoredTimeTests
{
    private const string Queue = "q";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly ListLogger _log = new();
    private readonly SnapshotStore _store = new();

    [Fact]
    public async Task Time_until_a_broker_is_closed_has_passed_also_when_the_clock_is_set_back_before_the_next_one()
    {
        await using (CmqBroker broker = await OpenNewAsync())
        {
            await SendAsync(broker, "a", delay: 10);
            _clock.AdvanceSeconds(9);
        }

        _clock.StepWall(-Hour);
        await using CmqBroker next = Open(_store);
        Assert.Empty(await ReceiveAsync(next));
        _clock.AdvanceSeconds(1);
        Assert.Equal("a", Assert.Single(await ReceiveAsync(next)).Body);
    }

    [Fact]
    public async Task Time_between_two_brokers_passes_also_after_the_clock_was_set_back_and_is_no_step()
    {
        await using (CmqBroker broker = await OpenNewAsync())
        {
            _clock.StepWall(-Hour);
            await SendAsync(broker, "a", delay: 10);
        }

        _log.Lines.Clear();
        _clock.AdvanceSeconds(10);
        await using CmqBroker next = Open(_store);
        Assert.Equal("a", Assert.Single(await ReceiveAsync(next)).Body);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_step_back_is_stored_with_what_becomes_due_at_the_same_moment()
    {
        await using CmqBroker broker = await OpenNewAsync();
        await SendAsync(broker, "a", delay: 5);
        _clock.AdvanceSeconds(4.5);
        _clock.StepWall(-Hour);
        _clock.AdvanceSeconds(0.5);

        await using CmqBroker next = Open(_store.AfterCrash());
        Assert.Equal("a", Assert.Single(await ReceiveAsync(next)).Body);
    }

    [Fact]
    public async Task A_step_back_whose_commit_failed_is_stored_with_the_next_one()
    {
        await using CmqBroker broker = await OpenNewAsync();
        _clock.StepWall(-Hour);
        _store.Failure.IsNext = true;
        await Assert.ThrowsAsync<CmqServiceException>(() => SendAsync(broker, "lost", delay: 0));
        await SendAsync(broker, "a", delay: 0);
        DateTimeOffset sent = _clock.GetUtcNow();

        await using CmqBroker next = Open(_store.AfterCrash());
        Assert.Equal(("a", sent), Assert.Single(await ReceiveAsync(next)));
    }

    [Fact]
    public async Task A_step_is_logged_where_the_broker_logs()
    {
        await using CmqBroker broker = await OpenNewAsync();
        _clock.StepWall(-Hour);
        _clock.AdvanceSeconds(1);
        await SendAsync(broker, "a", delay: 0);
        Assert.Contains("back by 3600 s", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    private CmqBroker Open(MessageStore store) => new(new BrokerOptions { TimeProvider = _clock, Store = store, LoggerFactory = _log });

    private async Task<CmqBroker> OpenNewAsync()
    {
        CmqBroker broker = Open(_store);
        await broker.GetService("a").CreateQueueAsync(new CreateQueueRequest(Queue, new QueueSettings()));
        return broker;
    }

    private static async Task SendAsync(CmqBroker broker, string body, int delay) =>
        await broker.GetService("a").SendMessagesAsync(new SendMessagesRequest(Queue, [Encoding.UTF8.GetBytes(body)]) { DelaySeconds = delay });

    private static async Task<List<(string Body, DateTimeOffset EnqueuedAt)>> ReceiveAsync(CmqBroker broker) =>
        [.. (await broker.GetService("a").ReceiveMessagesAsync(new ReceiveMessagesRequest(Queue) { MaxMessages = 16, PollingWaitSeconds = 0 })).Select(static message => (Encoding.UTF8.GetString(message.Body.Span), message.EnqueuedAt))];
}
