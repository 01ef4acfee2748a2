using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CmqContracts.Server;

/// <summary>Kestrel's limits: what one connection may use, how slow it may be, and how many there may be. They hold before any code of the server runs.</summary>
internal static class Connections
{
    /// <summary>How many bytes of an answer Kestrel buffers before it waits for the client to read.</summary>
    public const int WriteBytes = 32 * 1024;

    /// <summary>The largest request line and headers.</summary>
    public const int MaxHeadBytes = RequestLineBytes + HeaderBytes;

    /// <summary>How many bytes of a body above the limit are read and discarded before the connection is aborted.</summary>
    private const int DroppedBytes = 16 * 1024 * 1024;

    /// <summary>Clients that only use GET put a whole message into the request line.</summary>
    private const int RequestLineBytes = 128 * 1024;

    private const int HeaderBytes = 32 * 1024;

    /// <summary>How many bytes are read ahead: the beginning of the next request while the current one waits.</summary>
    private const int ReadAheadBytes = 32 * 1024;

    /// <summary>The objects of a connection, Kestrel's and ours.</summary>
    private const int ObjectBytes = 16 * 1024;

    /// <summary>The buffers of TLS: a record that comes and one that goes, each encrypted and plain.</summary>
    private const int TlsBytes = 64 * 1024;

    public static void Configure(KestrelServerOptions kestrel, CmqServerOptions options, int maxConnections, BufferBudget budget)
    {
        kestrel.AddServerHeader = false;
        KestrelServerLimits limits = kestrel.Limits;
        limits.MaxConcurrentConnections = maxConnections;
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
            // All CMQ clients use HTTP/1.1.
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

    /// <summary>How many bytes a connection may use besides its reservation in the budget.</summary>
    public static int BytesEach(bool tls) => ReadAheadBytes + WriteBytes + (RequestHead.UsualBytes * RequestHead.TextBytes) + ObjectBytes + (tls ? TlsBytes : 0);
}
