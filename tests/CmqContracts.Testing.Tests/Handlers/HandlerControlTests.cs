using CmqContracts.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>A running handler can be paused and given more workers, and options that cannot work stop the host at its start.</summary>
public sealed class HandlerControlTests
{
    [Fact]
    public async Task A_paused_handler_receives_nothing_until_it_is_resumed()
    {
        await using HandlerHost host = await HandlerHost.StartAsync();
        host.Control.Pause();
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(10));
        await host.SendAsync(1);
        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(host.Work.Begun);

        host.Control.Resume();
        await host.Test.SettleAsync();

        Assert.Equal([1], host.Work.Begun);
    }

    [Fact]
    public async Task The_number_of_workers_changes_while_they_work()
    {
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.Concurrency = 2);
        host.Work.Do = async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(4), host.Time, cancellationToken);
            return Settle.Done;
        };
        await host.SendAsync([.. Enumerable.Range(0, 30)]);
        Assert.Equal(2, host.Work.Begun.Count);

        host.Control.Concurrency = 10;
        await host.Test.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal(10, host.Work.Begun.Count);

        host.Control.Concurrency = 1;
        await host.Test.AdvanceAsync(TimeSpan.FromSeconds(4.1));
        Assert.Equal(11, host.Work.Begun.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Under_load_workers_that_change_pause_and_resume_lose_and_double_no_message_and_are_never_too_many(int seed)
    {
        const int all = 400;
        const int most = 24;
        Random steps = new(seed), times = new(seed);
        int running = 0;
        List<string> wrong = [];
        await using HandlerHost host = await HandlerHost.StartAsync(static options => options.Concurrency = most);
        host.Work.Do = async (message, cancellationToken) =>
        {
            TimeSpan time;
            lock (times)
            {
                running++;
                if (host.Control.IsPaused || running > host.Control.Concurrency)
                    wrong.Add($"Message {message.Body.Number} was begun as one of {running}, when {host.Control.Concurrency} were allowed{(host.Control.IsPaused ? ", and the handler was paused" : "")}.");
                time = TimeSpan.FromMilliseconds(times.Next(50, 3_000));
            }

            await Task.Delay(time, host.Time, cancellationToken);
            lock (times)
                running--;
            return Settle.Done;
        };

        await host.SendAsync([.. Enumerable.Range(0, all)]);
        int changes = 0;
        for (; host.Work.Begun.Count < all; changes++)
        {
            if (changes > 2_000)
                Assert.Fail($"{host.Work.Begun.Count} messages were begun after {changes} changes.");
            switch (steps.Next(5))
            {
                case 0:
                    host.Control.Pause();
                    break;
                case 1:
                    host.Control.Resume();
                    break;
                default:
                    host.Control.Concurrency = steps.Next(1, most + 1);
                    break;
            }

            await host.Test.AdvanceAsync(TimeSpan.FromMilliseconds(steps.Next(1, 1_500)));
        }

        await host.Test.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(wrong);
        Assert.True(changes > 20, $"Only {changes} changes were made under load.");
        Assert.Equal(Enumerable.Range(0, all), host.Work.Begun.Order());
        Assert.Equal(Enumerable.Range(0, all), host.Jobs.Deleted.Select(static job => job.Number).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public async Task A_number_of_workers_outside_the_range_is_refused(int concurrency)
    {
        await using HandlerHost host = await HandlerHost.StartAsync();

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => host.Control.Concurrency = concurrency);
        Assert.StartsWith($"Concurrency of the handler of queue 'jobs' is {concurrency}; it must be 1 to 10000. To stop receiving, pause the handler.", error.Message, StringComparison.Ordinal);
        Assert.Equal(16, host.Control.Concurrency);
    }

    [Fact]
    public async Task Configuration_that_is_loaded_again_changes_the_workers_and_a_wrong_value_does_not()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Handlers:Jobs:Concurrency"] = "3" }).Build();
        LogList logs = new();
        await using CmqTestHost host = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(new Work()).AddSingleton(logs.Factory);
            services.AddCmq().AddHandler<Job, DoJob>(configuration.GetSection("Handlers:Jobs"));
        });
        await host.SettleAsync();
        HandlerControl control = host.Services.GetRequiredService<CmqHandlers>()["JOBS"];
        Assert.Equal(3, control.Concurrency);

        configuration["Handlers:Jobs:Concurrency"] = "5";
        configuration.Reload();
        Assert.Equal(5, control.Concurrency);
        configuration["Handlers:Jobs:Concurrency"] = "0";
        configuration.Reload();

        Assert.Equal(5, control.Concurrency);
        Assert.Contains("Error: The changed options of the handler of queue jobs are not used: Handlers:Jobs:Concurrency is 0; it must be 1 to 10000. To stop receiving, pause the handler.", logs.Lines);
    }

    [Fact]
    public void A_queue_has_one_handler()
    {
        CmqBuilder builder = new ServiceCollection().AddCmq().AddHandler<Job, DoJob>();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => builder.AddHandler<Job, OtherJob>());

        Assert.StartsWith("Queue 'jobs' has the handler DoJob, and OtherJob is added: each message would come to one of them, by chance.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Concurrency", "0", "Jobs:Concurrency is 0; it must be 1 to 10000. To stop receiving, pause the handler.")]
    [InlineData("Concurrency", "many", "Jobs:Concurrency 'many' is not a whole number; it must be 1 to 10000.")]
    [InlineData("Budget", "-00:00:01", "Jobs:Budget is -00:00:01; it must be 00:00:00 to 12:00:00.")]
    [InlineData("Margin", "10", "Jobs:Margin '10' is not a time; write hours:minutes:seconds, 00:00:10 for ten seconds.")]
    [InlineData("Margin", "00:00:29", "Queue 'jobs' has a visibility timeout of 30 s, and Jobs:Margin 00:00:29 and Budget 00:00:00 leave no time to handle a message")]
    [InlineData("Unreadable", "Reject", "Jobs:Unreadable is Reject, and the contract of queue 'jobs' names no dead-letter queue. Name one, or choose Leave or Delete.")]
    [InlineData("Unreadable", "Drop", "Jobs:Unreadable 'Drop' is not known; use one of Leave, Reject, Delete.")]
    [InlineData("EnsureCreated", "yes", "Jobs:EnsureCreated 'yes' is neither true nor false.")]
    [InlineData("Concurency", "4", "Jobs:Concurency is no setting of a handler; did you mean Concurrency?")]
    [InlineData("OrderBy", "Owner", "Jobs:OrderBy cannot be set by configuration; set it in code, with AddHandler(section, options => ...).")]
    public async Task What_cannot_work_stops_the_host_at_its_start_with_the_path_of_the_setting(string name, string value, string expected)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [$"Jobs:{name}"] = value }).Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(new Work());
            services.AddCmq().AddHandler<Job, DoJob>(configuration.GetSection("Jobs"));
        }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_without_handler_is_named_with_those_that_have_one()
    {
        await using HandlerHost host = await HandlerHost.StartAsync();

        ArgumentException error = Assert.Throws<ArgumentException>(() => host.Test.Services.GetRequiredService<CmqHandlers>()["orders"]);

        Assert.StartsWith("Queue 'orders' has no handler in this host; these have one: jobs.", error.Message, StringComparison.Ordinal);
    }

    private sealed class OtherJob : IMessageHandler<Job>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<Job> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done);
    }
}
