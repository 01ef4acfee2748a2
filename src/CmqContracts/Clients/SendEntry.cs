using System.Runtime.ExceptionServices;
using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>The outcome of sending or publishing one message of many: an id or an error.</summary>
/// <param name="MessageId">The service's id of the message; <see langword="null"/>: it was not stored, or that is not known.</param>
/// <param name="Error">Why there is no id: <see cref="CmqException"/>, <see cref="MessageFormatException"/> for a message that cannot be written, or what a decorator of the service throws.</param>
public sealed record SendEntry(string? MessageId, Exception? Error)
{
    /// <summary>
    /// Whether the message was stored. <see cref="CmqOutcome.Refused"/> and <see cref="CmqOutcome.NotSent"/>: it was not, so it can be sent
    /// again. <see cref="CmqOutcome.Unknown"/>: it may be, so a repeat may store it twice.
    /// </summary>
    public CmqOutcome Outcome => Outcomes.Of(Error);

    internal static void ThrowFirst(IReadOnlyList<SendEntry> entries)
    {
        foreach (SendEntry entry in entries)
        {
            if (entry.Error is { } error)
                ExceptionDispatchInfo.Throw(error);
        }
    }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(MessageId), MessageId).Add(nameof(Error), Error).Any;
}
