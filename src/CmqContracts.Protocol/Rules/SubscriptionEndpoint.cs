using System.Globalization;

namespace CmqContracts.Protocol;

/// <summary>What a subscription's endpoint must be: the name of a queue, or a URL that can be posted to.</summary>
internal static class SubscriptionEndpoint
{
    /// <summary>Refuses an endpoint that nothing can be delivered to. No text repeats it, as a URL may hold a password.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.UndefinedProtocol"/>, <see cref="CmqErrors.EndpointFormatError"/> or <see cref="CmqErrors.UrlContainsBlankCharacters"/>.</exception>
    public static void Check(SubscriptionProtocol protocol, string? endpoint, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        switch (protocol)
        {
            case SubscriptionProtocol.Queue:
                if (CmqNameRule.Explain(endpoint, limits) is { } wrong)
                    throw new CmqServiceException(CmqErrors.EndpointFormatError, wrong);
                break;
            case SubscriptionProtocol.Http:
                CheckUrl(endpoint, limits);
                break;
            default:
                throw new CmqServiceException(CmqErrors.UndefinedProtocol, $"protocol is {(int)protocol}; it must be http or queue.");
        }
    }

    /// <summary>Scheme, host and port of a URL that <see cref="Check"/> accepts, equal for URLs of one place whichever way its name is written; of any other text, the text.</summary>
    public static string PlaceOf(string endpoint) =>
        TryParse(endpoint) is { } url && AsciiHost.TryFind(url, out string? host) ? string.Create(CultureInfo.InvariantCulture, $"{url.Scheme}://{host}:{url.Port}") : endpoint;

    private static void CheckUrl(string? endpoint, CmqLimits limits)
    {
        if (string.IsNullOrEmpty(endpoint) || !limits.EndpointLength.Contains(endpoint.Length))
            throw new CmqServiceException(CmqErrors.EndpointFormatError, $"The endpoint has {endpoint?.Length ?? 0} characters; use a URL of {limits.EndpointLength.Range}.");
        if (endpoint.Any(char.IsWhiteSpace))
            throw new CmqServiceException(CmqErrors.UrlContainsBlankCharacters, "The endpoint contains blanks; percent-encode them.");
        if (TryParse(endpoint) is not { } url)
            throw new CmqServiceException(CmqErrors.EndpointFormatError, "The endpoint is no URL that begins with http:// or https://.");
        if (!AsciiHost.TryFind(url, out _))
            throw new CmqServiceException(CmqErrors.EndpointFormatError, "The endpoint's host has no ASCII form (IDNA) and cannot be looked up; use the name of a host.");
    }

    private static Uri? TryParse(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) ? url : null;
}
