using System.Buffers.Binary;
using System.Text;

namespace CmqContracts.Broker;

/// <summary>A published message in an outbox: its id, its tags, and after them the body.</summary>
internal static class Envelope
{
    private const int Head = sizeof(long) + sizeof(ushort);

    /// <summary>Encodes a message.</summary>
    public static ReadOnlyMemory<byte> Encode(long messageId, IReadOnlyList<string> tags, ReadOnlySpan<byte> body)
    {
        byte[][] encoded = [.. tags.Select(Encoding.UTF8.GetBytes)];
        byte[] envelope = new byte[Head + encoded.Sum(static tag => sizeof(ushort) + tag.Length) + body.Length];
        BinaryPrimitives.WriteInt64LittleEndian(envelope, messageId);
        BinaryPrimitives.WriteUInt16LittleEndian(envelope.AsSpan(sizeof(long)), checked((ushort)encoded.Length));
        int end = Head;
        foreach (byte[] tag in encoded)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(envelope.AsSpan(end), checked((ushort)tag.Length));
            end += sizeof(ushort);
            tag.CopyTo(envelope, end);
            end += tag.Length;
        }

        body.CopyTo(envelope.AsSpan(end));
        return envelope;
    }

    /// <summary>Decodes a message. The body is not copied.</summary>
    public static (long MessageId, string[] Tags, ReadOnlyMemory<byte> Body) Decode(ReadOnlyMemory<byte> envelope)
    {
        ReadOnlySpan<byte> bytes = envelope.Span;
        string[] tags = new string[BinaryPrimitives.ReadUInt16LittleEndian(bytes[sizeof(long)..])];
        int end = Head;
        for (int i = 0; i < tags.Length; i++)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[end..]);
            end += sizeof(ushort);
            tags[i] = Encoding.UTF8.GetString(bytes.Slice(end, length));
            end += length;
        }

        return (BinaryPrimitives.ReadInt64LittleEndian(bytes), tags, envelope[end..]);
    }
}
