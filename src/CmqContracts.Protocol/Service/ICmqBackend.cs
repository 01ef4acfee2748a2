namespace CmqContracts;

/// <summary>What a server serves: the queues and topics of any number of accounts. What belongs to one account is never seen by another.</summary>
/// <remarks>To be used, not implemented: a later version may add members.</remarks>
public interface ICmqBackend : IAsyncDisposable
{
    /// <summary>The limits in force.</summary>
    CmqLimits Limits { get; }

    /// <summary>The actions of an account. An account exists as soon as it is named.</summary>
    /// <param name="account">The account's name; case counts.</param>
    ICmqService GetService(string account);

    /// <summary>The inspector of an account.</summary>
    /// <param name="account">The account's name; case counts.</param>
    ICmqInspector GetInspector(string account);

    /// <summary>The deliveries to HTTP endpoints, of all accounts.</summary>
    internal ITopicPushes Pushes { get; }

    /// <summary>The accounts that have a queue or a topic, by name, whether or not a server has a key of theirs.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<IReadOnlyList<string>> ListAccountsAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds out whether requests are answered at this moment, also those that change something, which a full disk for example would not let pass. It changes nothing.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What is wrong, a sentence that names no file; <see langword="null"/>: nothing is known to be wrong.</returns>
    /// <exception cref="CmqException">The backend does not answer requests.</exception>
    ValueTask<string?> PingAsync(CancellationToken cancellationToken = default);
}
