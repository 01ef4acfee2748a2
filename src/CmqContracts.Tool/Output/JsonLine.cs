using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CmqContracts.Tool;

/// <summary>Writes fields as one JSON object on a line: texts, numbers and bodies exactly as they are, times as ISO 8601 in UTC.</summary>
internal static class JsonLine
{
    // Text in any script stays readable. Control characters, and what turns the direction of writing, are escaped all the same.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlyMemory<byte> Of(IEnumerable<Field> fields)
    {
        ArrayBufferWriter<byte> line = new();
        using (Utf8JsonWriter json = new(line, Options))
            Write(json, fields);
        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<Field> fields)
    {
        json.WriteStartObject();
        foreach (Field field in fields)
        {
            json.WritePropertyName(field.Name);
            Write(json, field.Value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case ReadOnlyMemory<byte> body:
                json.WriteStringValue(body.Span);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time.UtcDateTime);
                break;
            case IReadOnlyList<string> texts:
                json.WriteStartArray();
                foreach (string text in texts)
                    json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            case IReadOnlyList<Field[]> rows:
                json.WriteStartArray();
                foreach (Field[] row in rows)
                    Write(json, row);
                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"A {value.GetType()} has no form in JSON.", nameof(value));
        }
    }
}
