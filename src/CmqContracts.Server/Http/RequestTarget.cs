using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CmqContracts.Server;

/// <summary>What a request line asks for, as the client wrote it.</summary>
internal static class RequestTarget
{
    /// <summary>The path as it stands in the request, encoded: the one that clients sign. <see cref="HttpRequest.Path"/> is decoded.</summary>
    public static string PathOf(HttpRequest request)
    {
        string target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
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

    /// <summary>The path of a target in absolute form, <c>http://host/path</c>.</summary>
    private static ReadOnlySpan<char> AfterAuthority(ReadOnlySpan<char> target)
    {
        int authority = target.IndexOf("://", StringComparison.Ordinal);
        int path = authority < 0 ? -1 : target[(authority + 3)..].IndexOf('/');
        return path < 0 ? "/" : target[(authority + 3 + path)..];
    }
}
