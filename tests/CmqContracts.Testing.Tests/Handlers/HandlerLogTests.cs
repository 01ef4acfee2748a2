using CmqContracts.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>What comes from outside can neither forge a line of a log nor fill it.</summary>
public sealed class HandlerLogTests
{
    private static readonly string Hostile = "first\r\nError: forged\u2028\u202e" + new string('x', 10_000);

    [Fact]
    public async Task The_text_of_a_failed_poll() => await AssertAsync(static builder => builder.Use(static (_, inner) => new Hostility(inner) { Receives = true }), "cannot be read");

    [Fact]
    public async Task The_text_of_a_failed_delete() => await AssertAsync(static builder => builder.Use(static (_, inner) => new Hostility(inner) { Deletes = true }), "was handled and not deleted");

    [Fact]
    public async Task The_text_of_a_failed_reject() => await AssertAsync(static builder => builder.Use(static (_, inner) => new Hostility(inner) { Rejects = true }), "could not be sent to dead-letter queue", Settle.Reject("no pieces"));

    [Fact]
    public async Task The_reason_of_a_reject() => await AssertAsync(static _ => { }, "went to dead-letter queue", Settle.Reject(Hostile));

    [Fact]
    public async Task The_keys_of_a_body_that_cannot_be_read()
    {
        await using HandlerHost host = await HandlerHost.StartAsync();
        string key = System.Text.Json.JsonSerializer.Serialize(Hostile);

        await host.Test.Queue("jobs").Client.SendAsync(System.Text.Encoding.UTF8.GetBytes($"{{{key}:1,\"number\":{{{key}:{key}}}}}"));
        await host.Test.SettleAsync();

        AssertShown(host.Logs, "cannot be read: at $.number");
        Assert.DoesNotContain(host.Logs, static line => line.Contains("forged", StringComparison.Ordinal));
    }

    private static async Task AssertAsync(Action<CmqBuilder> add, string line, Settle? settle = null)
    {
        LogList logs = new();
        await using CmqTestHost host = await CmqTestHost.StartAsync(services =>
        {
            CmqBuilder builder = services.AddSingleton(logs.Factory).AddSingleton(settle ?? Settle.Done).AddCmq();
            builder.AddHandler<Brittle, HandleBrittle>();
            add(builder);
        });
        await host.Queue<Brittle>().Client.EnsureCreatedAsync();
        await host.Queue<Brittle>().Client.SendAsync(new Brittle(1));

        await host.AdvanceAsync(TimeSpan.FromSeconds(40));

        AssertShown(logs.Lines, line);
    }

    private static void AssertShown(IEnumerable<string> logs, string line)
    {
        // An exception that is logged as such has its own text after the message: a logger's business.
        string[] messages = [.. logs.Select(static log => log.Split(" System.InvalidOperationException")[0])];
        Assert.Contains(messages, message => message.Contains(line, StringComparison.Ordinal));
        Assert.All(messages, static message => Assert.InRange(message.Length, 1, 2_000));
        Assert.All(messages, static message => Assert.DoesNotContain(message, static character => char.IsControl(character) || character is '\u2028' or '\u202e'));
    }

    private sealed class Hostility(ICmqService inner) : DelegatingCmqService(inner)
    {
        public bool Receives { get; init; }

        public bool Deletes { get; init; }

        public bool Rejects { get; init; }

        public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default) =>
            Receives ? throw new InvalidOperationException(Hostile) : base.ReceiveMessagesAsync(request, cancellationToken);

        public override ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default) =>
            Deletes ? throw new InvalidOperationException(Hostile) : base.DeleteMessagesAsync(request, cancellationToken);

        public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default) =>
            Rejects && request.QueueName == "brittle-failed" ? throw new InvalidOperationException(Hostile) : base.SendMessagesAsync(request, cancellationToken);
    }
}

[CmqQueue("brittle", VisibilityTimeout = 30, DeadLetterQueue = "brittle-failed", MaxReceiveCount = 100)]
public sealed partial record Brittle(int Number);

public sealed class HandleBrittle(Settle settle) : IMessageHandler<Brittle>
{
    public Task<Settle> HandleAsync(ReceivedMessage<Brittle> message, CancellationToken cancellationToken) => Task.FromResult(settle);
}
