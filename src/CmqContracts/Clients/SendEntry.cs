using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>The outcome of sending or publishing one message of many: an id or an error.</summary>
public sealed class SendEntry
{
    /// <summary>The service's id of the message; <see langword="null"/>: it was not stored, or that is not known.</summary>
    public string? MessageId { get; init; }

    /// <summary>Why there is no id: <see cref="CmqException"/>, <see cref="MessageFormatException"/> for a message that cannot be written, <see cref="OperationCanceledException"/> where the call was cancelled, or what a decorator of the service throws.</summary>
    public Exception? Error { get; init; }

    /// <summary>
    /// Whether the message was stored. <see cref="CmqOutcome.Refused"/> and <see cref="CmqOutcome.NotSent"/>: it was not, so it can be sent
    /// again. <see cref="CmqOutcome.Unknown"/>: it may be, so a repeat may store it twice; so it is after every exception of a decorator that is
    /// no <see cref="CmqException"/>.
    /// </summary>
    public CmqOutcome Outcome => KnownOutcome ?? Outcomes.Of(Error);

    /// <summary>What is known although the error does not say it: that it was found before the service was called.</summary>
    internal CmqOutcome? KnownOutcome { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(SendEntry)).Add(nameof(Outcome), Outcome).Add(nameof(MessageId), MessageId).Add(nameof(Error), Error).ToString();
}
