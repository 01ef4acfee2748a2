using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using CmqContracts.Broker;
using CmqContracts.EndToEnd.Worker;
using CmqContracts.Server;
using CmqContracts.Testing;
using CmqContracts.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CmqContracts.EndToEnd;

/// <summary>No key, signature or body is in any log, span or metric of a process that sends and handles over HTTP, whoever listens and at any level.</summary>
public sealed class TelemetrySecrecyTests
{
    private const string Secret = "dIsTiNcTiVe-secret-key";
    private const string Token = "dIsTiNcTiVe-token";
    private const string Marker = "dIsTiNcTiVe-body";

    private readonly ConcurrentQueue<string> _out = new();
    private readonly ConcurrentDictionary<string, bool> _labels = new();

    [Fact]
    public async Task Nothing_secret_comes_out_of_sends_receives_failures_and_handlers()
    {
        LogList logs = await ListenAsync(RunAsync);

        // Each kind of output is there at all.
        Assert.Contains(_out, static line => line.StartsWith("span process secrets", StringComparison.Ordinal));
        Assert.Contains(_out, static line => line.StartsWith("metric messaging.client.sent.messages", StringComparison.Ordinal));
        Assert.Contains(_out, static line => line.Contains("HandleSecrets failed on message", StringComparison.Ordinal));
        Assert.Contains(_out, static line => line.Contains("cannot be read: at $.text", StringComparison.Ordinal));
        Assert.Contains(logs.Lines, static line => line.StartsWith("Trace", StringComparison.Ordinal) || line.StartsWith("Debug", StringComparison.Ordinal));
        AssertNothingSecret();
    }

    [Fact]
    public async Task Nothing_secret_comes_out_of_retries_rejects_and_duplicates_and_metrics_have_few_labels()
    {
        const int each = 60;

        LogList logs = await ListenAsync(logs => RetryAndDeduplicateAsync(logs, each));

        Assert.Contains(_out, static line => line.StartsWith("span process sealed", StringComparison.Ordinal));
        Assert.Equal(each, logs.Lines.Count(static line => line.Contains("is deleted without being handled: a message with its key was handled before.", StringComparison.Ordinal)));
        Assert.Equal(each, logs.Lines.Count(static line => line.Contains("went to dead-letter queue sealed-failed: No stock.", StringComparison.Ordinal)));
        Assert.Contains(_out, static line => line.StartsWith("CmqContracts.CmqUnavailableException", StringComparison.Ordinal));
        AssertNothingSecret();
        // Hundreds of messages, and an id of each would be a label of its own.
        Assert.Contains(_labels.Keys, static label => label.StartsWith("messaging.process.duration ", StringComparison.Ordinal));
        Assert.All(_labels.Keys.GroupBy(static label => label[..label.IndexOf('=', StringComparison.Ordinal)]), static values => Assert.InRange(values.Count(), 1, 10));
    }

