using System.Globalization;
using System.Text;

namespace CmqContracts.Sqlite.FaultWorker;

/// <summary>Bodies of many sizes, each computed from the number that it begins with. So a changed body is always recognized.</summary>
internal static class NumberedBody
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

    public static byte[] Create(long number)
    {
        // Consecutive numbers must not have similar bodies.
        ulong state = (ulong)number;
        string head = number.ToString(CultureInfo.InvariantCulture) + ":";
        byte[] body = new byte[head.Length + 1 + (int)(Next(ref state) % (ulong)LongestTail(number))];
        Encoding.ASCII.GetBytes(head, body);
        for (int i = head.Length; i < body.Length; i++)
            body[i] = (byte)Letters[(int)(Next(ref state) >> 58)];
        return body;
    }

    /// <returns>Whether this is the body of a number.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out long number)
    {
        number = 0;
        int head = body.IndexOf((byte)':');
        return head > 0
            && long.TryParse(body[..head], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && body.SequenceEqual(Create(number));
    }

    /// <summary>Most bodies fit into a page of the database many times, some need a few pages, and a few need many.</summary>
    private static int LongestTail(long number) => (number % 16) switch
    {
        0 => 60_000,
        4 or 8 or 12 => 8_000,
        _ => 1_000,
    };

    /// <summary>SplitMix64, which is the same in every runtime.</summary>
    private static ulong Next(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
