using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Behaviour;

/// <summary>A broker in memory on a manual clock, and short forms of the requests that tests make.</summary>
public abstract class BrokerTest : IAsyncLifetime
{
    protected const string Queue = "QueueForTest";

    protected BrokerTest()
        : this(store: null)
    {
    }

    private protected BrokerTest(MessageStore? store, CmqLimits? limits = null)
    {
        Broker = new CmqBroker(new BrokerOptions { TimeProvider = Clock, Store = store, Limits = limits ?? CmqLimits.Classic });
        Service = Broker.GetService("100000000001");
        Inspector = Broker.GetInspector("100000000001");
    }

    protected ManualTimeProvider Clock { get; } = new();

    protected CmqBroker Broker { get; }

    protected ICmqService Service { get; }

    protected ICmqInspector Inspector { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync() => await Broker.DisposeAsync();

    protected ValueTask<string> CreateAsync(string name = Queue, QueueSettings? settings = null) =>
        Service.CreateQueueAsync(new CreateQueueRequest(name, settings ?? new QueueSettings()));

    protected ValueTask SetAsync(QueueSettings settings, string name = Queue) =>
        Service.SetQueueAttributesAsync(new SetQueueAttributesRequest(name, settings));

    protected async ValueTask<string> SendAsync(string body, int delay = 0, string name = Queue) =>
        (await Service.SendMessagesAsync(new SendMessagesRequest(name, [Encoding.UTF8.GetBytes(body)]) { DelaySeconds = delay }))[0];

    protected ValueTask<IReadOnlyList<string>> SendManyAsync(int count, string name = Queue) =>
        Service.SendMessagesAsync(new SendMessagesRequest(name, [.. Enumerable.Range(1, count).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"m{i}"))]));

    protected ValueTask<IReadOnlyList<CmqMessage>> ReceiveManyAsync(int max = 16, int? wait = 0, string name = Queue, CancellationToken token = default) =>
        Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(name) { MaxMessages = max, PollingWaitSeconds = wait }, token);

    protected async ValueTask<CmqMessage?> ReceiveAsync(int? wait = 0, string name = Queue) => (await ReceiveManyAsync(1, wait, name)).SingleOrDefault();

    protected Task<IReadOnlyList<CmqMessage>> WaitAsync(int seconds = 30, int max = 1, string name = Queue, CancellationToken token = default) =>
        ReceiveManyAsync(max, seconds, name, token).AsTask();

    /// <returns>The handles that failed.</returns>
    protected ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteAsync(params string[] handles) =>
        Service.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, handles));

    protected ValueTask RewindAsync(long start, string name = Queue) => Service.RewindQueueAsync(new RewindQueueRequest(name, start));

    protected ValueTask<QueueAttributes> AttributesAsync(string name = Queue) => Service.GetQueueAttributesAsync(name);

    /// <summary>Active, inactive, delayed and rewindable messages.</summary>
    protected async ValueTask<(long Active, long Inactive, long Delayed, long Rewindable)> CountersAsync(string name = Queue)
    {
        QueueAttributes a = await AttributesAsync(name);
        return (a.ActiveMessages, a.InactiveMessages, a.DelayedMessages, a.RewindableMessages);
    }

    protected long NowSeconds => Clock.GetUtcNow().ToUnixTimeSeconds();

    protected static string Text(CmqMessage? message) => Encoding.UTF8.GetString(message!.Body.Span);

    protected static async Task<CmqServiceException> FailsAsync(CmqError error, Func<Task> action)
    {
        CmqServiceException exception = await Assert.ThrowsAsync<CmqServiceException>(action);
        Assert.Equal(error, exception.Error);
        return exception;
    }
}
