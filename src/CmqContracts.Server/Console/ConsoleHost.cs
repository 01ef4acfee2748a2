using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>
/// The console's pages, in a service provider of their own: it is made at the first visit, nothing of it is loaded before, and what an app that the
/// console is part of has set up for its own pages does not reach these.
/// </summary>
internal sealed class ConsoleHost : IDisposable
{
    /// <summary>How many bytes a form may have: 1 MiB of messages and their other values, or a batch of as many.</summary>
    public const int MaxFormBytes = 8 * 1024 * 1024;

    /// <summary>How many pages are answered at once, and how many may wait for that.</summary>
    private const int MaxPages = 32;

    /// <summary>The name of the limit of pages.</summary>
    private const string PageLimit = "pages";

    private readonly WebApplication _app;
    private readonly RequestDelegate _answer;

    /// <param name="console">What it shows.</param>
    /// <param name="port">The port of the server: browsers share cookies between ports, so their names have it.</param>
    public ConsoleHost(ConsoleContext console, int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            // By the name of the application MVC finds the assembly with the pages, and nothing of the app around it.
            ApplicationName = typeof(ConsoleHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new ForwardingLoggerProvider(console.Loggers));

        // It is no news that keys live as long as the process, and that pages with forms are not cached.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);

        // It is never started: an app cannot be built without a server, and its requests come from another one.
        builder.WebHost.UseKestrelCore();
        AddServices(builder.Services, console, string.Create(CultureInfo.InvariantCulture, $"cmq-console-{port}-"));
        _app = builder.Build();
        Use(_app, console);
        _answer = ((IApplicationBuilder)_app).Build();
    }

    /// <summary>Answers a request.</summary>
    /// <param name="http">The request; its path begins with <paramref name="path"/>.</param>
    /// <param name="path">Where the console is.</param>
    public async Task AnswerAsync(HttpContext http, PathString path)
    {
        (PathString oldBase, PathString oldPath, IServiceProvider services, Endpoint? endpoint) = (http.Request.PathBase, http.Request.Path, http.RequestServices, http.GetEndpoint());
        AsyncServiceScope scope = _app.Services.CreateAsyncScope();
        await using ConfiguredAsyncDisposable disposal = scope.ConfigureAwait(false);
        http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase, out PathString matched, out PathString rest);
        (http.Request.PathBase, http.Request.Path) = (oldBase + matched, rest.HasValue ? rest : "/");
        http.RequestServices = scope.ServiceProvider;
        http.SetEndpoint(null);
        http.Features.Set<IRouteValuesFeature>(null);
        if (ConsoleGate.AppAuthorization.Guards(endpoint))
            http.Features.Set(ConsoleGate.AppAuthorization.Given);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MaxFormBytes;
        try
        {
            await _answer(http).ConfigureAwait(false);
        }
        finally
        {
            (http.Request.PathBase, http.Request.Path, http.RequestServices) = (oldBase, oldPath, services);
            http.SetEndpoint(endpoint);
        }
    }

    public void Dispose() => ((IDisposable)_app).Dispose();

    private static void AddServices(IServiceCollection services, ConsoleContext console, string cookiePrefix)
    {
        services.AddSingleton(console);
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddRazorPages(static pages => pages.RootDirectory = "/Console/Pages");
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = cookiePrefix + "form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<CookieTempDataProviderOptions>(options =>
        {
            options.Cookie.Name = cookiePrefix + "notice";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });

        // The tokens of forms are masked anew in each page, so that their compressed lengths tell nothing.
        services.AddResponseCompression(static options => options.EnableForHttps = true);
        services.AddRateLimiter(static limits => limits.AddConcurrencyLimiter(PageLimit, static pages =>
        {
            pages.PermitLimit = MaxPages;
            pages.QueueLimit = MaxPages;
        }));
    }

    private static void Use(WebApplication app, ConsoleContext console)
    {
        app.UseResponseCompression();
        app.UseExceptionHandler("/problem/500");
        app.UseStatusCodePagesWithReExecute("/problem/{0}");
        app.Use(next => http => new ConsoleGate(console).PassAsync(http, next));
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new EmbeddedFileProvider(typeof(ConsoleHost).Assembly, "console"),
            RequestPath = "/assets",
            OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl = "private, max-age=31536000, immutable",
        });
        app.UseRouting();
        app.UseRateLimiter();
        app.MapRazorPages().RequireRateLimiting(PageLimit);
        LiveStreams.Map(app);
#pragma warning disable ASP0014 // Only a host that is started executes endpoints by itself.
        app.UseEndpoints(static _ => { });
#pragma warning restore ASP0014
    }
}
