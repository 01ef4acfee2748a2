using CmqContracts.Broker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CmqContracts.Testing;

/// <summary>
/// Your own registrations over a private broker in memory, on a clock that stands still until the test moves it. Nothing waits for real time,
/// so a test of hours takes milliseconds and gives the same result every time.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="StartAsync(Action{IServiceCollection}, CmqTestOptions, CancellationToken)"/> makes a host of its own. For a host that something
/// else builds, such as ASP.NET Core's <c>WebApplicationFactory</c>, make a test host and call <see cref="AddTo"/> last.
/// </para>
/// <para>
/// Endpoint, keys and the environment do not count: every client of the host talks to its broker. Decorators of <c>Use</c> stay. The
/// host's <see cref="TimeProvider"/> is the clock. <see cref="CmqOptions.Coalescing"/> does not count either, as sends would wait for the clock; nor does <see cref="CmqOptions.Retries"/>, unless <see cref="CmqTestOptions.UseRetries"/> is set.
/// Of named accounts, <c>AddCmq("eu", ...)</c>, each has queues of its own in the broker; what the test host shows is the account without a name.
/// </para>
/// </remarks>
public sealed class CmqTestHost : IAsyncDisposable
{
    private const string Account = "test";

    private readonly object _gate = new();
    private readonly CmqTestOptions _options;
    private readonly ActivityMonitor _monitor = new();
    private readonly Settling _settling;
    private readonly ObservedTimeProvider _clock;
    private CmqBroker? _broker;
    private IHost? _host;
    private IServiceProvider? _services;

