using System.Collections.Concurrent;
using System.Text;
using CmqContracts.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>Without a member for it, the id of an envelope tells a message from its duplicates: it stays when the message is sent again.</summary>
public sealed class DeduplicationEnvelopeTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<int> _effects = new();
    private readonly LogList _logs = new();
    private CmqTestHost? _host;

    private CmqTestHost Host => _host!;

    private HandlerControl Control => Host.Services.GetRequiredService<CmqHandlers>()["invoices"];

    private Func<ReceivedMessage<Invoice>, Settle> Work { get; set; } = static _ => Settle.Done;

    [Fact]
    public async Task An_event_that_comes_twice_is_handled_once()
    {
        await SendAsync("""{"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"number":1}}""");
        await SendAsync("""{"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"number":2}}""");
        await SendAsync("""{"specversion":"1.0","id":"1","source":"/b","type":"t","data":{"number":3}}""");

        Assert.Equal([1, 3], _effects);
        Assert.Equal(1, Control.Duplicates);
    }

    [Fact]
    public async Task Sources_and_ids_of_any_length_and_with_line_breaks_are_keys()
    {
        string source = "/" + new string('s', 400);
        await SendAsync($$$"""{"specversion":"1.0","id":"1","source":"{{{source}}}","type":"t","data":{"number":1}}""");
        await SendAsync($$$"""{"specversion":"1.0","id":"1","source":"{{{source}}}","type":"t","data":{"number":2}}""");
        await SendAsync($$$"""{"specversion":"1.0","id":"2","source":"{{{source}}}","type":"t","data":{"number":3}}""");
        await SendAsync("""{"specversion":"1.0","id":"c","source":"a\nb","type":"t","data":{"number":4}}""");
        await SendAsync("""{"specversion":"1.0","id":"b\nc","source":"a","type":"t","data":{"number":5}}""");
        await SendAsync("""{"specversion":"1.0","id":"c","source":"ab","type":"t","data":{"number":6}}""");
        await SendAsync("""{"specversion":"1.0","id":"bc","source":"a","type":"t","data":{"number":7}}""");

        Assert.Equal([1, 3, 4, 5, 6, 7], _effects);
    }

    [Fact]
    public async Task A_retried_message_whose_original_was_not_deleted_is_handled_once()
    {
        Work = static message => message.Envelope!.Attempt == 1 && message.DequeueCount == 1 ? Settle.RetryAfter(TimeSpan.FromSeconds(5)) : Settle.Done;
        Host.Faults.Next(CmqCalls.Delete, 10_000).NotSent();
        await Host.Queue<Invoice>().Client.SendAsync(new Invoice(7));
        await Host.SettleAsync();
        Host.Faults.Clear();
        await Host.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Equal([7, 7], _effects);
        _effects.Clear();

        await Host.AdvanceAsync(TimeSpan.FromSeconds(60));

        Assert.Empty(_effects);
        Assert.Empty(await Host.Queue<Invoice>().PeekAsync());
    }

    [Fact]
    public async Task A_rewind_that_brings_back_the_original_of_a_retried_message_handles_neither()
    {
        Work = static message => message.Envelope!.Attempt == 1 ? Settle.RetryAfter(TimeSpan.FromSeconds(5)) : Settle.Done;
        DateTimeOffset start = Host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await Host.Queue<Invoice>().Client.SendAsync(new Invoice(7));
        await Host.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Equal(2, _effects.Count);

        await Host.Queue<Invoice>().Client.RewindAsync(start);
        await Host.SettleAsync();

        Assert.Equal(2, _effects.Count);
        Assert.Equal(2, Control.Duplicates);
    }

    [Fact]
    public async Task A_contract_that_reads_messages_without_an_envelope_needs_another_key()
    {
        OptionsValidationException wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => CmqTestHost.StartAsync(static services => services
            .AddCmq().AddMemoryDeduplication().AddHandler<PlainInvoice, HandlePlainInvoice>(static options => options.Deduplicate = true)));

        Assert.Contains("its contract reads messages without an envelope, too (ReadsPlain): none of those could ever be handled. Put [DeduplicationKey] on a member of PlainInvoice, or remove ReadsPlain", Assert.Single(wrong.Failures), StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        _host = await CmqTestHost.StartAsync(services => services.AddSingleton(_logs.Factory).AddSingleton(this)
            .AddCmq().AddMemoryDeduplication().AddHandler<Invoice, HandleInvoice>(static options => options.Deduplicate = true));
        await Host.SettleAsync();
    }

    public Task DisposeAsync() => Host.DisposeAsync().AsTask();

    private async Task SendAsync(string body)
    {
        await Host.Queue("invoices").Client.SendAsync(Encoding.UTF8.GetBytes(body));
        await Host.SettleAsync();
    }

    private sealed class HandleInvoice(DeduplicationEnvelopeTests test) : IMessageHandler<Invoice>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<Invoice> message, CancellationToken cancellationToken)
        {
            test._effects.Enqueue(message.Body.Number);
            return Task.FromResult(test.Work(message));
        }
    }
}

[CmqQueue("invoices", VisibilityTimeout = 30, RewindSeconds = 600), CmqEnvelope]
public sealed partial record Invoice(int Number);

[CmqQueue("plain-invoices", VisibilityTimeout = 30), CmqEnvelope(ReadsPlain = true)]
public sealed partial record PlainInvoice(int Number);

public sealed class HandlePlainInvoice : IMessageHandler<PlainInvoice>
{
    public Task<Settle> HandleAsync(ReceivedMessage<PlainInvoice> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done);
}
