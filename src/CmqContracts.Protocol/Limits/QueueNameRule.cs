// Linked as source into the generator, like CmqLimits.cs.
using System;
using System.Globalization;

namespace CmqContracts.Protocol;

/// <summary>What a queue may be called: 1 to 64 characters, a letter first, then letters, digits, <c>-</c> and <c>_</c>, all ASCII.</summary>
/// <remarks>Source: CMQ document 406/5832; <c>_</c> is TDMQ's and the Go SDK's addition. Names are unique and found ignoring case.</remarks>
#if CMQ_GENERATORS
internal
#else
public
#endif
static class QueueNameRule
{
    /// <summary>How names are compared.</summary>
    public static StringComparer Comparer
    {
        get { return StringComparer.OrdinalIgnoreCase; }
    }

    /// <summary>Says what is wrong with a name; <see langword="null"/>: nothing.</summary>
    public static string? Explain(string? name, CmqLimits limits)
    {
        if (limits is null)
            throw new ArgumentNullException(nameof(limits));
        if (name is null || name.Length == 0)
            return "The queue name is empty; give it 1 to 64 characters.";
        if (!limits.QueueNameLength.Contains(name.Length))
            return string.Format(CultureInfo.InvariantCulture, "The queue name '{0}' has {1} characters; use {2}.", Shorten(name), name.Length, limits.QueueNameLength.Range);
        if (!IsLetter(name[0]))
            return "The queue name '" + name + "' must begin with a letter A-Z or a-z.";
        foreach (char c in name)
        {
            if (!IsLetter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '_')
                return "The queue name '" + name + "' contains '" + c + "'; use letters A-Z and a-z, digits, '-' and '_'.";
        }

        if (limits.Profile == CmqProfile.Tdmq && (EndsWith(name, "-retry") || EndsWith(name, "-dlq")))
            return "The queue name '" + name + "' ends in '-retry' or '-dlq', which TDMQ keeps for itself; choose another ending.";
        return null;
    }

    private static bool EndsWith(string name, string ending)
    {
        return name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsLetter(char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static string Shorten(string name)
    {
        return name.Substring(0, 32) + "...";
    }
}
