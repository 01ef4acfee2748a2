using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>What becomes of a message that was handled.</summary>
public sealed class Settle
{
    private Settle(SettleKind kind) => Kind = kind;

    /// <summary>The work is done: the message is deleted.</summary>
    public static Settle Done { get; } = new(SettleKind.Done);

    /// <summary>The message stays, and comes again when its visibility ends. Each time counts for the dead-letter policy.</summary>
    public static Settle Leave { get; } = new(SettleKind.Leave);

    /// <summary>A message with its key was handled before: it is deleted.</summary>
    internal static Settle Duplicate { get; } = new(SettleKind.Duplicate);

    /// <summary>No handler got the message, as too little of its time was left. It stays.</summary>
    internal static Settle Abandon { get; } = new(SettleKind.Abandon);

    internal SettleKind Kind { get; }

    internal TimeSpan Delay { get; private init; }

    internal string Reason { get; private init; } = "";

    /// <summary>The message is sent again with a delay, and then deleted here. It gets another message id and production time, and its dequeue count begins anew.</summary>
    /// <param name="delay">How long nobody sees it, rounded up to whole seconds; at most an hour on Tencent's service.</param>
    /// <remarks>
    /// It takes a contract with <see cref="CmqEnvelopeAttribute"/>: the envelope's id, source, time and trace stay, and its attempt grows by one. Without an envelope, or with a
    /// delay that the service does not take, the message is left instead, and that is logged as an error.
    /// </remarks>
    public static Settle RetryAfter(TimeSpan delay) => new(SettleKind.RetryAfter) { Delay = delay };

    /// <summary>The message is sent to the dead-letter queue that its contract names, and then deleted here. Without one it is left instead, and that is logged as an error.</summary>
    /// <param name="reason">Why, for people. It is logged, and stands in the envelope if there is one, with at most 200 characters: put nothing of the message into it.</param>
    public static Settle Reject(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new(SettleKind.Reject) { Reason = reason };
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        SettleKind.RetryAfter => $"RetryAfter({Delay})",
        SettleKind.Reject => $"Reject({ShownText.Of(Reason)})",
        _ => Kind.ToString(),
    };
}

/// <summary>The kinds of <see cref="Settle"/>.</summary>
internal enum SettleKind
{
    Done,
    Leave,
    RetryAfter,
    Reject,
    Duplicate,
    Abandon,
}
