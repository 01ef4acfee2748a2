using System.Text;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Changes a name into the nearest one that is allowed.</summary>
internal static class NearestName
{
    private static readonly string[] ReservedSuffixes = { "-retry", "-dlq" };

    /// <summary>The allowed name; <see langword="null"/>: no character of the given one is allowed.</summary>
    /// <param name="name">The given name.</param>
    /// <param name="limits">The limits in force.</param>
    /// <param name="letter">The first letter of names that would begin with a digit.</param>
    public static string? Of(string name, CmqLimits limits, char letter = 'q')
    {
        string nearest = ReplaceOthers(name).TrimStart('-', '_');
        if (nearest.Length == 0)
            return null;
        if (nearest[0] is >= '0' and <= '9')
            nearest = letter + nearest;
        int longest = (int)limits.QueueNameLength.Maximum;
        if (nearest.Length > longest)
            nearest = nearest.Substring(0, longest);
        if (limits.Profile == CmqProfile.Tdmq)
            nearest = WithoutReservedSuffixes(nearest);
        return CmqNameRule.Explain(nearest, limits) is null ? nearest : null;
    }

    /// <summary>Replaces each run of characters that are not allowed by one <c>-</c>, and drops a run at the end.</summary>
    private static string ReplaceOthers(string name)
    {
        StringBuilder text = new();
        bool isGap = false;
        foreach (char c in name)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_'))
            {
                isGap = true;
                continue;
            }

            if (isGap)
                text.Append('-');
            isGap = false;
            text.Append(c);
        }

        return text.ToString();
    }

    private static string WithoutReservedSuffixes(string name)
    {
        while (Array.Find(ReservedSuffixes, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } reserved)
            name = name.Substring(0, name.Length - reserved.Length);
        return name;
    }
}
