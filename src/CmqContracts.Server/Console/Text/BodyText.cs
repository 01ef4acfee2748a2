using System.Text;
using Microsoft.AspNetCore.Html;

namespace CmqContracts.Server;

/// <summary>Bodies as pages show them.</summary>
internal static class BodyText
{
    /// <summary>How many bytes of a body a list shows.</summary>
    public const int PreviewBytes = 256;

    /// <summary>How many bytes of a body a page shows: more would make browsers slow, and can be downloaded.</summary>
    public const int ShownBytes = 256 * 1024;

    /// <summary>The beginning of a body, in one line.</summary>
    public static IHtmlContent Preview(ReadOnlyMemory<byte> body) => new EscapedText(Text(body).Replace('\n', ' ').Replace('\t', ' '));

    /// <summary>A body, indented if it is JSON; of a long one the beginning.</summary>
    public static IHtmlContent Whole(ReadOnlyMemory<byte> body) =>
        body.Length <= ShownBytes && JsonMarkup.Of(body) is { } json ? json : Raw(body);

    /// <summary>A body as it is stored; of a long one the beginning.</summary>
    public static IHtmlContent Raw(ReadOnlyMemory<byte> body) => new EscapedText(Text(body));

    /// <summary>Whether a form can hold the body and send the same bytes: it is UTF-8, its lines end with LF, and it has no characters that HTML cannot carry.</summary>
    public static bool IsEditable(ReadOnlyMemory<byte> body)
    {
        string text = Encoding.UTF8.GetString(body.Span);
        return !text.Any(static c => c is '\r' or '\ufffd' || (char.IsControl(c) && c is not ('\n' or '\t')));
    }

    /// <summary>The text of a body, without the part of a character that is left where it was cut.</summary>
    private static string Text(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> bytes = body.Span[..Math.Min(body.Length, ShownBytes)];
        char[] characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        return new string(characters, 0, Encoding.UTF8.GetDecoder().GetChars(bytes, characters, flush: false));
    }
}
