using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using CmqContracts.Broker;
using CmqContracts.Server;
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

    [Fact]
    public async Task Nothing_secret_comes_out_of_sends_receives_failures_and_handlers()
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

        await RunAsync(logs);

        foreach (string line in logs.Lines)
            _out.Enqueue(line);
        // Each kind of output is there at all.
        Assert.Contains(_out, static line => line.StartsWith("span process secrets", StringComparison.Ordinal));
        Assert.Contains(_out, static line => line.StartsWith("metric messaging.client.sent.messages", StringComparison.Ordinal));
        Assert.Contains(_out, static line => line.Contains("HandleSecrets failed on message", StringComparison.Ordinal));
        Assert.Contains(_out, static line => line.Contains("cannot be read: at $.text", StringComparison.Ordinal));
        Assert.Contains(logs.Lines, static line => line.StartsWith("Trace", StringComparison.Ordinal) || line.StartsWith("Debug", StringComparison.Ordinal));
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
        Handled handled = new();
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

    private void Keep(Activity span)
    {
        _out.Enqueue($"span {span.DisplayName} {span.StatusDescription} {Shown(span.TagObjects)} {string.Join(' ', span.Events.Select(static happened => happened.Name + Shown(happened.Tags)))} {string.Join(' ', span.Links.Select(static link => link.Context.TraceState + Shown(link.Tags ?? [])))} {Shown(span.Baggage.Select(static item => new KeyValuePair<string, object?>(item.Key, item.Value)))} {span.TraceStateString}");
    }

    private void Keep(string instrument, KeyValuePair<string, object?>[] tags) => _out.Enqueue($"metric {instrument} {Shown(tags)}");

    private static string Shown(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(static tag => $"{tag.Key}={tag.Value}"));

    public sealed class Handled
    {
        private int _left = 4;

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
}

[CmqQueue("secrets", VisibilityTimeout = 30)]
public sealed partial record SecretNote(int Number, string Text);
