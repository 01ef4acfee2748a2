using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>Where a server listens, and which requests it accepts.</summary>
public sealed class CmqServerOptions
{
    /// <summary>The largest <see cref="MaxRequestBytes"/>: a body is decoded into one array, also when every byte of it becomes two.</summary>
    internal const long LargestRequest = int.MaxValue / 2;

    /// <summary>The largest <see cref="AnswerEarly"/>, the longest wait.</summary>
    private static readonly TimeSpan MaxAnswerEarly = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan MaxHeadersTimeout = TimeSpan.FromHours(1);

    private IReadOnlyList<string> _publicHosts = [];
    private IReadOnlyList<string>? _publicHostNames;

    /// <summary>Address to listen on; loopback unless set.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>Port to listen on, 0 to 65535. 0 unless set: a free one, which is in <see cref="CmqServer.Endpoint"/>.</summary>
    public int Port { get; set; }

    /// <summary>The keys that may sign requests; <see cref="CmqServer.ReplaceKeys"/> changes them later.</summary>
    public IReadOnlyList<CmqKey> Keys { get; set; } = [];

    /// <summary>Whether every request is accepted unsigned, for the account <c>default</c>; no unless set. Only on a loopback address, with a warning at every start.</summary>
    /// <remarks>Requests that may be a web page's are refused: with <c>Origin</c>, with a <c>Sec-Fetch-Site</c> of another site, or with a <c>Host</c> that is neither a loopback name nor in <see cref="PublicHosts"/> nor Tencent's own.</remarks>
    public bool AllowAnonymous { get; set; }

