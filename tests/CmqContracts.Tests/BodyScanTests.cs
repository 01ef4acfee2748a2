using System.Buffers;
using CmqContracts.Protocol;

namespace CmqContracts.Tests;

/// <summary>A body is scanned for valid UTF-8 once in the process that sends it.</summary>
public sealed class BodyScanTests : IAsyncLifetime
{
    private readonly AnsweringServer _server = new();
    private readonly ScannedBody _body = new("{\"id\":1}"u8.ToArray());

    public static TheoryData<string, string> Services => new() { { "http", "send" }, { "http", "publish" }, { "embedded", "send" }, { "embedded", "publish" } };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        ((IDisposable)_body).Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_scans_a_body_unless_its_client_has(string kind, string action)
    {
        await using CmqClient client = Connect(kind);
        await client.Queue("orders").EnsureCreatedAsync();
        await SubscribedAsync(client.Topic("events"));

        int unknown = await ReadsAsync(client.Service, action, [_body.Memory]);
        int known = await ReadsAsync(client.Service, action, new Utf8Bodies(_body.Memory));

        Assert.Equal(1, unknown - known);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_typed_client_scans_each_body_and_its_service_does_not(string kind, string action)
    {
        List<IReadOnlyList<ReadOnlyMemory<byte>>> sent = [];
        await using CmqClient client = Connect(kind, service => new BodyRecorder(service, sent));
        IQueueClient<ReadOnlyMemory<byte>> queue = client.Queue("orders");
        ITopicClient<ReadOnlyMemory<byte>> topic = client.Topic("events");
        await queue.EnsureCreatedAsync();
        await SubscribedAsync(topic);
        byte[] good = "good"u8.ToArray(), bad = [0xFF];

        await Assert.ThrowsAsync<CmqServiceException>(() => action == "send" ? queue.SendAsync(bad) : topic.PublishAsync(bad));
        Assert.Empty(sent);
        await (action == "send" ? queue.SendAsync(good) : (Task)topic.PublishAsync(good));
        await (action == "send" ? queue.SendManyAsync([good, bad, good]) : (Task)topic.PublishManyAsync([good, bad, good]));

        Assert.Equal([1, 2], sent.Select(static bodies => bodies.Count));
        Assert.All(sent, static bodies => Assert.IsType<Utf8Bodies>(bodies));
    }

    private static async Task SubscribedAsync(ITopicClient<ReadOnlyMemory<byte>> topic)
    {
        await topic.EnsureCreatedAsync();
        await topic.SubscribeAsync(Subscription.ToQueue("all", "orders"));
    }

    private CmqClient Connect(string kind, Func<ICmqService, ICmqService>? decorator = null)
    {
        _server.Answer = static form => (AnsweringServer.Ok(form.Contains("Action=Batch", StringComparison.Ordinal)
            ? """{"code":0,"msgList":[{"msgId":"1"},{"msgId":"2"}]}"""
            : """{"code":0,"queueId":"1","topicId":"1","msgId":"1"}"""), false);
        CmqOptions options = new() { Endpoint = kind == "http" ? _server.Endpoint : $"embedded:{Guid.NewGuid():N}", SecretId = "id", SecretKey = "key" };
        return CmqClient.Connect(decorator is null ? options : options.Use(decorator));
    }

    /// <summary>How often a body was read.</summary>
    private async Task<int> ReadsAsync(ICmqService service, string action, IReadOnlyList<ReadOnlyMemory<byte>> bodies)
    {
        int before = _body.Reads;
        if (action == "send")
            await service.SendMessagesAsync(new SendMessagesRequest("orders", bodies));
        else
            await service.PublishMessagesAsync(new PublishMessagesRequest("events", bodies));
        return _body.Reads - before;
    }

    /// <summary>Memory that counts how often it is read.</summary>
    private sealed class ScannedBody(byte[] text) : MemoryManager<byte>
    {
        public int Reads { get; private set; }

        public override Span<byte> GetSpan()
        {
            Reads++;
            return text;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class BodyRecorder(ICmqService inner, List<IReadOnlyList<ReadOnlyMemory<byte>>> sent) : DelegatingCmqService(inner)
    {
        public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
        {
            sent.Add(request.Bodies);
            return base.SendMessagesAsync(request, cancellationToken);
        }

        public override ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default)
        {
            sent.Add(request.Bodies);
            return base.PublishMessagesAsync(request, cancellationToken);
        }
    }
}
