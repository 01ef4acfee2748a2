using Microsoft.Extensions.Options;

namespace CmqContracts.Tests;

public sealed class ConnectTests
{
    private const string Secret = "Zx81SpectrumQLJupiterAce";

    [Theory]
    [InlineData("https://cmq-gz.public.tencenttdmq.com", CmqProfile.Tdmq, true)]
    [InlineData("http://gz.mqadapter.cmq.tencentyun.com/", CmqProfile.Tdmq, true)]
    [InlineData("https://cmq-queue-gz.api.qcloud.com", CmqProfile.Tdmq, true)]
    [InlineData("http://CMQ-queue-bj.api.tencentyun.com", CmqProfile.Tdmq, true)]
    [InlineData("http://127.0.0.1:8600", CmqProfile.Classic, false)]
    [InlineData("https://tencenttdmq.com.example.org", CmqProfile.Classic, false)]
    [InlineData(" https://queues.example.org:8443/base ", CmqProfile.Classic, false)]
    public async Task The_limits_follow_from_the_endpoint(string endpoint, CmqProfile profile, bool strict)
    {
        await using CmqClient client = CmqClient.Connect(Options(endpoint));

        Assert.Equal((profile, strict), (client.Limits.Profile, client.Limits.IsStrict));
        Assert.False(client.IsEmbedded);
    }

