using System.Buffers;

namespace CmqContracts.Protocol.Wire;

/// <summary>The percent encoding of form values, in both directions. Reading takes what real clients send, down to values that are not encoded at all.</summary>
internal static class FormEncoding
{
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"u8);

    /// <summary>Appends a value, encoded.</summary>
    public static void Encode(ReadOnlySpan<byte> value, PooledBufferWriter output)
    {
        while (!value.IsEmpty)
        {
            int plain = value.IndexOfAnyExcept(Unreserved);
            if (plain < 0)
            {
                output.Write(value);
                return;
            }

            output.Write(value[..plain]);
            value = value[plain..];
            int reserved = value.IndexOfAny(Unreserved);
            if (reserved < 0)
                reserved = value.Length;
            Span<byte> encoded = output.GetSpan(3 * reserved);
            for (int i = 0; i < reserved; i++)
            {
                byte b = value[i];
                encoded[3 * i] = (byte)'%';
                encoded[(3 * i) + 1] = HexDigit(b >> 4);
                encoded[(3 * i) + 2] = HexDigit(b & 15);
            }

            output.Advance(3 * reserved);
            value = value[reserved..];
        }
    }

    /// <summary>Decodes a value into a span of at least its length: <c>+</c> is a space, <c>%XX</c> a byte, and a <c>%</c> that begins no byte is itself.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Decode(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        int written = 0;
        while (!value.IsEmpty)
        {
            int special = value.IndexOfAny((byte)'%', (byte)'+');
            int plain = special < 0 ? value.Length : special;
            value[..plain].CopyTo(destination[written..]);
            written += plain;
            if (special < 0)
                break;
            value = value[special..];
            int high, low;
            if (value[0] == '+')
            {
                destination[written++] = (byte)' ';
                value = value[1..];
            }
            else if (value.Length >= 3 && (high = HexValue(value[1])) >= 0 && (low = HexValue(value[2])) >= 0)
            {
                destination[written++] = (byte)((high << 4) | low);
                value = value[3..];
            }
            else
            {
                destination[written++] = (byte)'%';
                value = value[1..];
            }
        }

        return written;
    }

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    private static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
