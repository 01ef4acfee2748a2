using CmqContracts.Server;

namespace CmqContracts.Conformance;

/// <summary>A server in front of a backend: its services are real clients, each with its account's key. The backend is not disposed with it.</summary>
internal sealed class HttpNode : ICmqBackend
{
    /// <summary>Limits of clients that refuse nothing that a server could take, so that the server refuses. The wait keeps its bound, as a client computes its timeout from it.</summary>
    private static readonly CmqLimits UnlimitedClient = CmqLimits.For(
        CmqProfile.Classic,
        strict: false,
        CmqLimits.Classic.All
            .Where(static limit => limit != CmqLimits.Classic.ReceiveWaitSeconds)
            .ToDictionary(static limit => limit.Key, static limit => new CmqLimitOverride { Maximum = limit.Highest }));

    private readonly ICmqBackend _inner;
    private readonly CmqServer _server;
    private readonly Dictionary<string, CmqHttpService> _clients;
    private readonly Dictionary<string, ICmqService> _services;

    private HttpNode(ICmqBackend inner, CmqServer server, IEnumerable<CmqKey> keys, TimeProvider clock, bool managedByApi3)
    {
        _inner = inner;
        _server = server;
        _clients = keys.ToDictionary(static key => key.Account, key => new CmqHttpService(
            new CmqOptions { Endpoint = server.Endpoint.ToString(), SecretId = key.SecretId, SecretKey = SecretKeyOf(key.Account), TimeProvider = clock, Timeout = TimeSpan.FromHours(2) },
            UnlimitedClient));
        _services = _clients.ToDictionary(static client => client.Key, client => managedByApi3 ? client.Value.ManagedBy(new ControlPlane(server.Endpoint, Region: null, NeedsRegion: false)) : client.Value);
    }

    public CmqLimits Limits => _inner.Limits;

    public ITopicPushes Pushes => _inner.Pushes;

    public static async ValueTask<HttpNode> StartAsync(ICmqBackend inner, TimeProvider clock, TimeSpan answerEarly, bool managedByApi3)
    {
        CmqKey[] keys = [.. ScenarioContext.Accounts.Select(static account => new CmqKey { SecretId = "AKID" + account, SecretKey = SecretKeyOf(account), Account = account })];
        CmqServer server = await CmqServer.StartAsync(inner, new CmqServerOptions { Keys = keys, TimeProvider = clock, Push = { Parallelism = 0 }, AnswerEarly = answerEarly });
        return new HttpNode(inner, server, keys, clock, managedByApi3);
    }

    public ICmqService GetService(string account) => _services[account];

    public ICmqInspector GetInspector(string account) => _clients[account].Inspector;

    public ValueTask<IReadOnlyList<string>> ListAccountsAsync(CancellationToken cancellationToken = default) => _inner.ListAccountsAsync(cancellationToken);

    public ValueTask<string?> PingAsync(CancellationToken cancellationToken = default) => _inner.PingAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (CmqHttpService client in _clients.Values)
            await client.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static string SecretKeyOf(string account) => "key of " + account;
}
