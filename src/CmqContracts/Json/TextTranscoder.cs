using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace CmqContracts.Json;

/// <summary>
/// UTF-16 to UTF-8 and back, fast for the two kinds of text that fill message bodies: ASCII, and scripts of three bytes a
/// character, such as Chinese, Japanese and Korean. The platform's own transcoder does the latter one character at a time.
/// </summary>
internal static class TextTranscoder
{
    // Bytes that a block may write beyond those that count.
    private const int Slack = 16;

    /// <summary>The most bytes that <see cref="ToUtf8"/> needs room for.</summary>
    public static int MaxBytes(int chars) => (chars * 3) + Slack;

    /// <summary>Writes text as UTF-8. A lone surrogate becomes U+FFFD, as the platform does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">At least <see cref="MaxBytes"/> long.</param>
    /// <returns>How many bytes were written.</returns>
    public static int ToUtf8(ReadOnlySpan<char> text, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, MaxBytes(text.Length));
        ref ushort source = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ref byte target = ref MemoryMarshal.GetReference(destination);
        int read = 0, written = 0;
        while (Vector128.IsHardwareAccelerated && text.Length - read >= Vector128<ushort>.Count)
        {
            Vector128<ushort> block = Vector128.LoadUnsafe(ref source, (nuint)read);
            if (IsAscii(block))
            {
                Vector128.Narrow(block, block).StoreUnsafe(ref target, (nuint)written);
                read += 8;
                written += 8;
            }
            else if (IsThreeBytesEach(block))
            {
                WriteThreeBytesEach(block, ref target, (nuint)written);
                read += 8;
                written += 24;
            }
            else
            {
                int end = read + 8;
                while (read < end)
                    read += WriteOne(text[read..], destination, ref written);
            }
        }

