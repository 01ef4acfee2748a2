using System.Net;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>The hosts that an unauthenticated request may name. A web page can point a name of its own at this machine (DNS rebinding), but none of these.</summary>
internal static class HostNames
{
    private const string Loopback = "localhost";

    /// <summary>
    /// The host of a request, from its target or its header; Kestrel refuses requests in which they differ. <see langword="null"/>: there is none,
    /// as in HTTP/1.0, which no browser uses.
    /// </summary>
    public static HostString? Of(HttpRequest request) => RequestTarget.HostOf(request) ?? (request.Headers.Host.Count > 0 ? RequestTarget.HostHeaderOf(request) : null);

    /// <summary>Whether this is a loopback name or address.</summary>
    public static bool IsLoopback(HostString host)
    {
        string name = NameOf(host);
        return name.Equals(Loopback, StringComparison.OrdinalIgnoreCase)
            || (name.EndsWith("." + Loopback, StringComparison.OrdinalIgnoreCase) && !name.StartsWith('.'))
            || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Whether this is a host of Tencent's CMQ, public or internal, classic or TDMQ. Clients with fixed hosts send them.</summary>
    public static bool IsTencents(HostString host) => TencentHosts.IsOne(NameOf(host));

    /// <summary>Whether a list contains this host. An entry without a port matches any port.</summary>
    public static bool IsAmong(IReadOnlyList<string> hosts, HostString host)
    {
        string name = NameOf(host);
        foreach (string entry in hosts)
        {
            HostString known = new(entry);
            if (name.Equals(NameOf(known), StringComparison.OrdinalIgnoreCase) && (known.Port is null || known.Port == host.Port))
                return true;
        }

        return false;
    }

    /// <summary>The name without its port and without a dot at its end.</summary>
    private static string NameOf(HostString host)
    {
        string name = host.Host;
        return name.EndsWith('.') ? name[..^1] : name;
    }
}
