using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>Two messages of one key are never handled at once, and none of those that wait reaches a dead-letter queue unseen.</summary>
public sealed class HandlerOrderTests
{
    [Fact]
    public async Task Messages_of_one_key_are_handled_one_after_the_other_and_other_keys_go_on()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.OrderBy(static job => job.Owner));
        host.Work.Do = async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2), host.Time, cancellationToken);
            return Settle.Done;
        };
        (await host.Jobs.Client.SendManyAsync([new Job(1, "a"), new Job(2, "a"), new Job(3, "b")])).ThrowIfAnyFailed();
        await host.Test.SettleAsync();

        Assert.Equal([1, 3], host.Work.Begun.Order());
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal([1, 2, 3], host.Work.Begun.Order());
    }

    [Fact]
    public async Task A_message_without_key_waits_for_none()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.OrderBy(static job => job.Owner.Length == 0 ? null : job.Owner));
        host.Work.Do = async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2), host.Time, cancellationToken);
            return Settle.Done;
        };

        await host.SendAsync(1, 2, 3);

        Assert.Equal(3, host.Work.Most);
    }

    [Fact]
    public async Task A_key_that_cannot_be_told_leaves_the_message_and_is_logged()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.OrderBy(static job => job.Number == 1 ? throw new InvalidOperationException("No owner.") : job.Owner));

        await host.SendAsync(1, 2);

        Assert.Equal([2], host.Work.Begun);
        Assert.Equal(1, host.Control.Left);
        Assert.Contains(host.Logs, static line => line.Contains("No owner.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task No_message_of_a_crowded_key_reaches_the_dead_letter_queue_unseen(int seed)
    {
        Random random = new(seed);
        int keys = 1 + (seed / 3);
        ConcurrentDictionary<int, bool> seen = new();
        CmqTestHost? started = null;
        await using CmqTestHost host = started = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton<Func<ReceivedMessage<Chore>, CancellationToken, Task<Settle>>>(async (message, cancellationToken) =>
            {
                seen[message.Body.Number] = true;
                int milliseconds;
                lock (random)
                    milliseconds = random.Next(1_500, 2_500);
                await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), started!.Services.GetRequiredService<TimeProvider>(), cancellationToken);
                return Settle.Done;
            });
            services.AddCmq().AddHandler<Chore, DoChore>(static options => options.OrderBy(static chore => chore.Key));
        });
        await host.SettleAsync();
        (await host.Queue<Chore>().Client.SendManyAsync(Enumerable.Range(0, 40).Select(number => new Chore(number, number % keys)))).ThrowIfAnyFailed();

        await host.AdvanceAsync(TimeSpan.FromMinutes(10));

        IReadOnlyList<ReadOnlyMemory<byte>> dead = await host.Queue("chores-failed").PeekAsync();
        Assert.Empty(dead);
        Assert.Equal(40, seen.Count);
        Assert.Equal(40, host.Queue<Chore>().Deleted.Distinct().Count());
    }

    private sealed class DoChore(Func<ReceivedMessage<Chore>, CancellationToken, Task<Settle>> work) : IMessageHandler<Chore>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<Chore> message, CancellationToken cancellationToken) => work(message, cancellationToken);
    }
}

[CmqQueue("chores", VisibilityTimeout = 10, DeadLetterQueue = "chores-failed", MaxReceiveCount = 3)]
public sealed partial record Chore(int Number, int Key);
