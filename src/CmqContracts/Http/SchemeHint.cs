namespace CmqContracts;

/// <summary>
/// Says what to do when an endpoint may have <c>https</c> where plain HTTP is served, or the other way round: the platform's messages
/// then are about frames, status lines and connections that ended, and name no scheme.
/// </summary>
internal static class SchemeHint
{
    /// <summary>The end of a message about a request that failed; empty when the scheme has nothing to do with it.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="failure">What the platform says.</param>
    public static string For(Uri endpoint, HttpRequestException failure) => failure.HttpRequestError switch
    {
        // Who shows a certificate does serve HTTPS.
        HttpRequestError.SecureConnectionError when !HttpFailure.IsAboutCertificate(failure) =>
            $" The endpoint begins with https://, and HTTPS may not be served there. If it is plain HTTP, set the endpoint to http://{endpoint.Authority}.",
        HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.Unknown when endpoint.Scheme == Uri.UriSchemeHttp =>
            MayBeHttps(endpoint),
        _ => "",
    };

    /// <summary>The end of a message about an answer that is none of CMQ; empty when the scheme has nothing to do with it.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="answer">The answer.</param>
    public static string For(Uri endpoint, HttpResponseMessage answer)
    {
        if (endpoint.Scheme != Uri.UriSchemeHttp)
            return "";
        if (answer.Headers.Location is { IsAbsoluteUri: true } location && location.Scheme == Uri.UriSchemeHttps)
            return " It sends clients on to HTTPS: set the endpoint to its https:// address.";
        return answer.StatusCode is System.Net.HttpStatusCode.BadRequest or System.Net.HttpStatusCode.UpgradeRequired
            ? MayBeHttps(endpoint)
            : "";
    }

    private static string MayBeHttps(Uri endpoint) => $" The endpoint begins with http://, and HTTPS may be served there. If so, set the endpoint to https://{endpoint.Authority}.";
}
