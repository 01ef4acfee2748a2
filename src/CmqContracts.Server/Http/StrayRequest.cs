using CmqContracts.Protocol.Signing;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>
/// Requests of nobody who speaks the protocol, such as health checks at a wrong path. They are answered with status 404, because they
/// would take status 200, which clients need for every error, for a server that is well.
/// </summary>
internal static class StrayRequest
{
    /// <summary>Whether a query names no action, and the path is none that clients have unless they are given one. The form of a POST may still name one.</summary>
    public static bool Is(HttpRequest request) =>
        request.Path.Value is not (null or "" or "/" or V2RequestLine.DefaultPath)
        && !request.Query.Keys.Contains("Action", StringComparer.Ordinal);

    public static Task AnswerAsync(HttpContext http, CancellationToken stopping) =>
        Page.WriteAsync(http, StatusCodes.Status404NotFound, "There is nothing here for a request without an Action. The health pages are /health/live and /health/ready.\n", stopping);
}
