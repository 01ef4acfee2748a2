using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A handler never ends, whatever the service answers, and says how it is doing.</summary>
public sealed class HandlerOutageTests
{
    [Fact]
    public async Task What_passes_is_waited_out_with_growing_pauses_and_said_once()
    {
        List<TimeSpan> polls = [];
        await using HandlerHost host = await HandlerHost.StartAsync(add: builder => AddHealth(builder).Use((services, inner) => new PollTimes(inner, services.GetRequiredService<TimeProvider>(), polls)));
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10));
        FaultRule fault = host.Test.Faults.Some(CmqCalls.Receive, share: 1);
        fault.Throttle();
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(host)).Status);
        polls.Clear();

        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(5));
        host.Test.Faults.Clear();
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Contains(TimeSpan.FromMinutes(1), polls.Zip(polls.Skip(1), static (one, next) => next - one));
        Assert.True(polls.Count < 20, $"{polls.Count} polls in 6 minutes");
        Assert.Single(host.Logs, static line => line.StartsWith("Warning: Queue jobs cannot be read. It is tried again, at least once a minute: ", StringComparison.Ordinal));
        Assert.Single(host.Logs, static line => line.StartsWith("Information: Queue jobs is read again, after ", StringComparison.Ordinal));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
        await host.SendAsync(1);
        Assert.Single(host.Jobs.Deleted);
    }

    [Fact]
    public async Task When_the_tries_of_the_client_are_exhausted_the_handler_pauses_and_does_not_multiply_them()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(options: new CmqTestOptions { UseRetries = true });
        host.Test.Faults.Some(CmqCalls.Receive, share: 1).NotSent();

        // The poll under way ends; then there are pauses of 1, 2, 4, 8, 16 and 32 s.
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10 + 50));
        int tries = host.Test.Faults.Injected.Count;
        host.Test.Faults.Clear();
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.SendAsync(1);

        Assert.Equal(6 * new CmqRetryOptions().MaxAttempts, tries);
        Assert.Single(host.Jobs.Deleted);
        Assert.Single(host.Logs, static line => line.StartsWith("Warning: Queue jobs cannot be read. It is tried again, at least once a minute: ", StringComparison.Ordinal));
        Assert.Single(host.Logs, static line => line.StartsWith("Information: Queue jobs is read again, after ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_queue_is_an_error_once_and_the_handler_goes_on_when_it_is_there()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.EnsureCreated = false, static builder => AddHealth(builder));
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(3));
        HealthReportEntry health = await CheckAsync(host);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("4440/10100", (string)health.Data["jobs.failure"], StringComparison.Ordinal);
        Assert.True(host.Control.NeedsMending);

        await host.Jobs.Client.EnsureCreatedAsync();
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.SendAsync(1);

        Assert.Single(host.Jobs.Deleted);
        Assert.Single(host.Logs, static line => line.StartsWith("Error: Queue jobs cannot be read, and waiting will not mend that: ", StringComparison.Ordinal));
        Assert.Single(host.Logs, static line => line.StartsWith("Information: Queue jobs is read again", StringComparison.Ordinal));
        health = await CheckAsync(host);
        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.IsType<DateTimeOffset>(health.Data["jobs.lastAnswerAt"]);
    }

    [Fact]
    public async Task A_queue_that_is_gone_is_created_again_by_its_contract()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(add: static builder => AddHealth(builder));
        await host.Jobs.Client.DeleteQueueAsync();
        await host.Test.SettleAsync();
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(host)).Status);

        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
        await host.SendAsync(1);

        Assert.Single(host.Jobs.Deleted);
        Assert.Equal(30, (await host.Jobs.Client.GetAttributesAsync()).VisibilityTimeout);
        Assert.Single(host.Logs, static line => line.StartsWith("Warning: Queue jobs cannot be read. It is tried again, at least once a minute: ", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_queue_that_stays_gone_is_asked_for_with_growing_pauses()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(add: static builder => AddHealth(builder));
        FaultRule fault = host.Test.Faults.Some(CmqCalls.Receive, share: 1);
        fault.Refuse(CmqErrors.QueueDoesNotExist);

        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.InRange(host.Test.Faults.Injected.Count, 10, 20);
        Assert.Single(host.Logs, static line => line.StartsWith("Warning: Queue jobs cannot be read. ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_queue_that_is_gone_and_may_not_be_created_is_used_when_it_is_there_again()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.EnsureCreated = false, static builder => AddHealth(builder));
        await host.Jobs.Client.EnsureCreatedAsync();
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.Jobs.Client.DeleteQueueAsync();
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Status);

        await host.Jobs.Client.EnsureCreatedAsync();
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.SendAsync(1);

        Assert.Single(host.Jobs.Deleted);
    }

    [Fact]
    public async Task Without_the_right_to_create_or_to_read_attributes_it_goes_on_if_the_queue_is_there()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(add: static builder => builder.Use(static inner => new MayOnlyReceive(inner)));
        await CmqClient.Over(((MayOnlyReceive)host.Test.Services.GetRequiredService<CmqClient>().Service).Real).Queue<Job>().EnsureCreatedAsync();
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(1));

        await host.SendAsync(1);

        Assert.Single(host.Jobs.Deleted);
        Assert.Contains(host.Logs, static line => line.StartsWith("Information: Queue jobs may not be created with this key, and is used if it is there: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exception_of_a_decorator_ends_no_handler()
    {
        bool fails = true;
        await using HandlerHost host = await HandlerHost.StartAsync(add: builder => builder.Use(inner => new Failing(inner, () => fails)));
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.IsType<InvalidTimeZoneException>(host.Control.Failure);
        Assert.Contains(host.Logs, static line => line.Contains("Nobody knows the zone. It is tried again", StringComparison.Ordinal));

        fails = false;
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.SendAsync(1);

        Assert.Single(host.Jobs.Deleted);
        Assert.Contains(host.Logs, static line => line.Contains("System.InvalidTimeZoneException", StringComparison.Ordinal));
    }

    private static CmqBuilder AddHealth(CmqBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCmqHandlers();
        return builder;
    }

    private static async Task<HealthReportEntry> CheckAsync(HandlerHost host) => (await host.Test.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["cmq"];

    private sealed class PollTimes(ICmqService inner, TimeProvider time, List<TimeSpan> polls) : DelegatingCmqService(inner)
    {
        public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
        {
            polls.Add(time.GetElapsedTime(0));
            return base.ReceiveMessagesAsync(request, cancellationToken);
        }
    }

    private sealed class MayOnlyReceive(ICmqService inner) : DelegatingCmqService(inner)
    {
        public ICmqService Real => Inner;

        public override ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default) => throw new CmqServiceException(CmqErrors.NoCamAuthentication);

        public override ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default) => throw new CmqServiceException(CmqErrors.NoCamAuthentication);
    }

    private sealed class Failing(ICmqService inner, Func<bool> fails) : DelegatingCmqService(inner)
    {
        public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default) =>
            fails() ? throw new InvalidTimeZoneException("Nobody knows the zone") : base.ReceiveMessagesAsync(request, cancellationToken);
    }
}
