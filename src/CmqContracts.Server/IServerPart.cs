namespace CmqContracts.Server;

/// <summary>
/// A part of a server. It answers requests, does background work, or both. Parts share a <see cref="ServerContext"/> and do not know each other. The
/// methods here do nothing, so that a part implements only those that it needs.
/// </summary>
internal interface IServerPart : IDisposable
{
    /// <summary>Adds the requests that the part answers. Called once, before the server starts.</summary>
    void Map(HttpEdge edge)
    {
    }

    /// <summary>Starts the part's background work. Called once, when the server answers requests.</summary>
    void Start()
    {
    }

    /// <summary>Stops the part's background work, while requests under way are finished.</summary>
    /// <param name="deadline">Fires when the rest of that work must be aborted.</param>
    Task StopAsync(CancellationToken deadline) => Task.CompletedTask;

    /// <summary>Frees the part's resources. Called once, when no request is under way.</summary>
    void IDisposable.Dispose()
    {
    }
}
