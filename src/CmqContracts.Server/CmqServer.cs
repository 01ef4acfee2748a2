using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>
/// A server of the CMQ protocol, v2 at <c>/</c> and <c>/v2/index.php</c> and API 3.0 at <c>/</c>, in front of a backend. It
/// reports its state at <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.
/// </summary>
public sealed partial class CmqServer : IAsyncDisposable
{
    /// <summary>Name of the servers' meter, which measures requests by action and code, messages by state, waiting receives and deliveries.</summary>
    public const string MeterName = "CmqContracts.Server";

    /// <summary>Where the console of a server is.</summary>
    internal const string ConsolePath = "/console";

    /// <summary>How long requests and deliveries under way may take when the server stops, before they are aborted.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    /// <summary>The parts of a server. Of the protocols, the one that takes all other requests comes last.</summary>
    private static readonly IReadOnlyList<Func<ServerContext, IServerPart>> Parts =
    [
        static context => new OperationsPages(context),
        static context => new ConsolePart(context),
        static context => new Api3Endpoint(context),
        static context => new V2Endpoint(context),
        static context => new PushDispatcher(context),
    ];

    private readonly WebApplication _app;
    private readonly ListenSocket _listen;
    private readonly ServerContext _context;
    private readonly HttpEdge _edge;
    private readonly List<IServerPart> _parts = [];
    private readonly CancellationTokenSource _stopping;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _disposed;

    private CmqServer(WebApplication app, ListenSocket listen, ServerContext context, CancellationTokenSource stopping)
    {
        _app = app;
        _listen = listen;
        _context = context;
        _edge = new HttpEdge(context);
        _stopping = stopping;
    }

    /// <summary>The limit of what the server buffers for clients.</summary>
    internal BufferBudget Budget => _context.Budget;

    /// <summary>What the parts of the server share.</summary>
    internal ServerContext Context => _context;

    /// <summary>The address of the server, with its actual port.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>The address of the web console; <see langword="null"/>: there is none, by <see cref="CmqServerOptions.Console"/>, or as it would be served over plain HTTP to other machines.</summary>
    public Uri? ConsoleAddress => _parts.OfType<ConsolePart>().Any(static part => part.IsOn) ? new Uri(Endpoint, ConsolePath) : null;

