using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>Reads v2 replies. Numbers may come as text and unknown fields are skipped, as services of different age need.</summary>
internal static class V2ReplyReader
{
    /// <summary>Reads code, message and request id.</summary>
    /// <returns>The error, or <see langword="null"/> when the code is 0, and the request id.</returns>
    /// <exception cref="JsonException">The reply is not one JSON object with one code.</exception>
    public static (CmqError? Error, string? RequestId) ReadEnvelope(ReadOnlySpan<byte> reply)
    {
        Utf8JsonReader json = Open(reply);
        long? code = null;
        string? message = null;
        string? requestId = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("code"u8))
                code = code is null ? ReadNumber(ref json) : throw new JsonException("The reply has two codes.");
            else if (json.ValueTextEquals("message"u8))
                message = ShownText.Of(ReadText(ref json));
            else if (json.ValueTextEquals("requestId"u8))
                requestId = ShownText.Of(ReadText(ref json));
            else
                Skip(ref json);
        }

        if (code is not { } value)
            throw new JsonException("The reply has no code.");
        json.Read(); // Throws if something follows the object.
        return (value == 0 ? null : CmqError.Parse((int)Math.Clamp(value, int.MinValue, int.MaxValue), message), requestId);
    }

    /// <summary>What the reply to an action of the inspector says about its error, for people; <see langword="null"/>: nothing.</summary>
    internal static string? ReadDetail(ReadOnlySpan<byte> reply) => ReadId(reply, "detail"u8) is { Length: > 0 } detail ? ShownText.Of(detail) : null;

    /// <summary>The one id that a reply carries; empty when it does not.</summary>
    internal static string ReadId(ReadOnlySpan<byte> reply, ReadOnlySpan<byte> name)
    {
        string id = "";
        Utf8JsonReader json = Open(reply);
        while (NextField(ref json))
        {
            if (json.ValueTextEquals(name))
                id = ReadText(ref json);
            else
                Skip(ref json);
        }

        return id;
    }

    /// <summary>Enters the reply's object.</summary>
    internal static Utf8JsonReader Open(ReadOnlySpan<byte> reply)
    {
        Utf8JsonReader json = new(reply);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The reply is not a JSON object.");
        return json;
    }

    /// <summary>Moves to the next field's name in this object; <see langword="false"/> at its end.</summary>
    internal static bool NextField(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next object in this array; <see langword="false"/> at its end.</summary>
    internal static bool NextObject(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.EndArray => false,
            _ => throw new JsonException("The reply has something else where an object is due."),
        };
    }

    /// <summary>Enters the array that is the value of this field; <see langword="false"/>: it is null.</summary>
    internal static bool EnterArray(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.StartArray => true,
            JsonTokenType.Null => false,
            _ => throw new JsonException("The reply has something else where a list is due."),
        };
    }

    /// <summary>Enters the object that is the value of this field; <see langword="false"/>: it is null.</summary>
    internal static bool EnterObject(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.Null => false,
            _ => throw new JsonException("The reply has something else where an object is due."),
        };
    }

    /// <summary>The texts in the array that is the value of this field; none when it is null.</summary>
    internal static IReadOnlyList<string> ReadTexts(ref Utf8JsonReader json)
    {
        List<string> texts = [];
        if (!EnterArray(ref json))
            return texts;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(json.TokenType == JsonTokenType.String ? json.GetString()! : throw new JsonException("The reply has something else where a text is due."));
        }

        return texts;
    }

    /// <summary>Skips the value of this field.</summary>
    internal static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    /// <summary>The number that is the value of this field, also when it comes as text.</summary>
    internal static long ReadNumber(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long number))
            return number;
        if (json.TokenType == JsonTokenType.String && long.TryParse(json.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            return number;
        throw new JsonException("The reply has something else where a whole number is due.");
    }

    internal static int ReadInt32(ref Utf8JsonReader json) => (int)Math.Clamp(ReadNumber(ref json), int.MinValue, int.MaxValue);

    /// <summary>The number that is the value of this field, which counts something.</summary>
    internal static int ReadCount(ref Utf8JsonReader json) => ReadInt32(ref json) is >= 0 and var count ? count : throw new JsonException("The reply has a negative number where a count is due.");

    /// <inheritdoc cref="ReadCount"/>
    internal static long ReadLongCount(ref Utf8JsonReader json) => ReadNumber(ref json) is >= 0 and var count ? count : throw new JsonException("The reply has a negative number where a count is due.");

    /// <summary>The name or id that is the value of this field.</summary>
    internal static string ReadName(ref Utf8JsonReader json) => ReadText(ref json) is { Length: > 0 } name ? name : throw new JsonException("The reply has an empty text where a name or an id is due.");

    /// <summary>The value of a field that every reply of its action has.</summary>
    internal static T Require<T>(T? value, string field)
        where T : struct =>
        value ?? throw MissingField(field);

    /// <inheritdoc cref="Require{T}(T?, string)"/>
    internal static string Require(string? value, string field) => value ?? throw MissingField(field);

    /// <summary>The Unix time in seconds that is the value of this field.</summary>
    internal static DateTimeOffset ReadTime(ref Utf8JsonReader json)
    {
        long seconds = ReadNumber(ref json);
        return seconds is >= 0 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw new JsonException("The reply has a time that is none.");
    }

    /// <summary>The Unix time in milliseconds that is the value of this field.</summary>
    internal static DateTimeOffset ReadTimeMs(ref Utf8JsonReader json)
    {
        long milliseconds = ReadNumber(ref json);
        return milliseconds is >= -62_135_596_800_000 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : throw new JsonException("The reply has a time that is none.");
    }

    /// <summary>The time span in milliseconds that is the value of this field.</summary>
    internal static TimeSpan ReadSpanMs(ref Utf8JsonReader json)
    {
        long milliseconds = ReadNumber(ref json);
        const long longest = long.MaxValue / TimeSpan.TicksPerMillisecond;
        return milliseconds is >= -longest and <= longest ? TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond) : throw new JsonException("The reply has a time span that is none.");
    }

    /// <summary>The text that is the value of this field, also when it comes as a number.</summary>
    internal static string ReadText(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.String => json.GetString()!,
            JsonTokenType.Number => json.HasValueSequence ? throw new JsonException() : System.Text.Encoding.ASCII.GetString(json.ValueSpan),
            JsonTokenType.Null => "",
            _ => throw new JsonException("The reply has something else where a text is due."),
        };
    }

    /// <summary>The text that is the value of this field, as UTF-8 in memory of its own.</summary>
    internal static byte[] ReadBytes(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String)
            throw new JsonException("The reply has something else where a text is due.");
        if (!json.ValueIsEscaped)
            return json.ValueSpan.ToArray();
        byte[] unescaped = ArrayPool<byte>.Shared.Rent(json.ValueSpan.Length);
        try
        {
            int length = json.CopyString(unescaped);
            return unescaped.AsSpan(0, length).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unescaped);
        }
    }

    /// <summary>A reply lacks a field that every reply of its action has.</summary>
    internal static JsonException MissingField(string field) => new($"The reply has no {field}.");
}
