using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace CmqContracts.Protocol.Wire;

/// <summary>The percent encoding of form values, in both directions. Reading takes what real clients send, down to values that are not encoded at all.</summary>
internal static class FormEncoding
{
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"u8);
    private static readonly sbyte[] HexValues = MakeHexValues();

    /// <summary>For each byte, in the order of little endian: the up to three bytes that it is encoded as, and how many they are.</summary>
    private static readonly uint[] Encoded = MakeEncoded();

    /// <summary>How many bytes are encoded one by one before the next search for a reserved one.</summary>
    private const int MixedBytes = 64;

    /// <summary>Whether encoding a value changes it.</summary>
    public static bool HasReserved(ReadOnlySpan<byte> value) => value.ContainsAnyExcept(Unreserved);

    /// <summary>Appends a value, encoded.</summary>
    public static void Encode(ReadOnlySpan<byte> value, PooledBufferWriter output)
    {
        while (!value.IsEmpty)
        {
            int plain = value.IndexOfAnyExcept(Unreserved);
            output.Write(plain < 0 ? value : value[..plain]);
            if (plain < 0)
                return;
            value = value[plain..];

            // Where one byte is reserved, such as in JSON, others mostly are soon.
            ReadOnlySpan<byte> mixed = value[..Math.Min(value.Length, MixedBytes)];
            output.Advance(EncodeEach(mixed, output.GetSpan((3 * mixed.Length) + 1)));
            value = value[mixed.Length..];
        }
    }

    /// <summary>Encodes byte by byte, without a branch.</summary>
    /// <returns>The number of bytes written, which one more follows that means nothing.</returns>
    private static int EncodeEach(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        int written = 0;
        foreach (byte b in value)
        {
            uint encoded = Encoded[b];
            BinaryPrimitives.WriteUInt32LittleEndian(destination[written..], encoded);
            written += (int)(encoded >> 24);
        }

        return written;
    }

    /// <summary>Decodes a value into a span of at least its length: <c>+</c> is a space, <c>%XX</c> a byte, and a <c>%</c> that begins no byte is itself.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Decode(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        int read = 0;
        int written = 0;

        // JSON has an escape every few bytes. Copying whole blocks and keeping what precedes the escape is several times as fast as
        // searching for each escape and copying up to it. There is room, because no more is written than was read.
        while (value.Length - read >= Vector128<byte>.Count)
        {
            Vector128<byte> block = Vector128.Create(value.Slice(read, Vector128<byte>.Count));
            block.CopyTo(destination[written..]);
            uint special = (Vector128.Equals(block, Vector128.Create((byte)'%')) | Vector128.Equals(block, Vector128.Create((byte)'+'))).ExtractMostSignificantBits();
            if (special == 0)
            {
                read += Vector128<byte>.Count;
                written += Vector128<byte>.Count;
                continue;
            }

            int plain = BitOperations.TrailingZeroCount(special);
            read += plain;
            written += plain;
            do
                read += DecodeOne(value[read..], out destination[written++]);
            while (read < value.Length && value[read] is (byte)'%' or (byte)'+');
        }

        while (read < value.Length)
            read += DecodeOne(value[read..], out destination[written++]);
        return written;
    }

    /// <summary>Decodes the first byte of a value that is not empty.</summary>
    /// <returns>How much of the value it took.</returns>
    private static int DecodeOne(ReadOnlySpan<byte> value, out byte decoded)
    {
        decoded = value[0];
        if (decoded == '%' && value.Length >= 3 && ((HexValues[value[1]] << 4) | (int)HexValues[value[2]]) is var escaped and >= 0)
        {
            decoded = (byte)escaped;
            return 3;
        }

        if (decoded == '+')
            decoded = (byte)' ';
        return 1;
    }

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    private static uint[] MakeEncoded()
    {
        uint[] encoded = new uint[256];
        for (int b = 0; b < encoded.Length; b++)
            encoded[b] = Unreserved.Contains((byte)b) ? (uint)b | (1 << 24) : (uint)('%' | (HexDigit(b >> 4) << 8) | (HexDigit(b & 15) << 16) | (3 << 24));
        return encoded;
    }

    /// <summary>The value of each byte as a hexadecimal digit; below 0: it is none.</summary>
    private static sbyte[] MakeHexValues()
    {
        sbyte[] values = new sbyte[256];
        values.AsSpan().Fill(-1);
        for (int value = 0; value < 16; value++)
            values[HexDigit(value)] = values[HexDigit(value) | 0x20] = (sbyte)value;
        return values;
    }
}
