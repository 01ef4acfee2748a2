using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>
/// Writes message bodies as JSON strings, escaping only what JSON requires. Bodies are mostly JSON themselves, with a quote every few
/// bytes: the writer of System.Text.Json, which asks its encoder about each, would take a third of the time of a receive.
/// </summary>
internal static class JsonText
{
    private const int SliceLength = 4096;
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(static b => (byte)b), (byte)'"', (byte)'\\']);

    /// <summary>How many bytes a byte becomes at the most.</summary>
    public const int MaxEscapeLength = 6;

    /// <summary>How many bytes a text has as a JSON string, without the quotes.</summary>
    public static long EscapedLength(ReadOnlySpan<byte> text)
    {
        long length = text.Length;
        Span<byte> room = stackalloc byte[MaxEscapeLength];
        for (int at; (at = text.IndexOfAny(Escaped)) >= 0; text = text[(at + 1)..])
            length += EscapeOne(text[at], room) - 1;
        return length;
    }

    /// <summary>Writes a property whose value is this UTF-8 text.</summary>
    public static void WriteText(this Utf8JsonWriter json, ReadOnlySpan<byte> propertyName, ReadOnlySpan<byte> text)
    {
        using PooledBufferWriter quoted = new(text.Length + (text.Length / 4) + 64);
        quoted.Write("\""u8);
        for (; text.Length > SliceLength; text = text[SliceLength..])
            Escape(text[..SliceLength], quoted);
        Escape(text, quoted);
        quoted.Write("\""u8);
        json.WritePropertyName(propertyName);
        json.WriteRawValue(quoted.WrittenSpan, skipInputValidation: true);
    }

    // Blocks of 16 bytes are copied whole, and copied again from after each byte that needs an escape; what is copied too far is
    // overwritten. So the last two blocks are left to the loop over bytes, and the buffer is a block longer than the longest result.
    private static void Escape(ReadOnlySpan<byte> text, PooledBufferWriter output)
    {
        int size = Vector128<byte>.Count;
        Span<byte> room = output.GetSpan((MaxEscapeLength * text.Length) + size);
        ref byte source = ref MemoryMarshal.GetReference(text);
        ref byte target = ref MemoryMarshal.GetReference(room);
        int read = 0;
        int written = 0;
        for (; text.Length - read >= 2 * size; read += size)
        {
            Vector128<byte> block = Vector128.LoadUnsafe(ref source, (nuint)read);
            block.StoreUnsafe(ref target, (nuint)written);
            uint special = (Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\')) | Vector128.LessThan(block, Vector128.Create((byte)' '))).ExtractMostSignificantBits();
            int copied = 0;
            for (; special != 0; special &= special - 1)
            {
                int at = BitOperations.TrailingZeroCount(special);
                written += at - copied;
                written += EscapeOne(text[read + at], room[written..]);
                copied = at + 1;
                Vector128.LoadUnsafe(ref source, (nuint)(read + copied)).StoreUnsafe(ref target, (nuint)written);
            }

            written += size - copied;
        }

        while (read < text.Length)
            written += EscapeOne(text[read++], room[written..]);
        output.Advance(written);
    }

    /// <summary>Writes one byte, escaped if it must be.</summary>
    /// <returns>How many bytes were written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EscapeOne(byte value, Span<byte> room)
    {
        if (value is (byte)'"' or (byte)'\\')
        {
            room[1] = value;
            room[0] = (byte)'\\';
            return 2;
        }

        if (value < ' ')
            return EscapeControl(value, room);
        room[0] = value;
        return 1;
    }

    private static int EscapeControl(byte value, Span<byte> room)
    {
        ReadOnlySpan<byte> escape = value switch
        {
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            _ => "\\u00"u8,
        };
        escape.CopyTo(room);
        if (escape.Length == 2)
            return 2;
        room[4] = (byte)('0' + (value >> 4));
        room[5] = "0123456789abcdef"u8[value & 15];
        return MaxEscapeLength;
    }
}
