using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Diagnostics;

/// <summary>Fills the messages of rules. All of them are filled here, so that whatever users write stays in its line and is seen.</summary>
internal static class DiagnosticFactory
{
    /// <summary>A rule's message, at a place.</summary>
    public static Diagnostic At(this DiagnosticDescriptor rule, Location? place, params object[] words) => rule.At(place, ImmutableDictionary<string, string?>.Empty, words);

    /// <summary>A rule's message, at a place, with what the code fixes are told beside it.</summary>
    public static Diagnostic At(this DiagnosticDescriptor rule, Location? place, ImmutableDictionary<string, string?> properties, params object[] words) =>
        rule.At(rule.DefaultSeverity, place, properties, words);

    /// <summary>A rule's message with a severity of its own.</summary>
    public static Diagnostic At(this DiagnosticDescriptor rule, DiagnosticSeverity severity, Location? place, ImmutableDictionary<string, string?> properties, params object[] words) =>
        Diagnostic.Create(rule, place, severity, additionalLocations: null, properties, Escaped(words));

    /// <summary>Texts of the user's without what would break the line or hide in it: a build log has one line for a message.</summary>
    private static object[] Escaped(object[] words) => Array.ConvertAll(words, word => word is string text ? Escaped(text) : word);

    private static string Escaped(string text)
    {
        StringBuilder? escaped = null;
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            bool isShown = isPair || !(char.IsControl(text[i]) || char.IsSurrogate(text[i]) || char.GetUnicodeCategory(text[i]) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format);
            if (!isShown)
                escaped ??= new StringBuilder(text, 0, i, text.Length + 8);
            if (isShown)
                escaped?.Append(text[i]);
            else
                escaped!.Append("\\u").Append(((int)text[i]).ToString("x4", CultureInfo.InvariantCulture));
            if (!isPair)
                continue;
            i++;
            escaped?.Append(text[i]);
        }

        return escaped?.ToString() ?? text;
    }
}
