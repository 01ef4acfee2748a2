using System.Diagnostics;
using CmqContracts.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>What handlers do with messages can be seen from outside.</summary>
public sealed class HandlerTelemetryTests : IAsyncLifetime
{
    private readonly SpanList _spans = new("traced");
    private readonly MetricList _metrics = new("traced");
    private readonly Tracing _work = new();
    private CmqTestHost? _host;

    [Fact]
    public async Task A_message_is_handled_in_a_span_of_its_own()
    {
        using Activity hosting = new Activity("hosting").Start();
        await StartAsync();

        string id = await SendAsync("a");

        Activity span = _spans.Only("process");
        Assert.Equal(span.Id, _work.Current!.Id);
        Assert.Equal(("process traced", ActivityKind.Consumer, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        Assert.Equal(["messaging.destination.name=traced", $"messaging.message.id={id}", "messaging.operation.name=process", "messaging.operation.type=process", "messaging.system=tencent_cmq"], SpanList.Shown(span));
        Assert.Equal(default, span.ParentSpanId);
        Assert.NotEqual(hosting.TraceId, span.TraceId);
        Assert.Equal(["delete", "process", "receive", "send"], _spans.All.Select(static span => (string)span.GetTagItem("messaging.operation.name")!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Handling_links_to_the_span_that_made_the_message()
    {
        await StartAsync();

        await SendAsync("a");
        (await _host!.Queue<Traced>().Client.SendManyAsync([new Traced("b"), new Traced("c")])).ThrowIfAnyFailed();
        await _host.SettleAsync();

        Dictionary<object, ActivityContext> made = _spans.All.Where(static span => span.Kind == ActivityKind.Producer).ToDictionary(static span => span.GetTagItem("messaging.message.id")!, static span => span.Context);
        Assert.Equal(3, made.Count);
        Assert.Equal(3, _spans.Of("process").Count());
        Assert.All(_spans.Of("process"), span =>
        {
            ActivityContext link = Assert.Single(span.Links).Context;
            ActivityContext context = made[span.GetTagItem("messaging.message.id")!];
            Assert.Equal((context.TraceId, context.SpanId, true), (link.TraceId, link.SpanId, link.IsRemote));
            Assert.NotEqual(context.TraceId, span.TraceId);
        });
    }

    [Fact]
    public async Task Handling_goes_on_in_the_trace_of_the_message_if_that_is_wanted()
    {
        await StartAsync(configure: static options => options.ContinueTrace = true);

        await SendAsync("a");

        Activity sent = _spans.Only("send"), handled = _spans.Only("process");
        Assert.Equal((sent.TraceId, sent.SpanId), (handled.TraceId, handled.ParentSpanId));
        Assert.Equal(sent.SpanId, Assert.Single(handled.Links).Context.SpanId);
    }

    [Fact]
    public async Task A_further_attempt_links_to_the_span_that_made_the_message_too()
    {
        await StartAsync();
        _work.Settle = static message => message.Envelope!.Attempt == 1 ? Settle.RetryAfter(TimeSpan.FromSeconds(5)) : Settle.Done;

        await SendAsync("a");
        await _host!.AdvanceAsync(TimeSpan.FromSeconds(5));

        Activity sent = _spans.Of("send").First();
        Assert.Equal(2, _spans.Of("process").Count());
        Assert.All(_spans.Of("process"), span => Assert.Equal(sent.SpanId, Assert.Single(span.Links).Context.SpanId));
        Activity again = _spans.Of("send").Last();
        Assert.Equal((ActivityKind.Client, _spans.Of("process").First().SpanId), (again.Kind, again.ParentSpanId));
    }

    [Fact]
    public async Task A_handler_that_fails_fails_its_span()
    {
        await StartAsync();
        _work.Do = static _ => throw new InvalidOperationException("No stock.");

        await SendAsync("a");

        Activity span = _spans.Only("process");
        Assert.Equal((ActivityStatusCode.Error, null, "System.InvalidOperationException"), (span.Status, span.StatusDescription, span.GetTagItem("error.type")));
        Assert.Equal("System.InvalidOperationException", Assert.Single(_metrics.Of("messaging.process.duration", "process")).Error);
    }

    [Fact]
    public async Task Handlers_are_measured_by_the_clock_of_their_host()
    {
        await StartAsync();
        _work.Do = _ => Task.Delay(TimeSpan.FromSeconds(12), _host!.Services.GetRequiredService<TimeProvider>());
        await SendAsync("a");

        await _host!.AdvanceAsync(TimeSpan.FromSeconds(12));

        Assert.Equal([(12, null)], _metrics.Of("messaging.process.duration", "process"));
        Assert.Equal([(1, null)], _metrics.Of("messaging.client.consumed.messages", "receive"));
    }

    [Fact]
    public async Task What_a_handler_sends_belongs_to_its_span()
    {
        await StartAsync();
        _work.Do = text => text == "a" ? _host!.Queue<Traced>().Client.SendAsync(new Traced("b")) : Task.CompletedTask;

        await SendAsync("a");

        Activity first = _spans.Of("process").Single(span => span.SpanId == _spans.Of("send").Last().ParentSpanId);
        Assert.Equal(first.TraceId, _spans.Of("send").Last().TraceId);
        Assert.Equal(2, _spans.Of("process").Count());
    }

    [Fact]
    public async Task A_message_that_no_handler_gets_is_counted()
    {
        TimeSpan late = TimeSpan.FromSeconds(25);
        await StartAsync(builder => builder.Use((services, inner) => new LateAnswers(inner, services.GetRequiredService<TimeProvider>(), () => late)), static options => options.Budget = TimeSpan.FromSeconds(10));
        await SendAsync("a");

        await _host!.AdvanceAsync(late);

        Assert.Empty(_spans.Of("process"));
        (string _, double count, Dictionary<string, object?> tags) = Assert.Single(_metrics.All, static measured => measured.Instrument == "cmq.handler.abandoned");
        Assert.Equal(1, count);
        Assert.Equal(["messaging.destination.name", "messaging.operation.name", "messaging.operation.type", "messaging.system"], tags.Keys.Order(StringComparer.Ordinal));
        late = TimeSpan.Zero;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _spans.Dispose();
        _metrics.Dispose();
    }

    private async Task StartAsync(Action<CmqBuilder>? add = null, Action<HandlerOptions<Traced>>? configure = null)
    {
        _host = await CmqTestHost.StartAsync(services =>
        {
            CmqBuilder builder = services.AddSingleton(_work).AddCmq();
            builder.AddHandler<Traced, Trace>(configure);
            add?.Invoke(builder);
        });
        await _host.SettleAsync();
    }

    private async Task<string> SendAsync(string text)
    {
        SendReceipt sent = await _host!.Queue<Traced>().Client.SendAsync(new Traced(text));
        await _host.SettleAsync();
        return sent.MessageId;
    }

    private sealed class LateAnswers(ICmqService inner, TimeProvider time, Func<TimeSpan> late) : DelegatingCmqService(inner)
    {
        public override async ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
        {
            IReadOnlyList<CmqMessage> messages = await base.ReceiveMessagesAsync(request, cancellationToken);
            await Task.Delay(late(), time, cancellationToken);
            return messages;
        }
    }
}

[CmqEnvelope]
[CmqQueue("traced", VisibilityTimeout = 30)]
public sealed partial record Traced(string Text);

/// <summary>What the handler of a test does, and in which span.</summary>
public sealed class Tracing
{
    public Func<string, Task> Do { get; set; } = static _ => Task.CompletedTask;

    public Func<ReceivedMessage<Traced>, Settle> Settle { get; set; } = static _ => CmqContracts.Settle.Done;

    public Activity? Current { get; set; }
}

public sealed class Trace(Tracing work) : IMessageHandler<Traced>
{
    public async Task<Settle> HandleAsync(ReceivedMessage<Traced> message, CancellationToken cancellationToken)
    {
        work.Current = Activity.Current;
        await work.Do(message.Body.Text);
        return work.Settle(message);
    }
}
