using System.Buffers;
using System.ComponentModel;

namespace CmqContracts;

/// <summary>Writes and reads the bodies of one message type. Codecs are stateless and safe for concurrent use.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MessageCodec<TMessage>
{
    /// <summary>Writes a message as UTF-8.</summary>
    /// <remarks>After a failure the output may hold the beginning of the message, which must not be sent.</remarks>
    /// <exception cref="MessageFormatException">The message holds a value that has no form on the wire, such as a number that is not finite.</exception>
    public abstract void Encode(TMessage message, IBufferWriter<byte> output);

    /// <summary>Reads a message.</summary>
    /// <exception cref="MessageFormatException">The body is not what the contract says. Nothing else is thrown for any body.</exception>
    public abstract TMessage Decode(ReadOnlySpan<byte> body);
}
