namespace CmqContracts.EndToEnd.Handlers;

/// <summary>The wall clocks of this machine and of the service may be hours apart: what a handler is told about its time is right.</summary>
public sealed class HandlerClockTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_handler_has_the_time_of_its_message_however_far_the_clocks_are_apart(int hours)
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.Deliveries.EnsureCreatedAsync();
        await server.SendAsync(1);
        await using ServedHandler handler = new(TimeSpan.FromHours(hours));
        TaskCompletionSource<(TimeSpan Left, CancellationToken Deadline)> begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.Work = async (message, cancellationToken) =>
        {
            begun.SetResult((message.HandlingEndsAt.TimeLeft, cancellationToken));
            await Task.Delay(Timeout.InfiniteTimeSpan, handler.Clock, cancellationToken);
            return Settle.Done;
        };

        await handler.StartAsync(server.Endpoint.ToString(), handle: static options => options.Margin = TimeSpan.FromSeconds(100));
        (TimeSpan left, CancellationToken deadline) = await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));

        // The service tells whole seconds, and its answer took some time.
        Assert.InRange(left, TimeSpan.FromSeconds(260), TimeSpan.FromSeconds(300));
        handler.Clock.Advance(left - TimeSpan.FromSeconds(101));
        Assert.False(deadline.IsCancellationRequested);
        handler.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(deadline.IsCancellationRequested);
        await handler.Logs.WaitForAsync("Deliver ran out of time on message");
        Assert.Single(handler.Logs.Lines, static line => line.StartsWith("Warning: This machine's clock is 0.0", StringComparison.Ordinal));
    }
}