    [Theory]
    [InlineData("https://cmq-queue-gz.api.qcloud.com", "https://cmq-gz.public.tencenttdmq.com")]
    [InlineData("https://cmq-gz.public.tencenttdmq.com", null)]
    public async Task An_address_of_the_service_that_ended_is_warned_about_with_the_new_one(string endpoint, string? successor)
    {
        LogList logs = new();
        CmqOptions options = Options(endpoint);
        options.LoggerFactory = logs.Factory;
        await using CmqClient client = CmqClient.Connect(options);

        if (successor is null)
            Assert.Empty(logs.Lines);
        else
            Assert.EndsWith($"set the endpoint to {successor}.", Assert.Single(logs.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CmqProfile.Classic, 65_536)]
    [InlineData(CmqProfile.Tdmq, 1_048_576)]
    public async Task A_profile_that_is_set_goes_before_the_endpoint_and_has_its_documented_limits(CmqProfile profile, int batchBytes)
    {
        CmqOptions options = Options("https://cmq-gz.public.tencenttdmq.com");
        options.Profile = profile;
        await using CmqClient client = CmqClient.Connect(options);

        Assert.True(client.Limits.IsStrict);
        Assert.Equal(batchBytes, client.Limits.BatchBytes.Maximum);
    }

    [Theory]
    [InlineData("http://queues.example.org:8600", true)]
    [InlineData("https://queues.example.org", false)]
    [InlineData("http://localhost:8600", false)]
    [InlineData("http://127.0.0.1:8600", false)]
    [InlineData("http://[::1]:8600", false)]
    public async Task Plain_http_over_a_network_is_warned_about(string endpoint, bool warns)
    {
        LogList logs = new();
        CmqOptions options = Options(endpoint);
        options.LoggerFactory = logs.Factory;
        await using CmqClient client = CmqClient.Connect(options);

        Assert.Equal(warns, logs.Lines.Count == 1);
        Assert.All(logs.Lines, static line => Assert.StartsWith("Warning: Requests to queues.example.org travel over plain http", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "CmqOptions.Endpoint is not set. Set it, or the environment variable CMQ_ENDPOINT, to the address")]
    [InlineData("  ", "CmqOptions.Endpoint is not set.")]
    [InlineData("127.0.0.1:8600", "CmqOptions.Endpoint (environment variable CMQ_ENDPOINT) is not an address; write http://host:port")]
    [InlineData("ftp://example.org", "is not an address")]
    [InlineData("http://", "is not an address")]
    [InlineData("http://example.org:0", "is not an address")]
    [InlineData("http://\u00ad/", "is not an address")]
    [InlineData("http://a\u200db/", "is not an address")]
    [InlineData("embedded", "is not an address; write http://host:port, https://host, or 'embedded:'")]
    [InlineData("https://AKID:" + Secret + "@example.org", "keys belong into SecretId and SecretKey")]
    [InlineData("https://example.org/?key=" + Secret, "has a part after '?' or '#'")]
    [InlineData(Secret, "is not an address")]
    [InlineData("embedded:./data", "CmqOptions.Endpoint (environment variable CMQ_ENDPOINT) names a directory, and no store is set that keeps queues in one. Add the package CmqContracts.Sqlite, and the line 'OpenStore = SqliteStore.Open' to the options; 'embedded:' and 'embedded:name' keep queues in memory.")]
    [InlineData("embedded:./da\0ta", "names a directory with a character that no directory can have")]
    [InlineData("embedded:/var/cmq", "names a directory")]
    [InlineData("embedded:C:\\cmq", "names a directory")]
    [InlineData("EMBEDDED:..", "names a directory")]
    [InlineData("embedded:~/queues", "CmqOptions.Endpoint (environment variable CMQ_ENDPOINT) begins with '~', which is the home directory for a shell only; write the directory's full path, or 'embedded:./~' for a directory of that name.")]
    [InlineData("embedded: ~", "begins with '~'")]
    [InlineData("embedded:~me/queues", "begins with '~'")]
    [InlineData("embedded:~\\queues", "begins with '~'")]
    public void An_endpoint_that_is_not_valid_is_refused_with_the_setting_the_variable_and_the_fix(string? endpoint, string expected)
    {
        OptionsValidationException error = Refused(Options(endpoint));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, Secret, "CmqOptions.SecretId is not set, and requests to this endpoint are signed. Set it, or the environment variable CMQ_SECRET_ID, to the id of your key.")]
    [InlineData("AKID", null, "CmqOptions.SecretKey is not set, and requests to this endpoint are signed. Set it, or the environment variable CMQ_SECRET_KEY, to your key.")]
    public void An_incomplete_key_pair_names_the_missing_setting(string? id, string? key, string expected)
    {
        OptionsValidationException error = Refused(new CmqOptions { Endpoint = "https://example.org", SecretId = id, SecretKey = key });

        Assert.Equal([expected], error.Failures);
    }

    [Fact]
    public void All_faults_of_the_options_are_reported_at_once()
    {
        OptionsValidationException error = Refused(new CmqOptions
        {
            Endpoint = "https://example.org", Profile = (CmqProfile)7, SignatureMethod = (SignatureMethod)9, Timeout = Timeout.InfiniteTimeSpan, TimeProvider = null!,
        });

        Assert.Equal(
            ["CmqOptions.SecretId", "CmqOptions.SecretKey", "CmqOptions.Profile", "CmqOptions.SignatureMethod", "CmqOptions.Timeout", "CmqOptions.TimeProvider"],
            error.Failures.Select(static failure => failure.Split(' ')[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3601)]
    public void A_timeout_has_a_range(int seconds)
    {
        CmqOptions options = Options("https://example.org");
        options.Timeout = TimeSpan.FromSeconds(seconds);

        Assert.StartsWith("CmqOptions.Timeout is ", Assert.Single(Refused(options).Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/base", "CMQ at https://example.org/base")]
    [InlineData("embedded:Tests", "CMQ at embedded:Tests")]
    [InlineData("embedded:./data", "CMQ at embedded:./data")]
    [InlineData("https://AKID:" + Secret + "@example.org", "CMQ (endpoint cannot be read)")]
    [InlineData("https://example.org/?key=" + Secret, "CMQ (endpoint cannot be read)")]
    [InlineData(Secret, "CMQ (endpoint cannot be read)")]
    [InlineData(null, "CMQ (no endpoint)")]
    public void Options_print_the_endpoint_and_never_a_key(string? endpoint, string expected) => Assert.Equal(expected, Options(endpoint).ToString());

    [Fact]
    public void The_environment_fills_what_is_not_set_and_never_mixes_a_token_with_another_key()
    {
        Dictionary<string, string> environment = new()
        {
            ["CMQ_ENDPOINT"] = "https://example.org", ["CMQ_SECRET_ID"] = "id", ["CMQ_SECRET_KEY"] = Secret, ["CMQ_TOKEN"] = "token", ["CMQ_REGION"] = "gz",
        };
        CmqOptions all = new();
        CmqOptions own = new() { Endpoint = "embedded:", SecretId = "mine", SecretKey = "my key" };

        all.FillFrom(environment.GetValueOrDefault);
        own.FillFrom(environment.GetValueOrDefault);
        CmqOptions none = new();
        none.FillFrom(static _ => "");

        Assert.Equal(("https://example.org", "id", Secret, "token", "gz"), (all.Endpoint, all.SecretId, all.SecretKey, all.Token, all.Region));
        Assert.Equal(("embedded:", "mine", "my key", null, "gz"), (own.Endpoint, own.SecretId, own.SecretKey, own.Token, own.Region));
        Assert.Equal((null, null, null, null, null), (none.Endpoint, none.SecretId, none.SecretKey, none.Token, none.Region));
    }

    [Theory]
    [InlineData("CMQ_ENDPOINT", " https://example.org")]
    [InlineData("CMQ_SECRET_ID", "id ")]
    [InlineData("CMQ_SECRET_KEY", Secret + "\n")]
    [InlineData("CMQ_TOKEN", " ")]
    [InlineData("CMQ_REGION", "\t")]
    public void White_space_in_a_variable_is_refused_by_its_name(string variable, string value)
    {
        Dictionary<string, string> environment = new() { ["CMQ_ENDPOINT"] = "https://example.org", ["CMQ_SECRET_ID"] = "id", [variable] = value };

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => new CmqOptions().FillFrom(environment.GetValueOrDefault));

        Assert.StartsWith($"The environment variable {variable} ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_was_passed_in_is_not_disposed()
    {
        await using DisposableService service = new();
        CmqClient client = CmqClient.Over(service, CmqLimits.Tdmq);
        Assert.Same(service, client.Service);

        await client.DisposeAsync();
        await client.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => client.Service);
        Assert.Same(CmqLimits.Tdmq, client.Limits);
        Assert.False(service.IsDisposed);
        Assert.Same(CmqLimits.Classic, CmqClient.Over(service).Limits);
    }

    [Fact]
    public async Task A_queue_comes_from_its_message_type_or_from_a_binding()
    {
        await using CmqClient client = CmqClient.Over(new RecordingService());

        Assert.Equal("orders", client.Queue<Order>().QueueName);
        Assert.Equal("returns", client.Queue<Order, ReturnedOrders>().QueueName);
    }

    internal sealed class ReturnedOrders : IQueueMessage<Order>
    {
        public static QueueContract<Order> Contract { get; } = new("returns", new QueueSettings(), new OrderCodec());
    }

    private static CmqOptions Options(string? endpoint) => new() { Endpoint = endpoint, SecretId = "AKIDexample", SecretKey = Secret, Token = Secret + "Token" };

    private static OptionsValidationException Refused(CmqOptions options)
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => CmqClient.Connect(options));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        return error;
    }

    private sealed class DisposableService : RecordingService, IAsyncDisposable
    {
        public bool IsDisposed { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return default;
        }
    }
}
