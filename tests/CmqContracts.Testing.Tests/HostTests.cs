using CmqContracts.Testing.Tests.Envelopes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CmqContracts.Testing.Tests;

/// <summary>A test host runs the registrations of a program as they are, against a broker of its own.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task A_started_host_has_the_queues_of_its_handlers()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq().AddHandler<Fragile, HandleFragile>());

        await host.Queue<Fragile>().Client.SendAsync(new Fragile(1));
        await host.SettleAsync();

        Assert.Single(host.Queue<Fragile>().Deleted);
    }

    [Fact]
    public async Task A_host_that_does_not_settle_at_its_start_names_the_service()
    {
        CmqTestException error = await Assert.ThrowsAsync<CmqTestException>(() => CmqTestHost.StartAsync(
            static services => services.AddHostedService<Blocking>(), new CmqTestOptions { SettleTimeout = TimeSpan.FromMilliseconds(100) }));

        Assert.Contains("Background service 'Blocking' is running", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registrations_for_production_need_no_change()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Cmq:Endpoint"] = "https://cmq-gz.public.tencenttdmq.com" }).Build();
        await using CmqTestHost host = await CmqTestHost.StartAsync(services => services.AddCmq(configuration).AddQueue<Order>());
        IQueueClient<Order> orders = host.Services.GetRequiredService<IQueueClient<Order>>();

        await orders.EnsureCreatedAsync();
        await orders.SendAsync(new Order(1));

        Assert.Equal([new Order(1)], host.Queue<Order>().Sent);
        Assert.Equal(CmqProfile.Tdmq, host.Services.GetRequiredService<CmqClient>().Limits.Profile);
    }

    [Fact]
    public async Task A_program_without_any_setting_runs()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq().AddQueue<Order>());

        Assert.True((await host.Queue<Order>().Client.EnsureCreatedAsync()).Created);
    }

    [Fact]
    public async Task Decorators_stay_in_front_of_the_faults()
    {
        int sends = 0;
        await using CmqTestHost host = await CmqTestHost.StartAsync(services => services.AddCmq().AddQueue<Order>().Use(inner => new SendCounter(inner, () => sends++)));
        await host.Queue<Order>().Client.EnsureCreatedAsync();
        host.Faults.Next(CmqCalls.Send).NotSent();

        await Assert.ThrowsAsync<CmqUnavailableException>(() => host.Queue<Order>().Client.SendAsync(new Order(1)));

        Assert.Equal(1, sends);
    }

    [Fact]
    public async Task Two_hosts_have_a_broker_each()
    {
        await using CmqTestHost first = await CmqTestHost.StartAsync(static services => services.AddCmq().AddQueue<Order>());
        await using CmqTestHost second = await CmqTestHost.StartAsync(static services => services.AddCmq().AddQueue<Order>());

        await first.Queue<Order>().Client.EnsureCreatedAsync();

        await Assert.ThrowsAsync<CmqServiceException>(() => second.Queue<Order>().Client.SendAsync(new Order(1)));
    }

    [Fact]
    public async Task The_clock_is_the_time_of_every_service()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddSingleton(TimeProvider.System).AddCmq());
        DateTimeOffset start = host.Services.GetRequiredService<TimeProvider>().GetUtcNow();

        await host.AdvanceAsync(TimeSpan.FromDays(400));

        Assert.Equal(TimeSpan.FromDays(400), host.Services.GetRequiredService<TimeProvider>().GetUtcNow() - start);
    }

    [Fact]
    public async Task A_clock_of_the_tests_own_can_settle_and_not_be_advanced()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq(), new CmqTestOptions { TimeProvider = TimeProvider.System });

        await host.SettleAsync();

        CmqTestException error = await Assert.ThrowsAsync<CmqTestException>(() => host.AdvanceAsync(TimeSpan.FromSeconds(1)));
        Assert.StartsWith("The host's clock is a SystemTimeProvider, which only the test can move", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Published_messages_are_listed_and_arrive_in_the_queues_of_subscriptions()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq().AddTopic<News>());
        TestTopic<News> news = host.Topic<News>();
        await host.Queue("inbox").Client.EnsureCreatedAsync();
        await news.Client.EnsureCreatedAsync();
        await news.Client.SubscribeAsync(Subscription.ToQueue("s", "inbox"));

        await news.Client.PublishAsync(new News("x"));
        await host.SettleAsync();

        Assert.Equal([new News("x")], news.Published);
        Assert.Single(await host.Queue("inbox").PeekAsync());
        Assert.Empty(host.Queue("inbox").Sent);
    }

    [Fact]
    public async Task Records_can_be_cleared()
    {
        await using CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq().AddQueue<Order>());
        await host.Queue<Order>().Client.EnsureCreatedAsync();
        await host.Queue<Order>().Client.SendAsync(new Order(1));

        host.ClearRecords();

        Assert.Empty(host.Queue<Order>().Sent);
        Assert.Single(await host.Queue<Order>().PeekAsync());
    }

    [Fact]
    public async Task A_service_that_fails_is_reported_as_in_any_host()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(static () => CmqTestHost.StartAsync(static services => services.AddHostedService<Failing>()));
        Assert.Equal("Not today.", error.Message);
    }

    [Fact]
    public async Task A_host_that_something_else_builds_is_a_test_host_too()
    {
        await using CmqTestHost test = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCmq().AddQueue<Order>();
        test.AddTo(builder.Services);
        using IHost host = builder.Build();
        await host.StartAsync();

        await host.Services.GetRequiredService<IQueueClient<Order>>().EnsureCreatedAsync();
        await test.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Same(host.Services.GetRequiredService<CmqClient>(), test.Services.GetRequiredService<CmqClient>());
        await host.StopAsync();
    }

    [Fact]
    public async Task What_a_service_owns_is_disposed_with_the_host()
    {
        Disposed disposed = new();
        CmqTestHost host = await CmqTestHost.StartAsync(services => services.AddSingleton(disposed).AddHostedService<Owner>());

        await host.DisposeAsync();

        Assert.True(disposed.Value);
    }

    [Fact]
    public void Options_that_cannot_work_are_refused_by_name()
    {
        Assert.Equal("options.TimeProvider", Assert.Throws<ArgumentNullException>(static () => new CmqTestHost(new CmqTestOptions { TimeProvider = null! })).ParamName);
        Assert.Equal("options.SettleTimeout", Assert.Throws<ArgumentOutOfRangeException>(static () => new CmqTestHost(new CmqTestOptions { SettleTimeout = TimeSpan.Zero })).ParamName);
    }

    private sealed class SendCounter(ICmqService inner, Action count) : DelegatingCmqService(inner)
    {
        public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
        {
            count();
            return base.SendMessagesAsync(request, cancellationToken);
        }
    }

    private sealed class Failing : BackgroundService
    {
        public override Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Not today.");

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }

    private sealed class Blocking : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            stoppingToken.WaitHandle.WaitOne();
            return Task.CompletedTask;
        }
    }

    private sealed class HandleFragile : IMessageHandler<Fragile>
    {
        public Task<Settle> HandleAsync(ReceivedMessage<Fragile> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done);
    }

    private sealed class Disposed
    {
        public bool Value { get; set; }
    }

    private sealed class Owner(Disposed disposed) : IHostedService, IAsyncDisposable
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync()
        {
            disposed.Value = true;
            return ValueTask.CompletedTask;
        }
    }
}
