using System.Globalization;

namespace CmqContracts.Broker;

/// <summary>What users see of the engine's keys and times.</summary>
internal static class PublicForm
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The id of what has this key: its kind and the key in base 36.</summary>
    public static string Id(string kind, long key)
    {
        Span<char> digits = stackalloc char[13];
        int start = digits.Length;
        for (; key > 0; key /= 36)
            digits[--start] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(key % 36)];
        return string.Concat(kind, "-", digits[start..]);
    }

    /// <summary>The id of a message.</summary>
    public static string MessageId(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>A wall time in Unix milliseconds. What <see cref="DateTimeOffset"/> cannot hold becomes its nearest bound.</summary>
    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Earliest, Latest));

    /// <summary>A time in whole seconds, as every attribute on the wire is.</summary>
    public static DateTimeOffset WholeSecond(long milliseconds) => DateTimeOffset.FromUnixTimeSeconds(Time(milliseconds).ToUnixTimeSeconds());
}
