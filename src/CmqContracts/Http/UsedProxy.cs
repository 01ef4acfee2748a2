using System.Net;

namespace CmqContracts;

/// <summary>The proxy between the client and its service, for the text of errors: the platform's are about a host, and do not say whose.</summary>
internal static class UsedProxy
{
    /// <summary>The proxy that a handler uses for an address; <see langword="null"/>: none, or it cannot be told.</summary>
    public static Uri? Of(HttpMessageHandler handler, Uri address)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;
        IWebProxy? proxy = handler switch
        {
            SocketsHttpHandler { UseProxy: true } sockets => sockets.Proxy ?? HttpClient.DefaultProxy,
            HttpClientHandler { UseProxy: true } client => client.Proxy ?? HttpClient.DefaultProxy,
            _ => null,
        };
        try
        {
            return proxy is null || proxy.IsBypassed(address) || proxy.GetProxy(address) is not { } found || found == address ? null : found;
        }
        catch (Exception)
        {
            // A proxy of the user's own; what it throws here it threw for the request.
            return null;
        }
    }

    /// <summary>A proxy as it is shown: without a user and a password.</summary>
    public static string Show(Uri proxy) => $"{proxy.Scheme}://{proxy.Authority}";
}
