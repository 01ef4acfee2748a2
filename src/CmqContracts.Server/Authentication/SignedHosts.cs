using System.Buffers;

namespace CmqContracts.Server;

/// <summary>The hosts besides the requested one that a request may have been signed for.</summary>
internal static class SignedHosts
{
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:[]");

    /// <summary>The host that a proxy was asked for, and <see cref="CmqServerOptions.PublicHosts"/>. A header with other characters than a host has is ignored: method, host and path are not separated in the signed text, so such a host could be read as more than a host.</summary>
    /// <param name="forwardedHost">The header <c>X-Forwarded-Host</c>, if there is one.</param>
    /// <param name="options">The server's options.</param>
    public static IReadOnlyList<string> Others(string? forwardedHost, CmqServerOptions options)
    {
        if (string.IsNullOrEmpty(forwardedHost))
            return options.PublicHostNames;

        // Each proxy of a chain may have added its own host; the first is the one that the client requested.
        int end = forwardedHost.IndexOf(',', StringComparison.Ordinal);
        string first = (end < 0 ? forwardedHost : forwardedHost[..end]).Trim();
        return first.AsSpan().ContainsAnyExcept(HostCharacters) ? options.PublicHostNames : [first, .. options.PublicHostNames];
    }
}
