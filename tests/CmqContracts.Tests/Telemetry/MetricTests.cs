using System.Diagnostics.Metrics;

namespace CmqContracts.Tests.Telemetry;

/// <summary>Requests are counted and measured, by labels of which there are few.</summary>
public sealed class MetricTests : IDisposable
{
    private const string Duration = "messaging.client.operation.duration";
    private const string Sent = "messaging.client.sent.messages";
    private const string Consumed = "messaging.client.consumed.messages";

    private readonly string _name = "m" + Guid.NewGuid().ToString("N");
    private readonly MetricList _metrics;
    private readonly CmqClient _client;
    private readonly IQueueClient<ReadOnlyMemory<byte>> _queue;

    public MetricTests()
    {
        _metrics = new MetricList(_name);
        _client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:" + _name });
        _queue = _client.Queue(_name);
    }

    [Fact]
    public async Task Messages_and_requests_are_counted()
    {
        await _queue.EnsureCreatedAsync();
        await _queue.SendAsync("a"u8.ToArray());
        (await _queue.SendManyAsync([Bytes("b"), Bytes("c")])).ThrowIfAnyFailed();
        IReadOnlyList<ReceivedMessage<ReadOnlyMemory<byte>>> messages = await _queue.ReceiveManyAsync(16, TimeSpan.Zero);
        Assert.Null(await _queue.ReceiveAsync(TimeSpan.Zero));
        (await _queue.DeleteManyAsync(messages)).ThrowIfAnyFailed();

        Assert.Equal([(1, null), (2, null)], _metrics.Of(Sent, "send"));
        Assert.Equal([(3, null)], _metrics.Of(Consumed, "receive"));
        Assert.Equal(2, _metrics.Of(Duration, "send").Count());
        Assert.Equal(2, _metrics.Of(Duration, "receive").Count());
        Assert.Single(_metrics.Of(Duration, "delete"));
        Assert.All(_metrics.All, static measured => Assert.InRange(measured.Value, 0, 60));
    }

    [Fact]
    public async Task What_fails_is_counted_by_its_error()
    {
        await Assert.ThrowsAsync<CmqServiceException>(() => _queue.SendAsync("a"u8.ToArray()));

        Assert.Equal([(1, "4440")], _metrics.Of(Sent, "send"));
        Assert.Equal("4440", Assert.Single(_metrics.Of(Duration, "send")).Error);
    }

    [Fact]
    public async Task A_message_that_is_not_sent_is_not_counted()
    {
        await Assert.ThrowsAsync<CmqServiceException>(() => _queue.SendAsync(default));

        Assert.Empty(_metrics.All);
    }

    [Fact]
    public async Task No_label_comes_from_a_message_or_from_the_text_of_an_error()
    {
        await using AnsweringServer server = new() { Answer = static _ => (AnsweringServer.Ok("""{"code":987654321,"message":"(1)made up","requestId":"1"}"""), false) };
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = server.Endpoint, SecretId = "AKIDtest", SecretKey = "k" });
        string body = Guid.NewGuid().ToString();

        await Assert.ThrowsAsync<CmqServiceException>(() => client.Queue(_name).SendAsync(Bytes(body)));

        Assert.NotEmpty(_metrics.All);
        Assert.All(_metrics.All, measured => Assert.Equal(
            new Dictionary<string, object?>
            {
                ["messaging.system"] = "tencent_cmq",
                ["messaging.destination.name"] = _name,
                ["messaging.operation.name"] = "send",
                ["messaging.operation.type"] = "send",
                ["server.address"] = "127.0.0.1",
                ["server.port"] = new Uri(server.Endpoint).Port,
                ["error.type"] = "_OTHER",
            },
            measured.Tags));
    }

    [Fact]
    public async Task Instruments_have_the_units_and_buckets_of_the_conventions()
    {
        await _queue.EnsureCreatedAsync();

        Assert.Equal(
            [
                ("cmq.handler.abandoned", "{message}"),
                (Consumed, "{message}"),
                (Duration, "s"),
                (Sent, "{message}"),
                ("messaging.process.duration", "s"),
            ],
            _metrics.Instruments.Select(static instrument => (instrument.Name, instrument.Unit)).Order());
        Assert.All(_metrics.Instruments.OfType<Histogram<double>>(), static histogram => Assert.Equal([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10], histogram.Advice!.HistogramBucketBoundaries!));
        Assert.All(_metrics.Instruments, static instrument => Assert.Equal("https://opentelemetry.io/schemas/1.44.0", instrument.Meter.TelemetrySchemaUrl));
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _client.Dispose();
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
