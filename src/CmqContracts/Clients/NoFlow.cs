namespace CmqContracts;

/// <summary>Keeps what one caller begins for all from running with that caller's context.</summary>
internal readonly struct NoFlow : IDisposable
{
    private readonly AsyncFlowControl? _control;

    private NoFlow(AsyncFlowControl? control) => _control = control;

    public static NoFlow Begin() => new(ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow());

    public void Dispose() => _control?.Undo();
}
