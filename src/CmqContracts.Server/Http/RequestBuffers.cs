using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The buffers of one request: its parameters or body, and its reply. They are reused for other requests.</summary>
/// <param name="replies">A reply of each protocol. The last one is for requests of which no protocol is known.</param>
internal sealed class RequestBuffers(params Reply[] replies) : IDisposable
{
    public V2Parameters Parameters { get; } = new();

    /// <summary>The body of a request whose parameters are not a form.</summary>
    public PooledBufferWriter Body { get; } = new();

    /// <summary>The request's share of the buffer budget.</summary>
    public BufferBudget.Reservation Reservation { get; private set; } = null!;

    /// <summary>The reply of the request's protocol.</summary>
    public Reply Reply { get; private set; } = null!;

    /// <summary>The action; <see langword="null"/>: it is not known yet, or there is none.</summary>
    public ActionInfo? Action { get; set; }

    /// <summary>What the log of requests will say of it.</summary>
    public RequestNote Note { get; } = new();

    /// <summary>Prepares for a request.</summary>
    public void Reset(long requestId, BufferBudget.Reservation reservation)
    {
        Reservation = reservation;
        Action = null;
        foreach (Reply reply in replies)
            reply.Reset(requestId);
        SelectReply(replies.Length - 1);
    }

    /// <summary>Selects the reply of the protocol at a position.</summary>
    public void SelectReply(int position) => Reply = replies[position];

    /// <summary>Clears parameters and body and frees their memory, before the answer waits or is written.</summary>
    public void ForgetRequest()
    {
        Parameters.Clear();
        Body.Clear();
    }

    /// <summary>Clears everything and frees what has become large, before the buffers go back to the pool.</summary>
    public void Release()
    {
        ForgetRequest();
        Note.Clear();
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
