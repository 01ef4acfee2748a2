namespace CmqContracts;

/// <summary>Checks that an answer fits its request, whichever <see cref="ICmqService"/> gave it.</summary>
internal static class Answers
{
    /// <summary>The ids of the messages that were sent.</summary>
    /// <exception cref="CmqUnavailableException">There are fewer ids than messages, or more, so that it is not known which messages were stored.</exception>
    public static IReadOnlyList<string> Ids(IReadOnlyList<string> ids, int sent) =>
        ids.Count == sent ? ids : throw Wrong($"{sent} messages were sent and {ids.Count} ids came back, so it is not known which were stored.");

    /// <summary>Which messages of a request were not deleted.</summary>
    /// <exception cref="CmqUnavailableException">An error is about another message, so that it is not known which were deleted.</exception>
    public static IReadOnlyList<DeleteMessageFailure> Failures(IReadOnlyList<DeleteMessageFailure> failures, DeleteMessagesRequest request)
    {
        foreach (DeleteMessageFailure failure in failures)
        {
            if (!request.ReceiptHandles.Contains(failure.ReceiptHandle))
                throw Wrong("An error is about a message that was not to be deleted, so it is not known which were.");
        }

        return failures;
    }

    private static CmqUnavailableException Wrong(string why) => new($"The answer is not what a CMQ service gives: {why} Look at what is between the client and the service.");
}
