namespace CmqContracts;

/// <summary>Gives the key that requests are signed with, such as a temporary one of a role.</summary>
public interface ICmqCredentials
{
    /// <summary>Gives the key of now. It is called before the first request, and again before what it gave ends (<see cref="CmqCredentials.ExpiresAt"/>), by one request at a time for all.</summary>
    /// <param name="cancellationToken">Ends the call after <see cref="CmqOptions.Timeout"/>.</param>
    /// <remarks>
    /// What it throws fails the requests that wait for it, with <see cref="CmqOutcome.NotSent"/>; while a key from before has not ended, they are signed with that. To have it called
    /// again for a key whose end nobody knows, give one an end that is as far away as it may be kept.
    /// </remarks>
    ValueTask<CmqCredentials> GetAsync(CancellationToken cancellationToken);
}
