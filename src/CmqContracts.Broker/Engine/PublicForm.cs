namespace CmqContracts.Brokers;

/// <summary>What users see of the engine's keys and times.</summary>
internal static class PublicForm
{
    /// <summary>The id of what has this key: its kind and the key in base 36.</summary>
    public static string Id(string kind, long key)
    {
        Span<char> digits = stackalloc char[13];
        int start = digits.Length;
        for (; key > 0; key /= 36)
            digits[--start] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(key % 36)];
        return string.Concat(kind, "-", digits[start..]);
    }

    /// <summary>A time in whole seconds, as every attribute on the wire is.</summary>
    public static DateTimeOffset WholeSecond(long milliseconds) => DateTimeOffset.FromUnixTimeSeconds(Math.DivRem(milliseconds, 1000, out long rest) - (rest < 0 ? 1 : 0));
}
