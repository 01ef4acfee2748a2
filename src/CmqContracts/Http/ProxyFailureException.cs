namespace CmqContracts;

/// <summary>The proxy is at fault, and not the service.</summary>
/// <param name="error">The kind of the failure.</param>
/// <param name="message">What the proxy has to do with it.</param>
/// <param name="inner">The cause below HTTP.</param>
internal sealed class ProxyFailureException(HttpRequestError error, string message, Exception? inner) : HttpRequestException(error, message, inner);
