using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CmqContracts.Server;

/// <summary>The host and path of a request as the client sent them.</summary>
internal static class RequestTarget
{
    /// <summary>The path as it was sent, encoded: clients sign it in this form. <see cref="HttpRequest.Path"/> is decoded.</summary>
    public static string PathOf(HttpRequest request)
    {
        string target = Of(request);
        ReadOnlySpan<char> path = target;
        int query = path.IndexOf('?');
        if (query >= 0)
            path = path[..query];
        if (!path.StartsWith('/'))
            path = AfterAuthority(path);
        if (path.SequenceEqual(request.Path.Value))
            return request.Path.Value!;
        return path.Length == target.Length ? target : path.ToString();
    }

    /// <summary>The host in the request target, as in <c>http://host/path</c>, without user information; <see langword="null"/>: the target is a path, and the host is in the header.</summary>
    public static HostString? HostOf(HttpRequest request)
    {
        string target = Of(request);
        if (target.StartsWith('/') || target is "*" or "")
            return null;
        if (HttpMethods.IsConnect(request.Method))
            return new HostString(target);
        return new HostString(Uri.TryCreate(target, UriKind.Absolute, out Uri? address) ? address.Authority : "");
    }

    /// <summary>The header Host as it was sent: clients sign it in this form. <c>HttpRequest.Host</c> is decoded, and throws when it cannot be.</summary>
    public static HostString HostHeaderOf(HttpRequest request) => new(request.Headers.Host.ToString());

    private static string Of(HttpRequest request) => request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>The path of a target in absolute form, <c>http://host/path</c>.</summary>
    private static ReadOnlySpan<char> AfterAuthority(ReadOnlySpan<char> target)
    {
        int authority = target.IndexOf("://", StringComparison.Ordinal);
        int path = authority < 0 ? -1 : target[(authority + 3)..].IndexOf('/');
        return path < 0 ? "/" : target[(authority + 3 + path)..];
    }
}
