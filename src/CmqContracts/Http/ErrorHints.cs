using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>What a person should look at when the service refuses a request: the wire carries a code and a fixed text only.</summary>
internal static class ErrorHints
{
    public static string For(CmqError error, string action, string? queueName, string host, string? about)
    {
        string subject = queueName is null ? $"{action} at {host}." : $"{action} on queue '{queueName}' at {host}.";
        if (about is not null)
            subject += " " + about;
        string? hint =
            error.Is(CmqErrors.QueueNotFound) ? "Create it, for example with EnsureCreatedAsync, or check name and endpoint." :
            error.Is(CmqErrors.QueueAlreadyExists) ? "Names are unique ignoring case; EnsureCreatedAsync takes an existing queue as it is." :
            error.Is(CmqErrors.AuthenticationFailed) ? "Check that the secret key belongs to the secret id and that this machine's clock is right." :
            error.Is(CmqErrors.SecretIdUnknown) ? "The service does not know the secret id: check it and the endpoint." :
            error.Is(CmqErrors.ReceiptHandleInvalid) ? "The message's visibility ended or it was received again: delete messages sooner or raise VisibilityTimeout." :
            error.Is(CmqErrors.RewindOff) ? "Set RewindSeconds to keep deleted messages." :
            error.Is(CmqErrors.RewindTimeInvalid) ? "Choose a time between now minus RewindSeconds and the production time of the oldest unconsumed message." :
            error.Is(CmqErrors.MessageTooLarge) ? "Raise the queue's MaxMsgSize (at most 1048576 bytes) or store large content elsewhere and send its address." :
            null;
        return hint is null ? subject : $"{subject} {hint}";
    }
}
