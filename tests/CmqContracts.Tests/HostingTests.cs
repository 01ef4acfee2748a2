using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CmqContracts.Tests;

/// <summary>Runs alone in its collection: it sets environment variables of the process.</summary>
[Collection("environment")]
public sealed class HostingTests : IDisposable
{
    private const string Secret = "Zx81SpectrumQLJupiterAce";

    private static readonly string[] Variables = ["CMQ_ENDPOINT", "CMQ_SECRET_ID", "CMQ_SECRET_KEY", "CMQ_TOKEN", "CMQ_REGION"];

    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];

    public HostingTests() => SetEnvironment(null, null, null, null, null);

    public void Dispose() => SetEnvironment(_before);

    [Fact]
    public async Task Configuration_sets_every_option()
    {
        CmqOptions options = await OptionsOf(services => services.AddCmq(Configuration(
            ("Cmq:Endpoint", "https://example.org"), ("Cmq:SecretId", "id"), ("Cmq:SecretKey", Secret), ("Cmq:Token", "token"), ("Cmq:Region", "gz"),
            ("Cmq:Profile", "tdmq"), ("Cmq:SignatureMethod", "HmacSHA1"), ("Cmq:Timeout", "00:00:07"), ("Cmq:Coalescing:Delay", "00:00:00.002"))));

        Assert.Equal(("https://example.org", "id", Secret, "token", "gz"), (options.Endpoint, options.SecretId, options.SecretKey, options.Token, options.Region));
        Assert.Equal((CmqProfile.Tdmq, SignatureMethod.HmacSHA1, TimeSpan.FromSeconds(7)), (options.Profile, options.SignatureMethod, options.Timeout));
        Assert.Equal(TimeSpan.FromMilliseconds(2), options.Coalescing?.Delay);
    }

    [Fact]
    public async Task The_section_itself_may_be_given_under_any_name()
    {
        CmqOptions options = await OptionsOf(services => services.AddCmq(Configuration(("Queues:Orders:Endpoint", "embedded:section")).GetSection("Queues:Orders")));

        Assert.Equal("embedded:section", options.Endpoint);
    }

    [Fact]
    public async Task Settings_at_the_root_of_configuration_are_ignored()
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsOf(services => services.AddCmq(Configuration(("Endpoint", "embedded:root")))));

        Assert.StartsWith("Cmq:Endpoint is not set.", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Endpoint", "nowhere", "Cmq:Endpoint (environment variable CMQ_ENDPOINT) is not an address")]
    [InlineData("SecretKey", " ", "Cmq:SecretKey is empty; set it, or leave it out.")]
    [InlineData("Profile", Secret, "Cmq:Profile is not known; use one of Classic, Tdmq.")]
    [InlineData("Profile", "7", "Cmq:Profile is not known")]
    [InlineData("SignatureMethod", "MD5", "Cmq:SignatureMethod is not known; use one of HmacSHA1, HmacSHA256.")]
    [InlineData("Timeout", "10", "Cmq:Timeout is not a time; write hours:minutes:seconds, 00:00:10 for ten seconds.")]
    [InlineData("Timeout", "-00:00:01", "Cmq:Timeout is -00:00:01; it must be more than zero")]
    public async Task A_wrong_setting_is_named_by_its_path_in_configuration(string key, string value, string expected)
    {
        IConfiguration configuration = Configuration(("Cmq:Endpoint", "https://example.org"), ("Cmq:SecretId", "id"), ("Cmq:SecretKey", Secret), ($"Cmq:{key}", value));

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsOf(services => services.AddCmq(configuration)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> WrongValues
    {
        get
        {
            string[] settings = ["Endpoint", "SecretId", "SecretKey", "Token", "Region", "Profile", "SignatureMethod", "Timeout"];
            string[] values = ["null", "\"\"", "\" \"", "\"\\n\"", "{}", "[]", "{ \"a\": \"b\" }", "[ \"a\" ]", "[ null ]", "\" a\"", "\"a\\n\""];
            (string Setting, string Json)[] rows =
            [
                .. settings.SelectMany(setting => values.Select(wrong => (setting, wrong))),
                .. WrongChoices("Profile", "Classic", "Tdmq"),
                .. WrongChoices("SignatureMethod", "HmacSHA1", "HmacSHA256"),
                .. ((string[])["10", "\"10\"", "\"00:10\"", "\"0:0:10\"", "\"00:00:10 \"", "\" 00:00:10\"", "\"+00:00:10\"", "\"-00:00:10\"", "\"00:00:60\"", "\"00:00:10.\"", "\"1.00:00:1\"", "\"10s\"", "true"]).Select(static wrong => ("Timeout", wrong)),
                .. ((string[])["1", "\"http://h:0\"", "\"http://\u00ad/\"", "\"http://a\u200db/\"", "\"http://\u0300/\""]).Select(static wrong => ("Endpoint", wrong)),
            ];
            TheoryData<string, string> data = [];
            foreach ((string setting, string json) in rows)
                data.Add(setting, json);
            return data;
        }
    }

    private static IEnumerable<(string, string)> WrongChoices(string setting, string first, string second) =>
        ((string[])["0", "1", "true", "\"0\"", "\"+0\"", $"\"{first},{second}\"", $"\"{first}, {second}\"", $"\"{second} \"", $"\"{second}x\""]).Select(wrong => (setting, wrong));

    [Theory]
    [MemberData(nameof(WrongValues))]
    public async Task Whatever_is_wrong_in_a_setting_it_is_refused_by_its_path(string setting, string json)
    {
        using MemoryStream settings = new(System.Text.Encoding.UTF8.GetBytes($$"""{ "Cmq": { "{{setting}}": {{json}} } }"""));
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Cmq:Endpoint"] = "https://example.org", ["Cmq:SecretId"] = "id", ["Cmq:SecretKey"] = Secret }.Where(pair => pair.Key != $"Cmq:{setting}"))
            .AddJsonStream(settings)
            .Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsOf(services => services.AddCmq(configuration)));

        Assert.StartsWith($"Cmq:{setting} ", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "Cmq:Coalescing is empty, and it must be a section with Delay.")]
    [InlineData("{}", "Cmq:Coalescing is empty, and it must be a section with Delay.")]
    [InlineData("true", "Cmq:Coalescing is a single value, and it must be a section with Delay.")]
    [InlineData("""{ "Delay": 1 }""", "Cmq:Coalescing:Delay is not a time; write hours:minutes:seconds, 00:00:10 for ten seconds.")]
    [InlineData("""{ "Delay": "00:00:00" }""", "Cmq:Coalescing:Delay is 00:00:00; it must be more than zero and at most 00:01:00.")]
    [InlineData("""{ "Dealy": "00:00:01" }""", "Cmq:Coalescing:Dealy is no setting of coalescing; did you mean Delay?")]
    public async Task A_wrong_setting_in_a_section_of_the_section_is_named_by_its_path(string json, string expected)
    {
        using MemoryStream settings = new(System.Text.Encoding.UTF8.GetBytes($$"""{ "Cmq": { "Endpoint": "embedded:", "Coalescing": {{json}} } }"""));
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(settings).Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsOf(services => services.AddCmq(configuration)));

        Assert.StartsWith(expected, Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_wrong_settings_are_named_at_once()
    {
        IConfiguration configuration = Configuration(("Cmq:Profile", "7"), ("Cmq:Timeout", "10"), ("Cmq:Token", ""), ("Cmq:Nonce", "x"));

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsOf(services => services.AddCmq(configuration)));

        Assert.Equal(["Cmq:Token", "Cmq:Profile", "Cmq:Timeout", "Cmq:Nonce"], error.Failures.Select(static failure => failure.Split(' ')[0]));
    }

    [Theory]
    [InlineData("00:00:07.5", 7500)]
    [InlineData("00:00:00.0010000", 1)]
    [InlineData("01:00:00", 3_600_000)]
    public async Task A_timeout_may_have_decimals_of_a_second(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), (await OptionsOf(services => services.AddCmq(Configuration(("Cmq:Endpoint", "embedded:"), ("Cmq:Timeout", text))))).Timeout);

    [Theory]
    [InlineData("Endpont", "Cmq:Endpont is no setting of CMQ; did you mean Endpoint? The section 'Cmq' has Endpoint, SecretId, ")]
    [InlineData("secretkye", "Cmq:secretkye is no setting of CMQ; did you mean SecretKey?")]
    [InlineData("Url", "Cmq:Url is no setting of CMQ. The section 'Cmq' has Endpoint, SecretId, ")]
    [InlineData("Key:0", "Cmq:Key is no setting of CMQ. The")]
    [InlineData("a\nforged", "Cmq:a\\u000aforged is no setting of CMQ.")]
    [InlineData("Region:Name", "Cmq:Region must be a single value.")]
    [InlineData("OpenStore", "Cmq:OpenStore cannot be set by configuration; set it in code, with AddCmq(configuration, options => ...).")]
    [InlineData("timeprovider", "Cmq:timeprovider cannot be set by configuration")]
    [InlineData(null, "Cmq is a single value, and it must be a section with Endpoint, ")]
    public async Task An_unknown_setting_is_refused_with_the_one_that_may_be_meant(string? key, string expected)
    {
        IConfiguration configuration = Configuration(("Cmq:Endpoint", "https://example.org"), ("Cmq:SecretId", "id"), ("Cmq:SecretKey", Secret), (key is null ? "Cmq" : $"Cmq:{key}", Secret));

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsOf(services => services.AddCmq(configuration)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_unknown_settings_are_named_with_their_section_whatever_its_name()
    {
        IConfiguration configuration = Configuration(("Queues:Orders:Endpoint", "embedded:section"), ("Queues:Orders:Timout", "00:00:07"), ("Queues:Orders:SecretID", "id"), ("Queues:Orders:Signature", "x"));

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsOf(services => services.AddCmq(configuration.GetSection("Queues:Orders"))));

        Assert.Collection(
            error.Failures,
            failure => Assert.StartsWith("Queues:Orders:Signature is no setting of CMQ; did you mean SignatureMethod? The section 'Queues:Orders' has ", failure, StringComparison.Ordinal),
            failure => Assert.StartsWith("Queues:Orders:Timout is no setting of CMQ; did you mean Timeout?", failure, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_option_can_be_set_by_configuration_or_is_for_code_alone()
    {
        // Coalescing and retries are sections of their own.
        foreach (System.Reflection.PropertyInfo option in typeof(CmqOptions).GetProperties().Where(static option => option.Name is not ("Coalescing" or "Retries")))
        {
            object value = option.PropertyType == typeof(TimeSpan) ? TimeSpan.FromSeconds(7) : option.Name is "Profile" ? CmqProfile.Tdmq : option.Name is "SignatureMethod" ? SignatureMethod.HmacSHA1 : "text";
            CmqOptions options = new();
            Assert.NotEqual(value, option.GetValue(options));
            Exception? error = Record.Exception(() => CmqConfiguration.Bind(Configuration(($"Cmq:{option.Name}", value.ToString()!)), options));
            if (option.Name is "TimeProvider" or "OpenStore" or "LoggerFactory" or "CreateHandler" or "MapName" or "Credentials")
                Assert.StartsWith($"Cmq:{option.Name} cannot be set by configuration", error?.Message, StringComparison.Ordinal);
            else
                Assert.Equal((null, value), (error?.Message, option.GetValue(options)));
        }
    }

    [Fact]
    public async Task The_environment_fills_what_configuration_leaves_open()
    {
        SetEnvironment("https://example.com", "environment id", "environment key", "environment token", "bj");

        CmqOptions options = await OptionsOf(services => services.AddCmq(Configuration(("Cmq:Endpoint", "https://example.org"), ("Cmq:SecretId", "id"))));
        CmqOptions only = await OptionsOf(services => services.AddCmq());
        CmqOptions read = CmqOptions.FromEnvironment();
        await using CmqClient client = CmqClient.FromEnvironment();

        Assert.Equal(("https://example.org", "id", "environment key", null, "bj"), (options.Endpoint, options.SecretId, options.SecretKey, options.Token, options.Region));
        Assert.Equal(("https://example.com", "environment id", "environment key", "environment token", "bj"), (only.Endpoint, only.SecretId, only.SecretKey, only.Token, only.Region));
        Assert.Equal(("https://example.com", "environment id", "environment key", "environment token", "bj"), (read.Endpoint, read.SecretId, read.SecretKey, read.Token, read.Region));
        Assert.False(client.IsEmbedded);
    }

    [Fact]
    public async Task Code_goes_before_configuration_when_it_comes_later()
    {
        CmqOptions options = await OptionsOf(services =>
        {
            services.AddCmq(Configuration(("Cmq:Endpoint", "https://example.org"), ("Cmq:Region", "gz")));
            services.AddCmq(static options => options.Endpoint = "embedded:code");
        });

        Assert.Equal(("embedded:code", "gz"), (options.Endpoint, options.Region));
    }

    [Fact]
    public async Task A_host_does_not_start_with_settings_that_cannot_work()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddCmq(builder.Configuration);
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.StartsWith("Cmq:Endpoint is not set. Set it, or the environment variable CMQ_ENDPOINT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_is_injected_as_client_producer_and_consumer()
    {
        await using ServiceProvider provider = Services(static services => services.AddCmq(Http).AddQueue<Order>().AddQueue<Order>());

        IQueueClient<Order> orders = provider.GetRequiredService<IQueueClient<Order>>();

        Assert.Equal("orders", orders.QueueName);
        Assert.Same(orders, provider.GetRequiredService<IQueueProducer<Order>>());
        Assert.Same(orders, provider.GetRequiredService<IQueueConsumer<Order>>());
        Assert.Same(provider.GetRequiredService<CmqClient>(), Assert.IsType<QueueClient<Order>>(orders).Client);
        Assert.Single(provider.GetServices<IQueueClient<Order>>());
    }

    [Fact]
    public async Task A_topic_is_injected_as_client_and_publisher_and_by_its_key()
    {
        await using ServiceProvider provider = Services(static services => services.AddCmq(Http).AddTopic<Order>().AddTopic<Order>());

        ITopicClient<Order> topic = provider.GetRequiredService<ITopicClient<Order>>();

        Assert.Equal("order-events", topic.TopicName);
        Assert.Same(topic, provider.GetRequiredService<ITopicPublisher<Order>>());
        Assert.Same(topic, provider.GetRequiredKeyedService<ITopicClient<Order>>(typeof(Order)));
        Assert.Same(topic, provider.GetRequiredKeyedService<ITopicPublisher<Order>>(typeof(Order)));
        Assert.Same(provider.GetRequiredService<CmqClient>(), Assert.IsType<TopicClient<Order>>(topic).Client);
        Assert.Single(provider.GetServices<ITopicClient<Order>>());
    }

    [Fact]
    public async Task The_container_closes_the_connections_of_the_client()
    {
        CmqClient client;
        using (ServiceProvider provider = Services(static services => services.AddCmq(Http)))
            client = provider.GetRequiredService<CmqClient>();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Queue("orders").GetAttributesAsync());
    }

    [Fact]
    public async Task Of_two_queues_of_a_message_type_the_first_is_injected()
    {
        await using ServiceProvider provider = Services(static services => services.AddCmq(Http).AddQueue<Order, ConnectTests.ReturnedOrders>().AddQueue<Order>());

        Assert.Equal("returns", provider.GetRequiredService<IQueueClient<Order>>().QueueName);
        Assert.Equal("orders", provider.GetRequiredService<CmqClient>().Queue<Order>().QueueName);
    }

    [Fact]
    public async Task Each_of_two_queues_of_a_message_type_is_injected_by_its_key()
    {
        await using ServiceProvider provider = Services(static services => services.AddCmq(Http).AddQueue<Order>().AddQueue<Order, ConnectTests.ReturnedOrders>());

        IQueueClient<Order> returns = provider.GetRequiredKeyedService<IQueueClient<Order>>(typeof(ConnectTests.ReturnedOrders));

        Assert.Equal("returns", returns.QueueName);
        Assert.Same(returns, provider.GetRequiredKeyedService<IQueueProducer<Order>>(typeof(ConnectTests.ReturnedOrders)));
        Assert.Same(returns, provider.GetRequiredKeyedService<IQueueConsumer<Order>>(typeof(ConnectTests.ReturnedOrders)));
        Assert.Equal("orders", provider.GetRequiredService<IQueueClient<Order>>().QueueName);
        Assert.Same(provider.GetRequiredService<IQueueClient<Order>>(), provider.GetRequiredKeyedService<IQueueClient<Order>>(typeof(Order)));
    }

    [Fact]
    public async Task A_queue_of_the_users_own_is_left_in_place()
    {
        IQueueClient<Order> own = Order.Queue(new RecordingService());
        await using ServiceProvider provider = Services(services =>
        {
            services.AddSingleton(own);
            services.AddCmq().AddQueue<Order>();
        });

        Assert.Same(own, provider.GetRequiredService<IQueueProducer<Order>>());
    }

    [Fact]
    public async Task The_client_uses_the_hosts_clock_and_logs_unless_code_says_otherwise()
    {
        OtherClock clock = new();
        LogList logs = new();
        await using ServiceProvider provider = Services(services => services.AddSingleton<TimeProvider>(clock).AddSingleton(logs.Factory).AddCmq(static options =>
        {
            Http(options);
            options.Endpoint = "http://example.org";
        }));

        CmqOptions options = provider.GetRequiredService<IOptions<CmqOptions>>().Value;
        provider.GetRequiredService<CmqClient>();

        Assert.Same(clock, options.TimeProvider);
        Assert.Single(logs.Lines);

        OtherClock own = new();
        Assert.Same(own, (await OptionsOf(services => services.AddSingleton<TimeProvider>(clock).AddCmq(options =>
        {
            Http(options);
            options.TimeProvider = own;
        }))).TimeProvider);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_directory_comes_from_configuration_and_its_store_from_code_and_the_container_closes_it(bool isSynchronous)
    {
        KeptStores stores = new();
        string directory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        ServiceProvider provider = Services(services =>
            services.AddCmq(Configuration(("Cmq:Endpoint", "embedded:" + directory)), cmq => cmq.OpenStore = stores.Open).AddQueue<Order>());
        Assert.True((await provider.GetRequiredService<IQueueClient<Order>>().EnsureCreatedAsync()).Created);
        if (isSynchronous)
            provider.Dispose();
        else
            await provider.DisposeAsync();

        Assert.Equal(["opened " + directory, "closed " + directory], stores.Events);
    }

    [Fact]
    public async Task A_directory_without_a_store_stops_the_start_with_the_line_to_add()
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsOf(services => services.AddCmq(Configuration(("Cmq:Endpoint", "embedded:./data")))));

        Assert.StartsWith("Cmq:Endpoint (environment variable CMQ_ENDPOINT) names a directory", error.Message, StringComparison.Ordinal);
        Assert.Contains("'OpenStore = SqliteStore.Open'", error.Message, StringComparison.Ordinal);
    }

    private static void Http(CmqOptions options)
    {
        options.Endpoint = "https://example.org";
        options.SecretId = "id";
        options.SecretKey = Secret;
    }

    private static ServiceProvider Services(Action<IServiceCollection> add)
    {
        ServiceCollection services = new();
        add(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private static async Task<CmqOptions> OptionsOf(Action<IServiceCollection> add)
    {
        await using ServiceProvider provider = Services(add);
        return provider.GetRequiredService<IOptions<CmqOptions>>().Value;
    }

    private static IConfigurationRoot Configuration(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.GroupBy(static s => s.Key).Select(static s => KeyValuePair.Create(s.Key, s.Last().Value))).Build();

    private static void SetEnvironment(params string?[] values)
    {
        for (int i = 0; i < values.Length; i++)
            Environment.SetEnvironmentVariable(Variables[i], values[i]);
    }

    private sealed class OtherClock : TimeProvider;
}
