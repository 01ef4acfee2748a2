using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Broker;

/// <summary>A message as a store returns it.</summary>
/// <param name="Header">What is known about it.</param>
/// <param name="Body">The body. It may be handed to users as it is, so a store never changes it.</param>
internal readonly record struct StoredMessage(MessageHeader Header, ReadOnlyMemory<byte> Body)
{
    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(Header), Header).Add(nameof(Body), Body).Any;
}

/// <summary>The messages after a sequence that were produced after a time: both bounds apply, and both are exclusive.</summary>
/// <param name="AfterSequence">The sequence before the first one that is wanted; 0: from the beginning.</param>
/// <param name="ProducedAfter">The millisecond of the broker's own time before the first production time that is wanted; <see cref="long.MinValue"/>: any.</param>
internal readonly record struct SequenceRange(long AfterSequence, long ProducedAfter)
{
    /// <summary>Every message.</summary>
    public static SequenceRange All { get; } = new(0, long.MinValue);
}
