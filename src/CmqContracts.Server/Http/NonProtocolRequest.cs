using CmqContracts.Protocol.Signing;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>
/// Requests that are not of a protocol, such as health checks with a wrong path. They are answered with status 404: status 200, which protocol
/// clients need even for errors, would look like a healthy server to them.
/// </summary>
internal static class NonProtocolRequest
{
    /// <summary>Whether the query names no action, and the path is not one that clients use by default. The form of a POST may still name an action.</summary>
    public static bool Is(HttpRequest request) =>
        request.Path.Value is not (null or "" or "/" or V2RequestLine.DefaultPath)
        && !request.Query.Keys.Contains("Action", StringComparer.Ordinal);

    public static Task AnswerAsync(HttpContext http, CancellationToken stopping) =>
        Page.WriteAsync(http, StatusCodes.Status404NotFound, "A request to this path needs an Action. The health pages are /health/live and /health/ready.\n", stopping);
}
