using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A message was stored.</summary>
/// <param name="MessageId">The service's id of the message.</param>
public sealed record SendReceipt(string MessageId);

/// <summary>What became of a queue that should exist.</summary>
/// <param name="Created">Whether the queue was created just now.</param>
/// <param name="Drift">Attributes of an existing queue and its subscriptions that differ from the contract.</param>
public sealed record QueueState(bool Created, IReadOnlyList<AttributeDrift> Drift)
{
    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(Created), Created).Add(nameof(Drift), Drift).Any;
}

/// <summary>The outcome of sending many messages.</summary>
/// <param name="Entries">One entry per message, in order.</param>
public sealed record BatchSendResult(IReadOnlyList<SendEntry> Entries)
{
    /// <summary>Whether every message was stored.</summary>
    public bool AllSent => Entries.All(static entry => entry.Error is null);

    /// <summary>Throws the first error, if there is one: a message was not stored.</summary>
    /// <exception cref="CmqServiceException">The service refused it, or would have.</exception>
    /// <exception cref="MessageFormatException">It could not be written.</exception>
    public void ThrowIfAnyFailed() => SendEntry.ThrowFirst(Entries);

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(AllSent), AllSent).Add(nameof(Entries), Entries).Any;
}

/// <summary>The outcome of deleting many messages.</summary>
/// <param name="Entries">One entry per message, in order.</param>
public sealed record BatchDeleteResult(IReadOnlyList<DeleteEntry> Entries)
{
    /// <summary>Whether every message was deleted.</summary>
    public bool AllDeleted => Entries.All(static entry => entry.Error is null);

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(AllDeleted), AllDeleted).Add(nameof(Entries), Entries).Any;
}

/// <summary>The outcome of deleting one message of many.</summary>
/// <param name="MessageId">The message's id.</param>
/// <param name="Error">Why it was not deleted, or is not known to be; <see langword="null"/>: it was.</param>
public sealed record DeleteEntry(string MessageId, Exception? Error)
{
    /// <summary>Whether the message was deleted. With <see cref="CmqOutcome.Unknown"/> it may be; deleting it again does no harm.</summary>
    public CmqOutcome Outcome => Outcomes.Of(Error);

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(MessageId), MessageId).Add(nameof(Error), Error).Any;
}
