using System.Buffers.Text;
using System.Text.Json;

namespace CmqContracts.Json;

// Booleans, text, times and identifiers.
public static partial class JsonBodyReader
{
    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    public static bool ReadBoolean(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.True)
            return true;
        if (reader.TokenType != JsonTokenType.False)
            Fail("bool");
        return false;
    }

    /// <summary>Reads a string.</summary>
    public static string ReadString(ref Utf8JsonReader reader)
    {
        if (!IsText(ref reader))
            Fail("string");
        return reader.ValueIsEscaped ? reader.GetString()! : TextTranscoder.ToText(reader.ValueSpan) ?? throw new UnreadableValueException("string in UTF-8");
    }

    /// <summary>Reads a string or <c>null</c>.</summary>
    public static string? ReadStringOrNull(ref Utf8JsonReader reader) => IsNull(ref reader) ? null : ReadString(ref reader);

    /// <summary>Reads a string of one character.</summary>
    public static char ReadChar(ref Utf8JsonReader reader)
    {
        const int LongestEscape = 6;
        Span<char> buffer = stackalloc char[LongestEscape];
        if (!IsText(ref reader) || reader.ValueSpan.Length > LongestEscape || reader.CopyString(buffer) != 1)
            Fail("char");
        return buffer[0];
    }

    /// <summary>Reads an address.</summary>
    public static Uri ReadUri(ref Utf8JsonReader reader)
    {
        if (!IsText(ref reader) || !Uri.TryCreate(reader.GetString(), UriKind.RelativeOrAbsolute, out Uri? value))
            throw new UnreadableValueException("Uri");
        return value;
    }

    /// <summary>Reads an address or <c>null</c>.</summary>
    public static Uri? ReadUriOrNull(ref Utf8JsonReader reader) => IsNull(ref reader) ? null : ReadUri(ref reader);

    /// <summary>Reads a version.</summary>
    public static Version ReadVersion(ref Utf8JsonReader reader)
    {
        // As System.Text.Json: four numbers of ten digits with points between them, each character escaped.
        const int longest = 43 * 6;
        if (!IsText(ref reader) || reader.ValueSpan.Length > longest || reader.GetString() is not [>= '0' and <= '9', ..] text || !char.IsAsciiDigit(text[^1]) || !Version.TryParse(text, out Version? value))
            throw new UnreadableValueException("Version");
        return value;
    }

    /// <summary>Reads a version or <c>null</c>.</summary>
    public static Version? ReadVersionOrNull(ref Utf8JsonReader reader) => IsNull(ref reader) ? null : ReadVersion(ref reader);

    /// <summary>Reads bytes in base 64.</summary>
    public static byte[] ReadBytes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetBytesFromBase64(out byte[]? value))
            throw new UnreadableValueException("byte[] in base 64");
        return value;
    }

    /// <summary>Reads bytes in base 64, or <c>null</c>.</summary>
    public static byte[]? ReadBytesOrNull(ref Utf8JsonReader reader) => IsNull(ref reader) ? null : ReadBytes(ref reader);

    /// <summary>Reads bytes in base 64; <c>null</c> is none.</summary>
    public static Memory<byte> ReadMemory(ref Utf8JsonReader reader) => ReadBytesOrNull(ref reader);

    /// <summary>Reads an identifier.</summary>
    public static Guid ReadGuid(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out Guid value, out int used, 'D') || used != text.Length)
            Fail("Guid");
        return value;
    }

    /// <summary>Reads a point in time.</summary>
    public static DateTime ReadDateTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTime(out DateTime value))
            throw new UnreadableValueException("DateTime");
        return value;
    }

    /// <summary>Reads a point in time.</summary>
    public static DateTimeOffset ReadDateTimeOffset(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out DateTimeOffset value))
            throw new UnreadableValueException("DateTimeOffset");
        return value;
    }

    /// <summary>Reads a date.</summary>
    public static DateOnly ReadDateOnly(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> text = Text(ref reader);
        if (text.Length != 10 || text[4] != (byte)'-' || text[7] != (byte)'-'
            || !TryDigits(text[..4], out int year) || !TryDigits(text.Slice(5, 2), out int month) || !TryDigits(text[8..], out int day)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            throw new UnreadableValueException("DateOnly");
        }

        return new DateOnly(year, month, day);
    }

    /// <summary>Reads a time of day.</summary>
    public static TimeOnly ReadTimeOnly(ref Utf8JsonReader reader)
    {
        // The parser also takes blanks, signs and days in front, which a time of day does not have.
        ReadOnlySpan<byte> text = Text(ref reader);
        int separator = text.IndexOfAny((byte)'.', (byte)':');
        if (separator <= 0 || text[separator] == (byte)'.' || !char.IsAsciiDigit((char)text[0])
            || !Utf8Parser.TryParse(text, out TimeSpan value, out int used, 'c') || used != text.Length || value >= TimeSpan.FromDays(1))
        {
            throw new UnreadableValueException("TimeOnly");
        }

        return TimeOnly.FromTimeSpan(value);
    }

    /// <summary>Reads a duration.</summary>
    public static TimeSpan ReadTimeSpan(ref Utf8JsonReader reader)
    {
        // The parser also takes blanks in front.
        ReadOnlySpan<byte> text = Text(ref reader);
        if (text.IsEmpty || (!char.IsAsciiDigit((char)text[0]) && text[0] != (byte)'-')
            || !Utf8Parser.TryParse(text, out TimeSpan value, out int used, 'c') || used != text.Length)
        {
            throw new UnreadableValueException("TimeSpan");
        }

        return value;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
