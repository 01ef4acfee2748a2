using CmqContracts.Protocol;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Server;

/// <summary>What the parts of a server share.</summary>
internal sealed class ServerContext : IDisposable
{
    public ServerContext(ICmqBackend backend, CmqServerOptions options, KeyRing keys, BufferBudget budget, ILoggerFactory loggers, CancellationToken stopping)
    {
        Backend = backend;
        Options = options;
        Keys = keys;
        Budget = budget;
        Loggers = loggers;
        Stopping = stopping;
        Rates = new RequestRates(backend.Limits, options.TimeProvider);
        Meter = new ServerMeter(backend, options.TimeProvider);
        PushFailures = new PushFailures(options.TimeProvider);
        Mask = JsonMask.Of(options.MaskedPaths);
        Explanation = options.Explain ? new RefusalExplanation(loggers.CreateLogger<RefusalExplanation>()) : null;
    }

    public ICmqBackend Backend { get; }

    public CmqServerOptions Options { get; }

    public KeyRing Keys { get; }

    /// <summary>The limit of what the server buffers for clients.</summary>
    public BufferBudget Budget { get; }

    public ILoggerFactory Loggers { get; }

    /// <summary>Fires when the server begins to stop.</summary>
    public CancellationToken Stopping { get; }

    public RequestRates Rates { get; }

    public ServerMeter Meter { get; }

    /// <summary>How deliveries to HTTP endpoints went lately.</summary>
    public PushFailures PushFailures { get; }

    /// <summary>What people and tools do not see of bodies; <see langword="null"/>: they see them whole.</summary>
    public JsonMask? Mask { get; }

    /// <summary>Explains refused signatures in the log; <see langword="null"/>: they are not explained.</summary>
    public RefusalExplanation? Explanation { get; }

    /// <summary>The last requests; <see langword="null"/>: no part of the server has asked for them.</summary>
    public RequestLog? Requests { get; private set; }

    /// <summary>Has requests noted from the start on. A part that shows them calls it when it is created.</summary>
    public void KeepRequests() => Requests ??= new RequestLog(Options.TimeProvider);

    public void Dispose()
    {
        Budget.Dispose();
        Meter.Dispose();
        Keys.Dispose();
    }
}
