using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Conformance;

/// <summary>An empty backend whose clock the scenario advances, and short forms of the requests that scenarios make.</summary>
internal sealed partial class ScenarioContext : IAsyncDisposable
{
    public const string Queue = "orders";

    /// <summary>The account that scenarios use, and another one.</summary>
    public static readonly string[] Accounts = ["100000000001", "100000000002"];

    /// <summary>Small, so that scenarios reach them.</summary>
    private static readonly CmqLimits Limits = CmqLimits.For(CmqProfile.Classic, strict: false, new Dictionary<string, CmqLimitOverride>
    {
        ["queuesPerAccount"] = new() { Maximum = 10 },
        ["topicsPerAccount"] = new() { Maximum = 5 },
        ["subscriptionsPerTopic"] = new() { Maximum = 5 },
        ["delayedMessages"] = new() { Maximum = 20 },
        ["inactiveMessages"] = new() { Maximum = 20 },
    });

    /// <summary>The time of the documents' examples.</summary>
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_488_719_262);

    private readonly BackendUnderTest _backend;
    private int _requests;

    private ScenarioContext(BackendUnderTest backend) => _backend = backend;

    /// <summary>The actions, each time on the next of the backend's nodes: what was done on one, all of them know.</summary>
    public ICmqService Cmq => Node.GetService(Accounts[0]);

    /// <summary>The same for another account.</summary>
    public ICmqService Other => Node.GetService(Accounts[1]);

    public ITopicPushes Pushes => Node.Pushes;

    public ICmqInspector Inspector => Node.GetInspector(Accounts[0]);

    /// <summary>One of the backend's nodes.</summary>
    public ICmqBackend Backend => Node;

    public DateTimeOffset Now => _backend.Now;

    public long NowSeconds => Now.ToUnixTimeSeconds();

    private ICmqBackend Node => _backend.Nodes[_requests++ % _backend.Nodes.Count];

    public static async Task<ScenarioContext> OpenAsync(Backend backend) => new(await backend.OpenAsync(Limits, Start));

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    /// <summary>Lets time pass. Whole seconds only: the wire knows no others.</summary>
    public async Task AdvanceAsync(int seconds) => await _backend.AdvanceAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>Completes when <paramref name="receives"/> receives wait for a message, over all queues.</summary>
    public async Task WaitingAsync(int receives)
    {
        while ((await Node.GetInspector(Accounts[0]).DescribeAllAsync()).Sum(static queue => queue.WaitingReceives) != receives)
            await Task.Yield();
    }

    public async Task<string> CreateAsync(string name = Queue, QueueSettings? settings = null) =>
        await Cmq.CreateQueueAsync(new CreateQueueRequest(name, settings ?? new QueueSettings()));

    public Task<string> CreateAsync(QueueSettings settings) => CreateAsync(Queue, settings);

    /// <summary>Changes attributes and reads them all.</summary>
    public async Task<QueueAttributes> SetAsync(QueueSettings settings, string name = Queue)
    {
        await Cmq.SetQueueAttributesAsync(new SetQueueAttributesRequest(name, settings));
        return await AttributesAsync(name);
    }

    public async Task<QueueAttributes> AttributesAsync(string name = Queue) => await Cmq.GetQueueAttributesAsync(name);

    /// <summary>Active, inactive, delayed and rewindable messages.</summary>
    public async Task<(long Active, long Inactive, long Delayed, long Rewindable)> CountersAsync(string name = Queue)
    {
        QueueAttributes queue = await AttributesAsync(name);
        return (queue.ActiveMessages, queue.InactiveMessages, queue.DelayedMessages, queue.RewindableMessages);
    }

    public async Task<string> SendAsync(string body, int delay = 0, string name = Queue) =>
        (await Cmq.SendMessagesAsync(new SendMessagesRequest(name, [Utf8(body)]) { DelaySeconds = delay }))[0];

    /// <summary>Sends m1, m2 and so on in one batch.</summary>
    public async Task<IReadOnlyList<string>> SendManyAsync(int count, int delay = 0, string name = Queue) =>
        await Cmq.SendMessagesAsync(new SendMessagesRequest(name, [.. Enumerable.Range(1, count).Select(static i => Utf8($"m{i}"))]) { DelaySeconds = delay });

    /// <summary>Receives active messages. A wait of <see langword="null"/> is the queue's.</summary>
    public async Task<IReadOnlyList<CmqMessage>> ReceiveManyAsync(int max = 16, int? wait = 0, string name = Queue, CancellationToken token = default) =>
        await Cmq.ReceiveMessagesAsync(new ReceiveMessagesRequest(name) { MaxMessages = max, PollingWaitSeconds = wait }, token);

    /// <summary>Receives one message, which must be active.</summary>
    public async Task<CmqMessage> ReceiveAsync(string name = Queue) => Assert.Single(await ReceiveManyAsync(1, name: name));

    /// <summary>Receives, and must get nothing.</summary>
    public async Task ReceiveNothingAsync(string name = Queue) => Assert.Empty(await ReceiveManyAsync(name: name));

    /// <summary>Begins a receive that waits; completes when the backend has the request and no message for it.</summary>
    /// <returns>Waits for the receive to end, and returns its messages.</returns>
    public async Task<Func<Task<IReadOnlyList<CmqMessage>>>> WaitAsync(int? wait = 30, int max = 16, string name = Queue, int receives = 1, CancellationToken token = default)
    {
        Task<IReadOnlyList<CmqMessage>> receive = ReceiveManyAsync(max, wait, name, token);
        await WaitingAsync(receives);
        return () => receive;
    }

    /// <returns>The handles that failed.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(params string[] handles)
    {
        IReadOnlyList<DeleteMessageFailure> failures = await Cmq.DeleteMessagesAsync(new DeleteMessagesRequest(Queue, handles));
        Assert.All(failures, static failure => Assert.Equal(CmqErrors.ReceiptHandleInvalid, failure.Error));
        return [.. failures.Select(static failure => failure.ReceiptHandle)];
    }

    /// <summary>Receives a message and deletes it.</summary>
    public async Task<CmqMessage> ConsumeAsync()
    {
        CmqMessage message = await ReceiveAsync();
        Assert.Empty(await DeleteAsync(message.ReceiptHandle));
        return message;
    }

    public async Task RewindAsync(long start) => await Cmq.RewindQueueAsync(new RewindQueueRequest(Queue, start));

    public async Task DeleteQueueAsync(string name = Queue) => await Cmq.DeleteQueueAsync(name);

    public static string Text(CmqMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    public static ReadOnlyMemory<byte> Utf8(string body) => Encoding.UTF8.GetBytes(body);

    public static async Task FailsAsync(CmqError error, Func<Task> action) =>
        Assert.Equal(error, (await Assert.ThrowsAsync<CmqServiceException>(action)).Error);
}
