using CmqContracts.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Handlers;

/// <summary>Handlers of queues whose names are mapped, and of several accounts.</summary>
public sealed class HandlerNameTests
{
    [Fact]
    public async Task A_handler_of_a_mapped_queue_is_found_and_configured_by_the_name_of_its_contract()
    {
        Work work = new();
        LogList logs = new();
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Jobs:Concurrency"] = "3" }).Build();
        await using CmqTestHost host = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(work).AddSingleton(logs.Factory);
            services.AddCmq(static cmq => cmq.MapName = static name => "staging-" + name).AddHandler<Job, DoJob>(configuration.GetSection("Jobs"));
        });
        await host.SettleAsync();

        await host.Queue<Job>().Client.SendAsync(new Job(1));
        await host.SettleAsync();

        HandlerControl control = host.Services.GetRequiredService<CmqHandlers>()["jobs"];
        Assert.Equal(("jobs", "staging-jobs", 3, 1L), (control.Name, control.QueueName, control.Concurrency, control.Handled));
        Assert.Contains("Information: Created queue staging-jobs.", logs.Lines);
    }

    [Fact]
    public async Task Handlers_of_one_queue_in_two_accounts_are_told_apart_by_the_account()
    {
        Work work = new();
        await using CmqTestHost host = await CmqTestHost.StartAsync(services =>
        {
            services.AddSingleton(work);
            services.AddCmq().AddHandler<Job, DoJob>(static options => options.Concurrency = 2);
            services.AddCmq("eu", static _ => { }).AddContracts().AddHandler<Job, DoJob>(static options => options.Concurrency = 5);
        });
        CmqHandlers handlers = host.Services.GetRequiredService<CmqHandlers>();
        await host.SettleAsync();

        await host.Services.GetRequiredKeyedService<IQueueProducer<Job>>("eu").SendAsync(new Job(1));
        await host.SettleAsync();

        Assert.Equal((2, 0L), (handlers["jobs"].Concurrency, handlers["jobs"].Handled));
        Assert.Equal((5, 1L), (handlers["eu/jobs"].Concurrency, handlers["eu/jobs"].Handled));
        Assert.Equal("jobs", handlers["eu/jobs"].QueueName);
        Assert.Empty(host.Queue<Job>().Sent);
    }

    [Fact]
    public void A_queue_has_one_handler_in_each_account()
    {
        ServiceCollection services = new();
        CmqBuilder eu = services.AddCmq("eu", static _ => { }).AddHandler<Job, DoJob>();

        Assert.StartsWith("Queue 'eu/jobs' has the handler DoJob", Assert.Throws<InvalidOperationException>(() => eu.AddHandler<Job, DoJob>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_queues_with_handlers_that_are_one_in_an_environment_are_refused_at_the_start()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => CmqTestHost.StartAsync(static services => services
            .AddSingleton(new Work())
            .AddCmq(static cmq => cmq.MapName = static _ => "same")
            .AddHandler<Job, DoJob>()
            .AddHandler<HandleText>("texts")));

        Assert.StartsWith("Queues 'jobs' and 'texts' are both 'same' here, as CmqOptions.MapName says", error.Message, StringComparison.Ordinal);
    }

    private sealed class HandleText : IMessageHandler<ReadOnlyMemory<byte>>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<ReadOnlyMemory<byte>> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done);
    }
}
