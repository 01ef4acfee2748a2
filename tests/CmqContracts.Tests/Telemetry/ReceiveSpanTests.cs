using System.Diagnostics;

namespace CmqContracts.Tests.Telemetry;

/// <summary>Receives that bring something, and deletes, have spans.</summary>
public sealed class ReceiveSpanTests : IDisposable
{
    private readonly string _name = "r" + Guid.NewGuid().ToString("N");
    private readonly SpanList _spans;
    private readonly CmqClient _client;
    private readonly IQueueClient<ReadOnlyMemory<byte>> _queue;

    public ReceiveSpanTests()
    {
        _spans = new SpanList(_name);
        _client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:" + _name });
        _queue = _client.Queue(_name);
    }

    [Fact]
    public async Task A_poll_that_brings_nothing_has_no_span()
    {
        await _queue.EnsureCreatedAsync();

        Assert.Null(await _queue.ReceiveAsync(TimeSpan.Zero));

        Assert.Empty(_spans.All);
    }

    [Fact]
    public async Task A_poll_that_its_caller_ends_has_no_span()
    {
        await _queue.EnsureCreatedAsync();
        using CancellationTokenSource caller = new();
        Task poll = _queue.ReceiveAsync(TimeSpan.FromSeconds(30), caller.Token);

        caller.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        Assert.Empty(_spans.All);
    }

    [Fact]
    public async Task A_message_that_is_received_and_deleted_has_a_span_for_each_with_its_id()
    {
        SendReceipt sent = await SendAsync("a");
        using Activity work = new Activity("work").Start();
        DateTime before = work.StartTimeUtc;

        ReceivedMessage<ReadOnlyMemory<byte>> message = (await _queue.ReceiveAsync(TimeSpan.Zero))!;
        await message.DeleteAsync();

        Activity receive = _spans.Only("receive"), delete = _spans.Only("delete");
        Assert.Equal("receive " + _name, receive.DisplayName);
        Assert.Equal([$"messaging.destination.name={_name}", $"messaging.message.id={sent.MessageId}", "messaging.operation.name=receive", "messaging.operation.type=receive", "messaging.system=tencent_cmq"], SpanList.Shown(receive));
        Assert.True(receive.StartTimeUtc >= before);
        Assert.Equal("delete " + _name, delete.DisplayName);
        Assert.Equal([$"messaging.destination.name={_name}", "messaging.operation.name=delete", "messaging.operation.type=settle", "messaging.system=tencent_cmq"], SpanList.Shown(delete));
        Assert.All([receive, delete], span => Assert.Equal((ActivityKind.Client, work.SpanId, ActivityStatusCode.Unset), (span.Kind, span.ParentSpanId, span.Status)));
    }

    [Fact]
    public async Task Batches_say_how_many_there_are()
    {
        await SendAsync("a", "b", "c");

        IReadOnlyList<ReceivedMessage<ReadOnlyMemory<byte>>> messages = await _queue.ReceiveManyAsync(16, TimeSpan.Zero);
        (await _queue.DeleteManyAsync(messages)).ThrowIfAnyFailed();

        Assert.Equal(3, _spans.Only("receive").GetTagItem("messaging.batch.message_count"));
        Assert.Null(_spans.Only("receive").GetTagItem("messaging.message.id"));
        Assert.Equal(3, _spans.Only("delete").GetTagItem("messaging.batch.message_count"));
    }

    [Fact]
    public async Task What_fails_says_so_by_its_code()
    {
        await Assert.ThrowsAsync<CmqServiceException>(() => _queue.ReceiveAsync(TimeSpan.Zero));
        await SendAsync("a");
        ReceivedMessage<ReadOnlyMemory<byte>> message = (await _queue.ReceiveAsync(TimeSpan.Zero))!;
        await message.DeleteAsync();
        await Assert.ThrowsAsync<CmqServiceException>(() => message.DeleteAsync());

        Assert.Equal([("receive", "4440"), ("receive", null), ("delete", null), ("delete", "4430")], _spans.All.Where(static span => span.Kind == ActivityKind.Client).Select(static span => (span.GetTagItem("messaging.operation.name"), span.GetTagItem("error.type"))).Select(static pair => ((string)pair.Item1!, (string?)pair.Item2)));
    }

    [Fact]
    public async Task Over_http_spans_name_the_server()
    {
        await using AnsweringServer server = new() { Answer = static _ => (AnsweringServer.Ok("""{"code":0,"message":"","requestId":"1","msgId":"m-1"}"""), false) };
        await using CmqClient client = CmqClient.Connect(new CmqOptions { Endpoint = server.Endpoint, SecretId = "AKIDtest", SecretKey = "k" });

        await client.Queue(_name).SendAsync("a"u8.ToArray());

        Activity span = _spans.Only("send");
        Assert.Equal("127.0.0.1", span.GetTagItem("server.address"));
        Assert.Equal(new Uri(server.Endpoint).Port, span.GetTagItem("server.port"));
    }

    public void Dispose()
    {
        _spans.Dispose();
        _client.Dispose();
    }

    private async Task<SendReceipt> SendAsync(params string[] texts)
    {
        await _queue.EnsureCreatedAsync();
        SendReceipt? receipt = null;
        foreach (string text in texts)
            receipt = await _queue.SendAsync(System.Text.Encoding.UTF8.GetBytes(text));
        return receipt!;
    }
}
