using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CmqContracts.Server;

/// <summary>What one connection may take up. Slow, endless and too many clients are stopped here, before any of our code runs.</summary>
internal static class Connections
{
    /// <summary>How much Kestrel takes of an answer before it waits for the client to read.</summary>
    public const int WriteBytes = 32 * 1024;

    /// <summary>The largest request line and headers.</summary>
    public const int MostHeadBytes = RequestLineBytes + HeaderBytes;

    /// <summary>How much of a body above the limit is read and dropped before the connection is cut.</summary>
    private const int DroppedBytes = 16 * 1024 * 1024;

    /// <summary>Clients that have nothing but GET put a whole message there.</summary>
    private const int RequestLineBytes = 128 * 1024;

    private const int HeaderBytes = 32 * 1024;

    /// <summary>What is taken in that nobody asked for yet: the beginning of a next request, behind one that waits.</summary>
    private const int ReadAheadBytes = 32 * 1024;

    /// <summary>The objects of a connection, Kestrel's and ours.</summary>
    private const int ObjectBytes = 16 * 1024;

    /// <summary>The buffers of TLS: a record that comes and one that goes, each encrypted and plain.</summary>
    private const int TlsBytes = 64 * 1024;

    public static void Configure(KestrelServerOptions kestrel, CmqServerOptions options, int mostConnections, BufferBudget budget)
    {
        kestrel.AddServerHeader = false;
        KestrelServerLimits limits = kestrel.Limits;
        limits.MaxConcurrentConnections = mostConnections;
        limits.MaxRequestLineSize = RequestLineBytes;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestHeaderCount = 100;
        limits.RequestHeadersTimeout = options.HeadersTimeout;
        limits.KeepAliveTimeout = options.IdleTime;
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
            listen.Use(next => connection => RequestHead.ServeAsync(connection, next, budget));
        });
    }

    public static void Configure(SocketTransportOptions sockets)
    {
        sockets.MaxReadBufferSize = ReadAheadBytes;
        sockets.MaxWriteBufferSize = WriteBytes;
    }

    /// <summary>What a connection may take up besides its share of the budget.</summary>
    public static int BytesEach(bool tls) => ReadAheadBytes + WriteBytes + (RequestHead.UsualBytes * RequestHead.TextBytes) + ObjectBytes + (tls ? TlsBytes : 0);
}
