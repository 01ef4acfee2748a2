using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The memory that one request needs, reused by the next.</summary>
internal sealed class Workspace : IDisposable
{
    public V2Parameters Parameters { get; } = new();

    /// <summary>The body of a request whose parameters are no form.</summary>
    public PooledBufferWriter Body { get; } = new();

    /// <summary>What the request holds of the server's budget.</summary>
    public BufferBudget.Holding Holding { get; private set; } = null!;

    public V2Reply V2Reply { get; } = new();

    public Api3Reply Api3Reply { get; } = new();

    /// <summary>The reply of the protocol that the request speaks.</summary>
    public Reply Reply { get; private set; } = null!;

    /// <summary>The action; <see langword="null"/>: it is not known yet, or there is none.</summary>
    public ActionInfo? Action { get; set; }

    public void Reset(long requestId, BufferBudget.Holding holding)
    {
        Holding = holding;
        Action = null;
        V2Reply.Reset(requestId);
        Reply = V2Reply;
    }

    /// <summary>From here on the request is known to speak API 3.0, and is answered in kind.</summary>
    public void SpeakApi3() => Reply = Api3Reply;

    /// <summary>Forgets what the request said and gives its memory back, before its answer waits or is written.</summary>
    public void ForgetRequest()
    {
        Parameters.Clear();
        Body.Clear();
    }

    /// <summary>Gives back what is large, before the workspace waits for the next request.</summary>
    public void Release()
    {
        ForgetRequest();
        V2Reply.Clear();
        Api3Reply.Clear();
    }

    public void Dispose()
    {
        Parameters.Dispose();
        Body.Dispose();
        V2Reply.Dispose();
        Api3Reply.Dispose();
    }
}
