using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>No message ages in a process: as many are received as are handled at once, each has its own time, and one without enough is left and counted.</summary>
public sealed class HandlerTimeTests
{
    [Fact]
    public async Task No_more_messages_are_received_than_workers_are_free()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.Concurrency = 3);
        host.Work.Do = async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(5), host.Time, cancellationToken);
            return Settle.Done;
        };

        await host.SendAsync([.. Enumerable.Range(0, 10)]);
        Assert.Equal(3, host.Jobs.Received.Count);

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(5.1));
        Assert.Equal(6, host.Jobs.Received.Count);
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Enumerable.Range(0, 10), host.Jobs.Deleted.Select(static job => job.Number).Order());
        Assert.Equal(3, host.Work.Most);
        Assert.Equal(10, host.Jobs.Received.Count);
    }

    [Fact]
    public async Task The_token_fires_before_the_end_of_the_visibility()
    {
        TimeSpan fired = default;
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.Margin = TimeSpan.FromSeconds(2));
        DateTimeOffset start = host.Time.GetUtcNow();
        host.Work.Do = async (_, cancellationToken) =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromHours(1), host.Time, cancellationToken);
            }
            finally
            {
                fired = host.Time.GetUtcNow() - start;
            }

            return Settle.Done;
        };
        await host.SendAsync(1);

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(28));

        Assert.Equal(TimeSpan.FromSeconds(28), fired);
        Assert.Contains(host.Logs, static line => line.StartsWith("Warning: DoJob ran out of time on message", StringComparison.Ordinal));
        Assert.Empty(host.Jobs.Deleted);
    }

    [Fact]
    public async Task A_message_that_an_answer_has_brought_too_late_is_left_and_counted()
    {
        TimeSpan late = TimeSpan.FromSeconds(25);
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.Budget = TimeSpan.FromSeconds(10), builder => builder.Use((services, inner) => new LateAnswers(inner, services.GetRequiredService<TimeProvider>(), () => late)));

        await host.SendAsync(1);
        await host.Test.AdvanceAsync(late);

        Assert.Empty(host.Work.Begun);
        Assert.Equal(1, host.Control.Abandoned);
        Assert.Contains(host.Logs, static line => line.Contains("was left unhandled: 5 s were left of its time. Concurrency is 16, Budget 00:00:10, the queue's visibility 30 s", StringComparison.Ordinal));
        late = TimeSpan.Zero;
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Single(host.Jobs.Deleted);
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
