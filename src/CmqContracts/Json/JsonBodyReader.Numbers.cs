using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace CmqContracts.Json;

// Numbers, from a number or from a string that holds one. ReadNumberOf... takes no string: enums are read so.
public static partial class JsonBodyReader
{
    /// <summary>The reader, checked to be at a number that is not in a string.</summary>
    public static ref Utf8JsonReader Number(ref Utf8JsonReader reader, string type)
    {
        if (reader.TokenType != JsonTokenType.Number)
            Fail(type);
        return ref reader;
    }

    /// <summary>The reader, checked to be at a number that is not in a string, or at the name of one that is not finite.</summary>
    public static ref Utf8JsonReader NumberOrName(ref Utf8JsonReader reader, string type)
    {
        if (reader.TokenType != JsonTokenType.Number && !(reader.TokenType == JsonTokenType.String && (reader.ValueTextEquals("NaN"u8) || reader.ValueTextEquals("Infinity"u8) || reader.ValueTextEquals("-Infinity"u8))))
            Fail(type);
        return ref reader;
    }

    /// <summary>Reads a number.</summary>
    public static byte ReadByte(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return ReadNumberOfByte(ref reader);
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out byte value, out int used) || used != text.Length)
            Fail("byte");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static byte ReadNumberOfByte(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetByte(out byte value))
            throw new UnreadableValueException("byte");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static sbyte ReadSByte(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return ReadNumberOfSByte(ref reader);
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out sbyte value, out int used) || used != text.Length)
            Fail("sbyte");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static sbyte ReadNumberOfSByte(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetSByte(out sbyte value))
            throw new UnreadableValueException("sbyte");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static short ReadInt16(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return ReadNumberOfInt16(ref reader);
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out short value, out int used) || used != text.Length)
            Fail("short");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static short ReadNumberOfInt16(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt16(out short value))
            throw new UnreadableValueException("short");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static ushort ReadUInt16(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return ReadNumberOfUInt16(ref reader);
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out ushort value, out int used) || used != text.Length)
            Fail("ushort");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static ushort ReadNumberOfUInt16(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt16(out ushort value))
            throw new UnreadableValueException("ushort");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static int ReadInt32(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return ReadNumberOfInt32(ref reader);
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out int value, out int used) || used != text.Length)
            Fail("int");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static int ReadNumberOfInt32(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int value))
            throw new UnreadableValueException("int");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static uint ReadUInt32(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return ReadNumberOfUInt32(ref reader);
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out uint value, out int used) || used != text.Length)
            Fail("uint");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static uint ReadNumberOfUInt32(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt32(out uint value))
            throw new UnreadableValueException("uint");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static long ReadInt64(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return ReadNumberOfInt64(ref reader);
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out long value, out int used) || used != text.Length)
            Fail("long");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static long ReadNumberOfInt64(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long value))
            throw new UnreadableValueException("long");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static ulong ReadUInt64(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return ReadNumberOfUInt64(ref reader);
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out ulong value, out int used) || used != text.Length)
            Fail("ulong");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static ulong ReadNumberOfUInt64(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out ulong value))
            throw new UnreadableValueException("ulong");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static float ReadSingle(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && ((ShortNumber.TryTake(reader.ValueSpan, out ShortNumber digits) && digits.TryToSingle(out float number)) || reader.TryGetSingle(out number)))
            return number;
        ReadOnlySpan<byte> text = Text(ref reader);
        if (text.SequenceEqual("NaN"u8))
            return float.NaN;
        if (text.SequenceEqual("Infinity"u8))
            return float.PositiveInfinity;
        if (text.SequenceEqual("-Infinity"u8))
            return float.NegativeInfinity;
        if (!Utf8Parser.TryParse(text, out float value, out int used) || used != text.Length || !float.IsFinite(value))
            Fail("float");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static double ReadDouble(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && ((ShortNumber.TryTake(reader.ValueSpan, out ShortNumber digits) && digits.TryToDouble(out double number)) || reader.TryGetDouble(out number)))
            return number;
        ReadOnlySpan<byte> text = Text(ref reader);
        if (text.SequenceEqual("NaN"u8))
            return double.NaN;
        if (text.SequenceEqual("Infinity"u8))
            return double.PositiveInfinity;
        if (text.SequenceEqual("-Infinity"u8))
            return double.NegativeInfinity;
        if (!Utf8Parser.TryParse(text, out double value, out int used) || used != text.Length || !double.IsFinite(value))
            Fail("double");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static decimal ReadDecimal(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && ShortNumber.TryTake(reader.ValueSpan, out ShortNumber digits))
            return digits.ToDecimal();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out decimal number))
            return number;
        ReadOnlySpan<byte> text = Text(ref reader);
        if (!Utf8Parser.TryParse(text, out decimal value, out int used) || used != text.Length)
            Fail("decimal");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static Half ReadHalf(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> text = NumberText(ref reader);
        if (text.SequenceEqual("NaN"u8))
            return Half.NaN;
        if (text.SequenceEqual("Infinity"u8))
            return Half.PositiveInfinity;
        if (text.SequenceEqual("-Infinity"u8))
            return Half.NegativeInfinity;
        if (!Half.TryParse(text, CultureInfo.InvariantCulture, out Half value) || !Half.IsFinite(value))
            Fail("Half");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static Int128 ReadInt128(ref Utf8JsonReader reader)
    {
        if (!Int128.TryParse(NumberText(ref reader), CultureInfo.InvariantCulture, out Int128 value))
            Fail("Int128");
        return value;
    }

    /// <summary>Reads a number.</summary>
    public static UInt128 ReadUInt128(ref Utf8JsonReader reader)
    {
        if (!UInt128.TryParse(NumberText(ref reader), CultureInfo.InvariantCulture, out UInt128 value))
            Fail("UInt128");
        return value;
    }

    private static ReadOnlySpan<byte> NumberText(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number ? reader.ValueSpan : Text(ref reader);
}
