using CmqContracts.Server;

namespace CmqContracts.Conformance;

/// <summary>A backend behind real servers, two in front of each of its nodes.</summary>
internal sealed class HttpBackend : BackendUnderTest
{
    private const int ServersPerNode = 2;

    private readonly BackendUnderTest _inner;
    private readonly HttpNode[] _nodes;

    private HttpBackend(BackendUnderTest inner, HttpNode[] nodes)
    {
        _inner = inner;
        _nodes = nodes;
    }

    public override IReadOnlyList<ICmqBackend> Nodes => _nodes;

    public override TimeProvider Clock => _inner.Clock;

    /// <summary>The wire knows whole seconds.</summary>
    public override TimeSpan Precision => TimeSpan.FromSeconds(1);

    public static async ValueTask<BackendUnderTest> StartAsync(BackendUnderTest inner, TimeSpan answerEarly, bool managedByApi3)
    {
        List<HttpNode> nodes = [];
        foreach (ICmqBackend node in inner.Nodes)
        {
            for (int i = 0; i < ServersPerNode; i++)
                nodes.Add(await HttpNode.StartAsync(node, inner.Clock, answerEarly, managedByApi3));
        }

        return new HttpBackend(inner, [.. nodes]);
    }

    public override ValueTask AdvanceAsync(TimeSpan time) => _inner.AdvanceAsync(time);

    public override async ValueTask DisposeAsync()
    {
        foreach (HttpNode node in _nodes)
            await node.DisposeAsync();
        await _inner.DisposeAsync();
    }
}
