namespace CmqContracts.Server;

/// <summary>
/// A part of a server: it answers requests, or works by itself, or both. Parts share the <see cref="ServerContext"/> and do not know each
/// other. What a part does not do it leaves to the methods here.
/// </summary>
internal interface IServerPart : IDisposable
{
    /// <summary>Says which requests the part answers. It is called once, before the server starts.</summary>
    void Map(HttpEdge edge)
    {
    }

    /// <summary>Begins what the part does by itself. It is called once, when the server answers requests.</summary>
    void Start()
    {
    }

    /// <summary>Ends what the part does by itself, while requests under way are finished.</summary>
    /// <param name="deadline">Fires when that has taken too long.</param>
    Task StopAsync(CancellationToken deadline) => Task.CompletedTask;

    /// <summary>Frees what the part holds. It is called once, when no request is under way.</summary>
    void IDisposable.Dispose()
    {
    }
}
