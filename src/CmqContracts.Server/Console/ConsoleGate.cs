using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Lets a request in whose host, origin, transport and session are in order, and states in each answer what browsers may do with it.</summary>
internal sealed class ConsoleGate(ConsoleContext console)
{
    public const string SignInPath = "/sign-in";

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Answers a request that is refused, or lets it pass with its session among its features.</summary>
    public Task PassAsync(HttpContext http, RequestDelegate next)
    {
        SetHeaders(http.Response.Headers);

        // The page that says why, after the request itself has passed here.
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null)
            return next(http);
        if (console.IsOurHost?.Invoke(http.Request) == false)
            return RefuseAsync(http, StatusCodes.Status421MisdirectedRequest, $"The console does not answer for the host '{ShownText.Of(http.Request.Headers.Host)}'. If it is a name of this server, add it to PublicHosts.");
        if (SameSite.IsForeign(http.Request))
            return RefuseAsync(http, StatusCodes.Status403Forbidden, "The request comes from a page of another site.");
        bool isSafe = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (!isSafe && !HttpMethods.IsPost(http.Request.Method))
            return RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "The console takes GET, HEAD and POST.");
        if (SessionOf(http) is not { } session)
        {
            if (IsOpen(http.Request.Path))
                return next(http);
            if (!isSafe || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
                return RefuseAsync(http, StatusCodes.Status401Unauthorized, "The session has ended. Sign in again.");
            http.Response.Redirect($"{http.Request.PathBase}{SignInPath}{QueryString.Create("to", http.Request.Path + http.Request.QueryString)}");
            return Task.CompletedTask;
        }

        http.Features.Set(session);
        return next(http);
    }

    /// <summary>Who signed in; <see langword="null"/>: nobody.</summary>
    private ConsoleSession? SessionOf(HttpContext http)
    {
        if (console.Everybody is { } everybody)
            return everybody;

        // The app has let this user in, by its own rules.
        if (http.Features.Get<AppAuthorization>() is not null)
            return new ConsoleSession(http.User.Identity?.Name ?? "a user of the app", null, CmqKeyAccess.Full);
        return console.Sessions.Find(SessionCookie.Read(http));
    }

    /// <summary>What is shown to people who have not signed in.</summary>
    private static bool IsOpen(PathString path) => path == SignInPath || path.StartsWithSegments("/assets");

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private static Task RefuseAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";

        // The page of an error needs a session.
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = false;
        return http.Response.WriteAsync(text + "\n", http.RequestAborted);
    }

    /// <summary>Among a request's features: the app that the console is part of has authorized it.</summary>
    internal sealed class AppAuthorization
    {
        public static AppAuthorization Given { get; } = new();

        /// <summary>Whether an app's rules guard an endpoint.</summary>
        public static bool Guards(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null || endpoint?.Metadata.GetMetadata<AuthorizationPolicy>() is not null;
    }
}
