// Linked as source into the generator, like CmqLimits.cs.
using System;
using System.Globalization;

namespace CmqContracts;

/// <summary>What a queue, a topic or a subscription may be called: 1 to 64 characters, a letter first, then letters, digits, <c>-</c> and <c>_</c>, all ASCII.</summary>
/// <remarks>Source: CMQ documents 406/5832 and 406/7405; <c>_</c> is TDMQ's and the Go SDK's addition. Names are unique and found ignoring case.</remarks>
internal static class CmqNameRule
{
    /// <summary>What a URL has after a password, or before a query or fragment.</summary>
    private static readonly char[] SignsOfSecrets = { '@', '?', '#' };

    /// <summary>How names are compared.</summary>
    public static StringComparer Comparer
    {
        get { return StringComparer.OrdinalIgnoreCase; }
    }

    /// <summary>Says what is wrong with a queue's name; <see langword="null"/>: nothing.</summary>
    public static string? Explain(string? name, CmqLimits limits)
    {
        return Explain("queue", name, limits);
    }

    /// <summary>Says what is wrong with a name; <see langword="null"/>: nothing.</summary>
    /// <param name="kind">What bears the name, as the text calls it: <c>queue</c>, <c>topic</c> or <c>subscription</c>.</param>
    /// <param name="name">The name.</param>
    /// <param name="limits">The limits in force.</param>
    public static string? Explain(string kind, string? name, CmqLimits limits)
    {
        if (limits is null)
            throw new ArgumentNullException(nameof(limits));
        if (name is null || name.Length == 0)
            return "The " + kind + " name is empty; give it " + limits.QueueNameLength.Range + ".";
        if (!limits.QueueNameLength.Contains(name.Length))
            return string.Format(CultureInfo.InvariantCulture, "The {0} name{1} has {2} characters; use {3}.", kind, Quote(name), name.Length, limits.QueueNameLength.Range);
        if (!IsLetter(name[0]))
            return "The " + kind + " name" + Quote(name) + " must begin with a letter A-Z or a-z.";
        foreach (char c in name)
        {
            if (!IsLetter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '_')
                return "The " + kind + " name" + Quote(name) + " contains '" + c + "'; use letters A-Z and a-z, digits, '-' and '_'.";
        }

        if (limits.Profile == CmqProfile.Tdmq && (EndsWith(name, "-retry") || EndsWith(name, "-dlq")))
            return "The " + kind + " name '" + name + "' ends in '-retry' or '-dlq', which TDMQ keeps for itself; choose another ending.";
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

    /// <summary>The name as texts show it. What may be a URL with a password is not shown.</summary>
    private static string Quote(string name)
    {
        if (name.IndexOfAny(SignsOfSecrets) >= 0)
            return ", which may be a URL and is not shown,";
        return name.Length <= 64 ? " '" + name + "'" : " '" + name.Substring(0, 32) + "...'";
    }
}
