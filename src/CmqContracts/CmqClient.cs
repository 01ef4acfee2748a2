using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CmqContracts;

/// <summary>A connection to one account of a CMQ service. Make one per process and share it; it is safe for concurrent use.</summary>
public sealed class CmqClient : IAsyncDisposable, IDisposable
{
    private readonly object _closing = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly ICmqInspector? _inspector;
    private ICmqService _service;

    /// <summary>What is disposed with the client; <see langword="null"/> once that is done.</summary>
    private volatile IDisposable? _owned;
    private volatile bool _isDisposed;

    private CmqClient(ICmqService service, ICmqInspector? inspector, CmqLimits limits, ILoggerFactory? loggerFactory, IDisposable? owned)
    {
        _service = service;
        _inspector = inspector;
        Disposing = _disposing.Token;
        Limits = limits;
        Names = new NameMap(map: null, limits);
        Logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(CmqLog.Category);
        _owned = owned;
    }

    /// <summary>The actions of the service, without types.</summary>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public ICmqService Service
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _service;
        }
    }

    /// <summary>
    /// A view into the account's queues for people and tools: embedded, and over HTTP against a server of ours, where a key needs the access that its
    /// actions need. Tencent's service has nothing like it: there every call is refused with a text that says so. Names are those of the service,
    /// and neither retries nor what <see cref="CmqOptions.Use"/> adds stand between.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="NotSupportedException">The client is one over other actions (<see cref="Over"/>), and was given no inspector.</exception>
    public ICmqInspector Inspector
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _inspector ?? throw new NotSupportedException($"The client was made by {nameof(CmqClient)}.{nameof(Over)} without an inspector. Hand it one, such as that of a broker: broker.GetInspector(account).");
        }
    }

    /// <summary>The limits that the client holds requests to.</summary>
    public CmqLimits Limits { get; }

    internal ILogger Logger { get; }

    /// <summary>Fires when the client is disposed.</summary>
    internal CancellationToken Disposing { get; }

    internal TimeProvider Time { get; private init; } = TimeProvider.System;

    internal ClientTelemetry Telemetry { get; private set; } = new(server: null, TimeProvider.System);

    /// <summary>Whether a queue's client has had what it asked the service for: endpoint and key are right.</summary>
    internal bool WasAnswered { get; set; }

    /// <summary>The names of queues and topics in this environment.</summary>
    internal NameMap Names { get; private set; }

    /// <summary>Gathers messages that are sent one by one; <see langword="null"/>: they leave at once, each on its own.</summary>
    internal Coalescer? Coalescer { get; private set; }

    /// <summary>Whether a receive that is cancelled has handed out nothing, as the broker is in this process.</summary>
    internal bool IsEmbedded { get; private init; }

    internal LoopObserver? Loops { get; private init; }

    /// <summary>Connects to the service that the options name. Nothing is sent before the first request.</summary>
    /// <param name="options">Where and who. The client keeps a copy.</param>
    /// <remarks>
    /// The first client of an endpoint like <c>embedded:./data</c> opens its store, and waits if the broker of the clients before is
    /// still being closed. What <see cref="CmqOptions.OpenStore"/> throws is thrown.
    /// </remarks>
    /// <exception cref="OptionsValidationException">A setting is missing or wrong; the message names each, its environment variable and the fix.</exception>
    public static CmqClient Connect(CmqOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CmqOptionsRules.Check(options);
        options = options.Copy();
        if (options.Connector is { } connector)
            return ConnectTo(connector, options);
        if (!CmqEndpoint.TryParse(options.Endpoint!, out CmqEndpoint? endpoint, out string? wrong))
            throw CmqOptionsRules.Failure(wrong);

        CmqProfile? known = options.Profile ?? endpoint.KnownProfile;
        CmqLimits limits = LimitsOf(known);
        if (endpoint.IsEmbedded)
        {
            (EmbeddedBroker broker, IDisposable? lease) = endpoint.IsDirectory
                ? DurableBrokers.Lease(endpoint.EmbeddedName, options)
                : (EmbeddedBrokers.Get(endpoint.EmbeddedName, options), null);
            CmqClient embedded = new CmqClient(broker.Service, broker.Inspector, known is null ? broker.Limits : limits, options.LoggerFactory, lease) { Time = options.TimeProvider, IsEmbedded = true }.Decorate(options);
            if (options.OpenStore is not null && endpoint is { IsDirectory: false, EmbeddedName: { Length: > 0 } name })
                embedded.Logger.StoreNotUsed(ShownText.Of(name));
            return embedded;
        }

        CmqHttpService http = new(options, limits);
        ICmqService service = known == CmqProfile.Tdmq ? http.ManagedBy(ControlPlane.Of(options, endpoint.Http)) : http;
        CmqClient client = new CmqClient(service, http.Inspector, limits, options.LoggerFactory, owned: http) { Time = options.TimeProvider }.Decorate(options, endpoint.Http);
        if (endpoint.Successor is { } successor)
            client.Logger.FormerAddress(endpoint.Http.IdnHost, successor);
        if (endpoint.IsPlainHttpOverNetwork)
            client.Logger.PlainHttp(endpoint.Http.Host);
        return client;
    }

    /// <summary>Connects to the service that <c>CMQ_ENDPOINT</c> names, with the key from <c>CMQ_SECRET_ID</c> and <c>CMQ_SECRET_KEY</c>. See <see cref="CmqOptions.FromEnvironment"/>.</summary>
    /// <exception cref="OptionsValidationException">A variable is missing or wrong.</exception>
    public static CmqClient FromEnvironment() => Connect(CmqOptions.FromEnvironment());

    /// <summary>A client over any implementation of the actions: a broker in this process, a decorator, a fake.</summary>
    /// <param name="service">The actions. It stays the caller's: disposing of the client does not dispose of it.</param>
    /// <param name="limits">The limits to hold requests to; <see langword="null"/>: those of our own broker, <see cref="CmqLimits.Classic"/>.</param>
    /// <param name="loggerFactory">Where logs go; <see langword="null"/>: nowhere.</param>
    /// <param name="inspector">The view into the same account's queues; <see langword="null"/>: there is none, and <see cref="Inspector"/> says so.</param>
    public static CmqClient Over(ICmqService service, CmqLimits? limits = null, ILoggerFactory? loggerFactory = null, ICmqInspector? inspector = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new CmqClient(service, inspector, limits ?? CmqLimits.Classic, loggerFactory, owned: null);
    }

    /// <summary>The queue of a message type that has <see cref="CmqQueueAttribute"/>.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    public IQueueClient<TMessage> Queue<TMessage>()
        where TMessage : IQueueMessage<TMessage> => Queue<TMessage, TMessage>();

    /// <summary>The queue that a binding gives to a message type, such as one of another assembly.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <typeparam name="TBinding">The type that binds it to a queue.</typeparam>
    public IQueueClient<TMessage> Queue<TMessage, TBinding>()
        where TBinding : IQueueMessage<TMessage> => new QueueClient<TMessage>(this, TBinding.Contract);

    /// <summary>A queue whose messages have no type: bodies are UTF-8 text as bytes.</summary>
    /// <param name="name">The queue's name.</param>
    /// <param name="settings">The attributes that <see cref="IQueueClient{TMessage}.EnsureCreatedAsync"/> creates it with; <see langword="null"/>: the service's defaults.</param>
    public IQueueClient<ReadOnlyMemory<byte>> Queue(string name, QueueSettings? settings = null) =>
        new QueueClient<ReadOnlyMemory<byte>>(this, new QueueContract<ReadOnlyMemory<byte>>(name, settings ?? new QueueSettings(), Utf8Codec.Instance));

    /// <summary>The topic of a message type that has <see cref="CmqTopicAttribute"/>.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    public ITopicClient<TMessage> Topic<TMessage>()
        where TMessage : ITopicMessage<TMessage> => Topic<TMessage, TMessage>();

    /// <summary>The topic that a binding gives to a message type, such as one of another assembly.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <typeparam name="TBinding">The type that binds it to a topic.</typeparam>
    public ITopicClient<TMessage> Topic<TMessage, TBinding>()
        where TBinding : ITopicMessage<TMessage> => new TopicClient<TMessage>(this, TBinding.Contract);

    /// <summary>A topic whose messages have no type: bodies are UTF-8 text as bytes.</summary>
    /// <param name="name">The topic's name.</param>
    /// <param name="settings">The attributes that <see cref="ITopicClient{TMessage}.EnsureCreatedAsync"/> creates it with; <see langword="null"/>: the service's defaults.</param>
    /// <param name="filter">How it is created to filter.</param>
    public ITopicClient<ReadOnlyMemory<byte>> Topic(string name, TopicSettings? settings = null, TopicFilter filter = TopicFilter.Tags) =>
        new TopicClient<ReadOnlyMemory<byte>>(this, new TopicContract<ReadOnlyMemory<byte>>(name, settings ?? new TopicSettings(), filter, Utf8Codec.Instance));

    /// <summary>
    /// Closes the connections that the client has opened. Messages that wait for others to leave with (<see cref="CmqOptions.Coalescing"/>) are sent before. Receives that wait end at once with <see cref="ObjectDisposedException"/>, and take no message that could not be
    /// deleted any more; over HTTP the service may hide one all the same until its visibility ends. An embedded broker in memory stays, with its messages; one that keeps its
    /// queues in a directory is closed with its last client, and the directory is free when this returns, also where another thread disposes
    /// the client at the same time.
    /// </summary>
    public void Dispose()
    {
        EndReceives();
        Coalescer?.Close();
        lock (_closing)
        {
            try
            {
                _owned?.Dispose();
            }
            finally
            {
                _owned = null;
            }
        }
    }

    /// <summary>As <see cref="Dispose"/>, but on a thread of the pool, as a broker that is closed may wait for its disk.</summary>
    public async ValueTask DisposeAsync()
    {
        EndReceives();
        if (Coalescer is { } coalescer)
            await coalescer.CloseAsync().ConfigureAwait(false);
        if (_owned is not null)
            await Task.Run(Dispose).ConfigureAwait(false);
    }

    /// <summary>A client of a test host, with the limits of the service that the endpoint names, if it is there.</summary>
    private static CmqClient ConnectTo(Func<CmqLimits, ICmqService> connector, CmqOptions options)
    {
        CmqLimits limits = LimitsOf(options.Profile ?? (CmqEndpoint.TryParse(options.Endpoint ?? "", out CmqEndpoint? endpoint, out _) ? endpoint.KnownProfile : null));
        ICmqService service = connector(limits);
        return new CmqClient(service, options.InspectorConnector?.Invoke(), limits, options.LoggerFactory, owned: null) { Time = options.TimeProvider, IsEmbedded = true, Loops = options.Loops }.Decorate(options);
    }

    private void EndReceives()
    {
        _isDisposed = true;
        // Without what follows a receive, which would run here.
        _ = _disposing.CancelAsync();
    }

    private static CmqLimits LimitsOf(CmqProfile? known) => known is { } profile ? CmqLimits.For(profile, strict: true) : CmqLimits.Classic;

    private CmqClient Decorate(CmqOptions options, Uri? server = null)
    {
        try
        {
            Telemetry = new ClientTelemetry(server, options.TimeProvider);
            ICmqService retried = options.Retries is { MaxAttempts: > 1 } retries ? new RetryingService(_service, retries, options.TimeProvider, Disposing) : _service;
            _service = options.Decorate(new TelemetryService(retried, Telemetry));
            Names = new NameMap(options.MapName, Limits);
            if (options.Coalescing is { } coalescing)
                Coalescer = new Coalescer(coalescing.Delay, Limits, options.TimeProvider);
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
