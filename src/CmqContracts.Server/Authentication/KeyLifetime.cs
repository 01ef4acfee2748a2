namespace CmqContracts.Server;

/// <summary>The time for which a key is valid: until it is replaced or the server stops. No request of the key waits longer.</summary>
internal sealed class KeyLifetime : IDisposable
{
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _end;
    private volatile CmqError? _refusal;

    public KeyLifetime(CancellationToken stopping)
    {
        _stopping = stopping;
        _end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        End = _end.Token;
    }

    /// <summary>Fires when the key ends or the server stops.</summary>
    public CancellationToken End { get; }

    /// <summary>Whether the server is stopping.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Why requests of the key are refused; <see langword="null"/>: it is valid.</summary>
    public CmqError? Refusal => _refusal;

    /// <summary>Ends the lifetime, and all waits of the key's requests.</summary>
    public void Refuse(CmqError refusal)
    {
        _refusal = refusal;
        _end.Cancel();
        _end.Dispose();
    }

    public void Dispose() => _end.Dispose();
}
