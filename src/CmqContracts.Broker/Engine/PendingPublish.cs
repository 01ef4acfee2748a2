using System.Buffers.Binary;

namespace CmqContracts.Broker;

/// <summary>
/// A published message that is still to be delivered to some subscriptions, as it is stored: their number, their keys, and after them the
/// message in its <see cref="Envelope"/>.
/// </summary>
internal readonly struct PendingPublish
{
    private readonly ReadOnlyMemory<byte> _keys;

    private PendingPublish(ReadOnlyMemory<byte> keys, ReadOnlyMemory<byte> envelope)
    {
        _keys = keys;
        (MessageId, Tags, Body) = Envelope.Decode(envelope);
    }

    public long MessageId { get; }

    public string[] Tags { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>How many subscriptions it is for.</summary>
    public int Count => _keys.Length / sizeof(long);

    /// <summary>Encodes a message and the subscriptions that it is for.</summary>
    public static ReadOnlyMemory<byte> Encode(ReadOnlySpan<SubscriptionState> targets, long messageId, IReadOnlyList<string> tags, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> envelope = Envelope.Encode(messageId, tags, body).Span;
        byte[] encoded = new byte[sizeof(int) + (targets.Length * sizeof(long)) + envelope.Length];
        BinaryPrimitives.WriteInt32LittleEndian(encoded, targets.Length);
        Span<byte> rest = encoded.AsSpan(sizeof(int));
        foreach (SubscriptionState target in targets)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, target.Record.Key);
            rest = rest[sizeof(long)..];
        }

        envelope.CopyTo(rest);
        return encoded;
    }

    /// <summary>Decodes what <see cref="Encode"/> has made. Keys and body are not copied.</summary>
    public static PendingPublish Decode(ReadOnlyMemory<byte> encoded)
    {
        int keysEnd = sizeof(int) + (BinaryPrimitives.ReadInt32LittleEndian(encoded.Span) * sizeof(long));
        return new PendingPublish(encoded[sizeof(int)..keysEnd], encoded[keysEnd..]);
    }

    /// <summary>The key of one of the subscriptions.</summary>
    public long KeyAt(int index) => BinaryPrimitives.ReadInt64LittleEndian(_keys.Span[(index * sizeof(long))..]);
}
