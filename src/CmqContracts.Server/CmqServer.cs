using System.Net;
using CmqContracts.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
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

    private readonly WebApplication _app;
    private readonly HttpEdge _edge;
    private readonly KeyRing _keys;
    private readonly PushDispatcher _pushes;
    private readonly ServerMeter _meter;
    private readonly PrometheusExport _metrics;
    private bool _disposed;

    private CmqServer(WebApplication app, HttpEdge edge, KeyRing keys, PushDispatcher pushes, ServerMeter meter, PrometheusExport metrics, Uri address)
    {
        _pushes = pushes;
        _meter = meter;
        _metrics = metrics;
        _app = app;
        _edge = edge;
        _keys = keys;
        Endpoint = address;
    }

    /// <summary>The address that clients use, with the port that was taken.</summary>
    public Uri Endpoint { get; }

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
        KeyRing keys = new(options.Keys);

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        configureLogging?.Invoke(builder.Logging);

        // The host's own log of requests says nothing that is not measured elsewhere, and opens an activity and a scope for every
        // request; it also shows the query, where a GET has its body and signature.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // Kestrel quotes what it cannot read, and that may be a body or a key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.None);
        builder.WebHost.UseKestrelCore().UseSockets(Connections.Configure).ConfigureKestrel(kestrel => Connections.Configure(kestrel, options));

        WebApplication app = builder.Build();
        CancellationToken stopping = app.Lifetime.ApplicationStopping;
        QueueGauges gauges = new(backend, keys, options.TimeProvider);
        ServerMeter meter = new(gauges);
        PrometheusExport metrics = new(meter.Meter);
        OperationsPages pages = new(backend, gauges, metrics, options, stopping);
        HttpEdge edge = new(backend, keys, new RequestRates(backend.Limits, options.TimeProvider), options, meter, app.Services.GetRequiredService<ILogger<HttpEdge>>(), stopping);
        app.Run(http => OperationsPages.IsFor(http.Request) ? pages.AnswerAsync(http) : edge.HandleAsync(http));
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            edge.Dispose();
            metrics.Dispose();
            meter.Dispose();
            throw;
        }

        if (FileHandles.MostConnections(options) is var most && most < options.MaxConnections)
            LogFewHandles(app.Services.GetRequiredService<ILogger<CmqServer>>(), options.MaxConnections, most, FileHandles.Limit);
        if (options.AllowAnonymous)
            LogAnonymous(app.Services.GetRequiredService<ILogger<CmqServer>>());
        string address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        PushDispatcher pushes = new(backend.Pushes, options.Push, options.TimeProvider, meter, app.Services.GetRequiredService<ILogger<PushDispatcher>>());
        pushes.Start();
        return new CmqServer(app, edge, keys, pushes, meter, metrics, new Uri(address));
    }

    /// <summary>Puts other keys in force, for every request that comes from now on. When they cannot be, the old ones stay.</summary>
    /// <param name="keys">All keys that may sign requests.</param>
    /// <exception cref="ArgumentException">There is no key, or a secret id is there twice.</exception>
    public void ReplaceKeys(IReadOnlyList<CmqKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
            throw new ArgumentException("A server needs at least one key.");
        _keys.Replace(keys);
    }

    /// <summary>Stops taking requests, tells waiting receives that there is no message, lets everything else under way finish, deliveries to endpoints included, and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await _pushes.DisposeAsync().ConfigureAwait(false);
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _edge.Dispose();
        _metrics.Dispose();
        _meter.Dispose();
    }

    [LoggerMessage(1, LogLevel.Warning, "Authentication is off: every program on this machine can read, change and delete all queues of this server.")]
    private static partial void LogAnonymous(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "MaxConnections is {Set}, and at most {Most} connections are taken: this process may open {Handles} files. Raise that (ulimit -n), or lower MaxConnections.")]
    private static partial void LogFewHandles(ILogger logger, int set, int most, long? handles);
}
