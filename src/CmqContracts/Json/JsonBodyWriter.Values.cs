using System.Buffers.Text;
using System.Globalization;

namespace CmqContracts.Json;

// Booleans, numbers, times, and identifiers: everything whose length is bounded.
public ref partial struct JsonBodyWriter
{
    private const int MaxNumberLength = 48;
    private const int MaxTimeLength = 40;

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void WriteBoolean(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    /// <summary>Writes a number.</summary>
    public void WriteByte(byte value) => WriteUInt32(value);

    /// <summary>Writes a number.</summary>
    public void WriteSByte(sbyte value) => WriteInt32(value);

    /// <summary>Writes a number.</summary>
    public void WriteInt16(short value) => WriteInt32(value);

    /// <summary>Writes a number.</summary>
    public void WriteUInt16(ushort value) => WriteUInt32(value);

    /// <summary>Writes a number.</summary>
    public void WriteInt32(int value)
    {
        Utf8Formatter.TryFormat(value, Reserve(MaxNumberLength), out int written);
        _count += written;
    }

    /// <summary>Writes a number.</summary>
    public void WriteUInt32(uint value)
    {
        Utf8Formatter.TryFormat(value, Reserve(MaxNumberLength), out int written);
        _count += written;
    }

    /// <summary>Writes a number.</summary>
    public void WriteInt64(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(MaxNumberLength), out int written);
        _count += written;
    }

    /// <summary>Writes a number.</summary>
    public void WriteUInt64(ulong value)
    {
        Utf8Formatter.TryFormat(value, Reserve(MaxNumberLength), out int written);
        _count += written;
    }

    /// <summary>Writes a number.</summary>
    public void WriteInt128(Int128 value)
    {
        value.TryFormat(Reserve(MaxNumberLength), out int written, default, CultureInfo.InvariantCulture);
        _count += written;
    }

    /// <summary>Writes a number.</summary>
    public void WriteUInt128(UInt128 value)
    {
        value.TryFormat(Reserve(MaxNumberLength), out int written, default, CultureInfo.InvariantCulture);
        _count += written;
    }

    /// <summary>Writes a number.</summary>
    public void WriteHalf(Half value)
    {
        CheckFinite(Half.IsFinite(value));
        value.TryFormat(Reserve(MaxNumberLength), out int written, default, CultureInfo.InvariantCulture);
        _count += written;
    }

    /// <summary>Writes a number.</summary>
    public void WriteSingle(float value)
    {
        CheckFinite(float.IsFinite(value));
        value.TryFormat(Reserve(MaxNumberLength), out int written, default, CultureInfo.InvariantCulture);
        _count += written;
    }

    /// <summary>Writes a number.</summary>
    public void WriteDouble(double value)
    {
        CheckFinite(double.IsFinite(value));
        value.TryFormat(Reserve(MaxNumberLength), out int written, default, CultureInfo.InvariantCulture);
        _count += written;
    }

    /// <summary>Writes a number, or the name of one that is not finite.</summary>
    public void WriteHalfOrName(Half value, bool asText)
    {
        if (TryWriteName((double)value))
            return;
        if (asText)
            WriteQuote();
        WriteHalf(value);
        if (asText)
            WriteQuote();
    }

    /// <summary>Writes a number, or the name of one that is not finite.</summary>
    public void WriteSingleOrName(float value, bool asText)
    {
        if (TryWriteName(value))
            return;
        if (asText)
            WriteQuote();
        WriteSingle(value);
        if (asText)
            WriteQuote();
    }

    /// <summary>Writes a number, or the name of one that is not finite.</summary>
    public void WriteDoubleOrName(double value, bool asText)
    {
        if (TryWriteName(value))
            return;
        if (asText)
            WriteQuote();
        WriteDouble(value);
        if (asText)
            WriteQuote();
    }

    /// <summary>Writes a number.</summary>
    public void WriteDecimal(decimal value)
    {
        Utf8Formatter.TryFormat(value, Reserve(MaxNumberLength), out int written);
        _count += written;
    }

    /// <summary>Writes an identifier.</summary>
    public void WriteGuid(Guid value)
    {
        Span<byte> target = Reserve(MaxTimeLength);
        target[0] = (byte)'"';
        Utf8Formatter.TryFormat(value, target[1..], out int written);
        Quote(target, written);
    }

    /// <summary>Writes a point in time, in the round-trip form without trailing zeros.</summary>
    public void WriteDateTime(DateTime value)
    {
        Span<byte> target = Reserve(MaxTimeLength);
        target[0] = (byte)'"';
        Utf8Formatter.TryFormat(value, target[1..], out int written, 'O');
        Quote(target, TrimFraction(target.Slice(1, written)));
    }

    /// <summary>Writes a point in time, in the round-trip form without trailing zeros.</summary>
    public void WriteDateTimeOffset(DateTimeOffset value)
    {
        Span<byte> target = Reserve(MaxTimeLength);
        target[0] = (byte)'"';
        Utf8Formatter.TryFormat(value, target[1..], out int written, 'O');
        Quote(target, TrimFraction(target.Slice(1, written)));
    }

    /// <summary>Writes a date.</summary>
    public void WriteDateOnly(DateOnly value)
    {
        Span<byte> target = Reserve(MaxTimeLength);
        target[0] = (byte)'"';
        value.TryFormat(target[1..], out int written, "O", CultureInfo.InvariantCulture);
        Quote(target, written);
    }

    /// <summary>Writes a time of day.</summary>
    public void WriteTimeOnly(TimeOnly value) => WriteTimeSpan(value.ToTimeSpan());

    /// <summary>Writes a duration.</summary>
    public void WriteTimeSpan(TimeSpan value)
    {
        Span<byte> target = Reserve(MaxTimeLength);
        target[0] = (byte)'"';
        Utf8Formatter.TryFormat(value, target[1..], out int written, 'c');
        Quote(target, written);
    }

    /// <summary>Writes a version.</summary>
    public void WriteVersion(Version value)
    {
        if (value is null)
            ThrowNull();
        Span<byte> target = Reserve(MaxNumberLength + 2);
        target[0] = (byte)'"';
        value.TryFormat(target[1..], out int written);
        Quote(target, written);
    }

    /// <summary>Writes a version or <c>null</c>.</summary>
    public void WriteVersionOrNull(Version? value)
    {
        if (value is null)
            WriteNull();
        else
            WriteVersion(value);
    }

    /// <summary>Writes the name of a number that is not finite.</summary>
    private bool TryWriteName(double value)
    {
        if (double.IsFinite(value))
            return false;
        WriteRaw(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        return true;
    }

    private void Quote(Span<byte> target, int length)
    {
        target[length + 1] = (byte)'"';
        _count += length + 2;
    }

    /// <summary>Removes the zeros that end the seven digits of a fraction, and the point if nothing remains; keeps the zone.</summary>
    private static int TrimFraction(Span<byte> text)
    {
        const int Point = 19;
        const int AfterFraction = 27;
        int end = AfterFraction;
        while (text[end - 1] == (byte)'0')
            end--;
        if (end - 1 == Point)
            end--;
        text[AfterFraction..].CopyTo(text[end..]);
        return end + text.Length - AfterFraction;
    }

    private static void CheckFinite(bool finite)
    {
        if (!finite)
            throw new UnwritableValueException("a finite number: JSON has no NaN and no infinity");
    }
}