    /// <summary>Starts a server. It is ready when this returns.</summary>
    /// <param name="backend">What it serves. The caller disposes it after the server.</param>
    /// <param name="options">Where it listens, and which requests it accepts. The server keeps a copy.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ArgumentException">An option is invalid, or this machine cannot listen on the address; the message names the option.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<CmqServer> StartAsync(ICmqBackend backend, CmqServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        options = options.Copy();
        CancellationTokenSource stopping = new();
        KeyRing keys = new(options.Keys, ReplayCache.For(options), stopping.Token);
        ListenSocket listen = new();
        ConnectionLimit connections = ConnectionLimit.Of(options);
        BufferBudget budget = new(options.BufferedBytes, options.MaxRequestBytes, options.TimeProvider, MemoryReturn.OfProcess(options.TimeProvider), PipeScheduler.ThreadPool);
        WebApplication app = BuildHost(options, listen, connections, budget);
        ServerContext context = new(backend, options, keys, budget, app.Services.GetRequiredService<ILoggerFactory>(), stopping.Token);
        CmqServer server = new(app, listen, context, stopping);
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Requests may be under way already, so this is an ordinary stop.
            await server.DisposeAsync().ConfigureAwait(false);
            if (e is SocketException socket)
                throw CannotListen(options, socket);
            throw;
        }

        ILogger logger = context.Loggers.CreateLogger<CmqServer>();
        if (connections.Reason is { } reason)
            LogFewConnections(logger, options.MaxConnections, connections.Maximum, reason);
        if (options.HostsOfAnySize < options.PublicHosts.Count)
            LogManyHosts(logger, options.PublicHosts.Count, options.HostsOfAnySize);
        if (options.AllowAnonymous)
            LogAnonymous(logger);
        return server;
    }

    /// <summary>Replaces all keys, for every new request. Waiting receives of a key that is no longer valid are refused. If it throws, the old keys stay.</summary>
    /// <param name="keys">All keys that may sign requests.</param>
    /// <exception cref="ArgumentException">There is no key, or two have the same secret id.</exception>
    public void ReplaceKeys(IReadOnlyList<CmqKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
            throw new ArgumentException("A server needs at least one key.");
        _context.Keys.Replace(keys);
    }

    /// <summary>
    /// Frees the port, answers waiting receives that there is no message, and lets all other requests and deliveries finish. What takes longer than
    /// 5 seconds is aborted, so that no client and no endpoint delays the stop. Every call returns when the server has stopped.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            await _stopped.Task.ConfigureAwait(false);
            return;
        }

        try
        {
            await StopAsync().ConfigureAwait(false);
        }
        finally
        {
            _stopped.SetResult();
        }
    }

    private async ValueTask StopAsync()
    {
        using CancellationTokenSource deadline = new(StopTime, _context.Options.TimeProvider);
        _listen.Close();
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task parts = Task.WhenAll(_parts.Select(part => part.StopAsync(deadline.Token)));
        await _app.StopAsync(deadline.Token).ConfigureAwait(false);
        await parts.ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        foreach (IServerPart part in _parts)
            part.Dispose();
        _edge.Dispose();
        _context.Dispose();
        _stopping.Dispose();
    }

    private static ArgumentException CannotListen(CmqServerOptions options, SocketException e) => e.SocketErrorCode == SocketError.AccessDenied
        ? new($"{nameof(CmqServerOptions)}.{nameof(options.Port)} is {options.Port}, and this process may not listen on it: {e.Message}. Set another port, such as 0 for a free one.", e)
        : new($"{nameof(CmqServerOptions)}.{nameof(options.Address)} is {options.Address}, and port {options.Port} of it cannot be listened on: {e.Message}. Set an address of this machine, such as {nameof(IPAddress)}.{nameof(IPAddress.Loopback)}, or {nameof(IPAddress)}.{nameof(IPAddress.Any)} for all of them.", e);

    private static WebApplication BuildHost(CmqServerOptions options, ListenSocket listen, ConnectionLimit connections, BufferBudget budget)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        if (options.LoggerFactory is { } loggers)
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new ForwardingLoggerProvider(loggers));

        // ASP.NET Core's log of requests costs an activity and a scope per request, and it shows the query, which in a GET has bodies and the
        // signature.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // Kestrel logs what it cannot parse, and that may contain a body or a key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.None);
        builder.WebHost.UseKestrelCore().UseSockets(Connections.Configure).UseSockets(listen.Configure).ConfigureKestrel(kestrel => Connections.Configure(kestrel, options, connections.Maximum, budget));
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        return builder.Build();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (Func<ServerContext, IServerPart> create in Parts)
        {
            IServerPart part = create(_context);
            _parts.Add(part);
            part.Map(_edge);
        }

        _app.Run(_edge.AnswerAsync);
        await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        Endpoint = new Uri(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        foreach (IServerPart part in _parts)
            part.Start();
    }

    [LoggerMessage(301, LogLevel.Warning, "Authentication is off: every program on this machine can read, change and delete all queues of this server.")]
    private static partial void LogAnonymous(ILogger logger);

    [LoggerMessage(302, LogLevel.Warning, "MaxConnections is {Set}, and at most {Maximum} connections are accepted: {Reason}, or lower MaxConnections.")]
    private static partial void LogFewConnections(ILogger logger, int set, int maximum, string reason);

    [LoggerMessage(303, LogLevel.Warning, "PublicHosts has {Hosts} hosts, and signatures of large requests are verified for the first {Tried} only, so that wrong ones cost little. Let the proxy keep the Host header or send X-Forwarded-Host, and name fewer hosts; a host with a port counts as two, and so does an internationalized one.")]
    private static partial void LogManyHosts(ILogger logger, int hosts, int tried);

    /// <summary>Leaves signals to the process: a host that handled them would stop without its server.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
