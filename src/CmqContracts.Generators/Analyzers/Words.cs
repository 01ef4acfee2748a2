using System.Globalization;
using System.Text;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Prepares what a rule's message is filled with.</summary>
internal static class Words
{
    /// <summary>Texts of the user's without what would break the line or hide in it: a build log has one line for a message.</summary>
    public static object[] Escaped(params object[] words) => Array.ConvertAll(words, word => word is string text ? Escaped(text) : word);

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
