using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A handler that goes on after its time is seen: in the log, in the health check, and at a stop.</summary>
public sealed class HungHandlerTests
{
    private const string StillRunning = "Warning: DoJob still works on message";

    [Fact]
    public async Task A_message_that_is_worked_on_after_its_visibility_is_logged_once()
    {
        await using HandlerHost host = await StartAsync(hangs: TimeSpan.FromSeconds(50), concurrency: 2);
        await host.SendAsync(1);
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(29.9));
        Assert.DoesNotContain(host.Logs, static line => line.StartsWith(StillRunning, StringComparison.Ordinal));

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(18));

        string line = Assert.Single(host.Logs, static line => line.StartsWith(StillRunning, StringComparison.Ordinal));
        Assert.Matches("message [0-9]+ of queue jobs, received 1 times, though its token has fired", line);
    }

    [Fact]
    public async Task A_message_that_is_handled_in_its_time_is_not_logged()
    {
        await using HandlerHost host = await StartAsync(hangs: TimeSpan.FromSeconds(28), concurrency: 2);
        await host.SendAsync(1, 2, 3);

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(100));

        Assert.Equal(3, host.Jobs.Deleted.Count);
        Assert.DoesNotContain(host.Logs, static line => line.StartsWith(StillRunning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_health_is_degraded_while_all_workers_are_past_their_time()
    {
        await using HandlerHost host = await StartAsync(hangs: TimeSpan.FromSeconds(50), concurrency: 2);
        await host.SendAsync(1);
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10));
        await host.SendAsync(2);

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(21));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10));
        HealthReportEntry health = await CheckAsync(host);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal("Queue 'jobs' is not read: all workers of its handler are busy with messages whose visibility has ended. The log names them.", health.Description);
        Assert.Equal(2, health.Data["jobs.overdue"]);

        host.Work.Do = static (_, _) => Task.FromResult(Settle.Done);
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task A_stop_that_the_host_gives_up_names_what_still_runs()
    {
        List<string> ids = [];
        await using HandlerHost host = await StartAsync(hangs: TimeSpan.FromSeconds(50), concurrency: 2, ids);
        await host.SendAsync(1);
        string id = Assert.Single(ids);

        foreach (IHostedService service in host.Test.Services.GetServices<IHostedService>())
            await service.StopAsync(new CancellationToken(canceled: true));

        Assert.Contains(host.Logs, line => line.StartsWith($"Warning: The host waits no longer for the handler of queue jobs, which still works on 1 messages: {id}. ", StringComparison.Ordinal));
    }

    private static async Task<HandlerHost> StartAsync(TimeSpan hangs, int concurrency, List<string>? ids = null)
    {
        HandlerHost host = await HandlerHost.StartAsync(options => options.Concurrency = concurrency, static builder => builder.Services.AddHealthChecks().AddCmqHandlers());
        host.Work.Do = async (message, _) =>
        {
            ids?.Add(message.MessageId);
            await Task.Delay(hangs, host.Time, CancellationToken.None);
            return Settle.Done;
        };
        return host;
    }

    private static async Task<HealthReportEntry> CheckAsync(HandlerHost host) => (await host.Test.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["cmq"];
}
