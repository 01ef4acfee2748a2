using System.Diagnostics;

namespace CmqContracts.Tests.Telemetry;

/// <summary>Every message has a creation span, which is current while it is written.</summary>
public sealed class SendSpanTests : IDisposable
{
    private readonly string _name = "s" + Guid.NewGuid().ToString("N");
    private readonly SpiedCodec _codec = new();
    private readonly SpanList _spans;
    private CmqClient? _client;

    public SendSpanTests() => _spans = new SpanList(_name);

    [Fact]
    public async Task A_single_message_has_one_span_in_which_it_is_written_and_sent()
    {
        QueueClient<string> queue = await ConnectAsync();

        SendReceipt receipt = await queue.SendAsync("红茶");

        Activity span = Assert.Single(_spans.All);
        Assert.Equal("send " + _name, span.DisplayName);
        Assert.Equal(ActivityKind.Producer, span.Kind);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal([$"messaging.destination.name={_name}", $"messaging.message.id={receipt.MessageId}", "messaging.operation.name=send", "messaging.operation.type=send", "messaging.system=tencent_cmq"], SpanList.Shown(span));
        Assert.Equal([("红茶", span.Id)], _codec.Written);
        Assert.Equal("CmqContracts", span.Source.Name);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task The_span_belongs_to_what_the_caller_does()
    {
        QueueClient<string> queue = await ConnectAsync();
        using Activity work = new Activity("work").Start();

        await queue.SendAsync("a");
        (await queue.SendManyAsync(["b"])).ThrowIfAnyFailed();

        Assert.Equal(3, _spans.All.Count);
        Assert.All(_spans.All, span => Assert.Equal(work.SpanId, span.ParentSpanId));
        Assert.Same(work, Activity.Current);
    }

    [Fact]
    public async Task Each_message_of_a_batch_has_a_creation_span_that_the_span_of_the_request_links_to()
    {
        QueueClient<string> queue = await ConnectAsync();

        BatchSendResult sent = await queue.SendManyAsync(["a", "b", "c"]);

        Activity[] created = [.. _spans.Of("create")];
        Assert.Equal(_codec.Written, created.Select(static (span, i) => (((char)('a' + i)).ToString(), span.Id)));
        Assert.All(created, span => Assert.Equal((ActivityKind.Producer, "create " + _name), (span.Kind, span.DisplayName)));
        Assert.Equal(sent.Entries.Select(static entry => entry.MessageId), created.Select(static span => span.GetTagItem("messaging.message.id")));
        Activity send = _spans.Only("send");
        Assert.Equal(ActivityKind.Client, send.Kind);
        Assert.Equal(created.Select(static span => span.Context), send.Links.Select(static link => link.Context));
        Assert.Equal(3, send.GetTagItem("messaging.batch.message_count"));
        Assert.Null(send.GetTagItem("messaging.message.id"));
        Assert.All(created, span => Assert.True(span.StartTimeUtc + span.Duration <= send.StartTimeUtc));
    }

    [Fact]
    public async Task A_batch_that_is_sent_in_parts_has_a_span_for_each()
    {
        QueueClient<string> queue = await ConnectAsync();

        (await queue.SendManyAsync(Enumerable.Range(0, 20).Select(static i => $"{i}"))).ThrowIfAnyFailed();

        Assert.Equal([16, 4], _spans.Of("send").Select(static span => span.GetTagItem("messaging.batch.message_count")));
        Assert.Equal(_spans.Of("create").Select(static span => span.Context), _spans.Of("send").SelectMany(static span => span.Links).Select(static link => link.Context));
        Assert.Equal(20, _spans.Of("create").Count());
    }

    [Fact]
    public async Task A_message_that_cannot_be_written_fails_its_creation_span()
    {
        QueueClient<string> queue = await ConnectAsync();

        await Assert.ThrowsAsync<MessageFormatException>(() => queue.SendAsync("unwritable"));
        BatchSendResult sent = await queue.SendManyAsync(["unwritable", "a"]);

        Assert.NotNull(sent.Entries[0].Error);
        Assert.Equal(["CmqContracts.MessageFormatException", null], _spans.Of("create").Select(static span => span.GetTagItem("error.type")));
        Activity single = _spans.Of("send").First();
        Assert.Equal((ActivityStatusCode.Error, "CmqContracts.MessageFormatException"), (single.Status, single.GetTagItem("error.type")));
        Assert.Single(_spans.Of("send").Last().Links);
    }

    [Fact]
    public async Task A_refusal_is_the_error_of_all_spans_by_its_code()
    {
        QueueClient<string> queue = await ConnectAsync();
        await queue.DeleteQueueAsync();

        await Assert.ThrowsAsync<CmqServiceException>(() => queue.SendAsync("a"));
        await queue.SendManyAsync(["b", "c"]);

        Assert.Equal(4, _spans.All.Count);
        Assert.All(_spans.All, static span => Assert.Equal("4440", span.GetTagItem("error.type")));
        Assert.All(_spans.All, static span => Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription)));
    }

    [Fact]
    public async Task Messages_that_leave_together_have_creation_spans_of_their_callers_and_one_request()
    {
        QueueClient<string> queue = await ConnectAsync(coalesces: true);
        using Activity work = new Activity("work").Start();

        Task<SendReceipt>[] sends = [.. Enumerable.Range(0, 16).Select(i => queue.SendAsync($"{i}"))];
        SendReceipt[] receipts = await Task.WhenAll(sends);

        Activity[] created = [.. _spans.Of("create")];
        Assert.Equal(_codec.Written, created.Select(static (span, i) => ($"{i}", span.Id)));
        Assert.All(created, span => Assert.Equal(work.SpanId, span.ParentSpanId));
        Assert.Equal(receipts.Select(static receipt => receipt.MessageId), created.Select(static span => span.GetTagItem("messaging.message.id")));
        Activity send = _spans.Only("send");
        Assert.Equal(default, send.ParentSpanId);
        Assert.Equal(created.Select(static span => span.Context), send.Links.Select(static link => link.Context));
    }

    [Fact]
    public async Task A_message_that_is_taken_back_ends_its_span_at_once()
    {
        QueueClient<string> queue = await ConnectAsync(coalesces: true);
        using CancellationTokenSource caller = new();
        using Activity work = new Activity("work").Start();
        Task<SendReceipt> send = queue.SendAsync("a", cancellationToken: caller.Token);

        caller.Cancel();

        Assert.Equal("System.OperationCanceledException", _spans.Only("create").GetTagItem("error.type"));
        Assert.Same(work, Activity.Current);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);
    }

    [Fact]
    public async Task A_sequence_that_is_abandoned_leaves_no_span_open()
    {
        QueueClient<string> queue = await ConnectAsync();

        // The 17th is written before it is known that it does not fit.
        await foreach (SendEntry _ in queue.SendManyAsync(Many()))
            break;

        Assert.Equal(_codec.Written.Count, _spans.Of("create").Count());

        static async IAsyncEnumerable<string> Many()
        {
            await Task.CompletedTask;
            for (int i = 0; i < 100; i++)
                yield return new string('x', 60_000);
        }
    }

    [Fact]
    public async Task Publishing_has_the_same_spans_by_its_own_name()
    {
        QueueClient<string> queue = await ConnectAsync();
        TopicClient<string> topic = new(_client!, new TopicContract<string>(_name, new TopicSettings(), TopicFilter.Tags, _codec));
        await topic.EnsureCreatedAsync();
        await topic.SubscribeAsync(Subscription.ToQueue("all", queue.QueueName));

        PublishReceipt receipt = await topic.PublishAsync("a");
        (await topic.PublishManyAsync(["b", "c"])).ThrowIfAnyFailed();

        Activity[] published = [.. _spans.Of("publish")];
        Assert.Equal([(ActivityKind.Producer, "publish " + _name), (ActivityKind.Client, "publish " + _name)], published.Select(static span => (span.Kind, span.DisplayName)));
        Assert.All(published, static span => Assert.Equal("send", span.GetTagItem("messaging.operation.type")));
        Assert.Equal(receipt.MessageId, published[0].GetTagItem("messaging.message.id"));
        Assert.Equal(2, _spans.Of("create").Count());
        Assert.Equal(_codec.Written.Select(static written => written.Span), [published[0].Id, .. _spans.Of("create").Select(static span => span.Id)]);
    }

    [Fact]
    public async Task A_send_without_a_typed_client_has_a_span_too()
    {
        await ConnectAsync();

        IReadOnlyList<string> ids = await _client!.Service.SendMessagesAsync(new SendMessagesRequest(_name, ["a"u8.ToArray()]));

        Activity span = _spans.Only("send");
        Assert.Equal((ActivityKind.Client, ids[0]), (span.Kind, span.GetTagItem("messaging.message.id")));
    }

    [Fact]
    public async Task A_copy_that_a_decorator_sends_elsewhere_has_a_span_of_its_own()
    {
        string other = _name + "-copy";
        using SpanList copies = new(other);
        _client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:" + _name }.Use(inner => new Mirror(inner, other)));
        await _client.Queue(other).EnsureCreatedAsync();
        QueueClient<string> queue = SpiedCodec.Queue(_client, _name, _codec);
        await queue.EnsureCreatedAsync();

        await queue.SendAsync("a");

        Activity copy = Assert.Single(copies.All);
        Assert.Equal((ActivityKind.Client, _spans.Only("send").SpanId), (copy.Kind, copy.ParentSpanId));
    }

    public void Dispose()
    {
        _spans.Dispose();
        _client?.Dispose();
    }

    private async Task<QueueClient<string>> ConnectAsync(bool coalesces = false)
    {
        _client = CmqClient.Connect(new CmqOptions { Endpoint = "embedded:" + _name, Coalescing = coalesces ? new CmqCoalescingOptions { Delay = TimeSpan.FromMinutes(1) } : null });
        QueueClient<string> queue = SpiedCodec.Queue(_client, _name, _codec);
        await queue.EnsureCreatedAsync();
        return queue;
    }

    private sealed class Mirror(ICmqService inner, string other) : DelegatingCmqService(inner)
    {
        public override async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
        {
            await base.SendMessagesAsync(request with { QueueName = other }, cancellationToken);
            return await base.SendMessagesAsync(request, cancellationToken);
        }
    }
}
