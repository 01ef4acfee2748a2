using System.Diagnostics;

namespace CmqContracts.Tests.Telemetry;

/// <summary>A request is one span, however often it is tried: tries that failed are its events.</summary>
public sealed class TryTests : IDisposable
{
    private readonly string _name = "t" + Guid.NewGuid().ToString("N");
    private readonly SpanList _spans;
    private readonly CmqClient _client;

    public TryTests()
    {
        _spans = new SpanList(_name);
        _client = CmqClient.Connect(new CmqOptions { Connector = _ => new TriesTwice() });
    }

    [Fact]
    public async Task They_are_events_of_the_span_of_a_single_message() => await AssertAsync("send", () => _client.Queue(_name).SendAsync("a"u8.ToArray()));

    [Fact]
    public async Task They_are_events_of_the_span_of_a_batch() => await AssertAsync("send", () => _client.Queue(_name).SendManyAsync([new byte[] { 97 }, new byte[] { 98 }]));

    [Fact]
    public async Task They_are_events_of_the_span_of_a_receive() => await AssertAsync("receive", () => _client.Queue(_name).ReceiveAsync(TimeSpan.Zero));

    [Fact]
    public async Task They_are_events_of_the_span_of_a_delete() => await AssertAsync("delete", () => _client.Service.DeleteMessagesAsync(new DeleteMessagesRequest(_name, ["h"])).AsTask());

    [Fact]
    public async Task Tries_over_http_are_events_too()
    {
        int asked = 0;
        await using AnsweringServer server = new()
        {
            Answer = _ => (AnsweringServer.Ok(Interlocked.Increment(ref asked) == 1 ? """{"code":4420,"message":"(10250)qps throttling","requestId":"1"}""" : """{"code":0,"message":"","requestId":"1","msgId":"m-1"}"""), false),
        };
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = server.Endpoint, SecretId = "AKIDtest", SecretKey = "k", Retries = new CmqRetryOptions { Delay = TimeSpan.FromMilliseconds(1) } });

        await client.Queue(_name).SendAsync("a"u8.ToArray());

        Assert.Equal(2, asked);
        Activity span = _spans.Only("send");
        Assert.Equal((ActivityStatusCode.Unset, "m-1"), (span.Status, span.GetTagItem("messaging.message.id")));
        Assert.Equal("4420", Assert.Single(span.Events).Tags.Single(static tag => tag.Key == "error.type").Value);
    }

    public void Dispose()
    {
        _spans.Dispose();
        _client.Dispose();
    }

    private async Task AssertAsync(string operation, Func<Task> request)
    {
        await request();

        Activity span = _spans.Only(operation);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        ActivityEvent tried = Assert.Single(span.Events);
        Assert.Equal("cmq.try.failed", tried.Name);
        Assert.Equal(["cmq.try.number=1", "cmq.try.pause=0.25", "error.type=4420"], tried.Tags.Select(static tag => FormattableString.Invariant($"{tag.Key}={tag.Value}")).Order(StringComparer.Ordinal));
    }

    private sealed class TriesTwice() : DelegatingCmqService(CallRecorder.Create())
    {
        public override async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
        {
            await TryAsync();
            return [.. request.Bodies.Select(static (_, i) => $"{i}")];
        }

        public override async ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
        {
            await TryAsync();
            return [RecordingService.Message("a")];
        }

        public override async ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
        {
            await TryAsync();
            return [];
        }

        private static async Task TryAsync()
        {
            await Task.Yield();
            RequestTries.Note(new CmqServiceException(CmqErrors.QpsThrottling), number: 1, TimeSpan.FromSeconds(0.25));
        }
    }
}
