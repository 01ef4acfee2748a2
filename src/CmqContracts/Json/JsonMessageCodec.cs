using System.Buffers;
using System.ComponentModel;
using System.Text.Json;

namespace CmqContracts.Json;

/// <summary>Base of the generated codecs: begins and ends a body, and turns every failure into a <see cref="MessageFormatException"/> that names its path.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <remarks>Made for generated code. Where a failure happened is found by scanning the body again, so that success costs nothing.</remarks>
/// <param name="contract">The message type, as users write it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JsonMessageCodec<TMessage>(string contract) : MessageCodec<TMessage>
{
    /// <inheritdoc/>
    public sealed override void Encode(TMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        JsonBodyWriter writer = new(output);
        try
        {
            Write(ref writer, message);
        }
        catch (UnwritableValueException e)
        {
            throw MessageFormatException.CannotBeWritten(contract, FindUnwritable(message), e.Expected, e);
        }

        writer.Complete();
    }

    /// <inheritdoc/>
    public sealed override TMessage Decode(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader reader = new(body);
        try
        {
            reader.Read();
            TMessage message = Read(ref reader);
            reader.Read();
            return message;
        }
        catch (UnreadableValueException e)
        {
            throw new MessageFormatException(contract, JsonPath.To(body, reader.TokenStartIndex, e.Member, Tables()), e.Expected, e);
        }
        catch (JsonException e)
        {
            throw new MessageFormatException(contract, JsonPath.ToEnd(body, Tables()), "valid JSON", e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A text that is not UTF-8, or a constructor or setter of the message that refuses the value.
            throw new MessageFormatException(contract, JsonPath.To(body, reader.TokenStartIndex, null, Tables()), "a value that the message accepts", e);
        }
    }

    /// <summary>Writes the message.</summary>
    protected abstract void Write(ref JsonBodyWriter writer, TMessage value);

    /// <summary>Reads the message that begins at the reader's token, and stops at its last token.</summary>
    protected abstract TMessage Read(ref Utf8JsonReader reader);

    /// <summary>The names that the contract declares: failures tell other names by their positions, as they are content.</summary>
    protected virtual JsonMembers[] Tables() => [];

    /// <summary>Writes the message again, to a buffer of its own: the path follows from the text before the failure.</summary>
    private string FindUnwritable(TMessage message)
    {
        ArrayBufferWriter<byte> text = new();
        JsonBodyWriter writer = new(text);
        try
        {
            Write(ref writer, message);
        }
        catch (UnwritableValueException)
        {
        }

        writer.Complete();
        return JsonPath.After(text.WrittenSpan, Tables());
    }
}
