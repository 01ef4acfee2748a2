using System.IO.Pipelines;
using System.Net;
using CmqContracts.Broker;
using CmqContracts.Testing;
using Microsoft.Extensions.Logging;
using static CmqContracts.Server.Tests.ServerUnderTest;

namespace CmqContracts.Server.Tests;

/// <summary>Who gets into the console, and what never does.</summary>
public sealed class ConsoleAccessTests
{
    private const string Queues = "/accounts/default";

    [Fact]
    public async Task The_token_opens_all_accounts()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        (await client.PageAsync("/accounts")).AssertShows("default", "other account");
        await client.PageAsync(Queues);
        await client.PageAsync("/accounts/other%20account");
    }

    [Fact]
    public async Task A_key_pair_opens_its_own_account_and_another_does_not_exist_for_it()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server, "AKIDother", "other key");
        (await client.GetAsync("/")).AssertRedirect("/accounts/other%20account");
        await client.PageAsync("/accounts/other%20account");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Queues)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Queues + "/live")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/accounts/nobody")).Status);
        Assert.DoesNotContain("default", (await client.PageAsync("/accounts")).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0123456789abcdeF")]
    [InlineData("0123456789abcde")]
    [InlineData("")]
    public async Task Another_token_opens_nothing(string token)
    {
        LogCapture log = new();
        await using ServerUnderTest server = await ConsoleClient.StartAsync(log: log);
        using ConsoleClient client = new(server.Server);
        ConsoleAnswer answer = await client.SignInWithTokenAsync(token);
        answer.AssertShows("This is not the token of this start of the server.");
        (await client.PageAsync("/sign-in")).AssertShowsNo("This is not the token");
        Assert.Null(client.SessionId);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(Queues)).Status);
        Assert.DoesNotContain(log.Lines, line => token.Length > 0 && line.Text.Contains(token, StringComparison.Ordinal));
        Assert.Contains(log.Lines, static line => line.Level == LogLevel.Warning && line.Text.Contains("attempt to sign in", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SecretId, "other key")]
    [InlineData("AKIDnobody", SecretKey)]
    [InlineData("AKIDdisabled", "disabled key")]
    public async Task A_pair_that_is_not_in_force_opens_nothing(string id, string key)
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync(static options => options.Keys = [.. options.Keys, new CmqKey { SecretId = "AKIDdisabled", SecretKey = "disabled key", IsEnabled = false }]);
        using ConsoleClient client = new(server.Server);
        (await client.SignInWithKeyAsync(id, key)).AssertShows("There is no such key pair in force.");
        Assert.Null(client.SessionId);
    }

    [Fact]
    public async Task Attempts_are_limited_whatever_they_sign_in_with()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = new(server.Server);
        for (int i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.OK, (await client.SignInWithTokenAsync("wrong")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.SignInWithTokenAsync()).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.SignInWithKeyAsync(SecretId, SecretKey)).Status);
        Assert.Null(client.SessionId);
    }

    [Fact]
    public async Task Signing_in_leads_to_where_one_wanted_to_go()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = new(server.Server);
        ConsoleAnswer redirect = await client.GetAsync(Queues + "?search=x");
        redirect.AssertRedirect("/sign-in?to=%2Faccounts%2Fdefault%3Fsearch%3Dx");
        string to = (await client.PageAsync(redirect.Location!)).Field("to");
        (await client.PostAsync("/sign-in?handler=token", ("token", ConsoleClient.Token), ("to", to))).AssertRedirect(Queues + "?search=x");
    }

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("//example.com/")]
    [InlineData("/\\example.com/")]
    [InlineData("\\\\example.com/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("@example.com/")]
    [InlineData("~/")]
    public async Task Signing_in_never_leads_to_another_site(string to)
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = new(server.Server);
        await client.PageAsync("/sign-in");
        (await client.PostAsync("/sign-in?handler=token", ("token", ConsoleClient.Token), ("to", to))).AssertRedirect("/");
    }

    [Fact]
    public async Task Each_sign_in_begins_another_session_and_ends_the_one_before()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        string first = client.SessionId!;
        await client.GetAsync(Queues);
        (await client.PostAsync("/sign-in?handler=token", ("token", ConsoleClient.Token))).AssertRedirect("/");
        Assert.NotEqual(first, client.SessionId);
        using ConsoleClient old = new(server.Server);
        old.Cookies.Add(server.Server.ConsoleAddress!, new Cookie($"cmq-console-{server.Server.Endpoint.Port}", first));
        Assert.Equal(HttpStatusCode.Redirect, (await old.GetAsync(Queues)).Status);
        await client.PageAsync(Queues);
    }

    [Fact]
    public async Task Whoever_signs_out_is_out_with_every_copy_of_the_cookie()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        string session = client.SessionId!;
        await client.PageAsync("/accounts");
        (await client.PostAsync("/sign-in?handler=out")).AssertRedirect("/sign-in");
        Assert.Null(client.SessionId);
        using ConsoleClient copy = new(server.Server);
        copy.Cookies.Add(server.Server.ConsoleAddress!, new Cookie($"cmq-console-{server.Server.Endpoint.Port}", session));
        Assert.Equal(HttpStatusCode.Redirect, (await copy.GetAsync(Queues)).Status);
    }

    [Fact]
    public async Task A_session_ends_when_it_was_idle_for_12_hours()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        server.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        await client.PageAsync(Queues);
        server.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        await client.PageAsync(Queues);
        server.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(Queues)).Status);
    }

    [Theory]
    [InlineData("replaced")]
    [InlineData("disabled")]
    [InlineData("removed")]
    [InlineData("limited")]
    public async Task A_session_ends_when_its_key_does(string change)
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server, SecretId, SecretKey);
        CmqKey other = new() { SecretId = "AKIDother", SecretKey = "other key", Account = "other account" };
        server.Server.ReplaceKeys([new CmqKey { SecretId = SecretId, SecretKey = SecretKey }, other]);
        await client.PageAsync(Queues);
        server.Server.ReplaceKeys(change switch
        {
            "replaced" => [new CmqKey { SecretId = SecretId, SecretKey = "new key" }, other],
            "disabled" => [new CmqKey { SecretId = SecretId, SecretKey = SecretKey, IsEnabled = false }, other],
            "limited" => [new CmqKey { SecretId = SecretId, SecretKey = SecretKey, Access = CmqKeyAccess.ReadOnly }, other],
            _ => [other],
        });
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(Queues)).Status);
    }

    [Fact]
    public async Task A_form_without_its_token_does_nothing()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        string session = client.SessionId!;
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(HttpMethod.Post, "/sign-in?handler=out", [], [])).Status);
        Assert.Equal(session, client.SessionId);
        await client.PageAsync(Queues);
    }

    [Theory]
    [InlineData("Host", "example.com", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "127.0.0.1.example.com", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Origin", "https://example.com", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    public async Task What_another_site_makes_a_browser_send_is_refused(string name, string value, HttpStatusCode expected)
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        Assert.Equal(expected, (await client.GetAsync(Queues, (name, value))).Status);
        Assert.Equal(expected, (await client.SendAsync(HttpMethod.Post, "/sign-in?handler=out", [], [(name, value)])).Status);
        await client.PageAsync(Queues);
    }

    [Fact]
    public async Task A_link_of_another_site_shows_a_page_and_posts_nothing()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        (string, string)[] headers = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")];
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Queues, headers)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(HttpMethod.Post, "/sign-in?handler=out", [], headers)).Status);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/assets/console.css")]
    [InlineData(Queues)]
    [InlineData("/no/such/page")]
    public async Task Every_answer_says_what_browsers_may_do_with_it(string path)
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        ConsoleAnswer answer = await client.GetAsync(path);
        string policy = answer.Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Contains(path.StartsWith("/assets", StringComparison.Ordinal) ? "immutable" : "no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_for_this_console_only_and_for_no_script()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = new(server.Server);
        string cookie = (await client.SignInWithTokenAsync()).Header("Set-Cookie");
        Assert.StartsWith($"cmq-console-{server.Server.Endpoint.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/console; samesite=strict; httponly", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("TRACE")]
    [InlineData("OPTIONS")]
    public async Task Methods_that_it_does_not_use_are_refused(string method)
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using ConsoleClient client = await ConsoleClient.SignInAsync(server);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.SendAsync(new HttpMethod(method), Queues, null, [])).Status);
    }

    [Fact]
    public async Task A_program_without_a_session_gets_401_and_no_page()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync();
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(new Uri(server.Server.Endpoint, "/console/accounts/default/live"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_server_for_everybody_needs_no_sign_in_and_shows_the_default_account_only()
    {
        await using ServerUnderTest server = await ConsoleClient.StartAsync(static options => (options.Keys, options.AllowAnonymous) = ([], true));
        await server.Broker.GetService("other").CreateQueueAsync(new CreateQueueRequest("secret", new QueueSettings()));
        using ConsoleClient client = new(server.Server);
        (await client.GetAsync("/")).AssertRedirect(Queues);
        (await client.PageAsync(Queues)).AssertShowsNo("Sign out");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/accounts/other")).Status);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await client.GetAsync(Queues, ("Host", "example.com"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(Queues, ("Origin", "https://example.com"))).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Over_plain_HTTP_that_other_machines_reach_there_is_a_console_only_if_that_is_allowed(bool isAllowed)
    {
        LogCapture log = new();
        await using CmqBroker broker = new();
        CmqServerOptions options = new() { Address = IPAddress.Any, Console = new ConsoleOptions { Token = ConsoleClient.Token, AllowPlainHttp = isAllowed } };
        using ServerContext context = new(broker, options, new KeyRing([]), new BufferBudget(1, 1, TimeProvider.System, null, PipeScheduler.Inline), log, CancellationToken.None);
        using ConsolePart console = new(context);
        Assert.Equal(isAllowed, console.IsOn);
        Assert.Equal(isAllowed ? 0 : 1, log.Lines.Count(static line => line.Level == LogLevel.Warning && line.Text.Contains("There is no console", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_its_options_there_is_no_console()
    {
        await using ServerUnderTest server = await StartAsync();
        Assert.Null(server.Server.ConsoleAddress);
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(new Uri(server.Server.Endpoint, "/console"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
