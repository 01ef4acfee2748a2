using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A message was stored.</summary>
public sealed class SendReceipt
{
    /// <summary>The service's id of the message.</summary>
    public required string MessageId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(SendReceipt)).Add(nameof(MessageId), MessageId).ToString();
}

/// <summary>The outcome of sending many messages.</summary>
public sealed class BatchSendResult
{
    /// <summary>One entry per message, in order.</summary>
    public required IReadOnlyList<SendEntry> Entries { get; init; }

    /// <summary>Whether every message was stored.</summary>
    public bool AllSucceeded => Entries.All(static entry => entry.Error is null);

    /// <summary>Throws the first error, if there is one: a message was not stored, or is not known to be.</summary>
    /// <exception cref="CmqException">The service refused it, or would have, or there was no usable answer.</exception>
    /// <exception cref="MessageFormatException">It could not be written.</exception>
    public void ThrowIfAnyFailed() => FirstError.Throw(Entries.Select(static entry => entry.Error));

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(BatchSendResult)).Add(nameof(AllSucceeded), AllSucceeded).Add(nameof(Entries), Entries).ToString();
}

/// <summary>The outcome of deleting many messages.</summary>
public sealed class BatchDeleteResult
{
    /// <summary>One entry per message, in order.</summary>
    public required IReadOnlyList<DeleteEntry> Entries { get; init; }

    /// <summary>Whether every message was deleted.</summary>
    public bool AllSucceeded => Entries.All(static entry => entry.Error is null);

    /// <summary>Throws the first error, if there is one: a message was not deleted, or is not known to be.</summary>
    /// <exception cref="CmqException">The service refused it, or there was no usable answer.</exception>
    public void ThrowIfAnyFailed() => FirstError.Throw(Entries.Select(static entry => entry.Error));

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(BatchDeleteResult)).Add(nameof(AllSucceeded), AllSucceeded).Add(nameof(Entries), Entries).ToString();
}

/// <summary>The outcome of deleting one message of many.</summary>
public sealed class DeleteEntry
{
    /// <summary>The message's id.</summary>
    public required string MessageId { get; init; }

    /// <summary>Why it was not deleted, or is not known to be; <see langword="null"/>: it was.</summary>
    public Exception? Error { get; init; }

    /// <summary>Whether the message was deleted. With <see cref="CmqOutcome.Unknown"/> it may be; deleting it again does no harm.</summary>
    public CmqOutcome Outcome => KnownOutcome ?? Outcomes.Of(Error);

    /// <summary>What is known although the error does not say it.</summary>
    internal CmqOutcome? KnownOutcome { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(DeleteEntry)).Add(nameof(Outcome), Outcome).Add(nameof(MessageId), MessageId).Add(nameof(Error), Error).ToString();
}
