using System.Buffers;
using System.Text.Unicode;

namespace CmqContracts;

/// <summary>Bodies without a type: UTF-8 text as bytes.</summary>
internal sealed class Utf8Codec : MessageCodec<ReadOnlyMemory<byte>>
{
    public static Utf8Codec Instance { get; } = new();

    public override void Encode(ReadOnlyMemory<byte> message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!Utf8.IsValid(message.Span))
            throw new MessageFormatException("UTF-8 bytes", "$", "valid UTF-8; write binary content as text, for example as Base64");
        output.Write(message.Span);
    }

    public override ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> body) => body.ToArray();
}
