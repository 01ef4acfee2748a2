namespace CmqContracts;

/// <summary>What a person should look at when the service refuses a request: the wire carries a code and a fixed text only.</summary>
internal static class ErrorHints
{
    public static string For(CmqError error, string action, string subject, string host, string? about)
    {
        string text = subject.Length == 0 ? $"{action} at {host}." : $"{action} on {subject} at {host}.";
        if (about is not null)
            text += " " + about;
        string? hint =
            error.Is(CmqErrors.QueueDoesNotExist) ? "Create it, for example with EnsureCreatedAsync, or check name and endpoint." :
            error.Is(CmqErrors.TopicDoesNotExist) ? "Create it, for example with EnsureCreatedAsync, or check name and endpoint." :
            error.Is(CmqErrors.TopicHasNoSubscription) ? "Subscribe a queue first: [CmqSubscription] beside [CmqQueue], and EnsureCreatedAsync of that queue." :
            error.Is(CmqErrors.NoBindingKeyOrFilterTagMatches) ? "Compare the tags or the routing key with those of the subscriptions." :
            error.Is(CmqErrors.QueueAlreadyExists) ? "Names are unique ignoring case; EnsureCreatedAsync takes an existing queue as it is." :
            error.Is(CmqErrors.AuthenticationFailed) ? "Check that the secret key belongs to the secret id and that this machine's clock is right." :
            error.Is(CmqErrors.SecretIdDoesNotExist) ? "The service does not know the secret id: check it and the endpoint." :
            error.Is(CmqErrors.ReceiptHandleInvalid) ? "The message's visibility ended or it was received again: delete messages sooner or raise VisibilityTimeout." :
            error.Is(CmqErrors.QueueCannotBeRewound) ? "Set RewindSeconds to keep deleted messages." :
            error.Is(CmqErrors.InvalidRewindTime) ? "Choose a time between now minus RewindSeconds and the production time of the oldest unconsumed message." :
            error.Is(CmqErrors.MaximumMessageSizeExceeded) ? "Raise the queue's MaxMsgSize (at most 1048576 bytes) or store large content elsewhere and send its address." :
            error.Is(CmqErrors.ParameterKeyFormatError("")) ? "A body, tag or key has the text of another parameter in it, such as &routingKey= in a message that is published, and CMQ's signature cannot tell the two apart. Encode it: in JSON, write & as \\u0026." :
            null;
        return hint is null ? text : $"{text} {hint}";
    }
}
