using System.Net;
using System.Security.Cryptography.X509Certificates;
using CmqContracts.Protocol.Signing;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Where a server listens and whom it serves.</summary>
public sealed class CmqServerOptions
{
    private IReadOnlyList<string> _publicHosts = [];
    private IReadOnlyList<string>? _publicHostNames;

    /// <summary>Address to listen on; loopback unless set.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>Port to listen on; 0: a free one, named by <see cref="CmqServer.Endpoint"/>.</summary>
    public int Port { get; set; }

    /// <summary>The keys that may sign requests; <see cref="CmqServer.ReplaceKeys"/> changes them later.</summary>
    public IReadOnlyList<CmqKey> Keys { get; set; } = [];

    /// <summary>Whether every request is taken unsigned, for the account <c>default</c>; no unless set. Only on a loopback address, with a warning at every start.</summary>
    /// <remarks>Requests that a web page may have sent are refused: with <c>Origin</c>, with a <c>Sec-Fetch-Site</c> of another site, or with a <c>Host</c> that is neither a loopback name nor in <see cref="PublicHosts"/> nor Tencent's own.</remarks>
    public bool AllowAnonymous { get; set; }

    /// <summary>How far a request's timestamp may be from the server's time, both ways. 2 hours unless set; zero: not checked.</summary>
    /// <remarks>Source: Tencent documents 213/1718 and 236/1718, error 4500.</remarks>
    public TimeSpan TimestampTolerance { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Whether a secret id must begin with <c>AKID</c>, as Tencent's do; no unless set.</summary>
    public bool RequireSecretIdPrefix { get; set; }

    /// <summary>Whether a request is refused that was there already; no unless set. It is told by secret id, nonce and timestamp, or in API 3.0 with TC3 by secret id and signature.</summary>
    /// <remarks>
    /// Real clients repeat themselves: one uses the same nonce for a whole second, others draw from a few thousand. It needs
    /// <see cref="TimestampTolerance"/>, and nonces that are whole numbers. The last 500,000 requests of each key are remembered, by their
    /// timestamps; whatever is as old as one that was forgotten is refused. A key that is withdrawn and comes back still refuses its repeats.
    /// </remarks>
    public bool RefuseRepeatedRequests { get; set; }

    /// <summary>Whether message bodies that begin with <c>@</c> may be left out of a signature, as some clients do; yes unless set.</summary>
    /// <remarks>Whoever captures a request of any client can add such bodies to it, or exchange them in it, for as long as its timestamp counts.</remarks>
    public bool AcceptUnsignedAtBodies { get; set; } = true;

    /// <summary>Whether the log explains a refused signature: the string that was expected, and the usual mistake that leads to the signature; no unless set.</summary>
    /// <remarks>For making a client work, not for production: it costs time. Keys, signatures and bodies are not shown, and the reply stays as it is.</remarks>
    public bool Explain { get; set; }

    /// <summary>Names under which clients know the server when they do not send them as <c>Host</c>, such as a proxy's, with the port if it is in their address. At most 16.</summary>
    /// <remarks>
    /// Requests of any size are tried for the first six, where one with a port counts as two: it is tried without its port too. So does one that is not ASCII, or stands for such a name: it is tried in both forms. Large requests
    /// are not tried for those behind them, as a wrong signature would cost much; then the start warns.
    /// </remarks>
    public IReadOnlyList<string> PublicHosts
    {
        get => _publicHosts;
        set => (_publicHosts, _publicHostNames) = (value, null);
    }

    /// <summary>How long before the end of its wait a receive is answered that there is no message. 200 ms unless set.</summary>
    /// <remarks>Clients stop listening exactly at the end of the wait, or one second later.</remarks>
    public TimeSpan AnswerEarly { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Largest request body in bytes. 4 MiB unless set: 1 MiB of messages, percent-encoded.</summary>
    public long MaxRequestBytes { get; set; } = (4 * 1024 * 1024) + (64 * 1024);

    /// <summary>
    /// How many bytes of unfinished requests, with heads above 4 KB, and of unread answers are held at the most; a quarter of the memory that the process may use
    /// unless set. At least <see cref="MaxRequestBytes"/>. When they are used up, the slowest are cut, and what still finds no room is
    /// refused with 4420/10250.
    /// </summary>
    public long? MaxBufferedBytes { get; set; }

    /// <summary>Whether <c>/metrics</c> is answered to other machines, through proxies and under any name too; no unless set, because it names accounts and queues.</summary>
    public bool ExposeMetrics { get; set; }

    /// <summary>How topics are delivered to HTTP endpoints.</summary>
    public PushOptions Push { get; set; } = new();

    /// <summary>How long a client may take to send a request's headers. 10 seconds unless set.</summary>
    /// <remarks>A body has to come with 240 bytes a second at least, so a client that sends byte by byte holds a connection for seconds only. Waiting receives are not touched by either.</remarks>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many connections may be open; more are closed at once. 10,000 unless set, or as many as the process's file handles and a quarter
    /// of its memory are enough for, with a warning at the start; a waiting receive holds one.
    /// </summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>The certificate, with its private key, for serving HTTPS; <see langword="null"/>: HTTP.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The certificates between <see cref="Certificate"/> and its root, which clients are sent along with it.</summary>
    public X509Certificate2Collection? CertificateChain { get; set; }

    /// <summary>Source of time.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>How far the timestamp of an API 3.0 request may be from the server's time, both ways, unless <see cref="TimestampTolerance"/> is zero.</summary>
    /// <remarks>Source: document 406/35950.</remarks>
    internal static TimeSpan Api3TimestampTolerance => TimeSpan.FromMinutes(5);

    /// <summary>How long a connection is kept on which nothing comes: longer than clients keep theirs, which is mostly a minute.</summary>
    internal TimeSpan IdleTime { get; set; } = TimeSpan.FromSeconds(75);

    /// <summary>How many bytes of memory this process may use.</summary>
    internal static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary><see cref="PublicHosts"/>, each in every form that clients have of it.</summary>
    internal IReadOnlyList<string> PublicHostNames => _publicHostNames ??= HostForms.Of(PublicHosts);

    /// <summary>How many of <see cref="PublicHosts"/>, from the first on, a request of any size is tried for.</summary>
    internal int HostsOfAnySize
    {
        get
        {
            // Those of Host and X-Forwarded-Host, each with its port and without, come first.
            const int others = V2Signature.HostsOfAnySize - 4;
            int names = 0;
            return PublicHosts.TakeWhile(host => (names += HostForms.Of([host]).Count * (new HostString(host).Port is null ? 1 : 2)) <= others).Count();
        }
    }

    /// <summary>What <see cref="MaxBufferedBytes"/> comes to.</summary>
    internal long BufferedBytes => MaxBufferedBytes ?? (Memory / 4);

    /// <summary>Refuses what no server can be started with.</summary>
    /// <exception cref="ArgumentException">Names the property that is wrong.</exception>
    internal void Validate()
    {
        if (AllowAnonymous && !IPAddress.IsLoopback(Address))
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(AllowAnonymous)} would open all queues to everyone who reaches {Address}. Listen on a loopback address, such as 127.0.0.1, or set {nameof(Keys)} and leave it off.");
        if (Certificate is { HasPrivateKey: false })
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(Certificate)} has no private key; without it nothing can be served.");
        if (RefuseRepeatedRequests && TimestampTolerance <= TimeSpan.Zero)
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(RefuseRepeatedRequests)} needs {nameof(TimestampTolerance)}: without it requests would have to be remembered for ever.");
        if (BufferedBytes < MaxRequestBytes)
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(MaxBufferedBytes)} is {BufferedBytes}{(MaxBufferedBytes is null ? ", a quarter of this process's memory" : "")}, and one request may have {MaxRequestBytes} bytes. Set it to at least as many, or {nameof(MaxRequestBytes)} to fewer.");
        if (PublicHosts.Count > 16)
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(PublicHosts)} has {PublicHosts.Count} names; at most 16 are tried.");
        if (Keys.Count == 0 && !AllowAnonymous)
            throw new ArgumentException($"A server needs at least one key: set {nameof(CmqServerOptions)}.{nameof(Keys)}.");
    }
}
