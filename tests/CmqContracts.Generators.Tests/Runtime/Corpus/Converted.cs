using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// Types and members with converters.
[JsonConverter(typeof(CelsiusConverter))]
public readonly record struct Celsius(double Degrees);

public sealed class CelsiusConverter : JsonConverter<Celsius>
{
    public override Celsius Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is [.. var degrees, 'C'] && double.TryParse(degrees, System.Globalization.CultureInfo.InvariantCulture, out double value)
            ? new Celsius(value)
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, Celsius value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Degrees.ToString("R", System.Globalization.CultureInfo.InvariantCulture) + "C");
}

[JsonConverter(typeof(LabelConverter))]
public sealed record Label(string Text);

public sealed class LabelConverter : JsonConverter<Label>
{
    public override bool HandleNull => true;

    public override Label Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => new Label("none"),
        JsonTokenType.String => new Label(reader.GetString()!),
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, Label value, JsonSerializerOptions options)
    {
        if (value is null || value.Text == "none")
            writer.WriteNullValue();
        else
            writer.WriteStringValue(value.Text);
    }
}

/// <summary>A pair as an array.</summary>
public sealed class PairConverter : JsonConverter<List<int>>
{
    public override List<int> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        List<int> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int value))
                throw new JsonException();
            items.Add(value);
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, List<int> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        for (int i = 0; i < value.Count; i++)
            writer.WriteNumber($"n{i}", value[i]);
        writer.WriteEndObject();
    }
}

/// <summary>Makes converters that wrap a value into an array.</summary>
public sealed class BoxedConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(int) || typeToConvert == typeof(Money);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        typeToConvert == typeof(int) ? new Boxed<int>() : new Boxed<Money>();

    private sealed class Boxed<T> : JsonConverter<T>
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException();
            reader.Read();
            T? value = JsonSerializer.Deserialize<T>(ref reader, options);
            reader.Read();
            return reader.TokenType == JsonTokenType.EndArray ? value : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            JsonSerializer.Serialize(writer, value, options);
            writer.WriteEndArray();
        }
    }
}

/// <summary>Converts a value type that may be null, and leaves null to its callers.</summary>
public class MaybeConverter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value) ? unchecked(value - 1) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => writer.WriteNumberValue(unchecked(value!.Value + 1));
}

/// <summary>The same, and null too.</summary>
public sealed class MaybeNullConverter : MaybeConverter
{
    public override bool HandleNull => true;

    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? 7 : reader.TokenType == JsonTokenType.False ? null : base.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is null)
            writer.WriteBooleanValue(false);
        else
            base.Write(writer, value, options);
    }
}

/// <summary>Makes converters of value types that may be null, and of those that may not.</summary>
public sealed class MaybeConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(int?) || typeToConvert == typeof(Celsius);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        typeToConvert == typeof(int?) ? new MaybeNullConverter() : new CelsiusConverter();
}

[CmqQueue("converted-nullables")]
public partial record ConvertedNullables(
    [property: JsonConverter(typeof(MaybeConverter))] int? A,
    [property: JsonConverter(typeof(MaybeNullConverter))] int? B,
    [property: JsonConverter(typeof(MaybeConverterFactory))] int? C,
    [property: JsonConverter(typeof(MaybeConverterFactory))] Celsius? D,
    [property: JsonConverter(typeof(MaybeNullConverter)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? E,
    [property: JsonConverter(typeof(MaybeConverter))] int? F = 3);

[CmqQueue("converted-types")]
public partial record ConvertedTypes(Celsius A, Celsius? B, List<Celsius> C, Label D, Label? E, Dictionary<string, Label?> F);

[CmqQueue("converted-members")]
public partial class ConvertedMembers
{
    [JsonConverter(typeof(PairConverter))]
    public List<int>? A { get; set; }

    [JsonConverter(typeof(BoxedConverterFactory))]
    public int B { get; set; }

    [JsonConverter(typeof(BoxedConverterFactory))]
    public int? C { get; set; }

    [JsonConverter(typeof(BoxedConverterFactory))]
    public Money D { get; set; }

    [JsonConverter(typeof(JsonNumberEnumConverter<Level>))]
    public Level E { get; set; }

    public int F { get; set; }
}
