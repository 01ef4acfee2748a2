using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A message was published: every subscription that wants it gets it.</summary>
/// <param name="MessageId">The service's id of the message. A queue gives its copy an id of its own.</param>
public sealed record PublishReceipt(string MessageId);

/// <summary>What became of a topic that should exist.</summary>
/// <param name="Created">Whether the topic was created just now.</param>
/// <param name="Drift">Attributes of an existing topic that differ from the contract.</param>
public sealed record TopicState(bool Created, IReadOnlyList<AttributeDrift> Drift)
{
    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(Created), Created).Add(nameof(Drift), Drift).Any;
}

/// <summary>The outcome of publishing many messages.</summary>
/// <param name="Entries">One entry per message, in order.</param>
public sealed record BatchPublishResult(IReadOnlyList<SendEntry> Entries)
{
    /// <summary>Whether every message was published.</summary>
    public bool AllPublished => Entries.All(static entry => entry.Error is null);

    /// <summary>Throws the first error, if there is one: a message was not published.</summary>
    /// <exception cref="CmqServiceException">The service refused it, or would have; nobody receiving it is such a refusal too.</exception>
    /// <exception cref="MessageFormatException">It could not be written.</exception>
    public void ThrowIfAnyFailed() => SendEntry.ThrowFirst(Entries);

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(AllPublished), AllPublished).Add(nameof(Entries), Entries).Any;
}