    /// <summary>A test host for a host that something else builds: call <see cref="AddTo"/>.</summary>
    /// <param name="options">What it is made of; <see langword="null"/>: the defaults.</param>
    public CmqTestHost(CmqTestOptions? options = null)
    {
        _options = options ?? new CmqTestOptions();
        ArgumentNullException.ThrowIfNull(_options.TimeProvider, $"{nameof(options)}.{nameof(_options.TimeProvider)}");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.SettleTimeout, TimeSpan.Zero, $"{nameof(options)}.{nameof(_options.SettleTimeout)}");
        _clock = new ObservedTimeProvider(_options.TimeProvider);
        _settling = new Settling(_monitor, () => _broker, _options.SettleTimeout);
        Faults = new CmqFaults(_options.Seed, _clock);
    }

    /// <summary>Faults between the host's clients, with their decorators, and the broker: none, until the test adds rules.</summary>
    public CmqFaults Faults { get; }

    /// <summary>The clock that the test moves, mostly with <see cref="AdvanceAsync"/>.</summary>
    /// <exception cref="CmqTestException">The host was given another clock.</exception>
    public ManualTimeProvider Clock => _options.TimeProvider as ManualTimeProvider
        ?? throw new CmqTestException($"The host's clock is a {_options.TimeProvider.GetType().Name}, which only the test can move: do so, and call {nameof(SettleAsync)}. With a {nameof(ManualTimeProvider)} in {nameof(CmqTestOptions)}.{nameof(CmqTestOptions.TimeProvider)} the host moves it itself.");

    /// <summary>The services of the host.</summary>
    /// <exception cref="InvalidOperationException">The host is not built yet.</exception>
    public IServiceProvider Services => _services ?? throw new InvalidOperationException("The host is not built yet: its services are there when it has started.");

    /// <summary>Looks into the broker's queues.</summary>
    public ICmqInspector Inspector => Broker.GetInspector(Account);

    internal Recorder Recorder { get; } = new();

    private CmqBroker Broker
    {
        get
        {
            if (_broker is null)
                _ = Services.GetRequiredService<CmqClient>();
            return _broker!;
        }
    }

    /// <summary>Builds and starts a host, and settles it, as <see cref="SettleAsync"/> does: handlers have created their queues, and wait for messages.</summary>
    /// <param name="configure">Adds services as the program under test does: <c>services => services.AddCmq().AddContracts()</c>.</param>
    /// <param name="options">What it is made of; <see langword="null"/>: the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="CmqTestException">A background service does something else than wait for the clock or its queues. A host with such services is built by the test: <see cref="AddTo"/>.</exception>
    public static async Task<CmqTestHost> StartAsync(Action<IServiceCollection> configure, CmqTestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        CmqTestHost test = new(options);
        try
        {
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
            configure(builder.Services);
            test.AddTo(builder.Services);
            test._host = builder.Build();
            await test._host.StartAsync(cancellationToken).ConfigureAwait(false);
            test._services = test._host.Services;
            await test.SettleAsync(cancellationToken).ConfigureAwait(false);
            return test;
        }
        catch
        {
            await test.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes the services of a host those of this test host. Call it once, after everything else is added.</summary>
    /// <param name="services">The services.</param>
    public void AddTo(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.ConfigureAll<CmqOptions>(options =>
        {
            options.Connector = limits => Connect(limits, options.Account);
            options.InspectorConnector = () => _broker!.GetInspector(AccountOf(options.Account));
            options.Loops = _monitor;
        });
        services.PostConfigureAll<CmqOptions>(options =>
        {
            options.TimeProvider = _clock;
            // A message that waits for others to leave with would wait until the test moves the clock.
            options.Coalescing = null;
            // So would the test itself, for the pause after a fault.
            if (!_options.UseRetries)
                options.Retries = null;
        });
        services.RemoveAll<TimeProvider>();
        services.AddSingleton<TimeProvider>(_clock);
        ScopedService.AddTo(services, _monitor);
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => new ServicesNote(() => _services = provider)));
    }

    /// <summary>The queue of a message type.</summary>
    /// <typeparam name="TMessage">A type that has <see cref="CmqQueueAttribute"/>.</typeparam>
    public TestQueue<TMessage> Queue<TMessage>()
        where TMessage : IQueueMessage<TMessage> => Queue<TMessage, TMessage>();

    /// <summary>The queue that a binding gives to a message type.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <typeparam name="TBinding">The type that binds it to a queue.</typeparam>
    public TestQueue<TMessage> Queue<TMessage, TBinding>()
        where TBinding : IQueueMessage<TMessage> => new(this, new QueueClient<TMessage>(Services.GetRequiredService<CmqClient>(), TBinding.Contract));

    /// <summary>A queue whose messages have no type: bodies are UTF-8 text as bytes.</summary>
    /// <param name="name">The queue's name.</param>
    public TestQueue<ReadOnlyMemory<byte>> Queue(string name) => new(this, (QueueClient<ReadOnlyMemory<byte>>)Services.GetRequiredService<CmqClient>().Queue(name));

    /// <summary>The topic of a message type.</summary>
    /// <typeparam name="TMessage">A type that has <see cref="CmqTopicAttribute"/>.</typeparam>
    public TestTopic<TMessage> Topic<TMessage>()
        where TMessage : ITopicMessage<TMessage> => Topic<TMessage, TMessage>();

    /// <summary>The topic that a binding gives to a message type.</summary>
    /// <typeparam name="TMessage">The message type.</typeparam>
    /// <typeparam name="TBinding">The type that binds it to a topic.</typeparam>
    public TestTopic<TMessage> Topic<TMessage, TBinding>()
        where TBinding : ITopicMessage<TMessage> => new(this, new TopicClient<TMessage>(Services.GetRequiredService<CmqClient>(), TBinding.Contract));

    /// <summary>Waits until the host has done all that there is to do before time passes: no background service runs, and nothing is due.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CmqTestException">A background service does something else than wait for the clock or its queues; the message names it, and its message.</exception>
    public Task SettleAsync(CancellationToken cancellationToken = default) => AdvanceAsync(TimeSpan.Zero, cancellationToken);

    /// <summary>Lets time pass: from one moment at which something is due to the next, and at each waits until the host has done what is due.</summary>
    /// <param name="time">How much; zero: as <see cref="SettleAsync"/>.</param>
    /// <param name="cancellationToken">Ends the wait; time has then passed in part.</param>
    /// <exception cref="CmqTestException">A background service does something else than wait for the clock or its queues, or the host was given another clock.</exception>
    public async Task AdvanceAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        if (time == TimeSpan.Zero && _options.TimeProvider is not ManualTimeProvider)
        {
            await _settling.SettleAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        ManualTimeProvider clock = Clock;
        await _settling.SettleAsync(cancellationToken).ConfigureAwait(false);
        while (clock.NextTimer is { } next && next <= time)
        {
            clock.Advance(next);
            time -= next;
            await _settling.SettleAsync(cancellationToken).ConfigureAwait(false);
        }

        clock.Advance(time);
        await _settling.SettleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets what was recorded until now: <see cref="TestQueue{TMessage}.Sent"/> and the like are empty.</summary>
    public void ClearRecords() => Recorder.Clear();

    /// <summary>Stops the host, if it is one of its own, as the end of a program does. A clock that is moved by hand moves as far as the stop takes.</summary>
    /// <param name="cancellationToken">Makes the host stop at once, whatever its services do.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_host is not { } host)
            return;
        Task stop = host.StopAsync(cancellationToken);
        try
        {
            while (_options.TimeProvider is ManualTimeProvider clock)
            {
                await Task.WhenAny(stop, _settling.SettleAsync(CancellationToken.None)).Unwrap().ConfigureAwait(false);
                if (stop.IsCompleted)
                    break;
                Task changed = _monitor.Look().Changed;
                if (_monitor.WaitsForClock && clock.NextTimer is { } next)
                    clock.Advance(next);
                else
                    await Task.WhenAny(stop, changed).ConfigureAwait(false);
            }
        }
        catch (CmqTestException)
        {
            // Services that wait for something else than the clock end as they do in production.
        }

        await stop.ConfigureAwait(false);
    }

    /// <summary>Stops the host, if it is one of its own, and its broker.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            try
            {
                // A host whose start failed cannot be stopped.
                if (_services is not null)
                    await StopAsync().ConfigureAwait(false);
            }
            finally
            {
                _host = null;
                if (host is IAsyncDisposable disposable)
                    await disposable.DisposeAsync().ConfigureAwait(false);
                else
                    host.Dispose();
            }
        }

        if (_broker is { } broker)
            await broker.DisposeAsync().ConfigureAwait(false);
    }

    private static string AccountOf(string? name) => name is null ? Account : $"{Account}/{name}";

    private ICmqService Connect(CmqLimits limits, string? account)
    {
        lock (_gate)
        {
            // The broker takes what the service of this profile does; the client's own limits may be stricter.
            _broker ??= new CmqBroker(new BrokerOptions { Limits = CmqLimits.For(limits.Profile), TimeProvider = _options.TimeProvider, ClockPollInterval = TimeSpan.FromDays(1) });
            if (_broker.Limits.Profile != limits.Profile)
                throw new CmqTestException($"The clients of one test host have the profiles {_broker.Limits.Profile} and {limits.Profile}. A broker has one: make a test host for each.");
            // A named account has queues of its own, which are not among what the test host shows.
            return Faults.InFrontOf(new RecordingService(_broker.GetService(AccountOf(account)), account is null ? Recorder : new Recorder(), _monitor));
        }
    }

    /// <summary>Notes the services of a host that something else builds, when it starts.</summary>
    private sealed class ServicesNote(Action note) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            note();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