    /// <summary>How far a request's timestamp may be from the server's time, both ways, zero or more. 2 hours unless set; zero: not checked.</summary>
    /// <remarks>Source: Tencent documents 213/1718 and 236/1718, error 4500.</remarks>
    public TimeSpan TimestampTolerance { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Whether a secret id must begin with <c>AKID</c>, as Tencent's do; no unless set.</summary>
    public bool RequireSecretIdPrefix { get; set; }

    /// <summary>Whether repeated requests are refused; no unless set. A request is a repeat if another one had the same secret id, nonce and timestamp, or in API 3.0 with TC3 the same secret id and signature.</summary>
    /// <remarks>
    /// Some real clients repeat nonces: one uses the same for a whole second, others draw from a few thousand. It needs
    /// <see cref="TimestampTolerance"/>, and nonces that are whole numbers. The latest 500,000 requests of each key are remembered, by their
    /// timestamps; older ones are refused. A key that is removed and added again still refuses its repeats.
    /// </remarks>
    public bool RefuseRepeatedRequests { get; set; }

    /// <summary>Whether message bodies that begin with <c>@</c> may be left unsigned, as some clients do; yes unless set.</summary>
    /// <remarks>While its timestamp is valid, anyone who captures a request of any client can add such bodies to it or replace them.</remarks>
    public bool AcceptUnsignedAtBodies { get; set; } = true;

    /// <summary>Whether the log explains refused signatures: the expected string to sign, and the mistake that leads to the signature; no unless set.</summary>
    /// <remarks>For the development of clients, not for production: it costs time. Keys, signatures and bodies are not logged, and the reply is the same.</remarks>
    public bool Explain { get; set; }

    /// <summary>Host names that clients sign but do not send as <c>Host</c>, such as a proxy's, with the port if their address has one, and no scheme or path. At most 16.</summary>
    /// <remarks>
    /// Requests of any size are verified for the first six. A host with a port counts as two, with and without its port, and so does an
    /// internationalized one, in both its forms. Large requests are not verified for further hosts, because a wrong signature would cost much; then
    /// the start warns.
    /// </remarks>
    public IReadOnlyList<string> PublicHosts
    {
        get => _publicHosts;
        set => (_publicHosts, _publicHostNames) = (value, null);
    }

    /// <summary>How long before the end of its wait a receive without a message is answered, zero to 30 seconds. 200 ms unless set.</summary>
    /// <remarks>Some clients stop listening exactly at the end of the wait, others one second later.</remarks>
    public TimeSpan AnswerEarly { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Largest request body in bytes, 1 to 1,073,741,823. 4 MiB and 64 KiB unless set: 1 MiB of messages, percent-encoded, and the other parameters.</summary>
    public long MaxRequestBytes { get; set; } = (4 * 1024 * 1024) + (64 * 1024);

    /// <summary>
    /// The most bytes of incomplete requests, with heads above 4 KB, and of unread answers that are buffered; a quarter of the memory that the process
    /// may use unless set. At least <see cref="MaxRequestBytes"/>. When they are exceeded, the slowest clients' requests and answers are aborted;
    /// what then still does not fit is refused with 4420/10250.
    /// </summary>
    public long? MaxBufferedBytes { get; set; }

    /// <summary>Whether other machines may read <c>/metrics</c>, and programs through proxies or by any host name; no unless set, because it names accounts and queues.</summary>
    public bool ExposeMetrics { get; set; }

    /// <summary>The web console; <see langword="null"/>, as it is unless set: none. On an address that other machines reach it needs a <see cref="Certificate"/> or <see cref="ConsoleOptions.AllowPlainHttp"/>, otherwise there is none, with a warning at the start.</summary>
    public ConsoleOptions? Console { get; set; }

    /// <summary>
    /// JSON paths of values that nobody who looks into queues sees, such as <c>$.card.number</c>, <c>$.lines[*].iban</c> or <c>$['a key']</c>: names,
    /// whose case counts, indices from 0, and <c>*</c> for any item or member. None unless set; at most 64.
    /// </summary>
    /// <remarks>
    /// In the bodies that the <c>Inspect</c> actions and the console show, each of these values is the text <c>***</c>, whatever it is; searches and the filters
    /// of jobs do not find what is in it, and no length tells of it. A body that begins like JSON and is not valid JSON is not shown at all. Receives and
    /// deliveries have bodies as they are.
    /// </remarks>
    public IReadOnlyList<string> MaskedPaths { get; set; } = [];

    /// <summary>How messages of topics are delivered to HTTP endpoints.</summary>
    public PushOptions Push { get; set; } = new();

    /// <summary>How long a client may take to send a request's headers, more than zero and at most an hour. 10 seconds unless set.</summary>
    /// <remarks>A body has to arrive with at least 240 bytes per second, so a client that sends byte by byte keeps its connection for seconds only. Neither concerns waiting receives.</remarks>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many connections may be open, 1 or more; further ones are closed at once. 10,000 unless set, or as many as the process's file handles and a quarter
    /// of its memory suffice for, with a warning at the start. A waiting receive needs one.
    /// </summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>The certificate, with its private key, for serving HTTPS; <see langword="null"/>: HTTP.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The intermediate certificates of <see cref="Certificate"/>, which are sent with it.</summary>
    public X509Certificate2Collection? CertificateChain { get; set; }

    /// <summary>Source of time.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where logs go; nowhere unless set. Keys, signatures and bodies are never logged. The server does not dispose it.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>How far the timestamp of an API 3.0 request may be from the server's time, both ways, unless <see cref="TimestampTolerance"/> is zero.</summary>
    /// <remarks>Source: document 406/35950.</remarks>
    internal static TimeSpan Api3TimestampTolerance => TimeSpan.FromMinutes(5);

    /// <summary>How long an idle connection is kept: longer than clients keep theirs, usually for a minute.</summary>
    internal TimeSpan IdleTime { get; set; } = TimeSpan.FromSeconds(75);

    /// <summary>How many bytes of memory this process may use.</summary>
    internal static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary><see cref="PublicHosts"/>, each in all its forms.</summary>
    internal IReadOnlyList<string> PublicHostNames => _publicHostNames ??= HostForms.Of(PublicHosts);

    /// <summary>For how many of <see cref="PublicHosts"/>, from the first on, a request of any size is verified.</summary>
    internal int HostsOfAnySize
    {
        get
        {
            // Those of Host and X-Forwarded-Host come first, each with and without its port.
            const int others = V2Signature.HostsOfAnySize - 4;
            int names = 0;
            return PublicHosts.TakeWhile(host => (names += HostForms.Of([host]).Count * (new HostString(host).Port is null ? 1 : 2)) <= others).Count();
        }
    }

    /// <summary>The effective <see cref="MaxBufferedBytes"/>.</summary>
    internal long BufferedBytes => MaxBufferedBytes ?? (Memory / 4);

    /// <summary>A copy that later changes to these options do not reach.</summary>
    internal CmqServerOptions Copy()
    {
        CmqServerOptions copy = (CmqServerOptions)MemberwiseClone();
        copy.Keys = [.. Keys];
        copy.PublicHosts = [.. PublicHosts];
        copy.MaskedPaths = [.. MaskedPaths];
        copy.Push = Push.Copy();
        copy.Console = Console?.Copy();
        return copy;
    }

    /// <summary>Checks that a server can be started with these options.</summary>
    /// <exception cref="ArgumentException">Names the property that is wrong.</exception>
    internal void Validate()
    {
        CheckRanges();
        CheckHosts();
        Console?.Validate();
        Server.MaskedPaths.Check($"{nameof(CmqServerOptions)}.{nameof(MaskedPaths)}", MaskedPaths);
        CheckFileHandles(FileHandles.Limit);
        if (AllowAnonymous && !IPAddress.IsLoopback(Address))
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(AllowAnonymous)} would open all queues to everyone who can connect to {Address}. Listen on a loopback address, such as 127.0.0.1, or set {nameof(Keys)} and leave it off.");
        if (Certificate is { HasPrivateKey: false })
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(Certificate)} has no private key; HTTPS needs it.");
        if (Certificate is null && CertificateChain is not null)
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(CertificateChain)} is set and {nameof(Certificate)} is not, so HTTP would be served. Set both, or neither.");
        if (RefuseRepeatedRequests && TimestampTolerance <= TimeSpan.Zero)
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(RefuseRepeatedRequests)} needs {nameof(TimestampTolerance)}: without it requests would have to be remembered forever.");
        if (BufferedBytes < MaxRequestBytes)
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(MaxBufferedBytes)} is {BufferedBytes}{(MaxBufferedBytes is null ? ", a quarter of this process's memory" : "")}, and one request may have {MaxRequestBytes} bytes. Set it to at least as many, or {nameof(MaxRequestBytes)} to fewer.");
        if (PublicHosts.Count > 16)
            throw new ArgumentException($"{nameof(CmqServerOptions)}.{nameof(PublicHosts)} has {PublicHosts.Count} names; at most 16 are allowed.");
        if (Keys.Count == 0 && !AllowAnonymous)
            throw new ArgumentException($"A server needs at least one key: set {nameof(CmqServerOptions)}.{nameof(Keys)}.");
        KeyRing.Check(Keys);
    }

    /// <summary>Checks that deliveries leave file handles for connections.</summary>
    /// <param name="handles">How many files the process may open; <see langword="null"/>: unknown, or without a limit.</param>
    internal void CheckFileHandles(long? handles)
    {
        if (handles - FileHandles.Reserve - Push.Parallelism < 1 && Push.Parallelism > PushOptions.DefaultParallelism)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(CmqServerOptions)}.{nameof(Push)}.{nameof(PushOptions.Parallelism)} is {Push.Parallelism}, and this process may open {handles} files, so none would be left for connections. Lower it, or raise the limit (ulimit -n)."));
    }

    /// <summary>Checks that <see cref="PublicHosts"/> are hosts. What is none is not shown: a URL may contain a password.</summary>
    private void CheckHosts()
    {
        for (int i = 0; i < PublicHosts.Count; i++)
        {
            if (!HostText.IsHost(PublicHosts[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(CmqServerOptions)}.{nameof(PublicHosts)}[{i}] is {(PublicHosts[i] is null ? "null" : "no host")}; it must be one, such as cmq.example.com or cmq.example.com:8600."));
        }
    }

    /// <summary>Checks each property by itself.</summary>
    private void CheckRanges()
    {
        Check(nameof(Address), Address, Address is not null, "an address of this machine");
        Check(nameof(Port), Port, Port is >= 0 and <= IPEndPoint.MaxPort, "0 to 65535");
        Check(nameof(Keys), Keys, Keys is not null, "a list of keys");
        Check(nameof(PublicHosts), PublicHosts, PublicHosts is not null, "a list of host names");
        Check(nameof(TimestampTolerance), TimestampTolerance, TimestampTolerance >= TimeSpan.Zero, "zero or more");
        Check(nameof(AnswerEarly), AnswerEarly, AnswerEarly >= TimeSpan.Zero && AnswerEarly <= MaxAnswerEarly, $"zero to {MaxAnswerEarly}");
        Check(nameof(HeadersTimeout), HeadersTimeout, HeadersTimeout > TimeSpan.Zero && HeadersTimeout <= MaxHeadersTimeout, $"more than zero and at most {MaxHeadersTimeout}");
        Check(nameof(MaxRequestBytes), MaxRequestBytes, MaxRequestBytes is > 0 and <= LargestRequest, $"1 to {LargestRequest}");
        Check(nameof(MaxConnections), MaxConnections, MaxConnections > 0, "1 or more");
        Check(nameof(TimeProvider), TimeProvider, TimeProvider is not null, "a source of time, such as TimeProvider.System");
        Check(nameof(Push), Push, Push is not null, "options of deliveries");
        Check($"{nameof(Push)}.{nameof(PushOptions.Parallelism)}", Push!.Parallelism, Push.Parallelism is >= 0 and <= PushOptions.MaxParallelism, $"0 to {PushOptions.MaxParallelism}");
        Check($"{nameof(Push)}.{nameof(PushOptions.Timeout)}", Push.Timeout, Push.Timeout > TimeSpan.Zero && Push.Timeout <= PushOptions.MaxTimeout, $"more than zero and at most {PushOptions.MaxTimeout}");

        static void Check(string property, object? value, bool isValid, string range)
        {
            if (!isValid)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(CmqServerOptions)}.{property} is {value ?? "null"}; it must be {range}."));
        }
    }
}
