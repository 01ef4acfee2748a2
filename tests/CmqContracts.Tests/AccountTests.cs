using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CmqContracts.Tests;

/// <summary>Several accounts of one host. It sets environment variables of the process.</summary>
[Collection("environment")]
public sealed class AccountTests : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable("CMQ_ENDPOINT");

    public AccountTests() => Environment.SetEnvironmentVariable("CMQ_ENDPOINT", "embedded:accounts-environment");

    public void Dispose() => Environment.SetEnvironmentVariable("CMQ_ENDPOINT", _before);

    [Fact]
    public async Task Each_account_has_clients_queues_and_topics_of_its_own_by_its_name()
    {
        await using ServiceProvider provider = Services(static services =>
        {
            services.AddCmq(static cmq => cmq.Endpoint = "embedded:accounts-default").AddQueue<Order>().AddTopic<Order>();
            services.AddCmq("eu", static cmq => cmq.Endpoint = "embedded:accounts-eu").AddQueue<Order>().AddTopic<Order>();
            services.AddCmq("us", static cmq => cmq.Endpoint = "embedded:accounts-us").AddQueue<Order>().AddTopic<Order>();
        });

        foreach (string account in (string[])["eu", "us"])
        {
            CmqClient client = provider.GetRequiredKeyedService<CmqClient>(account);
            IQueueClient<Order> queue = provider.GetRequiredKeyedService<IQueueClient<Order>>(account);
            ITopicClient<Order> topic = provider.GetRequiredKeyedService<ITopicClient<Order>>(account);
            Assert.Same(client, Assert.IsType<QueueClient<Order>>(queue).Client);
            Assert.Same(client, Assert.IsType<TopicClient<Order>>(topic).Client);
            Assert.Same(queue, provider.GetRequiredKeyedService<IQueueProducer<Order>>(account));
            Assert.Same(queue, provider.GetRequiredKeyedService<IQueueConsumer<Order>>(account));
            Assert.Same(topic, provider.GetRequiredKeyedService<ITopicPublisher<Order>>(account));
            await queue.EnsureCreatedAsync();
            await queue.SendAsync(new Order(account, 1));
        }

        Assert.Equal("eu", (await provider.GetRequiredKeyedService<IQueueClient<Order>>("eu").ReceiveAsync())?.Body.Id);
        Assert.Equal("us", (await provider.GetRequiredKeyedService<IQueueClient<Order>>("us").ReceiveAsync())?.Body.Id);
        Assert.True((await Assert.ThrowsAsync<CmqServiceException>(() => provider.GetRequiredService<IQueueClient<Order>>().GetAttributesAsync())).Is(CmqErrors.QueueDoesNotExist));
    }

    [Fact]
    public async Task Of_two_queues_of_a_message_type_the_first_has_the_name_and_the_client_has_both()
    {
        await using ServiceProvider provider = Services(static services =>
            services.AddCmq("eu", static cmq => cmq.Endpoint = "embedded:accounts-bindings").AddQueue<Order>().AddQueue<Order, ConnectTests.ReturnedOrders>());

        Assert.Equal("orders", provider.GetRequiredKeyedService<IQueueClient<Order>>("eu").QueueName);
        Assert.Equal("returns", provider.GetRequiredKeyedService<CmqClient>("eu").Queue<Order, ConnectTests.ReturnedOrders>().QueueName);
        Assert.Null(provider.GetService<IQueueClient<Order>>());
        Assert.Null(provider.GetService<CmqClient>());
    }

    [Fact]
    public async Task An_account_comes_from_a_section_of_its_own_and_from_code()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Queues:Europe:Endpoint"] = "embedded:accounts-section",
            ["Queues:Europe:Region"] = "eu",
            ["Queues:Asia:Endpoint"] = "embedded:accounts-asia",
        }).Build();
        await using ServiceProvider provider = Services(services =>
        {
            services.AddCmq("eu", configuration.GetSection("Queues:Europe"), static cmq => cmq.MapName = static name => "eu-" + name).AddQueue<Order>();
            services.AddCmq("asia", configuration.GetSection("Queues:Asia")).AddQueue<Order>();
        });
        IOptionsMonitor<CmqOptions> options = provider.GetRequiredService<IOptionsMonitor<CmqOptions>>();

        Assert.Equal(("embedded:accounts-section", "eu"), (options.Get("eu").Endpoint, options.Get("eu").Region));
        Assert.Equal(("embedded:accounts-asia", null), (options.Get("asia").Endpoint, options.Get("asia").Region));
        Assert.Equal("eu-orders", provider.GetRequiredKeyedService<IQueueClient<Order>>("eu").QueueName);
        Assert.Equal("orders", provider.GetRequiredKeyedService<IQueueClient<Order>>("asia").QueueName);
    }

    [Fact]
    public async Task An_account_with_a_name_takes_nothing_from_the_environment()
    {
        await using ServiceProvider provider = Services(static services =>
        {
            services.AddCmq();
            services.AddCmq("eu", static _ => { });
            services.AddCmq("us", new ConfigurationBuilder().Build().GetSection("Queues:America"));
        });

        Assert.Equal("embedded:accounts-environment", provider.GetRequiredService<IOptions<CmqOptions>>().Value.Endpoint);
        Assert.StartsWith("CmqOptions.Endpoint of account 'eu' is not set. Set it to the address of the service,", Failure("eu"), StringComparison.Ordinal);
        Assert.StartsWith("Queues:America:Endpoint is not set. Set it to the address of the service,", Failure("us"), StringComparison.Ordinal);

        string Failure(string account) => Assert.Single(Assert.Throws<OptionsValidationException>(() => provider.GetRequiredKeyedService<CmqClient>(account)).Failures);
    }

    [Fact]
    public async Task A_host_does_not_start_with_an_account_that_cannot_work()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddCmq();
        builder.Services.AddCmq("eu", static cmq => cmq.Endpoint = "https://example.org");
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(
            ["CmqOptions.SecretId of account 'eu' is not set, and requests to this endpoint are signed. Set it to the id of your key.", "CmqOptions.SecretKey of account 'eu' is not set, and requests to this endpoint are signed. Set it to your key."],
            error.Failures);
    }

    [Fact]
    public async Task A_decorator_is_its_accounts_alone()
    {
        RecordingService eu = new(), other = new();
        await using ServiceProvider provider = Services(services =>
        {
            services.AddSingleton(other);
            services.AddCmq().AddQueue<Order>().Use(static (provider, _) => provider.GetRequiredService<RecordingService>());
            services.AddCmq("eu", static cmq => cmq.Endpoint = "embedded:accounts-decorated").AddQueue<Order>().Use(_ => eu);
        });

        await provider.GetRequiredKeyedService<IQueueClient<Order>>("eu").SendAsync(new Order("eu", 1));
        await provider.GetRequiredService<IQueueClient<Order>>().SendAsync(new Order("default", 1));

        Assert.Equal(["eu:1"], eu.SentBodies);
        Assert.Equal(["default:1"], other.SentBodies);
    }

    [Fact]
    public void The_container_closes_the_clients_of_all_accounts()
    {
        KeptStores stores = new();
        string directory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (ServiceProvider provider = Services(services => services.AddCmq("eu", cmq =>
        {
            cmq.Endpoint = "embedded:" + directory;
            cmq.OpenStore = stores.Open;
        })))
        {
            provider.GetRequiredKeyedService<CmqClient>("eu");
        }

        Assert.Equal(["opened " + directory, "closed " + directory], stores.Events);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_account_has_a_name(string? name)
    {
        ServiceCollection services = new();
        Assert.ThrowsAny<ArgumentException>(() => services.AddCmq(name!, static _ => { }));
        Assert.ThrowsAny<ArgumentException>(() => services.AddCmq(name!, new ConfigurationBuilder().Build().GetSection("a")));
    }

    private static ServiceProvider Services(Action<IServiceCollection> add)
    {
        ServiceCollection services = new();
        add(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
