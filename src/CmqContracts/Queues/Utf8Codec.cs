using System.Buffers;

namespace CmqContracts;

/// <summary>Bodies without a type: UTF-8 text as bytes. That it is UTF-8 is checked like every other rule for requests.</summary>
internal sealed class Utf8Codec : MessageCodec<ReadOnlyMemory<byte>>
{
    public static Utf8Codec Instance { get; } = new();

    public override void Encode(ReadOnlyMemory<byte> message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(message.Span);
    }

    public override ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> body) => body.ToArray();
}
