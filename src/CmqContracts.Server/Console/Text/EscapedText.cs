using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace CmqContracts.Server;

/// <summary>
/// Text of somebody else as HTML shows it: markup as text, and every character that would not be seen, or would turn the direction of what is, as its
/// escape sequence in a frame. Line ends and tabs stay.
/// </summary>
internal sealed class EscapedText(string text) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => Write(writer, encoder, text);

    /// <summary>Writes a text.</summary>
    public static void Write(TextWriter writer, HtmlEncoder encoder, string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            if (IsShown(text, i))
            {
                i += length;
                continue;
            }

            encoder.Encode(writer, text, start, i - start);
            for (int k = 0; k < length; k++)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"<span class=\"escape\">\\u{(int)text[i + k]:x4}</span>"));
            i += length;
            start = i;
        }

        encoder.Encode(writer, text, start, text.Length - start);
    }

    private static bool IsShown(string text, int index) => text[index] switch
    {
        '\n' or '\t' => true,
        >= ' ' and <= '~' => true,
        _ => CharUnicodeInfo.GetUnicodeCategory(text, index) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned),
    };
}
