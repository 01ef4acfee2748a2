using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A message that is rejected reaches the dead-letter queue; what cannot be done with a message leaves it, and is said once.</summary>
public sealed class SettleTests
{
    [Fact]
    public async Task A_rejected_message_goes_to_the_dead_letter_queue_as_it_came()
    {
        await using CmqTestHost host = await StartAsync(static _ => Settle.Reject("no such\nkey"));

        await host.Queue<Chore>().Client.SendAsync(new Chore(7, 1));
        await host.SettleAsync();

        ReadOnlyMemory<byte> dead = Assert.Single(await host.Queue("chores-failed").PeekAsync());
        Assert.Equal("{\"number\":7,\"key\":1}", Encoding.UTF8.GetString(dead.Span));
        Assert.Single(host.Queue<Chore>().Deleted);
        HandlerControl control = host.Services.GetRequiredService<CmqHandlers>()["chores"];
        Assert.Equal((1, 0, 0), (control.Rejected, control.Handled, control.Left));
    }

    [Fact]
    public async Task A_message_that_does_not_reach_the_dead_letter_queue_stays()
    {
        CmqFaults? faults = null;
        await using CmqTestHost host = await StartAsync(_ =>
        {
            faults!.Next(CmqCalls.Send).LoseAnswer();
            return Settle.Reject("no");
        });
        faults = host.Faults;
        await host.Queue<Chore>().Client.SendAsync(new Chore(7, 1));

        await host.SettleAsync();

        Assert.Empty(host.Queue<Chore>().Deleted);
    }

    [Fact]
    public async Task What_takes_a_dead_letter_queue_or_an_envelope_leaves_the_message_and_is_said_once()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(work: static (message, _) => Task.FromResult(message.Body.Number % 2 == 0 ? Settle.RetryAfter(TimeSpan.FromSeconds(5)) : Settle.Reject("no")));

        await host.SendAsync(1, 2, 3, 4);

        Assert.Equal(4, host.Control.Left);
        Assert.Empty(host.Jobs.Deleted);
        Assert.Single(host.Logs, static line => line.StartsWith("Error: A message of queue jobs was rejected, and its contract names no dead-letter queue", StringComparison.Ordinal));
        Assert.Single(host.Logs, static line => line.StartsWith("Error: A handler of queue jobs returned RetryAfter(00:00:05), which takes a contract with an envelope", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(UnreadableBody.Leave, 0, 0)]
    [InlineData(UnreadableBody.Reject, 1, 1)]
    [InlineData(UnreadableBody.Delete, 0, 1)]
    public async Task A_body_that_cannot_be_read_reaches_no_handler(UnreadableBody unreadable, int dead, int gone)
    {
        await using CmqTestHost host = await StartAsync(static _ => throw new InvalidOperationException("It was handled."), options => options.Unreadable = unreadable);

        await host.Queue("chores").Client.SendAsync("{\"number\":\"secret\"}"u8.ToArray());
        await host.SettleAsync();

        Assert.Equal(dead, (await host.Queue("chores-failed").PeekAsync()).Count);
        Assert.Equal(1 - gone, (await host.Queue("chores").PeekAsync(MessageState.Inactive)).Count);
    }

    private static async Task<CmqTestHost> StartAsync(Func<Chore, Settle> work, Action<HandlerOptions<Chore>>? configure = null)
    {
        CmqTestHost host = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(work);
            services.AddCmq().AddHandler<Chore, SettleChore>(configure);
        });
        await host.SettleAsync();
        return host;
    }

    private sealed class SettleChore(Func<Chore, Settle> work) : IMessageHandler<Chore>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<Chore> message, CancellationToken cancellationToken) => Task.FromResult(work(message.Body));
    }
}
