using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>What an answer must say to be believed, whatever implements the actions: what it leaves out did not happen.</summary>
internal static class Answers
{
    /// <summary>The ids of so many messages that were sent.</summary>
    /// <exception cref="CmqUnavailableException">There are fewer or more, so that it is not known which were stored.</exception>
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
