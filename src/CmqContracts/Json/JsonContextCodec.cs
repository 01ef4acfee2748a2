using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CmqContracts.Json;

/// <summary>Writes and reads bodies as <c>System.Text.Json</c> does with a context of the user's.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <remarks>Made for generated code.</remarks>
/// <param name="contract">The message type, as users write it.</param>
/// <param name="context">The context, which has the message type.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonContextCodec<TMessage>(string contract, JsonSerializerContext context) : MessageCodec<TMessage>
{
    private JsonTypeInfo<TMessage>? _type;

    private JsonTypeInfo<TMessage> Type => _type ??= (JsonTypeInfo<TMessage>?)context.GetTypeInfo(typeof(TMessage))
        ?? throw new InvalidOperationException($"{context.GetType()} does not have {contract}: add [JsonSerializable(typeof({typeof(TMessage).Name}))] to it.");

    /// <inheritdoc/>
    public override void Encode(TMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        JsonTypeInfo<TMessage> type = Type;
        using Utf8JsonWriter writer = new(output, new JsonWriterOptions { Encoder = type.Options.Encoder, Indented = type.Options.WriteIndented, MaxDepth = type.Options.MaxDepth });
        try
        {
            JsonSerializer.Serialize(writer, message, type);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            writer.Reset();
            throw MessageFormatException.CannotBeWritten(contract, JsonContextPath.Of((e as JsonException)?.Path, type), $"what {context.GetType().Name} writes", WithoutContent(e));
        }
    }

    /// <inheritdoc/>
    public override TMessage Decode(ReadOnlySpan<byte> body)
    {
        JsonTypeInfo<TMessage> type = Type;
        try
        {
            if (JsonSerializer.Deserialize(body, type) is { } message)
                return message;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new MessageFormatException(contract, JsonContextPath.Of((e as JsonException)?.Path, type), $"what {context.GetType().Name} reads", WithoutContent(e));
        }

        throw new MessageFormatException(contract, "$", "a message, not null");
    }

    /// <summary>The exception of the framework says names of the body in its text; the one inside it, if there is one, does not.</summary>
    private static Exception WithoutContent(Exception exception) =>
        exception is JsonException ? exception.InnerException ?? new JsonException("System.Text.Json could not.") : exception;
}
