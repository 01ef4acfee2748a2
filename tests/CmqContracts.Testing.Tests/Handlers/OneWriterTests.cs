using System.Data.Common;
using CmqContracts.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>SQLite has one writer, so that messages wait for each other. None of those that wait reaches a dead-letter queue unseen.</summary>
public sealed class OneWriterTests : IDisposable
{
    private const int Messages = 24;

    private readonly string _directory = Directory.CreateTempSubdirectory("cmq-one-writer-").FullName;

    [Fact]
    public async Task Messages_that_are_received_once_are_handled_one_at_a_time() => await RunAsync(static key => new SlipOfOneReceive(key));

    [Fact]
    public async Task Messages_that_are_received_twice_at_most_are_all_handled() => await RunAsync(static key => new SlipOfTwoReceives(key));

    [Fact]
    public async Task Messages_that_are_received_three_times_at_most_are_all_handled() => await RunAsync(static key => new Slip(key));

    /// <summary>Nothing told how long they would take when they were received.</summary>
    [Fact]
    public async Task Messages_that_suddenly_take_long_are_left_counted_and_handled_later()
    {
        (long abandoned, IReadOnlyCollection<string> logs) = await RunAsync(static key => new SlipOfTwoReceives(key), firstIsFast: true);

        Assert.InRange(abandoned, 1, Messages);
        Assert.Contains(logs, static line => line.Contains("was left unhandled", StringComparison.Ordinal) && line.Contains("lower Concurrency", StringComparison.Ordinal));
        Assert.DoesNotContain(logs, static line => line.Contains("another message with its key", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Fast_messages_are_received_together()
    {
        await using CmqTestHost host = await StartAsync<Slip>(new Slips(), TimeSpan.Zero);

        (await host.Queue<Slip>().Client.SendManyAsync(Enumerable.Range(0, 16).Select(static key => new Slip(key)))).ThrowIfAnyFailed();
        await host.SettleAsync();

        Assert.Equal(16, host.Queue<Slip>().Deleted.Count);
        Assert.Equal(0, host.Services.GetRequiredService<CmqHandlers>().Single().Abandoned);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<(long Abandoned, IReadOnlyCollection<string> Logs)> RunAsync<TSlip>(Func<int, TSlip> make, bool firstIsFast = false)
        where TSlip : ISlip, IQueueMessage<TSlip>
    {
        Slips slips = new();
        await using CmqTestHost host = await StartAsync<TSlip>(slips, firstIsFast ? TimeSpan.Zero : TimeSpan.FromSeconds(1.5));
        if (firstIsFast)
        {
            await host.Queue<TSlip>().Client.SendAsync(make(0));
            await host.SettleAsync();
            slips.Takes = TimeSpan.FromSeconds(1.5);
        }

        int first = firstIsFast ? 1 : 0;
        (await host.Queue<TSlip>().Client.SendManyAsync(Enumerable.Range(first, Messages - first).Select(make))).ThrowIfAnyFailed();
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Empty(await host.Queue("slips-failed").PeekAsync());
        Assert.Equal(Enumerable.Range(0, Messages), host.Queue<TSlip>().Deleted.Select(static slip => slip.Key).Order());
        HandlerControl control = host.Services.GetRequiredService<CmqHandlers>().Single();
        Assert.Equal(Messages, control.Handled);
        Assert.True(firstIsFast || control.Abandoned == 0);
        return (control.Abandoned, slips.Logs.Lines);
    }

    private async Task<CmqTestHost> StartAsync<TSlip>(Slips slips, TimeSpan takes)
        where TSlip : ISlip, IQueueMessage<TSlip>
    {
        string connection = $"Data Source={Path.Combine(_directory, "slips.db")}";
        slips.Takes = takes;
        CmqTestHost host = await CmqTestHost.StartAsync(services => services.AddSingleton(slips).AddSingleton(slips.Logs.Factory)
            .AddCmq().AddSqliteDeduplication(_ => new SqliteConnection(connection)).AddHandler<TSlip, HandleSlip<TSlip>>(static options => options.Deduplicate = true));
        await host.SettleAsync();
        return host;
    }

    private sealed class Slips
    {
        public LogList Logs { get; } = new();

        public TimeSpan Takes { get; set; }
    }

    private sealed class HandleSlip<TSlip>(Slips slips, MessageTransaction transaction, TimeProvider time) : IMessageHandler<TSlip>
    {
        public async Task<Settle> HandleAsync(ReceivedMessage<TSlip> message, CancellationToken cancellationToken)
        {
            await using DbCommand command = transaction.CreateCommand();
            command.CommandText = "SELECT 1";
            await command.ExecuteScalarAsync(cancellationToken);
            if (slips.Takes > TimeSpan.Zero)
                await Task.Delay(slips.Takes, time, cancellationToken);
            return Settle.Done;
        }
    }
}

public interface ISlip
{
    int Key { get; }
}

[CmqQueue("slips", VisibilityTimeout = 6, DeadLetterQueue = "slips-failed", MaxReceiveCount = 3)]
public sealed partial record Slip([DeduplicationKey] int Key) : ISlip;

[CmqQueue("slips-twice", VisibilityTimeout = 6, DeadLetterQueue = "slips-failed", MaxReceiveCount = 2)]
public sealed partial record SlipOfTwoReceives([DeduplicationKey] int Key) : ISlip;

[CmqQueue("slips-once", VisibilityTimeout = 6, DeadLetterQueue = "slips-failed", MaxReceiveCount = 1)]
public sealed partial record SlipOfOneReceive([DeduplicationKey] int Key) : ISlip;
