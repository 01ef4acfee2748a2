using System.Net;
using CmqContracts.Protocol;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>What a request may name as its host when nothing else proves who asks. A page of a browser can make a name of its own lead here, and none of these.</summary>
internal static class HostNames
{
    private const string Loopback = "localhost";

    /// <summary>
    /// The host that a request is for: the one its target names, or its header does; Kestrel refuses two that differ. <see langword="null"/>:
    /// neither does, which is HTTP/1.0 and no browser.
    /// </summary>
    public static HostString? Of(HttpRequest request) => RequestTarget.HostOf(request) ?? (request.Headers.Host.Count > 0 ? RequestTarget.HostHeaderOf(request) : null);

    /// <summary>Whether this is a name or address of this machine alone.</summary>
    public static bool IsLoopback(HostString host)
    {
        string name = NameOf(host);
        return name.Equals(Loopback, StringComparison.OrdinalIgnoreCase)
            || (name.EndsWith("." + Loopback, StringComparison.OrdinalIgnoreCase) && !name.StartsWith('.'))
            || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Whether this is a host of Tencent's CMQ, classic or TDMQ, from inside or outside, which clients with fixed hosts send.</summary>
    public static bool IsTencents(HostString host) => TencentHosts.IsOne(NameOf(host));

    /// <summary>Whether a list of hosts, with or without a port, has this one. One without a port stands for every port.</summary>
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

    /// <summary>The name without its port, and without the dot that a name may end with.</summary>
    private static string NameOf(HostString host)
    {
        string name = host.Host;
        return name.EndsWith('.') ? name[..^1] : name;
    }
}
