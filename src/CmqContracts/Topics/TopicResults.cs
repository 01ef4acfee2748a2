using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A message was published: every subscription that wants it gets it.</summary>
public sealed class PublishReceipt
{
    /// <summary>The service's id of the message. A queue gives its copy an id of its own.</summary>
    public required string MessageId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(PublishReceipt)).Add(nameof(MessageId), MessageId).ToString();
}

/// <summary>The outcome of publishing many messages.</summary>
public sealed class BatchPublishResult
{
    /// <summary>One entry per message, in order.</summary>
    public required IReadOnlyList<SendEntry> Entries { get; init; }

    /// <summary>Whether every message was published.</summary>
    public bool AllSucceeded => Entries.All(static entry => entry.Error is null);

    /// <summary>Throws the first error, if there is one: a message was not published, or is not known to be.</summary>
    /// <exception cref="CmqException">The service refused it, or would have, also because no subscription wants it, or there was no usable answer.</exception>
    /// <exception cref="MessageFormatException">It could not be written.</exception>
    public void ThrowIfAnyFailed() => FirstError.Throw(Entries.Select(static entry => entry.Error));

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(BatchPublishResult)).Add(nameof(AllSucceeded), AllSucceeded).Add(nameof(Entries), Entries).ToString();
}
