using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Json;

// Values that converters of users read.
public static partial class JsonBodyReader
{
    /// <summary>Reads a value with a converter.</summary>
    public static T ReadWith<T>(ref Utf8JsonReader reader, JsonConverter<T> converter) =>
        ReadWithOrNull(ref reader, converter) is { } value ? value : throw new UnreadableValueException(typeof(T).Name);

    /// <summary>Reads a value, or <c>null</c>, with a converter.</summary>
    public static T? ReadWithOrNull<T>(ref Utf8JsonReader reader, JsonConverter<T> converter)
    {
        ArgumentNullException.ThrowIfNull(converter);
        if (default(T) is null && reader.TokenType == JsonTokenType.Null && !converter.HandleNull)
            return default;
        JsonTokenType first = reader.TokenType;
        int depth = reader.CurrentDepth;
        long start = reader.BytesConsumed;
        T? value;
        try
        {
            value = converter.Read(ref reader, typeof(T), JsonConverters.Options);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or UnreadableValueException))
        {
            throw new UnreadableValueException($"{typeof(T).Name}, which {converter.GetType().Name} reads", inner: e);
        }

        bool isWhole = first switch
        {
            JsonTokenType.StartObject => reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth,
            JsonTokenType.StartArray => reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == depth,
            _ => reader.BytesConsumed == start,
        };
        return isWhole ? value : throw new UnreadableValueException($"a value that {converter.GetType().Name} reads whole: it has read too much or too little");
    }
}
