using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace CmqContracts.Server;

/// <summary>
/// Refuses requests of web pages to a server without authentication. Any page that a browser on this machine shows can send requests to the
/// server. They are recognized by headers that a page can neither omit nor choose.
/// </summary>
internal sealed partial class BrowserFilter(IReadOnlyList<string> publicHosts, TimeProvider time, ILogger logger)
{
    /// <summary>A refusal for the same reason is logged once in this time, because a page may send any number of requests.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    /// <summary>How many reasons are logged separately.</summary>
    private const int MaxReasons = 100;

    private readonly Dictionary<string, long> _logged = new(StringComparer.Ordinal);

    /// <summary>Whether a request may be a web page's. The header that shows it is logged.</summary>
    public bool Refuses(HttpRequest request)
    {
        IHeaderDictionary headers = request.Headers;
        if (headers.ContainsKey("Origin"))
        {
            Log("Origin");
        }
        else if (IsCrossSite(headers["Sec-Fetch-Site"]))
        {
            Log("Sec-Fetch-Site");
        }
        else if (headers["Sec-Fetch-Site"].Count == 0 && headers.UserAgent.ToString().StartsWith("Mozilla/5.0", StringComparison.Ordinal))
        {
            // Old browsers do not send Sec-Fetch-Site, nor do others to a host that they do not consider trustworthy.
            Log("User-Agent");
        }
        else if (HostNames.Of(request) is { } named && !IsOurs(named))
        {
            string host = ShownText.Of(named.Value);
            if (ShouldLog("Host " + host))
                LogHost(logger, host);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void Log(string header)
    {
        if (ShouldLog(header))
            LogPage(logger, header);
    }

    /// <summary>Whether a reason was not logged within the last minute. When there are too many, all further ones count as the same.</summary>
    private bool ShouldLog(string reason)
    {
        lock (_logged)
        {
            if (_logged.Count >= MaxReasons && !_logged.ContainsKey(reason))
                reason = "";
            long now = time.GetTimestamp();
            if (_logged.TryGetValue(reason, out long last) && time.GetElapsedTime(last, now) < LogInterval)
                return false;
            _logged[reason] = now;
            return true;
        }
    }

    /// <summary>Whether the browser says that the request is a page's of another site.</summary>
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

    [LoggerMessage(321, LogLevel.Warning, "A request with the header {Header} was refused: a web page may have sent it, and authentication is off. Names in PublicHosts do not change that; to serve web pages, run the server with keys.")]
    private static partial void LogPage(ILogger logger, string header);

    [LoggerMessage(322, LogLevel.Warning, "A request for the host '{Host}' (header Host or request line) was refused: authentication is off, and a web page may have pointed that name at this machine. If it is a name of this server, add it to PublicHosts.")]
    private static partial void LogHost(ILogger logger, string host);
}
