using System.IO.Pipelines;
using System.Net;
using CmqContracts.Protocol;
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
/// A server of the CMQ protocol, v2 at <c>/</c> and <c>/v2/index.php</c> and API 3.0 at <c>/</c>, in front of a backend. It says how
/// it does at <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.
/// </summary>
public sealed partial class CmqServer : IAsyncDisposable
{
    /// <summary>Name of the meter that servers measure with: requests by action and code, queues by state, waits and deliveries.</summary>
    public const string MeterName = "CmqContracts.Server";

    /// <summary>How long requests and deliveries under way may take when the server stops; then they are cut.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly ListenSocket _listen;
    private readonly HttpEdge _edge;
    private readonly KeyRing _keys;
    private readonly PushDispatcher _pushes;
    private readonly ServerMeter _meter;
    private readonly PrometheusExport _metrics;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping;
    private bool _disposed;

    private CmqServer(WebApplication app, ListenSocket listen, HttpEdge edge, KeyRing keys, PushDispatcher pushes, ServerMeter meter, PrometheusExport metrics, TimeProvider time, CancellationTokenSource stopping)
    {
        _pushes = pushes;
        _meter = meter;
        _metrics = metrics;
        _app = app;
        _listen = listen;
        _edge = edge;
        _keys = keys;
        _time = time;
        _stopping = stopping;
    }

    /// <summary>What clients make the server hold.</summary>
    internal BufferBudget Budget { get; private init; } = null!;

    /// <summary>The address that clients use, with the port that was taken.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>Starts a server. It is ready when this returns.</summary>
    /// <param name="backend">What it serves. The caller keeps it and disposes it after the server.</param>
    /// <param name="options">Where it listens and whom it serves.</param>
    /// <param name="configureLogging">Where logs go; nowhere unless given.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<CmqServer> StartAsync(ICmqBackend backend, CmqServerOptions options, Action<ILoggingBuilder>? configureLogging = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        CancellationTokenSource stopping = new();
        KeyRing keys = new(options.Keys, NonceMemory.For(options), stopping.Token);

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        configureLogging?.Invoke(builder.Logging);

        // The host's own log of requests says nothing that is not measured elsewhere, and opens an activity and a scope for every
        // request; it also shows the query, where a GET has its body and signature.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // Kestrel quotes what it cannot read, and that may be a body or a key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.None);
        ListenSocket listen = new();
        ConnectionLimit connections = ConnectionLimit.Of(options);
        BufferBudget budget = new(options.BufferedBytes, options.MaxRequestBytes, options.TimeProvider, MemoryReturn.OfProcess(options.TimeProvider), PipeScheduler.ThreadPool);
        builder.WebHost.UseKestrelCore().UseSockets(Connections.Configure).UseSockets(listen.Configure).ConfigureKestrel(kestrel => Connections.Configure(kestrel, options, connections.Most, budget));
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();

        WebApplication app = builder.Build();
        QueueGauges gauges = new(backend, keys, options.TimeProvider);
        ServerMeter meter = new(gauges);
        PrometheusExport metrics = new(meter.Meter);
        OperationsPages pages = new(backend, gauges, metrics, options, stopping.Token);
        HttpEdge edge = new(backend, keys, new RequestRates(backend.Limits, options.TimeProvider), options, meter, budget, app.Services.GetRequiredService<ILogger<HttpEdge>>(), stopping.Token);
        PushDispatcher pushes = new(backend.Pushes, options.Push, options.TimeProvider, meter, app.Services.GetRequiredService<ILogger<PushDispatcher>>());
        app.Run(async http =>
        {
            RequestHead head = RequestHead.Of(http);
            head.BeginAnswer();
            try
            {
                bool refused = edge.Refuses(http.Request);
                if (!refused && OperationsPages.IsFor(http.Request))
                    await pages.AnswerAsync(http).ConfigureAwait(false);
                else
                    await edge.HandleAsync(http, refused).ConfigureAwait(false);
            }
            finally
            {
                head.EndAnswer(http.Features);
            }
        });
        CmqServer server = new(app, listen, edge, keys, pushes, meter, metrics, options.TimeProvider, stopping) { Budget = budget };
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The port may have been open for a while, so this is a stop like any other.
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (connections.Reason is { } reason)
            LogFewConnections(app.Services.GetRequiredService<ILogger<CmqServer>>(), options.MaxConnections, connections.Most, reason);
        if (options.HostsOfAnySize < options.PublicHosts.Count)
            LogManyHosts(app.Services.GetRequiredService<ILogger<CmqServer>>(), options.PublicHosts.Count, options.HostsOfAnySize);
        if (options.AllowAnonymous)
            LogAnonymous(app.Services.GetRequiredService<ILogger<CmqServer>>());
        server.Endpoint = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        pushes.Start();
        return server;
    }

    /// <summary>Puts other keys in force, for every request that comes from now on. Receives that wait for a key that ends are refused. When the new keys cannot be, the old ones stay.</summary>
    /// <param name="keys">All keys that may sign requests.</param>
    /// <exception cref="ArgumentException">There is no key, or a secret id is there twice.</exception>
    public void ReplaceKeys(IReadOnlyList<CmqKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
            throw new ArgumentException("A server needs at least one key.");
        _keys.Replace(keys);
    }

    /// <summary>
    /// Frees the port, tells waiting receives that there is no message, and lets everything else under way finish, deliveries to
    /// endpoints included. What takes longer than 5 seconds is cut, so that no client and no endpoint holds the server up.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        using CancellationTokenSource cut = new(StopTime, _time);
        _listen.Close();
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task pushes = _pushes.StopAsync(cut.Token);
        await _app.StopAsync(cut.Token).ConfigureAwait(false);
        await pushes.ConfigureAwait(false);
        _pushes.Dispose();
        await _app.DisposeAsync().ConfigureAwait(false);
        _edge.Dispose();
        _metrics.Dispose();
        _meter.Dispose();
        _keys.Dispose();
        _stopping.Dispose();
    }

    [LoggerMessage(1, LogLevel.Warning, "Authentication is off: every program on this machine can read, change and delete all queues of this server.")]
    private static partial void LogAnonymous(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "MaxConnections is {Set}, and at most {Most} connections are taken: {Reason}, or lower MaxConnections.")]
    private static partial void LogFewConnections(ILogger logger, int set, int most, string reason);

    [LoggerMessage(3, LogLevel.Warning, "PublicHosts has {Hosts} hosts, and signatures of large requests are tried for the first {Tried} only, so that wrong ones cost little. Let the proxy keep the Host header or send X-Forwarded-Host, and name fewer; a host with a port counts as two, and so does one whose name is not ASCII, or stands for such a name.")]
    private static partial void LogManyHosts(ILogger logger, int hosts, int tried);

    /// <summary>The process's signals are its owner's: a host that took them for itself would stop half a server.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
