using CmqContracts.Tests;
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
        await RunAsync(static (number, key) => new Chore(number, key));
        await RunAsync(static (number, key) => new ChoreOfTwoReceives(number, key));
        await RunAsync(static (number, key) => new ChoreOfOneReceive(number, key));

        async Task RunAsync<TChore>(Func<int, int, TChore> make)
            where TChore : IChore, IQueueMessage<TChore>
        {
            Random random = new(seed);
            int keys = 1 + (seed / 3);
            Crowd crowd = new(() => TimeSpan.FromMilliseconds(random.Next(1_500, 2_500)));
            await using CmqTestHost host = await HandleAsync(crowd, make, keys, static options => options.OrderBy(static chore => chore.Key));

            Assert.Empty(await host.Queue("chores-failed").PeekAsync());
            Assert.Equal(Crowd.Size, crowd.Seen.Count);
            Assert.Equal(Crowd.Size, host.Queue<TChore>().Deleted.Distinct().Count());
        }
    }

    [Fact]
    public async Task Ordered_messages_that_are_received_once_are_handled_one_at_a_time_and_the_log_says_so()
    {
        Crowd ordered = new(static () => TimeSpan.FromSeconds(8.9)), unordered = new(static () => TimeSpan.FromSeconds(8.9)), received = new(static () => TimeSpan.FromSeconds(1));
        await using CmqTestHost one = await HandleAsync(ordered, static (number, _) => new ChoreOfOneReceive(number, number), Crowd.Size, static options => options.OrderBy(static chore => chore.Key));
        await using CmqTestHost many = await HandleAsync(unordered, static (number, _) => new ChoreOfOneReceive(number, number), Crowd.Size);
        await using CmqTestHost twice = await HandleAsync(received, static (number, _) => new ChoreOfTwoReceives(number, number), Crowd.Size, static options => options.OrderBy(static chore => chore.Key));

        Assert.Equal((1, 16, 16), (ordered.Most, unordered.Most, received.Most));
        Assert.Equal(Crowd.Size, one.Queue<ChoreOfOneReceive>().Deleted.Count);
        Assert.Single(ordered.Logs.Lines, static line => line.StartsWith("Warning: Messages of queue chores-once are handled one at a time, whatever Concurrency is", StringComparison.Ordinal));
        Assert.DoesNotContain([.. unordered.Logs.Lines, .. received.Logs.Lines], static line => line.Contains("one at a time", StringComparison.Ordinal));
    }

    /// <summary>Sends a crowd of chores, and lets time pass until all should be done.</summary>
    private static async Task<CmqTestHost> HandleAsync<TChore>(Crowd crowd, Func<int, int, TChore> make, int keys, Action<HandlerOptions<TChore>>? configure = null)
        where TChore : IChore, IQueueMessage<TChore>
    {
        CmqTestHost host = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(crowd).AddSingleton(crowd.Logs.Factory);
            services.AddCmq().AddHandler<TChore, DoChore<TChore>>(configure);
        });
        await host.SettleAsync();
        (await host.Queue<TChore>().Client.SendManyAsync(Enumerable.Range(0, Crowd.Size).Select(number => make(number, number % keys)))).ThrowIfAnyFailed();
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));
        return host;
    }

    /// <summary>What becomes of a crowd of chores.</summary>
    /// <param name="takes">How long the next one takes.</param>
    private sealed class Crowd(Func<TimeSpan> takes)
    {
        public const int Size = 40;

        private int _running;

        public LogList Logs { get; } = new();

        public HashSet<int> Seen { get; } = [];

        public int Most { get; private set; }

        public TimeSpan Begin(int number)
        {
            lock (Seen)
            {
                Seen.Add(number);
                Most = Math.Max(Most, ++_running);
                return takes();
            }
        }

        public void End()
        {
            lock (Seen)
                _running--;
        }
    }

    private sealed class DoChore<TChore>(Crowd crowd, TimeProvider time) : IMessageHandler<TChore>
        where TChore : IChore
    {
        public async Task<Settle> HandleAsync(ReceivedMessage<TChore> message, CancellationToken cancellationToken)
        {
            try
            {
                await Task.Delay(crowd.Begin(message.Body.Number), time, cancellationToken);
                return Settle.Done;
            }
            finally
            {
                crowd.End();
            }
        }
    }
}

public interface IChore
{
    int Number { get; }

    int Key { get; }
}

[CmqQueue("chores", VisibilityTimeout = 10, DeadLetterQueue = "chores-failed", MaxReceiveCount = 3)]
public sealed partial record Chore(int Number, int Key) : IChore;

[CmqQueue("chores-twice", VisibilityTimeout = 10, DeadLetterQueue = "chores-failed", MaxReceiveCount = 2)]
public sealed partial record ChoreOfTwoReceives(int Number, int Key) : IChore;

[CmqQueue("chores-once", VisibilityTimeout = 10, DeadLetterQueue = "chores-failed", MaxReceiveCount = 1)]
public sealed partial record ChoreOfOneReceive(int Number, int Key) : IChore;
