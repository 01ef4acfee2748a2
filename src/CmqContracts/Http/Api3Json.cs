using System.Text.Json;

namespace CmqContracts;

/// <summary>Members of API 3.0, of which some may be missing or null.</summary>
internal static class Api3Json
{
    /// <summary>Writes a number, if it is given.</summary>
    public static void Write(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } given)
            json.WriteNumber(name, given);
    }

    /// <summary>A text; empty where there is none.</summary>
    public static string Text(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    /// <summary>A number; 0 where there is none.</summary>
    public static long Number(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetInt64() : 0;

    /// <summary>A time, which API 3.0 gives in milliseconds.</summary>
    public static DateTimeOffset Time(JsonElement item, string name) => DateTimeOffset.FromUnixTimeMilliseconds(Number(item, name));

    /// <summary>The items of a list; none where there is no list.</summary>
    public static JsonElement.ArrayEnumerator Items(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
}
