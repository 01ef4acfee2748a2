using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>
/// Requests of nobody who speaks the protocol, such as health checks at a wrong path. They are answered with status 404, because they
/// would take status 200, which clients need for every error, for a server that is well.
/// </summary>
internal static class StrayRequest
{
    /// <summary>Whether a request names no action, where its parameters, its query or its headers may, and its path is none that clients have unless they are given one.</summary>
    public static bool Is(HttpRequest request, V2Parameters parameters) =>
        request.Path.Value is not (null or "" or "/" or V2RequestLine.DefaultPath)
        && parameters.IndexOf("Action"u8) < 0
        && !Api3Call.IsMarked(request.Headers)
        && !request.Query.Keys.Contains("Action", StringComparer.Ordinal);
}
