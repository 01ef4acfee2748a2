using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Failures of HTTP in words of our own: the platform's exceptions quote what they cannot read, which may be a part of the request, a key included.</summary>
internal static class HttpFailure
{
    /// <summary>A failure that is safe to show. Its inner exception, if there is one, is the cause below HTTP: of the socket, or of TLS.</summary>
    /// <param name="failure">What the platform threw.</param>
    /// <param name="hint">What to do, after the description.</param>
    public static HttpRequestException Of(Exception failure, string hint = "")
    {
        HttpRequestError kind = failure switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException answer => answer.HttpRequestError,
            _ => HttpRequestError.ResponseEnded,
        };
        Exception? cause = CauseOf(failure);
        return new HttpRequestException(kind, Describe(kind, cause?.GetBaseException()) + hint, cause);
    }

    /// <summary>The failure of a proxy; <see langword="null"/>: it is not at fault.</summary>
    /// <param name="failure">What the platform threw.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="endpoint">Where the request was to go.</param>
    public static ProxyFailureException? OfProxy(HttpRequestException failure, Uri proxy, Uri endpoint)
    {
        Exception? cause = CauseOf(failure);
        string name = UsedProxy.Show(proxy);
        string? what = failure.HttpRequestError switch
        {
            HttpRequestError.ProxyTunnelError when failure.StatusCode == HttpStatusCode.ProxyAuthenticationRequired => AsksForPassword(name),
            HttpRequestError.ProxyTunnelError => $"The proxy {name} made no connection to {endpoint.Authority}{(failure.StatusCode is { } status ? $": it answered with HTTP status {(int)status}" : "")}.",
            // Only the proxy's own name is looked up here, and only its own address connected to.
            HttpRequestError.NameResolutionError => $"The name of the proxy {name} is not known.",
            HttpRequestError.ConnectionError => $"There is no connection to the proxy {name}: {Describe(HttpRequestError.ConnectionError, cause?.GetBaseException())}",
            HttpRequestError.SecureConnectionError when proxy.Scheme == Uri.UriSchemeHttps && endpoint.Scheme != Uri.UriSchemeHttps => $"No secure connection was made to the proxy {name}.",
            _ => null,
        };
        return what is null ? null : new ProxyFailureException(failure.HttpRequestError, what, cause);
    }

    /// <summary>The answer of a proxy in place of the service's.</summary>
    public static ProxyFailureException OfProxy(HttpStatusCode status, Uri proxy) => new(HttpRequestError.InvalidResponse, $"{AsksForPassword(UsedProxy.Show(proxy))} (HTTP status {(int)status})", null);

    /// <summary>Whether the cause of a failure is that the certificate of the other side is not accepted here.</summary>
    public static bool IsAboutCertificate(Exception? cause) => cause?.GetBaseException() is AuthenticationException { Message: var text } && text.Contains("certificate", StringComparison.Ordinal);

    private static string AsksForPassword(string proxy) => $"The proxy {proxy} asks for a user and a password: set the Credentials of the proxy in CmqOptions.CreateHandler.";

    /// <summary>The exception of the system, which never read a byte of HTTP.</summary>
    private static Exception? CauseOf(Exception? failure)
    {
        while (failure is not (null or SocketException or AuthenticationException))
            failure = failure.InnerException;
        return failure;
    }

    private static string Describe(HttpRequestError kind, Exception? cause) => cause switch
    {
        null => Describe(kind),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "Nothing listens there.",
        SocketException { SocketErrorCode: SocketError.HostNotFound } => Describe(HttpRequestError.NameResolutionError),
        SocketException { SocketErrorCode: SocketError.TryAgain } => "The name of the host could not be looked up.",
        _ when IsAboutCertificate(cause) => $"{ShownText.Of(cause.Message).TrimEnd('.')}. Make this machine trust its issuer, or set SslOptions of the handler in CmqOptions.CreateHandler; if the names do not match, set the endpoint to a name that the certificate has.",
        _ => ShownText.Of(cause.Message).TrimEnd('.') + ".",
    };

    private static string Describe(HttpRequestError kind) => kind switch
    {
        HttpRequestError.NameResolutionError => "The name of the host is not known.",
        HttpRequestError.ConnectionError => "There is no connection.",
        HttpRequestError.SecureConnectionError => "No secure connection was made.",
        HttpRequestError.ResponseEnded => "The answer broke off.",
        HttpRequestError.InvalidResponse => "The answer is not valid HTTP.",
        HttpRequestError.ConfigurationLimitExceeded => "The answer's head is too long.",
        HttpRequestError.ProxyTunnelError => "The proxy made no connection.",
        _ => "The request or its answer broke off.",
    };
}
