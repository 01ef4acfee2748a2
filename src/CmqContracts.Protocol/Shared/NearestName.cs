namespace CmqContracts.Protocol;

/// <summary>Finds the known name that is nearest to one that does not exist.</summary>
internal static class NearestName
{
    /// <summary>The shortest name, in characters, that counts as near to one that it is a prefix of.</summary>
    private const int MinPrefixLength = 4;

    /// <summary>The end of a sentence: <c>; did you mean Endpoint?</c>, or only <c>.</c> when nothing is near.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">What there is.</param>
    public static string Suggest(string written, IEnumerable<string> known)
    {
        string? nearest = known.Where(name => IsNear(written, name)).MinBy(name => Distance(written, name));
        return nearest is null ? "." : $"; did you mean {nearest}?";
    }

    private static bool IsNear(string written, string name) =>
        Distance(written, name) <= Math.Max(1, name.Length / 3)
        || (written.Length >= MinPrefixLength && (name.StartsWith(written, StringComparison.OrdinalIgnoreCase) || written.StartsWith(name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The edit distance, ignoring case: how many characters have to be inserted, deleted or replaced, or neighbours swapped.</summary>
    private static int Distance(string from, string to)
    {
        // A much longer text is never near, and the table below would grow with it.
        if (Math.Abs(from.Length - to.Length) > to.Length)
            return int.MaxValue;
        int[,] distance = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                int exchange = Same(i, j) ? 0 : 1;
                distance[i, j] = Math.Min(Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1, distance[i - 1, j - 1] + exchange);
                if (i > 1 && j > 1 && Same(i, j - 1) && Same(i - 1, j))
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }

        return distance[from.Length, to.Length];

        bool Same(int i, int j) => char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]);
    }
}
