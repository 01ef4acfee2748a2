using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Refuses what a page of another site makes a browser send.</summary>
internal static class SameSite
{
    /// <summary>Whether a request may come from a page of another site. Browsers say where it comes from in headers that a page cannot choose.</summary>
    public static bool IsForeign(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        string site = request.Headers["Sec-Fetch-Site"].ToString();

        // Our own forms have no origin, as our pages are not to be named as referrers; then the other header decides.
        if (origin is not "" && !IsOwn(request, origin) && !(origin == "null" && site == "same-origin"))
            return true;

        // A link on another site may show a page, as typing its address does; the session's cookie does not come with it.
        return site is not ("" or "none" or "same-origin") && !(HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate");
    }

    /// <summary>Whether an origin is this host, under HTTPS too, which a proxy may add.</summary>
    private static bool IsOwn(HttpRequest request, string origin)
    {
        string? host = RequestTarget.HostHeaderOf(request).Value;
        return origin.Equals($"{request.Scheme}://{host}", StringComparison.OrdinalIgnoreCase) || origin.Equals($"https://{host}", StringComparison.OrdinalIgnoreCase);
    }
}
