using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CmqContracts.Server;

/// <summary>What one connection may take up. Slow, endless and too many clients are stopped here, before any of our code runs.</summary>
internal static class Connections
{
    /// <summary>How much of a body above the limit is read and dropped before the connection is cut.</summary>
    private const int DroppedBytes = 16 * 1024 * 1024;

    /// <summary>Clients that have nothing but GET put a whole message there.</summary>
    private const int RequestLineBytes = 128 * 1024;

    /// <summary>How long a connection is kept on which nothing comes: longer than clients keep theirs, which is mostly a minute.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(75);

    public static void Configure(KestrelServerOptions kestrel, CmqServerOptions options)
    {
        kestrel.AddServerHeader = false;
        KestrelServerLimits limits = kestrel.Limits;
        limits.MaxConcurrentConnections = FileHandles.MostConnections(options);
        limits.MaxRequestLineSize = RequestLineBytes;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.RequestHeadersTimeout = options.HeadersTimeout;
        limits.KeepAliveTimeout = IdleTime;
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MaxRequestBodySize = options.MaxRequestBytes + DroppedBytes;

        limits.MaxRequestBufferSize = RequestLineBytes;
        kestrel.Listen(options.Address, options.Port, listen =>
        {
            // CMQ's clients speak HTTP/1.1.
            listen.Protocols = HttpProtocols.Http1;
            if (options.Certificate is { } certificate)
                listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate, options.CertificateChain));
        });
    }

    /// <summary>What a connection takes in that nobody asked for yet: the beginning of a next request, behind one that waits.</summary>
    public static void Configure(SocketTransportOptions sockets) => sockets.MaxReadBufferSize = 64 * 1024;
}
