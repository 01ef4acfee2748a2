using System.Globalization;

namespace CmqContracts.EndToEnd.Handlers;

/// <summary>A poll that is under way when the host stops may already have taken messages at the service: it is waited for, and when it is cancelled all the same, the log says what may be hidden.</summary>
public sealed class HandlerPollStopTests
{
    private static readonly TimeSpan PollStopTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    /// <summary>The wait of a poll and the timeout of a request.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    private readonly ServedHandler _handler = new();

    [Fact]
    public async Task What_the_poll_under_way_brings_is_handled_within_the_stop_timeout_and_no_poll_follows()
    {
        await using TestServer server = await TestServer.StartAsync(_handler.Clock);
        await using ServedHandler handler = _handler;
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously), mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.Work = async (_, cancellationToken) =>
        {
            begun.SetResult();
            await mayEnd.Task.WaitAsync(cancellationToken);
            return Settle.Done;
        };
        await handler.StartAsync(server.Endpoint.ToString());
        await handler.Clock.WhenWaitedForAsync(Poll);

        Task stop = handler.StopAsync();
        await handler.Clock.WhenWaitedForAsync(StopTimeout);
        await server.SendAsync(1);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await server.SendAsync(2);
        handler.Clock.Advance(StopTimeout - TimeSpan.FromSeconds(1));
        mayEnd.SetResult();
        await stop.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([1], handler.Handled.Keys);
        Assert.Equal([(2, 1)], (await server.Deliveries.ReceiveManyAsync(16, TimeSpan.Zero)).Select(static message => (message.Body.Number, message.DequeueCount)));
        Assert.DoesNotContain(handler.Logs.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal) && !line.Contains("plain http", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_poll_that_brings_nothing_is_cancelled_and_what_it_may_hide_is_logged_with_its_end()
    {
        await using TestServer server = await TestServer.StartAsync(_handler.Clock);
        await using ServedHandler handler = _handler;
        await handler.StartAsync(server.Endpoint.ToString(), handle: static options => options.Concurrency = 5);
        await handler.Clock.WhenWaitedForAsync(Poll);
        string until = (handler.Clock.GetUtcNow() + PollStopTimeout + TimeSpan.FromSeconds(300)).ToString("u", CultureInfo.InvariantCulture);

        Task stop = handler.StopAsync();
        await handler.Clock.WhenWaitedForAsync(PollStopTimeout);
        handler.Clock.Advance(PollStopTimeout - TimeSpan.FromTicks(1));
        Assert.DoesNotContain(handler.Logs.Lines, static line => line.Contains("was cancelled", StringComparison.Ordinal));
        handler.Clock.Advance(TimeSpan.FromTicks(1));
        await stop.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Contains($"Warning: A poll for up to 5 messages of queue deliveries was cancelled, as the host stops. Messages that it may have taken are hidden until {until}.", handler.Logs.Lines);
    }
}
