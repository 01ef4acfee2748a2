using System.Globalization;
using System.Text;

namespace CmqContracts.Protocol.Wire;

/// <summary>Text of others, such as a service's message, as it may stand in an exception or a log: on one line, and not endless.</summary>
internal static class ShownText
{
    /// <summary>The most characters that are shown, the sign for what was cut included.</summary>
    public const int MaxLength = 200;

    /// <summary>The text with every character that is not for display escaped as <c>\u000a</c>, cut at a length.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The most characters of the result; at least 1. A text that is cut ends with <c>…</c>.</param>
    public static string Of(string? text, int maxLength = MaxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        text ??= "";
        if (text.Length <= maxLength && IsPlain(text))
            return text;
        StringBuilder shown = new();
        for (int i = 0; i < text.Length;)
        {
            int length = shown.Length;
            i += AppendOne(shown, text, i);
            if (shown.Length <= maxLength)
                continue;
            shown.Length = length;
            if (length == maxLength)
                shown.Length -= length > 1 && char.IsLowSurrogate(shown[^1]) ? 2 : 1;
            return shown.Append('…').ToString();
        }

        return shown.ToString();
    }

    private static bool IsPlain(string text)
    {
        foreach (char character in text)
        {
            // Beyond ASCII, characters that are not for display are scattered over all ranges: the slower path tells them by their category.
            if (character is < ' ' or > '~')
                return false;
        }

        return true;
    }

    private static int AppendOne(StringBuilder shown, string text, int index)
    {
        int length = char.IsSurrogatePair(text, index) ? 2 : 1;
        if (!IsForDisplay(CharUnicodeInfo.GetUnicodeCategory(text, index)))
        {
            for (int i = 0; i < length; i++)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[index + i]:x4}");
        }
        else
        {
            shown.Append(text, index, length);
        }

        return length;
    }

    // Line breaks forge log lines, and what turns the direction of writing forges what a reader sees.
    private static bool IsForDisplay(UnicodeCategory category) => category is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
