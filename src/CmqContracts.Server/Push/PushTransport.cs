using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CmqContracts.Server;

/// <summary>Connects to endpoints, without redirects and cookies, and if the options say so, not into private networks.</summary>
internal static class PushTransport
{
    public static HttpMessageInvoker Create(PushOptions options)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 32,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        if (!options.AllowPrivateNetworks)
        {
            // Through a proxy the address would be the proxy's. What is checked is the address that is connected to, because a name may resolve differently each time.
            handler.UseProxy = false;
            handler.ConnectCallback = static (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken);
        }

        return new HttpMessageInvoker(handler);
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = [.. addresses.Where(PublicInternet.Contains)];
        if (allowed.Length == 0)
            throw new HttpRequestException($"{endpoint.Host} is in a private network, which this server does not deliver to.");
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endpoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
