namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A callback on a handler's token that fails is logged. Tokens fire on threads of timers, where an exception would end the process.</summary>
public sealed class TokenCallbackTests
{
    [Fact]
    public async Task At_the_end_of_a_message_s_time()
    {
        await using HandlerHost host = await StartAsync();

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(30));

        AssertLogged(host);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    public async Task At_the_end_of_a_stop(int stopSeconds)
    {
        await using HandlerHost host = await StartAsync(options => options.StopTimeout = TimeSpan.FromSeconds(stopSeconds));

        await host.Test.StopAsync();

        AssertLogged(host);
    }

    private static async Task<HandlerHost> StartAsync(Action<HandlerOptions<Job>>? configure = null)
    {
        HandlerHost host = await HandlerHost.StartAsync(configure);
        host.Work.Do = async (message, cancellationToken) =>
        {
            await using CancellationTokenRegistration registration = cancellationToken.Register(static () => throw new InvalidOperationException("callback"));
            await Task.Delay(TimeSpan.FromHours(1), host.Time, cancellationToken);
            return Settle.Done;
        };
        await host.SendAsync(1);
        return host;
    }

    private static void AssertLogged(HandlerHost host)
    {
        string line = Assert.Single(host.Logs, static line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.StartsWith("Error: A callback on a token of the handler of queue jobs failed.", line, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: callback", line, StringComparison.Ordinal);
        Assert.Empty(host.Jobs.Deleted);
    }
}