    /// <summary>Keeps what comes out of a run: every log at every level, every span, every measurement.</summary>
    private async Task<LogList> ListenAsync(Func<LogList, Task> run)
    {
        using ActivityListener spans = new()
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(spans);
        using MeterListener metrics = new() { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument.Name, tags.ToArray()));
        metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument.Name, tags.ToArray()));
        metrics.Start();
        LogList logs = new();

        await run(logs);

        foreach (string line in logs.Lines)
            _out.Enqueue(line);
        return logs;
    }

    private void AssertNothingSecret()
    {
        string[] secrets = [Secret, Token, Marker, Encoded(Secret), Encoded(Marker), "Signature="];
        Assert.DoesNotContain(_out, line => secrets.Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task RunAsync(LogList logs)
    {
        await using CmqBroker broker = new();
        await using CmqServer server = await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = "AKIDend", SecretKey = Secret }], LoggerFactory = logs.Factory });
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).Services.AddSingleton(logs.Factory);
        Handled handled = new(4);
        builder.Services.AddSingleton(handled);
        builder.Services
            .AddCmq(options =>
            {
                options.Endpoint = server.Endpoint.ToString();
                options.SecretId = "AKIDend";
                options.SecretKey = Secret;
                options.Token = Token;
            })
            .AddHandler<SecretNote, HandleSecrets>(static options => options.OnException<InvalidOperationException>(static _ => Settle.Done));
        using IHost host = builder.Build();
        await host.StartAsync();
        CmqClient client = host.Services.GetRequiredService<CmqClient>();
        IQueueClient<SecretNote> notes = client.Queue<SecretNote>();
        await notes.EnsureCreatedAsync();
        await client.Queue("secrets").SendAsync(Encoding.UTF8.GetBytes($"{{\"number\":5,\"text\":{{\"{Marker}\":\"{Marker}\"}}}}"));
        await notes.SendAsync(new SecretNote(1, Marker));
        await notes.SendAsync(new SecretNote(2, Marker));
        (await notes.SendManyAsync([new SecretNote(3, Marker), new SecretNote(4, Marker)])).ThrowIfAnyFailed();
        await handled.All.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<CmqServiceException>(() => client.Queue("missing").SendAsync(Encoding.UTF8.GetBytes(Marker)));
        await Assert.ThrowsAsync<CmqServiceException>(() => client.Queue("missing").ReceiveAsync(TimeSpan.Zero));
        await using (CmqClient wrong = CmqClient.Connect(new CmqOptions { Endpoint = server.Endpoint.ToString(), SecretId = "AKIDend", SecretKey = Secret + "-wrong", LoggerFactory = logs.Factory }))
            await Assert.ThrowsAsync<CmqServiceException>(() => wrong.Queue("secrets").SendAsync(Encoding.UTF8.GetBytes(Marker)));
        await host.StopAsync();
    }

    /// <summary>Messages that are handled, that are sent again, fail and are rejected, and that come twice, over a service with faults.</summary>
    private async Task RetryAndDeduplicateAsync(LogList logs, int each)
    {
        string directory = Directory.CreateTempSubdirectory("cmq-secrecy-").FullName;
        await using CmqBroker broker = new();
        await using CmqServer server = await CmqServer.StartAsync(broker, new CmqServerOptions { Keys = [new CmqKey { SecretId = "AKIDend", SecretKey = Secret }], LoggerFactory = logs.Factory });
        CmqFaults faults = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).Services.AddSingleton(logs.Factory);
        builder.Services.AddSingleton(new Handled(4 * each));
        CmqBuilder cmq = builder.Services
            .AddCmq(options =>
            {
                options.Endpoint = server.Endpoint.ToString();
                (options.SecretId, options.SecretKey, options.Token) = ("AKIDend", Secret, Token);
                options.CreateHandler = faults.InFrontOf;
            })
            .AddHandler<SealedNote, HandleSealed>(static options =>
            {
                options.Deduplicate = true;
                options.OnException<InvalidOperationException>(static e => Settle.Reject(e.Message));
            });
        Databases.AddTo(cmq, "sqlite", $"Data Source={Path.Combine(directory, "keys.db")};Pooling=False");
        using IHost host = builder.Build();
        await host.StartAsync();
        CmqClient client = host.Services.GetRequiredService<CmqClient>();
        IQueueClient<SealedNote> notes = client.Queue<SealedNote>();
        await notes.EnsureCreatedAsync();
        faults.Next(CmqCalls.Send, times: 2).Throttle();
        faults.Next(CmqCalls.Delete, times: 2).LoseAnswer();
        faults.Next(CmqCalls.Receive, times: 2).Throttle();
        for (int number = 0; number < each; number++)
        {
            SealedNote twice = new(NoteKind.Twice, $"{Marker}-twice-{number}", Marker);
            (await notes.SendManyAsync([new SealedNote(NoteKind.Once, $"{Marker}-once-{number}", Marker), new SealedNote(NoteKind.Fails, $"{Marker}-fails-{number}", Marker), twice, twice])).ThrowIfAnyFailed();
        }

        await host.Services.GetRequiredService<Handled>().All.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await logs.WaitForAsync("is deleted without being handled", each);
        await host.StopAsync();
        faults.Next(CmqCalls.Receive, times: 3).CutAnswer(300);
        _out.Enqueue((await Assert.ThrowsAsync<CmqUnavailableException>(() => client.Queue("sealed-failed").ReceiveAsync(TimeSpan.Zero))).ToString());
        Directory.Delete(directory, recursive: true);
    }

    private void Keep(Activity span)
    {
        _out.Enqueue($"span {span.DisplayName} {span.StatusDescription} {Shown(span.TagObjects)} {string.Join(' ', span.Events.Select(static happened => happened.Name + Shown(happened.Tags)))} {string.Join(' ', span.Links.Select(static link => link.Context.TraceState + Shown(link.Tags ?? [])))} {Shown(span.Baggage.Select(static item => new KeyValuePair<string, object?>(item.Key, item.Value)))} {span.TraceStateString}");
    }

    private void Keep(string instrument, KeyValuePair<string, object?>[] tags)
    {
        _out.Enqueue($"metric {instrument} {Shown(tags)}");
        // Other tests measure at the same time.
        if (!tags.Any(static tag => tag.Key == "messaging.destination.name" && tag.Value is "sealed"))
            return;
        foreach (KeyValuePair<string, object?> tag in tags)
            _labels.TryAdd($"{instrument} {tag.Key}={tag.Value}", true);
    }

    private static string Shown(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(static tag => $"{tag.Key}={tag.Value}"));

    public sealed class Handled(int count)
    {
        private int _left = count;

        public TaskCompletionSource All { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Count()
        {
            if (Interlocked.Decrement(ref _left) == 0)
                All.SetResult();
        }
    }

    private sealed class HandleSecrets(Handled handled) : IMessageHandler<SecretNote>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<SecretNote> message, CancellationToken cancellationToken)
        {
            handled.Count();
            return message.Body.Number == 2 ? throw new InvalidOperationException("No stock.") : Task.FromResult(Settle.Done);
        }
    }

    private sealed class HandleSealed(Handled handled) : IMessageHandler<SealedNote>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<SealedNote> message, CancellationToken cancellationToken)
        {
            handled.Count();
            if (message.Body.Kind != NoteKind.Fails)
                return Task.FromResult(Settle.Done);
            return message.Envelope!.Attempt == 1 ? Task.FromResult(Settle.RetryAfter(TimeSpan.Zero)) : throw new InvalidOperationException("No stock.");
        }
    }
}

[CmqQueue("secrets", VisibilityTimeout = 30)]
public sealed partial record SecretNote(int Number, string Text);

public enum NoteKind
{
    Once,
    Fails,
    Twice,
}

[CmqEnvelope]
[CmqQueue("sealed", VisibilityTimeout = 120, DeadLetterQueue = "sealed-failed", MaxReceiveCount = 10)]
public sealed partial record SealedNote(NoteKind Kind, [DeduplicationKey] string Key, string Text);
