using System.Buffers.Binary;

namespace CmqContracts.Brokers;

/// <summary>
/// A published message that is still to be brought to some subscriptions, as it is stored: their number, their keys, and behind them the
/// message in its <see cref="Envelope"/>.
/// </summary>
internal readonly struct Intention
{
    private readonly ReadOnlyMemory<byte> _keys;

    private Intention(ReadOnlyMemory<byte> keys, ReadOnlyMemory<byte> envelope)
    {
        _keys = keys;
        (MessageId, Tags, Body) = Envelope.Open(envelope);
    }

    public long MessageId { get; }

    public string[] Tags { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>How many subscriptions it is for.</summary>
    public int Count => _keys.Length / sizeof(long);

    /// <summary>Puts a message and the subscriptions that it is for into one piece.</summary>
    public static ReadOnlyMemory<byte> Seal(ReadOnlySpan<SubscriptionState> targets, long messageId, IReadOnlyList<string> tags, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> envelope = Envelope.Seal(messageId, tags, body).Span;
        byte[] sealedIntention = new byte[sizeof(int) + (targets.Length * sizeof(long)) + envelope.Length];
        BinaryPrimitives.WriteInt32LittleEndian(sealedIntention, targets.Length);
        Span<byte> rest = sealedIntention.AsSpan(sizeof(int));
        foreach (SubscriptionState target in targets)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, target.Record.Key);
            rest = rest[sizeof(long)..];
        }

        envelope.CopyTo(rest);
        return sealedIntention;
    }

    /// <summary>Takes apart what <see cref="Seal"/> has made. Keys and body stay where they are.</summary>
    public static Intention Open(ReadOnlyMemory<byte> sealedIntention)
    {
        int keysEnd = sizeof(int) + (BinaryPrimitives.ReadInt32LittleEndian(sealedIntention.Span) * sizeof(long));
        return new Intention(sealedIntention[sizeof(int)..keysEnd], sealedIntention[keysEnd..]);
    }

    /// <summary>The key of one of the subscriptions.</summary>
    public long KeyAt(int index) => BinaryPrimitives.ReadInt64LittleEndian(_keys.Span[(index * sizeof(long))..]);
}
