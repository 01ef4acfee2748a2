using System.Net;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Recognizes requests of programs of this machine.</summary>
internal static class LocalRequest
{
    /// <summary>Whether a program of this machine sent the request: not another machine, through a proxy or not, and no web page of another site.</summary>
    public static bool Is(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
            return false;
        foreach (string name in http.Request.Headers.Keys)
        {
            if (name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || name.Equals("Via", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return HostNames.Of(http.Request) is not { } named || HostNames.IsLoopback(named);
    }
}
