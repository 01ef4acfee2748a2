namespace CmqContracts.Server.Tests;

/// <summary>A backend that forwards every call to another one, and disposes it. Tests override some of its methods.</summary>
internal abstract class ForwardingBackend(ICmqBackend inner) : ICmqBackend
{
    public CmqLimits Limits => inner.Limits;

    public ITopicPushes Pushes => inner.Pushes;

    public virtual ICmqService GetService(string account) => inner.GetService(account);

    public virtual ICmqInspector GetInspector(string account) => inner.GetInspector(account);

    public virtual ValueTask<IReadOnlyList<string>> ListAccountsAsync(CancellationToken cancellationToken = default) => inner.ListAccountsAsync(cancellationToken);

    public virtual ValueTask<string?> PingAsync(CancellationToken cancellationToken = default) => inner.PingAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
