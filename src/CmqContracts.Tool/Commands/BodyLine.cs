using System.Text;
using System.Text.Json;

namespace CmqContracts.Tool;

/// <summary>A line that holds a message: an object with <c>body</c>, as <c>drain</c>, <c>receive --json</c> and <c>peek --json</c> write it, or a text, which is the body.</summary>
internal static class BodyLine
{
    public const string Property = "body";

    /// <summary>The body in a line.</summary>
    /// <exception cref="FormatException">The line is something else; the message says what, and nothing of the line.</exception>
    public static byte[] Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            Utf8JsonReader json = new(line);
            json.Read();
            string? body = json.TokenType switch
            {
                JsonTokenType.String => json.GetString(),
                JsonTokenType.StartObject => BodyOf(ref json),
                _ => throw new FormatException($"is neither a text nor an object with the text '{Property}'; to send lines as they are, use --lines"),
            };
            if (json.Read())
                throw new FormatException("has more than one JSON value");
            return Encoding.UTF8.GetBytes(body!);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The exception's message would quote the line. The second one is a text that is no Unicode.
            throw new FormatException("is not JSON; to send lines as they are, use --lines", e);
        }
    }

    private static string BodyOf(ref Utf8JsonReader json)
    {
        string? body = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isBody = json.ValueTextEquals(Property);
            json.Read();
            if (!isBody)
                json.Skip();
            else if (json.TokenType == JsonTokenType.String)
                body = json.GetString();
            else
                break;
        }

        return body ?? throw new FormatException($"has no text '{Property}'; to send lines as they are, use --lines");
    }
}
