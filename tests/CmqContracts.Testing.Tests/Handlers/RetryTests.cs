using System.Text.Json;
using CmqContracts.Testing.Tests.Envelopes;
using CmqContracts.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A message that is to be handled again is sent again, with its envelope, and only then deleted.</summary>
public sealed class RetryTests
{
    [Fact]
    public async Task A_message_comes_again_after_the_delay_as_the_next_attempt()
    {
        await using CmqTestHost host = await StartAsync<Parcel>(static message => message.Envelope!.Attempt < 3 ? Settle.RetryAfter(TimeSpan.FromSeconds(60)) : Settle.Done);
        await host.Queue<Parcel>().Client.SendAsync(new Parcel(7, "x"));
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Single(host.Queue<Parcel>().Received);

        await host.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2, host.Queue<Parcel>().Received.Count);
        await host.AdvanceAsync(TimeSpan.FromSeconds(70));

        Seen seen = host.Services.GetRequiredService<Seen>();
        Assert.Equal([(1, 1), (2, 1), (3, 1)], seen.Messages.Select(static message => (message.Attempt, message.DequeueCount)));
        Assert.Single(seen.Messages.Select(static message => (message.Id, message.Source, message.Time)).Distinct());
        Assert.Equal(3, seen.Messages.Select(static message => message.MessageId).Distinct().Count());
        Assert.Equal(3, host.Queue<Parcel>().Deleted.Count);
        HandlerControl control = host.Services.GetRequiredService<CmqHandlers>()["parcels"];
        Assert.Equal((2, 1, 0), (control.Retried, control.Handled, control.Left));
    }

    [Fact]
    public async Task What_others_have_put_into_an_envelope_stays_in_it()
    {
        await using CmqTestHost host = await StartAsync<Parcel>(static _ => Settle.RetryAfter(TimeSpan.FromSeconds(60)));
        await host.Queue("parcels").Client.SendAsync("""{ "attempt" : "3", "color":{"a":[1]},"id":"1","data":{"number":1},"specversion":"1.0","source":"s","type":"t","attempt":4}"""u8.ToArray());
        await host.SettleAsync();

        JsonElement again = JsonDocument.Parse(Assert.Single(await host.Queue("parcels").PeekAsync(MessageState.Delayed))).RootElement;
        Assert.Equal(["color", "id", "data", "specversion", "source", "type", "attempt"], again.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(5, again.GetProperty("attempt").GetInt32());
        Assert.Equal("{\"a\":[1]}", again.GetProperty("color").GetRawText());
    }

    [Fact]
    public async Task A_body_without_an_envelope_gets_one()
    {
        await using CmqTestHost host = await StartAsync<Letter>(static message => message.Envelope is null ? Settle.RetryAfter(TimeSpan.FromSeconds(10)) : Settle.Done);
        DateTimeOffset sent = Now(host);
        await host.Queue("letters").Client.SendAsync("{\"number\":3}"u8.ToArray());
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(11));

        Seen seen = host.Services.GetRequiredService<Seen>();
        Assert.Equal([(1, null), (2, sent)], seen.Messages.Select(static message => (message.Attempt, message.Time)));
        Assert.Equal(new Letter(3), host.Queue<Letter>().Deleted[^1]);
    }

    [Fact]
    public async Task A_message_that_could_not_be_sent_again_stays()
    {
        CmqFaults? faults = null;
        await using CmqTestHost host = await StartAsync<Parcel>(_ =>
        {
            faults!.Next(CmqCalls.Send).LoseAnswer();
            return Settle.RetryAfter(TimeSpan.FromSeconds(60));
        });
        faults = host.Faults;
        await host.Queue<Parcel>().Client.SendAsync(new Parcel(7));

        await host.SettleAsync();

        Assert.Empty(host.Queue<Parcel>().Deleted);
        Assert.Contains(Logs(host), static line => line.StartsWith("Error: Message ", StringComparison.Ordinal) && line.Contains("could not be sent again (RetryAfter(00:01:00)), and is left", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3600)]
    [InlineData(1e9)]
    public async Task A_delay_that_the_queue_does_not_take_leaves_the_message(double seconds)
    {
        await using CmqTestHost host = await StartAsync<Parcel>(_ => Settle.RetryAfter(TimeSpan.FromSeconds(seconds)));
        await host.Queue<Parcel>().Client.SendAsync(new Parcel(7));

        await host.SettleAsync();

        Assert.Empty(host.Queue<Parcel>().Deleted);
        Assert.Equal(1, host.Services.GetRequiredService<CmqHandlers>()["parcels"].Left);
    }

    [Fact]
    public async Task With_retries_a_failed_message_comes_again_at_growing_times_and_is_rejected_at_last()
    {
        await using CmqTestHost host = await StartAsync<Fragile>(static _ => throw new InvalidOperationException("secret"), static options => options.Retry = new HandlerRetryOptions { MaxAttempts = 4, MaxDelay = TimeSpan.FromSeconds(30), Jitter = 0 });
        DateTimeOffset start = Now(host);
        await host.Queue<Fragile>().Client.SendAsync(new Fragile(1));
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        Seen seen = host.Services.GetRequiredService<Seen>();
        double[] seconds = [.. seen.Messages.Select(message => Math.Floor((message.HandledAt - start).TotalSeconds))];
        Assert.Equal([0, 10, 30, 60], seconds);
        ReceivedMessage<Fragile> dead = (await host.Queue<Fragile, DeadFragile>().Client.ReceiveAsync())!;
        await dead.DeleteAsync();
        Assert.Equal(new Fragile(1), dead.Body);
        Assert.Equal((4, "fragile", "Its handling failed 4 times."), (dead.Envelope!.Attempt, dead.Envelope.RejectedFrom, dead.Envelope.Reason));
        Assert.Equal(seen.Messages[0].Id, dead.Envelope.Id);
        Assert.Contains(Logs(host), static line => line.Contains("has failed in its attempt 4, the last. What becomes of it: Reject.", StringComparison.Ordinal));
        string[] failures = [.. Logs(host).Where(static line => line.Contains("failed on message", StringComparison.Ordinal))];
        Assert.All(failures[..3], static line => Assert.Contains("What becomes of it: RetryAfter(", line, StringComparison.Ordinal));
        Assert.Contains("What becomes of it: Reject(Its handling failed 4 times.).", failures[3], StringComparison.Ordinal);
    }

    /// <summary>The queue takes the message as it was sent, and not with an attempt or a reason added to it.</summary>
    [Fact]
    public async Task A_message_that_is_too_large_to_be_sent_again_is_rejected_after_as_many_receives_as_attempts()
    {
        await using CmqTestHost host = await StartAsync<Crate>(static _ => throw new InvalidOperationException("no"), static options => options.Retry = new HandlerRetryOptions { MaxAttempts = 3 });
        await host.Queue<Crate, DeadCrate>().Client.SendAsync(new Crate(""));
        int envelope = Assert.Single(await host.Queue("crates-dead").PeekAsync()).Length;
        await host.Queue<Crate>().Client.SendAsync(new Crate(new string('x', 1024 - envelope - 5)));
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal([1, 2], host.Services.GetRequiredService<Seen>().Messages.Select(static message => message.DequeueCount));

        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal([1, 2, 3], host.Services.GetRequiredService<Seen>().Messages.Select(static message => message.DequeueCount));
        Assert.Equal(2, (await host.Queue("crates-dead").PeekAsync()).Count);
        Assert.Single(host.Queue<Crate>().Deleted);
        HandlerControl control = host.Services.GetRequiredService<CmqHandlers>()["crates"];
        Assert.Equal((0, 2, 1), (control.Retried, control.Left, control.Rejected));
        Assert.Contains(Logs(host), static line => line.Contains("has failed in its attempt 3, the last. What becomes of it: Reject.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_dead_letter_queue_a_message_is_left_after_its_last_attempt()
    {
        await using CmqTestHost host = await StartAsync<Parcel>(static _ => Settle.RetryAfter(TimeSpan.FromSeconds(1)), static options => options.Retry = new HandlerRetryOptions { MaxAttempts = 2 });
        await host.Queue<Parcel>().Client.SendAsync(new Parcel(1));
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(5));

        HandlerControl control = host.Services.GetRequiredService<CmqHandlers>()["parcels"];
        Assert.Equal((1, 1, 0), (control.Retried, control.Left, control.Rejected));
        Assert.Contains(Logs(host), static line => line.Contains("has failed in its attempt 2, the last. What becomes of it: Leave.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exception_that_is_named_goes_before_retries()
    {
        await using CmqTestHost host = await StartAsync<Fragile>(static _ => throw new FormatException(), static options =>
        {
            options.Retry = new HandlerRetryOptions();
            options.OnException<FormatException>(static _ => Settle.Reject("bad"));
        });
        await host.Queue<Fragile>().Client.SendAsync(new Fragile(1));
        await host.SettleAsync();
        Assert.Equal("bad", (await host.Queue<Fragile, DeadFragile>().Client.ReceiveAsync())!.Envelope!.Reason);
    }

    [Fact]
    public async Task What_is_wrong_with_retries_is_said_at_the_start()
    {
        HandlerRetryOptions wrong = new() { MaxAttempts = 0, MaxDelay = TimeSpan.FromHours(2), Jitter = double.NaN };
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync<Parcel>(static _ => Settle.Done, options => options.Retry = wrong));
        Assert.Equal(
            [
                "HandlerOptions.Retry.MaxAttempts of queue 'parcels' is 0; it must be 1 to 1000.",
                "HandlerOptions.Retry.MaxDelay of queue 'parcels' is 02:00:00; it must be a second or more, and less than the queue's retention of 01:00:00, as a message would expire before it is handled again.",
                "HandlerOptions.Retry.Jitter of queue 'parcels' is NaN; it must be 0 to 1.",
            ],
            refused.Failures);

        refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync<Order>(static _ => Settle.Done, options => options.Retry = new HandlerRetryOptions { FirstDelay = TimeSpan.FromHours(1) }));
        Assert.Equal(
            [
                "HandlerOptions.Retry of queue 'orders' is set, and the contract of queue 'orders' has no envelope, which counts the attempts. Add [CmqEnvelope] beside its [CmqQueue], or remove the setting: messages then come back when their visibility ends.",
                "HandlerOptions.Retry.FirstDelay of queue 'orders' is 01:00:00; it must be a second or more, and at most MaxDelay, 00:15:00.",
            ],
            refused.Failures);

        refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync<Letter>(static _ => Settle.Done, options => options.Retry = new HandlerRetryOptions { MaxDelay = TimeSpan.FromHours(2) }, CmqProfile.Tdmq));
        Assert.Equal("HandlerOptions.Retry.MaxDelay of queue 'letters' is 02:00:00, and the service delays messages by 01:00:00 at most.", Assert.Single(refused.Failures));
    }

    [Fact]
    public async Task Retries_are_read_from_configuration()
    {
        IConfigurationSection section = Section(("Retry:MaxAttempts", "7"), ("Retry:FirstDelay", "00:00:03"), ("Retry:MaxDelay", "00:10:00"), ("Retry:Jitter", "0.25"));
        HandlerRetryOptions? read = null;
        await using CmqTestHost host = await CmqTestHost.StartAsync(services => services.AddSingleton(new Seen()).AddCmq().AddHandler<Parcel, HandleParcel>(section, options => read = options.Retry));
        Assert.Equal((7, TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10), 0.25), (read!.MaxAttempts, read.FirstDelay, read.MaxDelay, read.Jitter));
    }

    [Theory]
    [InlineData("Retry:MaxAttempts", "many", "Cmq:Parcels:Retry:MaxAttempts 'many' is not a whole number; it must be 1 to 1000.")]
    [InlineData("Retry:Jitter", ".5", "Cmq:Parcels:Retry:Jitter '.5' is not a decimal number such as 0.2.")]
    [InlineData("Retry:Jitter", "2", "Cmq:Parcels:Retry:Jitter is 2; it must be 0 to 1.")]
    [InlineData("Retry:MaxAttempt", "2", "Cmq:Parcels:Retry:MaxAttempt is no setting of retries; did you mean MaxAttempts? The section 'Cmq:Parcels:Retry' has MaxAttempts, FirstDelay, MaxDelay, Jitter and nothing else.")]
    public async Task What_is_wrong_in_configuration_is_said_with_its_path(string key, string value, string failure)
    {
        IConfigurationSection section = Section((key, value));
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => CmqTestHost.StartAsync(services => services.AddSingleton(new Seen()).AddCmq().AddHandler<Parcel, HandleParcel>(section)));
        Assert.Equal([failure], refused.Failures);
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create("Cmq:Parcels:" + setting.Key, (string?)setting.Value))).Build().GetSection("Cmq:Parcels");

    private static DateTimeOffset Now(CmqTestHost host) => host.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static IReadOnlyCollection<string> Logs(CmqTestHost host) => host.Services.GetRequiredService<LogList>().Lines;

    private static async Task<CmqTestHost> StartAsync<T>(Func<ReceivedMessage<T>, Settle> work, Action<HandlerOptions<T>>? configure = null, CmqProfile? profile = null)
        where T : IQueueMessage<T>
    {
        LogList logs = new();
        CmqTestHost host = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(work).AddSingleton(new Seen()).AddSingleton(logs).AddSingleton(logs.Factory);
            CmqBuilder builder = services.AddCmq(options => options.Profile = profile);
            builder.AddContracts().AddHandler<T, Handle<T>>(configure);
        });
        await host.SettleAsync();
        return host;
    }

    private sealed class Seen
    {
        public List<(int Attempt, int DequeueCount, string MessageId, string? Id, string? Source, DateTimeOffset? Time, DateTimeOffset HandledAt)> Messages { get; } = [];
    }

    private sealed class Handle<T>(Func<ReceivedMessage<T>, Settle> work, Seen seen, TimeProvider time) : IMessageHandler<T>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<T> message, CancellationToken cancellationToken)
        {
            MessageEnvelope? envelope = message.Envelope;
            seen.Messages.Add((envelope?.Attempt ?? 1, message.DequeueCount, message.MessageId, envelope?.Id, envelope?.Source, envelope?.Time, time.GetUtcNow()));
            return Task.FromResult(work(message));
        }
    }

    private sealed class HandleParcel(Seen seen) : IMessageHandler<Parcel>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<Parcel> message, CancellationToken cancellationToken)
        {
            seen.Messages.Add(default);
            return Task.FromResult(Settle.Done);
        }
    }
}

[CmqQueue("crates", VisibilityTimeout = 30, MaxMsgSize = 1024, DeadLetterQueue = "crates-dead", MaxReceiveCount = 100)]
[CmqEnvelope(Source = "/crates", Type = "crate")]
public sealed partial record Crate(string Text);

[CmqQueue<Crate>("crates-dead", MaxMsgSize = 1024)]
[CmqEnvelope(Source = "/crates", Type = "crate")]
public sealed partial class DeadCrate;
