using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The memory that one request needs, reused by the next.</summary>
internal sealed class Workspace : IDisposable
{
    public V2Parameters Parameters { get; } = new();

    public V2Reply V2Reply { get; } = new();

    /// <summary>The reply of the protocol that the request speaks.</summary>
    public Reply Reply { get; private set; } = null!;

    public void Reset(long requestId)
    {
        Parameters.Clear();
        V2Reply.Reset(requestId);
        Reply = V2Reply;
    }

    public void Dispose()
    {
        Parameters.Dispose();
        V2Reply.Dispose();
    }
}
