using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The buffers of one request, its parameters or body and its reply, which are used again for the next one.</summary>
/// <param name="replies">A reply of each protocol. The last one answers what belongs to none.</param>
internal sealed class RequestBuffers(params IReadOnlyList<Reply> replies) : IDisposable
{
    public V2Parameters Parameters { get; } = new();

    /// <summary>The body of a request whose parameters are no form.</summary>
    public PooledBufferWriter Body { get; } = new();

    /// <summary>What the request holds of the server's budget.</summary>
    public BufferBudget.Holding Holding { get; private set; } = null!;

    /// <summary>The reply of the protocol that the request is of.</summary>
    public Reply Reply { get; private set; } = null!;

    /// <summary>The action; <see langword="null"/>: it is not known yet, or there is none.</summary>
    public ActionInfo? Action { get; set; }

    /// <summary>Prepares for a request.</summary>
    public void Reset(long requestId, BufferBudget.Holding holding)
    {
        Holding = holding;
        Action = null;
        foreach (Reply reply in replies)
            reply.Reset(requestId);
        SelectReply(replies.Count - 1);
    }

    /// <summary>From here on the request is answered by the reply at a position.</summary>
    public void SelectReply(int position) => Reply = replies[position];

    /// <summary>Forgets what the request said and gives its memory back, before its answer waits or is written.</summary>
    public void ForgetRequest()
    {
        Parameters.Clear();
        Body.Clear();
    }

    /// <summary>Gives back what is large, before the buffers wait for the next request.</summary>
    public void Release()
    {
        ForgetRequest();
        foreach (Reply reply in replies)
            reply.Clear();
    }

    public void Dispose()
    {
        Parameters.Dispose();
        Body.Dispose();
        foreach (Reply reply in replies)
            reply.Dispose();
    }
}
