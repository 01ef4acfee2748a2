using System.Buffers;

namespace CmqContracts.Server;

/// <summary>The hosts besides the requested one that a request may have been signed for.</summary>
internal static class SignedHosts
{
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:[]");

    /// <summary>The host that a proxy was asked for, if it is one, and those of <see cref="CmqServerOptions.PublicHosts"/>. The signed text has its parts behind one another, so a header that is no host could pass for more of them.</summary>
    /// <param name="forwardedHost">What <c>X-Forwarded-Host</c> says, or nothing.</param>
    /// <param name="options">The server's options.</param>
    public static IReadOnlyList<string> Others(string? forwardedHost, CmqServerOptions options)
    {
        if (string.IsNullOrEmpty(forwardedHost))
            return options.PublicHostNames;

        // Each proxy of a chain may have added its own; the first is what the client asked for.
        int end = forwardedHost.IndexOf(',', StringComparison.Ordinal);
        string first = (end < 0 ? forwardedHost : forwardedHost[..end]).Trim();
        return first.AsSpan().ContainsAnyExcept(HostCharacters) ? options.PublicHostNames : [first, .. options.PublicHostNames];
    }
}
