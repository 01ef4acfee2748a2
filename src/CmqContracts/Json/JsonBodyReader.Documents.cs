using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace CmqContracts.Json;

// Members that hold JSON, and extension data.
public static partial class JsonBodyReader
{
    private static readonly JsonNodeOptions Nodes = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Reads any value.</summary>
    public static JsonElement ReadJsonElement(ref Utf8JsonReader reader) => JsonElement.ParseValue(ref reader);

    /// <summary>Reads any value; <c>null</c> is a document too.</summary>
    public static JsonDocument ReadJsonDocument(ref Utf8JsonReader reader) => JsonDocument.ParseValue(ref reader);

    /// <summary>Reads any value; <c>null</c> is a document too.</summary>
    public static JsonDocument ReadJsonDocumentOrNull(ref Utf8JsonReader reader) => JsonDocument.ParseValue(ref reader);

    /// <summary>Reads any value.</summary>
    public static JsonNode ReadJsonNode(ref Utf8JsonReader reader) => ReadJsonNodeOrNull(ref reader) ?? throw new UnreadableValueException("JSON other than null");

    /// <summary>Reads any value; <c>null</c> is none.</summary>
    public static JsonNode? ReadJsonNodeOrNull(ref Utf8JsonReader reader)
    {
        // A node checks its text only when it is asked for it: half a surrogate pair, or bytes that are not UTF-8, would fail long after the message was read.
        if (reader.TokenType == JsonTokenType.String && (reader.ValueIsEscaped ? reader.GetString() is null : !Utf8.IsValid(reader.ValueSpan)))
            throw new UnreadableValueException("string in UTF-8");
        return JsonNode.Parse(ref reader, Nodes);
    }

    /// <summary>Reads an object.</summary>
    public static JsonObject ReadJsonObject(ref Utf8JsonReader reader) => ReadJsonObjectOrNull(ref reader) ?? throw new UnreadableValueException("an object");

    /// <summary>Reads an object or <c>null</c>.</summary>
    public static JsonObject? ReadJsonObjectOrNull(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.Null or JsonTokenType.StartObject))
            Fail("an object");
        return (JsonObject?)JsonNode.Parse(ref reader, Nodes);
    }

    /// <summary>Reads an array.</summary>
    public static JsonArray ReadJsonArray(ref Utf8JsonReader reader) => ReadJsonArrayOrNull(ref reader) ?? throw new UnreadableValueException("an array");

    /// <summary>Reads an array or <c>null</c>.</summary>
    public static JsonArray? ReadJsonArrayOrNull(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.Null or JsonTokenType.StartArray))
            Fail("an array");
        return (JsonArray?)JsonNode.Parse(ref reader, Nodes);
    }

    /// <summary>Reads a string, number or boolean.</summary>
    public static JsonValue ReadJsonValue(ref Utf8JsonReader reader) => ReadJsonValueOrNull(ref reader) ?? throw new UnreadableValueException("a string, number or boolean");

    /// <summary>Reads a string, number, boolean or <c>null</c>.</summary>
    public static JsonValue? ReadJsonValueOrNull(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            Fail("a string, number or boolean");
        return (JsonValue?)ReadJsonNodeOrNull(ref reader);
    }

    /// <summary>Reads any value, as a <see cref="JsonElement"/>.</summary>
    public static object ReadObject(ref Utf8JsonReader reader) => ReadObjectOrNull(ref reader) ?? throw new UnreadableValueException("JSON other than null");

    /// <summary>Reads any value, as a <see cref="JsonElement"/>; <c>null</c> is none.</summary>
    public static object? ReadObjectOrNull(ref Utf8JsonReader reader) => IsNull(ref reader) ? null : JsonElement.ParseValue(ref reader);

    /// <summary>Keeps a value whose name no member has.</summary>
    public static void ReadExtra(ref Utf8JsonReader reader, string name, ref Dictionary<string, object?>? extra) => (extra ??= [])[name] = ReadObjectOrNull(ref reader);

    /// <summary>Keeps a value whose name no member has.</summary>
    public static void ReadExtra(ref Utf8JsonReader reader, string name, ref Dictionary<string, JsonElement>? extra) => (extra ??= [])[name] = ReadJsonElement(ref reader);

    /// <summary>Keeps a value whose name no member has.</summary>
    public static void ReadExtra(ref Utf8JsonReader reader, string name, ref JsonObject? extra) => (extra ??= new JsonObject(Nodes))[name] = ReadJsonNodeOrNull(ref reader);

    /// <summary>Adds what was kept to a collection that is there already.</summary>
    /// <returns>Whether there is one.</returns>
    public static bool AddExtra<TValue>(Dictionary<string, TValue> extra, IDictionary<string, TValue>? target)
    {
        ArgumentNullException.ThrowIfNull(extra);
        if (target is null)
            return false;
        foreach (KeyValuePair<string, TValue> item in extra)
            target[item.Key] = item.Value;
        return true;
    }

    /// <summary>Adds what was kept to an object that is there already.</summary>
    /// <returns>Whether there is one.</returns>
    public static bool AddExtra(JsonObject extra, JsonObject? target)
    {
        ArgumentNullException.ThrowIfNull(extra);
        if (target is null)
            return false;
        KeyValuePair<string, JsonNode?>[] items = [.. extra];
        // A node has one parent. All are removed from theirs at once, because removing one takes time in proportion to their number.
        extra.Clear();
        foreach ((string name, JsonNode? value) in items)
            target[name] = value;

        return true;
    }
}
