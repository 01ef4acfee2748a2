namespace CmqContracts.Protocol;

/// <summary>What a server serves: the queues and topics of any number of accounts. What belongs to one account is never seen by another.</summary>
public interface ICmqBackend : IAsyncDisposable
{
    /// <summary>The limits in force.</summary>
    CmqLimits Limits { get; }

    /// <summary>The actions of an account. An account exists as soon as it is named.</summary>
    ICmqService GetService(string account);

    /// <summary>The inspector of an account.</summary>
    ICmqInspector GetInspector(string account);

    /// <summary>The deliveries to HTTP endpoints, of all accounts.</summary>
    ITopicPushes Pushes { get; }

    /// <summary>Finds out why no request that changes something would be taken at this moment, such as a full disk.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The reason, a sentence that names no file; <see langword="null"/>: nothing is known to be wrong.</returns>
    ValueTask<string?> FindWriteProblemAsync(CancellationToken cancellationToken = default) => default;
}
