namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A stop loses nothing: what was handled is deleted, what was not is left, and handlers get the time that the options say.</summary>
public sealed class HandlerStopTests
{
    [Fact]
    public async Task Handlers_may_end_what_they_do_within_the_stop_timeout_and_it_is_deleted()
    {
        await using HandlerHost host = await HandlerHost.StartAsync();
        host.Work.Do = async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(15), host.Time, cancellationToken);
            return Settle.Done;
        };
        await host.SendAsync(1, 2, 3);
        DateTimeOffset start = host.Time.GetUtcNow();

        await host.Test.StopAsync();

        Assert.Equal(TimeSpan.FromSeconds(15), host.Time.GetUtcNow() - start);
        Assert.Equal(3, host.Jobs.Deleted.Count);
    }

    [Fact]
    public async Task After_the_stop_timeout_their_token_fires_and_the_messages_are_left()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.StopTimeout = TimeSpan.FromSeconds(5));
        host.Work.Do = async (message, cancellationToken) =>
        {
            if (message.Body.Number == 1)
                return Settle.Done;
            await Task.Delay(TimeSpan.FromSeconds(15), host.Time, cancellationToken);
            return Settle.Done;
        };
        await host.SendAsync(1, 2);
        DateTimeOffset start = host.Time.GetUtcNow();

        await host.Test.StopAsync();

        Assert.Equal(TimeSpan.FromSeconds(5), host.Time.GetUtcNow() - start);
        Assert.Equal([new Job(1)], host.Jobs.Deleted);
        Assert.Contains(host.Logs, static line => line.StartsWith("Information: Message ", StringComparison.Ordinal) && line.EndsWith("is left, as the host stops. It comes again.", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_idle_handler_stops_at_once_and_hides_no_message()
    {
        await using HandlerHost host = await HandlerHost.StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();

        await host.Test.StopAsync();
        await host.Jobs.Client.SendAsync(new Job(1));

        Assert.Equal(start, host.Time.GetUtcNow());
        Assert.Single(await host.Jobs.PeekAsync());
        Assert.Empty(host.Work.Begun);
    }

    [Fact]
    public async Task Messages_that_wait_for_their_key_are_left_when_the_stop_timeout_is_over()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(static options =>
        {
            options.StopTimeout = TimeSpan.FromSeconds(3);
            options.OrderBy(static job => job.Owner);
        });
        host.Work.Do = async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(10), host.Time, cancellationToken);
            return Settle.Done;
        };
        await host.SendAsync(1, 2, 3);

        await host.Test.StopAsync();

        Assert.Single(host.Work.Begun);
        Assert.Empty(host.Jobs.Deleted);
        Assert.Equal(0, host.Control.Abandoned);
    }

    [Fact]
    public async Task Times_that_the_host_does_not_wait_for_are_said_at_the_start()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.StopTimeout = TimeSpan.FromSeconds(28));

        Assert.Contains("Warning: The handler of queue jobs may take StopTimeout 00:00:28 and PollStopTimeout 00:00:03 to stop, and the host waits 00:00:30: raise HostOptions.ShutdownTimeout, or lower them.", host.Logs);
    }
}
