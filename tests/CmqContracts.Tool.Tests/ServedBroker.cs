using CmqContracts.Broker;
using CmqContracts.Server;
using CmqContracts.Testing;

namespace CmqContracts.Tool.Tests;

/// <summary>A real server in this process, for tests that run the tool against it.</summary>
public sealed class ServedBroker : IAsyncLifetime
{
    private readonly TimeProvider _time;
    private readonly Func<ICmqBackend, ICmqBackend> _front;

    private ICmqBackend _backend = null!;
    private CmqServer _server = null!;

    public ServedBroker()
        : this(TimeProvider.System)
    {
    }

    /// <param name="time">Source of time of the server.</param>
    /// <param name="front">Puts something in front of the broker.</param>
    internal ServedBroker(TimeProvider time, Func<ICmqBackend, ICmqBackend>? front = null)
    {
        _time = time;
        _front = front ?? (static broker => broker);
    }

    /// <summary>The environment of a tool that uses the server.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; private set; } = null!;

    public Uri Endpoint => _server.Endpoint;

    public CmqClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _backend = _front(new CmqBroker(new BrokerOptions { TimeProvider = _time }));
        _server = await CmqServer.StartAsync(_backend, new CmqServerOptions { TimeProvider = _time, Keys = [new CmqKey { SecretId = "AKIDmine", SecretKey = "my own key" }] });
        Environment = new Dictionary<string, string> { ["CMQ_ENDPOINT"] = _server.Endpoint.ToString(), ["CMQ_SECRET_ID"] = "AKIDmine", ["CMQ_SECRET_KEY"] = "my own key" };
        Client = CmqClient.Connect(new CmqOptions { Endpoint = _server.Endpoint.ToString(), SecretId = "AKIDmine", SecretKey = "my own key" });
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
        await _backend.DisposeAsync();
    }

    /// <summary>A new queue with a name of its own.</summary>
    internal async Task<string> QueueAsync(QueueSettings? settings = null)
    {
        string name = "q" + Guid.NewGuid().ToString("N")[..12];
        await Client.Service.CreateQueueAsync(new CreateQueueRequest(name, settings ?? new QueueSettings()));
        return name;
    }

    internal Task<CmqRun> RunAsync(params string[] arguments) => CmqRun.OfAsync(Environment, null, arguments);

    internal Task<CmqRun> RunWithInputAsync(string input, params string[] arguments) => CmqRun.OfAsync(Environment, input, arguments);

    internal Task<CmqRun> OnTerminalAsync(string? typed, params string[] arguments) => CmqRun.OfTerminalAsync(Environment, Task.CompletedTask, typed, arguments);

    /// <summary>Types when something has happened.</summary>
    internal Task<CmqRun> OnTerminalWhenAsync(Task happened, string typed, params string[] arguments) => CmqRun.OfTerminalAsync(Environment, happened, typed, arguments);

    /// <summary>Starts the tool, for signals.</summary>
    internal ProgramUnderTest Start(params string[] arguments) => ProgramUnderTest.Start("Tool", Environment, arguments);
}
