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

/// <summary>A message as a look returns it.</summary>
/// <param name="Header">What is known about it.</param>
/// <param name="BodyLength">Length of its body, bytes.</param>
/// <param name="Body">The body; empty, if bodies were not wanted.</param>
/// <param name="DeadLetterSource">What it was before it became a dead letter; <see langword="null"/>: it is none.</param>
internal readonly record struct LookedMessage(MessageHeader Header, int BodyLength, ReadOnlyMemory<byte> Body, DeadLetterSource? DeadLetterSource)
{
    private bool PrintMembers(StringBuilder builder) =>
        new ShownMembers(builder).Add(nameof(Header), Header).Add(nameof(BodyLength), BodyLength).Add(nameof(Body), Body).Add(nameof(DeadLetterSource), DeadLetterSource).Any;
}

/// <summary>What one look at messages of one state reads at most. All bounds apply.</summary>
internal readonly record struct LookRange
{
    /// <summary>One message.</summary>
    public static LookRange Of(long sequence, bool withBody) =>
        new() { AfterSequence = sequence - 1, BeforeSequence = sequence + 1, ProducedAfter = long.MinValue, MaxMessages = 1, WithBodies = withBody };

    /// <summary>The sequence before the first one that is wanted; 0: from the oldest.</summary>
    public long AfterSequence { get; init; }

    /// <summary>The sequence behind the last one that is wanted; <see cref="long.MaxValue"/>: to the newest.</summary>
    public required long BeforeSequence { get; init; }

    /// <summary>The millisecond of the broker's own time before the first production time that is wanted; <see cref="long.MinValue"/>: any.</summary>
    public required long ProducedAfter { get; init; }

    /// <summary>Whether to begin with the newest message and go back.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>How many messages.</summary>
    public required int MaxMessages { get; init; }

    /// <summary>Bytes of bodies; one larger body is read alone. It is not used without bodies.</summary>
    public long MaxBytes { get; init; }

    /// <summary>Whether the bodies are wanted.</summary>
    public bool WithBodies { get; init; }
}

/// <summary>The messages after a sequence that were produced after a time: both bounds apply, and both are exclusive.</summary>
/// <param name="AfterSequence">The sequence before the first one that is wanted; 0: from the beginning.</param>
/// <param name="ProducedAfter">The millisecond of the broker's own time before the first production time that is wanted; <see cref="long.MinValue"/>: any.</param>
internal readonly record struct SequenceRange(long AfterSequence, long ProducedAfter)
{
    /// <summary>Every message.</summary>
    public static SequenceRange All { get; } = new(0, long.MinValue);
}
