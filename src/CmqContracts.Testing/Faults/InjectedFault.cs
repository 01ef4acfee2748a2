namespace CmqContracts.Testing;

/// <summary>A fault that was injected.</summary>
public sealed class InjectedFault
{
    /// <summary>The kind of call.</summary>
    public required CmqCalls Call { get; init; }

    /// <summary>What was done to it.</summary>
    public required FaultKind Kind { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Call}: {Kind}";
}
