using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>
/// The cookie with a session's id. Browsers share cookies between the ports of a host, so its name has the port: two servers on one machine do not
/// sign each other's users out. Under HTTPS it has the prefix with which browsers refuse it from any other source.
/// </summary>
internal static class SessionCookie
{
    public static string? Read(HttpContext http) => http.Request.Cookies[NameOf(http)];

    public static void Write(HttpContext http, string id) => http.Response.Cookies.Append(NameOf(http), id, OptionsOf(http));

    public static void Delete(HttpContext http) => http.Response.Cookies.Delete(NameOf(http), OptionsOf(http));

    private static string NameOf(HttpContext http) => string.Create(CultureInfo.InvariantCulture, $"{(http.Request.IsHttps ? "__Host-" : "")}cmq-console-{http.Connection.LocalPort}");

    private static CookieOptions OptionsOf(HttpContext http) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = http.Request.IsHttps ? "/" : http.Request.PathBase.Value,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
    };
}
