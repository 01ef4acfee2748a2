using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace CmqContracts.Server;

/// <summary>
/// Keeps web pages away from a server without authentication. A browser on this machine reaches it for any page that asks, and what
/// tells such a request from a program's are headers that no page can leave out or choose.
/// </summary>
internal sealed partial class LocalTrust(IReadOnlyList<string> publicHosts, ILogger logger)
{
    /// <summary>Whether a request may be a page's. The log says by which header.</summary>
    public bool Refuses(HttpRequest request)
    {
        IHeaderDictionary headers = request.Headers;
        if (headers.ContainsKey("Origin"))
        {
            LogPage(logger, "Origin");
        }
        else if (IsCrossSite(headers["Sec-Fetch-Site"]))
        {
            LogPage(logger, "Sec-Fetch-Site");
        }
        else if (headers["Sec-Fetch-Site"].Count == 0 && headers.UserAgent.ToString().StartsWith("Mozilla/5.0", StringComparison.Ordinal))
        {
            // Browsers that are old, or that take the name for one of another machine, send no Sec-Fetch-Site.
            LogPage(logger, "User-Agent");
        }
        else if (headers.Host.Count > 0 && !IsOurs(request.Host))
        {
            LogHost(logger, ShownText.Of(request.Host.Value));
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Whether a browser says that a page of another site has asked.</summary>
    private static bool IsCrossSite(StringValues sites)
    {
        foreach (string? site in sites)
        {
            if (site is not ("none" or "same-origin"))
                return true;
        }

        return false;
    }

    private bool IsOurs(HostString host) => HostNames.IsLoopback(host) || HostNames.IsTencents(host) || HostNames.IsAmong(publicHosts, host);

    [LoggerMessage(1, LogLevel.Warning, "A request with the header {Header} was refused: a web page may have sent it, and authentication is off. Names in PublicHosts do not change that; serve with keys to be asked by pages.")]
    private static partial void LogPage(ILogger logger, string header);

    [LoggerMessage(2, LogLevel.Warning, "A request with the header Host '{Host}' was refused: authentication is off, and a web page may have made that name lead here. If it is a name of this server, add it to PublicHosts.")]
    private static partial void LogHost(ILogger logger, string host);
}
