using System.Buffers.Text;
using System.Text.Json;

namespace CmqContracts.Json;

// Names of members whose methods differ from those of values.
public static partial class JsonBodyReader
{
    /// <summary>Six bytes of JSON for each of the 42 characters that a point in time has at most, and the quotes.</summary>
    private const int LongestTimeKey = (42 * 6) + 2;

    /// <summary>Reads <c>true</c> or <c>false</c>, in upper or lower case.</summary>
    public static bool ReadBooleanKey(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out bool value, out int used) || used != text.Length)
            Fail("bool");
        return value;
    }

    /// <summary>Reads a point in time.</summary>
    public static DateTime ReadDateTimeKey(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LongestTimeKey - 2)
            Fail("DateTime");
        Utf8JsonReader value = AsValue(reader.ValueSpan, stackalloc byte[LongestTimeKey]);
        return ReadDateTime(ref value);
    }

    /// <summary>Reads a point in time.</summary>
    public static DateTimeOffset ReadDateTimeOffsetKey(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LongestTimeKey - 2)
            Fail("DateTimeOffset");
        Utf8JsonReader value = AsValue(reader.ValueSpan, stackalloc byte[LongestTimeKey]);
        return ReadDateTimeOffset(ref value);
    }

    /// <summary>The framework's reader gives times only from values.</summary>
    private static Utf8JsonReader AsValue(ReadOnlySpan<byte> key, Span<byte> buffer)
    {
        buffer[0] = (byte)'"';
        key.CopyTo(buffer[1..]);
        buffer[key.Length + 1] = (byte)'"';
        Utf8JsonReader reader = new(buffer[..(key.Length + 2)]);
        reader.Read();
        return reader;
    }
}
