using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>What a host's client reaches, as a backend for parts of the host that serve one, such as the console: the client's account under the name <c>default</c>, and no other.</summary>
/// <param name="client">The client. It stays the container's.</param>
internal sealed class ClientBackend(CmqClient client) : ICmqBackend, IDisposable
{
    public const string Account = "default";

    public CmqLimits Limits => client.Limits;

    /// <summary>None is ever due: whoever has the queues delivers.</summary>
    ITopicPushes ICmqBackend.Pushes { get; } = new NoPushes();

    /// <exception cref="ArgumentException">It is another account.</exception>
    public ICmqService GetService(string account)
    {
        Check(account);
        return client.Service;
    }

    /// <exception cref="ArgumentException">It is another account.</exception>
    /// <exception cref="NotSupportedException">The client was made without an inspector.</exception>
    public ICmqInspector GetInspector(string account)
    {
        Check(account);
        return client.Inspector;
    }

    public ValueTask<IReadOnlyList<string>> ListAccountsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<IReadOnlyList<string>>([Account]);
    }

    public async ValueTask<string?> PingAsync(CancellationToken cancellationToken = default)
    {
        await client.Service.ListQueuesAsync(new ListQueuesRequest { Limit = 1 }, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>For containers that are not disposed asynchronously.</summary>
    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => default;

    private static void Check(string account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (account != Account)
            throw new ArgumentException($"There is no account '{ShownText.Of(account)}': the client of this host has one account, which is called '{Account}' here.", nameof(account));
    }

    private sealed class NoPushes : ITopicPushes
    {
        public async ValueTask<IReadOnlyList<TopicPush>> TakeAsync(int parallelism, TimeSpan lease, CancellationToken cancellationToken = default) =>
            await new TaskCompletionSource<IReadOnlyList<TopicPush>>().Task.WaitAsync(cancellationToken).ConfigureAwait(false);

        public ValueTask SettleAsync(TopicPush push, bool delivered, CancellationToken cancellationToken = default) => default;
    }
}
