using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>The time in which a key is in force: until other keys replace it, or the server stops. No request of the key waits longer.</summary>
internal sealed class KeyTerm : IDisposable
{
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _end;
    private volatile CmqError? _refusal;

    public KeyTerm(CancellationToken stopping)
    {
        _stopping = stopping;
        _end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        End = _end.Token;
    }

    /// <summary>Fires when the key ends or the server stops.</summary>
    public CancellationToken End { get; }

    /// <summary>Whether the server stops.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>What the key is told now; <see langword="null"/>: it is in force.</summary>
    public CmqError? Refusal => _refusal;

    /// <summary>Ends the key, and every wait of its requests.</summary>
    public void Refuse(CmqError refusal)
    {
        _refusal = refusal;
        _end.Cancel();
        _end.Dispose();
    }

    public void Dispose() => _end.Dispose();
}
