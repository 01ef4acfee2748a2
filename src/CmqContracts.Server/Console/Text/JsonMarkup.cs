using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Html;

namespace CmqContracts.Server;

/// <summary>A JSON body as HTML, indented. Each name, text and number is shown with the characters that it is stored with: nothing is parsed and written again.</summary>
internal sealed class JsonMarkup : IHtmlContent
{
    private const int MaxDepth = 64;
    private const string Indent = "  ";

    private readonly ReadOnlyMemory<byte> _body;

    private JsonMarkup(ReadOnlyMemory<byte> body) => _body = body;

    /// <summary>The body; <see langword="null"/>: it is no JSON, or nested too deeply to be read.</summary>
    public static JsonMarkup? Of(ReadOnlyMemory<byte> body)
    {
        Utf8JsonReader reader = new(body.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                // Until its end it could still be none.
            }

            return new JsonMarkup(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        Utf8JsonReader reader = new(_body.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        bool isFirst = true;
        bool isValue = false;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                if (!isFirst)
                    WriteLine(writer, reader.CurrentDepth);
                writer.Write(reader.TokenType == JsonTokenType.EndObject ? '}' : ']');
                (isFirst, isValue) = (false, false);
                continue;
            }

            if (!isValue && !isFirst)
                writer.Write(',');
            if (!isValue && reader.CurrentDepth > 0)
                WriteLine(writer, reader.CurrentDepth);
            (isFirst, isValue) = (false, false);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    WriteToken(writer, encoder, "name", $"\"{Encoding.UTF8.GetString(reader.ValueSpan)}\"");
                    writer.Write(": ");
                    isValue = true;
                    break;
                case JsonTokenType.StartObject:
                case JsonTokenType.StartArray:
                    writer.Write(reader.TokenType == JsonTokenType.StartObject ? '{' : '[');
                    isFirst = true;
                    break;
                case JsonTokenType.String:
                    WriteToken(writer, encoder, "text", $"\"{Encoding.UTF8.GetString(reader.ValueSpan)}\"");
                    break;
                default:
                    WriteToken(writer, encoder, "value", Encoding.UTF8.GetString(reader.ValueSpan));
                    break;
            }
        }
    }

    private static void WriteToken(TextWriter writer, HtmlEncoder encoder, string kind, string text)
    {
        writer.Write($"<span class=\"json-{kind}\">");
        EscapedText.Write(writer, encoder, text);
        writer.Write("</span>");
    }

    private static void WriteLine(TextWriter writer, int depth)
    {
        writer.Write('\n');
        for (int i = 0; i < depth; i++)
            writer.Write(Indent);
    }
}
