using System.Buffers;

namespace CmqContracts;

/// <summary>Writes and reads messages in envelopes.</summary>
/// <param name="codec">Writes and reads the message alone.</param>
/// <param name="contract">What the contract says about its envelope.</param>
/// <param name="time">The clock.</param>
internal sealed class EnvelopeCodec<TMessage>(MessageCodec<TMessage> codec, EnvelopeContract contract, TimeProvider time) : MessageCodec<TMessage>
{
    private readonly EnvelopeReader _reader = new(typeof(TMessage).Name, contract.ReadsPlain);

    /// <summary>Writes envelopes again.</summary>
    public EnvelopeWriter Writer { get; } = new(contract, time);

    /// <summary>The codec of a contract: the one that it states, in an envelope if it states one.</summary>
    public static MessageCodec<TMessage> Of(MessageCodec<TMessage> codec, EnvelopeContract? contract, TimeProvider time) =>
        contract is null ? codec : new EnvelopeCodec<TMessage>(codec, contract, time);

    public override void Encode(TMessage message, IBufferWriter<byte> output)
    {
        Writer.Begin(output);
        codec.Encode(message, output);
        EnvelopeWriter.End(output);
    }

    public override TMessage Decode(ReadOnlySpan<byte> body)
    {
        MessageEnvelope? envelope = null;
        return Decode(body.ToArray(), ref envelope);
    }

    /// <summary>Reads a message and its envelope.</summary>
    /// <param name="body">The body.</param>
    /// <param name="envelope">Receives the envelope, if there is one, also where the message in it cannot be read.</param>
    /// <exception cref="MessageFormatException">The body is not what the contract says.</exception>
    public TMessage Decode(ReadOnlyMemory<byte> body, ref MessageEnvelope? envelope)
    {
        ReadOnlyMemory<byte> message = _reader.Open(body, out envelope);
        try
        {
            return codec.Decode(message.Span);
        }
        catch (MessageFormatException e) when (envelope is not null)
        {
            throw e.Below("$.data");
        }
    }
}
