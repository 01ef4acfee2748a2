using CmqContracts.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CmqContracts.Tests;

/// <summary>Where the key comes from that requests are signed with, and when another one is asked for.</summary>
public sealed class CredentialsTests : IAsyncLifetime
{
    private const string Secret = "Gu5t9xGARNpq86cd98joQYCN3";

    private readonly AnsweringServer _server = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly LogList _logs = new();
    private readonly List<string> _signedWith = [];
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"cmq-{Guid.NewGuid():N}.json");

    public Task InitializeAsync()
    {
        _server.Answer = form =>
        {
            string[] fields = form.Split('&');
            string Value(string name) => fields.FirstOrDefault(field => field.StartsWith(name + '=', StringComparison.Ordinal))?[(name.Length + 1)..] ?? "none";
            lock (_signedWith)
                _signedWith.Add($"{Value("SecretId")} {Value("Token")}");
            return (AnsweringServer.Ok("""{"code":0}"""), false);
        };
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        File.Delete(_file);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Concurrent_requests_ask_once()
    {
        Source source = new();
        await using CmqClient client = Connect(source);
        Task[] requests = [.. Enumerable.Range(0, 5).Select(_ => client.Queue("q").ClearAsync())];
        Assert.All(requests, static request => Assert.False(request.IsCompleted));

        source.Answers.Release(Key("first", "token"));
        await Task.WhenAll(requests);
        await client.Queue("q").ClearAsync();

        Assert.Equal(1, source.Calls);
        Assert.Equal(Enumerable.Repeat("first token", 6), _signedWith);
    }

    [Fact]
    public async Task Another_key_is_asked_for_before_one_ends()
    {
        Source source = new();
        source.Answers.Release(Key("first", "one", _clock.GetUtcNow().AddHours(1)));
        source.Answers.Release(Key("second", "two"));
        await using CmqClient client = Connect(source);

        await client.Queue("q").ClearAsync();
        _clock.Advance(TimeSpan.FromMinutes(54));
        await client.Queue("q").ClearAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));
        await client.Queue("q").ClearAsync();
        _clock.Advance(TimeSpan.FromDays(365));
        await client.Queue("q").ClearAsync();

        Assert.Equal(["first one", "first one", "second two", "second two"], _signedWith);
    }

    [Fact]
    public async Task A_source_that_fails_is_waited_for_while_its_last_key_lasts()
    {
        Source source = new();
        source.Answers.Release(Key("first", null, _clock.GetUtcNow().AddHours(1)));
        await using CmqClient client = Connect(source);
        await client.Queue("q").ClearAsync();

        source.Failure = new TimeZoneNotFoundException(Secret);
        _clock.Advance(TimeSpan.FromMinutes(56));
        await client.Queue("q").ClearAsync();
        await client.Queue("q").ClearAsync();
        Assert.Equal(2, source.Calls);
        _clock.Advance(TimeSpan.FromSeconds(11));
        await client.Queue("q").ClearAsync();
        Assert.Equal(3, source.Calls);
        Assert.Contains("Source", Assert.Single(_logs.Lines, static line => line.Contains("no new key", StringComparison.Ordinal)), StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromMinutes(5));
        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => client.Queue("q").ClearAsync());
        Assert.Equal(CmqOutcome.NotSent, error.Outcome);
        Assert.Equal("ClearQueue on queue 'q' at " + new Uri(_server.Endpoint).Authority + " was not sent, as there is no key to sign it with. It is to come from CmqOptions.Credentials (Source). It threw the inner exception.", error.Message);
        Assert.Same(source.Failure, error.InnerException);
        Assert.Equal(4, _server.Requests);
        Assert.DoesNotContain(_logs.Lines, static line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_key_is_refused_by_name()
    {
        foreach ((CmqCredentials? key, string expected) in ((CmqCredentials?, string)[])
        [
            (null, "It gave null"),
            (new CmqCredentials { SecretId = " ", SecretKey = Secret }, "The SecretId that it gave is empty"),
            (new CmqCredentials { SecretId = "id", SecretKey = Secret + "\n" }, "The SecretKey that it gave begins or ends with white space"),
            (new CmqCredentials { SecretId = "id", SecretKey = Secret, Token = "" }, "The Token that it gave is empty"),
        ])
        {
            Source source = new();
            source.Answers.Release(key!);
            await using CmqClient client = Connect(source);

            CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => client.Queue("q").ClearAsync());

            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(0, _server.Requests);
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_the_question_to_the_others()
    {
        using CancellationTokenSource cancellation = new();
        Source source = new();
        await using CmqClient client = Connect(source);
        Task first = client.Queue("q").ClearAsync(cancellation.Token), second = client.Queue("q").ClearAsync();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        source.Answers.Release(Key("id", null));
        await second;

        Assert.Equal(["id none"], _signedWith);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_in_time_fails_the_request()
    {
        Source source = new();
        await using CmqClient client = Connect(source);
        Task request = client.Queue("q").ClearAsync();
        await source.Asked.Task;

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("It gave none within 10 s.", (await Assert.ThrowsAsync<CmqUnavailableException>(() => request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_read_again_when_it_has_changed()
    {
        await File.WriteAllTextAsync(_file, $$"""{"SecretId": "first", "SecretKey": "{{Secret}}"}""");
        await using CmqClient client = Connect(file: _file);

        await client.Queue("q").ClearAsync();
        await File.WriteAllTextAsync(_file, $$"""{"SecretId": "second", "SecretKey": "{{Secret}}", "Token": "token", "ExpiresAt": "2017-03-06T00:00:00Z"}""");
        _clock.AdvanceSeconds(1);
        await client.Queue("q").ClearAsync();
        await File.WriteAllTextAsync(_file, "{");
        _clock.AdvanceSeconds(1);
        await client.Queue("q").ClearAsync();

        Assert.Equal(["first none", "second token", "second token"], _signedWith);
        Assert.Contains("is not JSON", Assert.Single(_logs.Lines), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromDays(1));
        await Assert.ThrowsAsync<CmqUnavailableException>(() => client.Queue("q").ClearAsync());
    }

    [Fact]
    public async Task A_key_that_has_ended_is_none()
    {
        DateTimeOffset end = _clock.GetUtcNow();
        await File.WriteAllTextAsync(_file, $$"""{"SecretId": "id", "SecretKey": "{{Secret}}", "ExpiresAt": "{{end:O}}"}""");
        await using CmqClient client = Connect(file: _file);

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => client.Queue("q").ClearAsync());

        Assert.Equal(CmqOutcome.NotSent, error.Outcome);
        Assert.Contains($"It is to come from CmqOptions.CredentialsFile. The key that it gave ended at {end:u}, and it is {end:u}: give one that lasts, or set this machine's clock.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _server.Requests);
    }

    [Fact]
    public async Task The_key_from_before_is_used_in_place_of_one_that_has_ended()
    {
        Source source = new();
        source.Answers.Release(Key("first", null, _clock.GetUtcNow().AddHours(1)));
        source.Answers.Release(Key("stale", null, _clock.GetUtcNow()));
        await using CmqClient client = Connect(source);

        await client.Queue("q").ClearAsync();
        _clock.Advance(TimeSpan.FromMinutes(56));
        await client.Queue("q").ClearAsync();

        Assert.Equal(["first none", "first none"], _signedWith);
        Assert.Contains("The key that it gave ended at", Assert.Single(_logs.Lines, static line => line.Contains("no new key", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "cannot be read: there is none")]
    [InlineData("", "is not JSON")]
    [InlineData("{Gu5t9xGARNpq86cd98joQYCN3", "is not JSON")]
    [InlineData("""["Gu5t9xGARNpq86cd98joQYCN3"]""", "has something else than a JSON object")]
    [InlineData("""{"SecretId":"id"}""", "has no SecretKey")]
    [InlineData("""{"SecretKey":"Gu5t9xGARNpq86cd98joQYCN3"}""", "has no SecretId")]
    [InlineData("""{"SecretId":"id","Gu5t9xGARNpq86cd98joQYCN3":"key"}""", "has a member with another name")]
    [InlineData("""{"SecretId":"id","SecretKey":12345}""", "has a member that is no text")]
    [InlineData("""{"SecretId":"id","SecretKey":"Gu5t9xGARNpq86cd98joQYCN3","ExpiresAt":"soon"}""", "has an ExpiresAt that is no time")]
    public async Task A_file_that_holds_no_key_is_named_and_not_quoted(string? content, string expected)
    {
        if (content is not null)
            await File.WriteAllTextAsync(_file, content);
        await using CmqClient client = Connect(file: _file);

        CmqUnavailableException error = await Assert.ThrowsAsync<CmqUnavailableException>(() => client.Queue("q").ClearAsync());

        Assert.Equal(CmqOutcome.NotSent, error.Outcome);
        Assert.Contains($"It is to come from CmqOptions.CredentialsFile. The file '{_file}' {expected}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_set_in_one_way()
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => CmqClient.Connect(new CmqOptions { Endpoint = _server.Endpoint, SecretId = "id", SecretKey = Secret, CredentialsFile = _file, Credentials = new Source() }));

        Assert.Contains("set in several ways: CmqOptions.SecretKey and CmqOptions.Credentials and CmqOptions.CredentialsFile", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_s_file_is_taken_where_no_key_is_set()
    {
        Dictionary<string, string?> environment = new() { ["CMQ_CREDENTIALS_FILE"] = "/keys/cmq.json" };
        CmqOptions none = new(), key = new() { SecretId = "id", SecretKey = "key" }, file = new() { CredentialsFile = "mine" }, source = new() { Credentials = new Source() };
        foreach (CmqOptions options in (CmqOptions[])[none, key, file, source])
            options.FillFrom(environment.GetValueOrDefault);

        Assert.Equal(("/keys/cmq.json", null, "mine", null), (none.CredentialsFile, key.CredentialsFile, file.CredentialsFile, source.CredentialsFile));

        environment = new() { ["CMQ_SECRET_ID"] = "id", ["CMQ_SECRET_KEY"] = "key", ["CMQ_TOKEN"] = "token" };
        file.FillFrom(environment.GetValueOrDefault);
        source.FillFrom(environment.GetValueOrDefault);
        Assert.Equal((null, null, null, null), (file.SecretId, file.Token, source.SecretId, source.SecretKey));
    }

    [Fact]
    public void A_file_comes_from_configuration()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Cmq:Endpoint", "https://example.org"), new("Cmq:CredentialsFile", "/keys/cmq.json")]).Build();
        using ServiceProvider provider = new ServiceCollection().AddCmq(configuration).Services.BuildServiceProvider();

        Assert.Equal("/keys/cmq.json", provider.GetRequiredService<IOptions<CmqOptions>>().Value.CredentialsFile);
    }

    [Fact]
    public void Nothing_of_a_key_is_shown() => Assert.Equal(
        "CMQ credentials until 2030-01-31 12:00:00Z CMQ credentials",
        $"{Key("id", Secret, new DateTimeOffset(2030, 1, 31, 12, 0, 0, TimeSpan.Zero))} {Key("id", Secret)}");

    private static CmqCredentials Key(string id, string? token, DateTimeOffset? end = null) => new() { SecretId = id, SecretKey = Secret, Token = token, ExpiresAt = end };

    private CmqClient Connect(ICmqCredentials? source = null, string? file = null) => CmqClient.Connect(new CmqOptions
    {
        Endpoint = _server.Endpoint, Credentials = source, CredentialsFile = file, TimeProvider = _clock, LoggerFactory = _logs.Factory, Retries = null,
    });

    /// <summary>Answers with what a test releases, in this order.</summary>
    private sealed class Source : ICmqCredentials
    {
        private int _calls;

        public int Calls => _calls;

        public Releases Answers { get; } = new();

        public Exception? Failure { get; set; }

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<CmqCredentials> GetAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            Asked.TrySetResult();
            return Failure is { } failure ? throw failure : await Answers.TakeAsync(cancellationToken);
        }
    }

    private sealed class Releases
    {
        private readonly System.Threading.Channels.Channel<CmqCredentials> _channel = System.Threading.Channels.Channel.CreateUnbounded<CmqCredentials>();

        public void Release(CmqCredentials credentials) => _channel.Writer.TryWrite(credentials);

        public ValueTask<CmqCredentials> TakeAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAsync(cancellationToken);
    }
}
