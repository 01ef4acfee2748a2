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
