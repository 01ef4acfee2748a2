using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CmqContracts.Server;

/// <summary>What one connection may take up. Slow, endless and too many clients are stopped here, before any of our code runs.</summary>
internal static class Connections
{
    /// <summary>How much of a body above the limit is read and dropped before the connection is cut.</summary>
    private const int DroppedBytes = 16 * 1024 * 1024;

    /// <summary>Clients that have nothing but GET put a whole message there.</summary>
    private const int RequestLineBytes = 128 * 1024;

    public static void Configure(KestrelServerOptions kestrel, CmqServerOptions options)
    {
        kestrel.AddServerHeader = false;
        KestrelServerLimits limits = kestrel.Limits;
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.MaxRequestLineSize = RequestLineBytes;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.RequestHeadersTimeout = options.HeadersTimeout;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MaxRequestBodySize = options.MaxRequestBytes + DroppedBytes;

        // A body is parsed where it lies, so all of it has to fit.
        limits.MaxRequestBufferSize = options.MaxRequestBytes + RequestLineBytes;
        kestrel.Listen(options.Address, options.Port, listen =>
        {
            // CMQ's clients speak HTTP/1.1.
            listen.Protocols = HttpProtocols.Http1;
            if (options.Certificate is { } certificate)
                listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate, options.CertificateChain));
        });
    }
}
