using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace CmqContracts.Server;

/// <summary>
/// Keeps web pages away from a server without authentication. A browser on this machine reaches it for any page that asks, and what
/// tells such a request from a program's are headers that no page can leave out or choose.
/// </summary>
internal sealed partial class LocalTrust(IReadOnlyList<string> publicHosts, TimeProvider time, ILogger logger)
{
    /// <summary>So long a refusal for the same reason is not told again: a page can ask without end.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Names of hosts that are told apart.</summary>
    private const int MostReasons = 100;

    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);

    /// <summary>Whether a request may be a page's. The log says by which header.</summary>
    public bool Refuses(HttpRequest request)
    {
        IHeaderDictionary headers = request.Headers;
        if (headers.ContainsKey("Origin"))
        {
            Tell("Origin");
        }
        else if (IsCrossSite(headers["Sec-Fetch-Site"]))
        {
            Tell("Sec-Fetch-Site");
        }
        else if (headers["Sec-Fetch-Site"].Count == 0 && headers.UserAgent.ToString().StartsWith("Mozilla/5.0", StringComparison.Ordinal))
        {
            // Browsers that are old, or that take the name for one of another machine, send no Sec-Fetch-Site.
            Tell("User-Agent");
        }
        else if (HostNames.Of(request) is { } named && !IsOurs(named))
        {
            string host = ShownText.Of(named.Value);
            if (IsNews("Host " + host))
                LogHost(logger, host);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void Tell(string header)
    {
        if (IsNews(header))
            LogPage(logger, header);
    }

    /// <summary>Whether a reason was not told within the last minute. Beyond so many, all others are one.</summary>
    private bool IsNews(string reason)
    {
        lock (_told)
        {
            if (_told.Count >= MostReasons && !_told.ContainsKey(reason))
                reason = "";
            long now = time.GetTimestamp();
            if (_told.TryGetValue(reason, out long last) && time.GetElapsedTime(last, now) < Pause)
                return false;
            _told[reason] = now;
            return true;
        }
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

    [LoggerMessage(2, LogLevel.Warning, "A request for the host '{Host}', as its header Host or its request line says, was refused: authentication is off, and a web page may have made that name lead here. If it is a name of this server, add it to PublicHosts.")]
    private static partial void LogHost(ILogger logger, string host);
}