        while (read < text.Length)
            read += WriteOne(text[read..], destination, ref written);
        return written;
    }

    /// <summary>Reads UTF-8 into a string.</summary>
    /// <returns><see langword="null"/> when it is not UTF-8.</returns>
    public static string? ToText(ReadOnlySpan<byte> utf8)
    {
        if (Ascii.IsValid(utf8))
            return Encoding.ASCII.GetString(utf8);

        // Small enough that clearing it costs less than renting.
        const int longestOnStack = 96;
        char[]? rented = null;
        int room = utf8.Length + Slack;
        Span<char> buffer = room <= longestOnStack ? stackalloc char[longestOnStack] : rented = ArrayPool<char>.Shared.Rent(room);
        int length = ToUtf16(utf8, buffer);
        string? text = length < 0 ? null : new string(buffer[..length]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return text;
    }

    private static int ToUtf16(ReadOnlySpan<byte> utf8, Span<char> destination)
    {
        ref byte source = ref MemoryMarshal.GetReference(utf8);
        ref ushort target = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(destination));
        int read = 0, written = 0;
        while (Vector128.IsHardwareAccelerated && utf8.Length - read >= Vector128<byte>.Count)
        {
            Vector128<byte> block = Vector128.LoadUnsafe(ref source, (nuint)read);
            if (block.ExtractMostSignificantBits() == 0)
            {
                (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(block);
                lower.StoreUnsafe(ref target, (nuint)written);
                upper.StoreUnsafe(ref target, (nuint)written + 8);
                read += 16;
                written += 16;
            }
            else if (TryReadFiveCharacters(block, ref target, (nuint)written))
            {
                read += 15;
                written += 5;
            }
            else
            {
                // Text that mixes both comes in runs: go on one by one to where a block may fit again.
                int end = read + 8;
                while (read < end)
                {
                    if (!TryReadOne(utf8[read..], destination, ref written, out int used))
                        return -1;
                    read += used;
                }
            }
        }

        while (read < utf8.Length)
        {
            if (!TryReadOne(utf8[read..], destination, ref written, out int used))
                return -1;
            read += used;
        }

        return written;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAscii(Vector128<ushort> block) => (block & Vector128.Create((ushort)0xFF80)) == Vector128<ushort>.Zero;

    /// <summary>From U+0800 on, and no surrogates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsThreeBytesEach(Vector128<ushort> block)
    {
        Vector128<ushort> high = block & Vector128.Create((ushort)0xF800);
        Vector128<ushort> bad = Vector128.Equals(high, Vector128<ushort>.Zero) | Vector128.Equals(high, Vector128.Create((ushort)0xD800));
        return bad == Vector128<ushort>.Zero;
    }

    /// <summary>Writes eight characters as 24 bytes, and eight bytes more that do not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteThreeBytesEach(Vector128<ushort> block, ref byte target, nuint written)
    {
        Vector128<ushort> first = (block >>> 12) | Vector128.Create((ushort)0xE0);
        Vector128<ushort> second = ((block >>> 6) & Vector128.Create((ushort)0x3F)) | Vector128.Create((ushort)0x80);
        Vector128<ushort> third = (block & Vector128.Create((ushort)0x3F)) | Vector128.Create((ushort)0x80);
        Vector128<byte> firstAndSecond = (first | (second << 8)).AsByte();
        Vector128<byte> thirdAlone = third.AsByte();
        (Vector128.Shuffle(firstAndSecond, Vector128.Create((byte)0, 1, 255, 2, 3, 255, 4, 5, 255, 6, 7, 255, 8, 9, 255, 10))
            | Vector128.Shuffle(thirdAlone, Vector128.Create((byte)255, 255, 0, 255, 255, 2, 255, 255, 4, 255, 255, 6, 255, 255, 8, 255))).StoreUnsafe(ref target, written);
        (Vector128.Shuffle(firstAndSecond, Vector128.Create((byte)11, 255, 12, 13, 255, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(thirdAlone, Vector128.Create((byte)255, 10, 255, 255, 12, 255, 255, 14, 255, 255, 255, 255, 255, 255, 255, 255))).StoreUnsafe(ref target, written + 16);
    }

    /// <summary>Reads five characters out of fifteen bytes, if that is what they are, and writes three more that do not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadFiveCharacters(Vector128<byte> block, ref ushort target, nuint written)
    {
        Vector128<ushort> first = Vector128.Shuffle(block, Vector128.Create((byte)0, 255, 3, 255, 6, 255, 9, 255, 12, 255, 12, 255, 12, 255, 12, 255)).AsUInt16();
        Vector128<ushort> second = Vector128.Shuffle(block, Vector128.Create((byte)1, 255, 4, 255, 7, 255, 10, 255, 13, 255, 13, 255, 13, 255, 13, 255)).AsUInt16();
        Vector128<ushort> third = Vector128.Shuffle(block, Vector128.Create((byte)2, 255, 5, 255, 8, 255, 11, 255, 14, 255, 14, 255, 14, 255, 14, 255)).AsUInt16();
        Vector128<ushort> lead = Vector128.Create((ushort)0xF0), tail = Vector128.Create((ushort)0xC0);
        Vector128<ushort> wrong = ((first & lead) ^ Vector128.Create((ushort)0xE0)) | ((second & tail) ^ Vector128.Create((ushort)0x80)) | ((third & tail) ^ Vector128.Create((ushort)0x80));
        if (wrong != Vector128<ushort>.Zero)
            return false;

        Vector128<ushort> characters = (first << 12) | ((second & Vector128.Create((ushort)0x3F)) << 6) | (third & Vector128.Create((ushort)0x3F));
        if (!IsThreeBytesEach(characters))
            return false;
        characters.StoreUnsafe(ref target, written);
        return true;
    }

    /// <summary>Writes one character, or the two of a surrogate pair.</summary>
    /// <returns>How many were read.</returns>
    private static int WriteOne(ReadOnlySpan<char> text, Span<byte> destination, ref int written)
    {
        char first = text[0];
        if (first < 0x80)
        {
            destination[written++] = (byte)first;
            return 1;
        }

        if (first >= 0x800 && !char.IsSurrogate(first))
        {
            Span<byte> bytes = destination.Slice(written, 3);
            bytes[0] = (byte)(0xE0 | (first >> 12));
            bytes[1] = (byte)(0x80 | ((first >> 6) & 0x3F));
            bytes[2] = (byte)(0x80 | (first & 0x3F));
            written += 3;
            return 1;
        }

        Rune.DecodeFromUtf16(text, out Rune character, out int used);
        written += character.EncodeToUtf8(destination[written..]);
        return used;
    }

    private static bool TryReadOne(ReadOnlySpan<byte> utf8, Span<char> destination, ref int written, out int used)
    {
        byte first = utf8[0];
        used = 1;
        if (first < 0x80)
        {
            destination[written++] = (char)first;
            return true;
        }

        if (Rune.DecodeFromUtf8(utf8, out Rune character, out used) != OperationStatus.Done)
            return false;
        written += character.EncodeToUtf16(destination[written..]);
        return true;
    }
}
