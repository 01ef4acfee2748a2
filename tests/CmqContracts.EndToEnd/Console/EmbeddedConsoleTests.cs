using System.Net;
using System.Net.Http.Headers;
using CmqContracts.Server;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CmqContracts.EndToEnd.Console;

/// <summary>The console as a part of an app of a user, with the app's embedded broker.</summary>
public sealed class EmbeddedConsoleTests
{
    [Fact]
    public async Task An_app_shows_its_own_queues_to_whom_it_lets_in()
    {
        await using WebApplication app = await StartAsync(static (app, path) => app.MapCmqConsole(path).RequireAuthorization());
        await app.Services.GetRequiredService<CmqClient>().Queue("of-the-app").EnsureCreatedAsync();
        using HttpClient browser = app.GetTestClient();

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/queues/accounts/default")).StatusCode);
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(AnyName.Name, "Ada");
        string page = await browser.GetStringAsync("/queues/accounts/default");

        Assert.Contains("of-the-app", page, StringComparison.Ordinal);
        Assert.Contains("Ada", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/queues/assets/console.css?v=", page, StringComparison.Ordinal);
        Assert.Equal("the app's own", await browser.GetStringAsync("/"));
    }

    [Fact]
    public async Task Without_the_apps_authorization_people_sign_in_with_the_token()
    {
        await using WebApplication app = await StartAsync(static (app, path) => app.MapCmqConsole(path, new ConsoleOptions { Token = "0123456789abcdef" }));
        using HttpClient browser = app.GetTestClient();
        using HttpRequestMessage visit = new(HttpMethod.Get, "/queues/");
        visit.Headers.Accept.ParseAdd("text/html");
        HttpResponseMessage answer = await browser.SendAsync(visit);

        Assert.Equal("/queues/sign-in?to=%2F", answer.Headers.Location?.ToString());
        Assert.Contains("name=\"token\"", await browser.GetStringAsync("/queues/sign-in"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("queues")]
    [InlineData("")]
    public async Task A_path_that_is_none_is_refused(string path)
    {
        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync((app, _) => app.MapCmqConsole(path)));
        Assert.Contains("it must begin with / and have a name behind it", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(Action<WebApplication, string> map)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Cmq:Endpoint"] = $"embedded:{Guid.NewGuid():N}" });
        builder.Services.AddCmq(builder.Configuration);
        builder.Services.AddAuthentication(AnyName.Name).AddScheme<AuthenticationSchemeOptions, AnyName>(AnyName.Name, null);
        builder.Services.AddAuthorization();
        WebApplication app = builder.Build();
        app.MapGet("/", static () => "the app's own");
        map(app, "/queues");
        await app.StartAsync();
        return app;
    }

    /// <summary>Lets in whoever says a name.</summary>
    private sealed class AnyName(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string Name = "Name";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out AuthenticationHeaderValue? given) && given.Scheme == Name
                ? AuthenticateResult.Success(new AuthenticationTicket(new(new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.Name, given.Parameter ?? "")], Name)), Name))
                : AuthenticateResult.NoResult());
    }
}
