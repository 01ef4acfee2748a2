namespace CmqContracts;

/// <summary>Creates topics that may exist already.</summary>
internal static class TopicCreation
{
    /// <returns>Whether it was created just now.</returns>
    public static async ValueTask<bool> TryCreateAsync(CmqClient client, CreateTopicRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await client.Service.CreateTopicAsync(request, cancellationToken).ConfigureAwait(false);
            client.Logger.TopicCreated(request.TopicName);
            return true;
        }
        catch (CmqServiceException e) when (e.Is(CmqErrors.TopicAlreadyExists))
        {
            return false;
        }
    }
}
