using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Protocol;

/// <summary>
/// A place in a JSON document: names, indices from 0 and <c>*</c>, as in RFC 9535, without its filters, slices, descendants and negative indices. It is
/// sought in one pass over the bytes, so that numbers and texts are compared as they are stored.
/// </summary>
internal sealed class JsonPath
{
    private const int MaxDepth = 1000;

    private readonly Segment[] _segments;

    private JsonPath(Segment[] segments) => _segments = segments;

    /// <summary>How many levels below the whole document the place is.</summary>
    public int Depth => _segments.Length;

    /// <summary>Reads a path.</summary>
    /// <param name="text">The path, such as <c>$.lines[*].sku</c>.</param>
    /// <param name="path">The path; <see langword="null"/>: it is none.</param>
    /// <param name="problem">What is wrong with it, as the end of a sentence.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path, [NotNullWhen(false)] out string? problem)
    {
        path = null;
        List<Segment> segments = [];
        if (!text.StartsWith('$'))
        {
            problem = "it begins with '$', the whole body";
            return false;
        }

        int position = 1;
        while (position < text.Length)
        {
            problem = text[position] switch
            {
                '.' => ReadName(text, ref position, segments),
                '[' => ReadBracket(text, ref position, segments),
                _ => $"after '{text[..position]}' comes '.name', '[0]', '[*]' or ['a name']",
            };
            if (problem is not null)
                return false;
        }

        problem = null;
        path = new JsonPath([.. segments]);
        return true;
    }

    /// <summary>Whether a document has this place, with a value if one is given.</summary>
    /// <param name="body">The document; what is no JSON has no place.</param>
    /// <param name="value">A string's text, or the text of a number or literal as it is stored, UTF-8; <see langword="null"/>: any value.</param>
    public bool Matches(ReadOnlySpan<byte> body, byte[]? value)
    {
        Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            // A body that breaks behind the place is no JSON either, so it is read to its end.
            return reader.Read() && Find(ref reader, 0, value) && !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: half of a surrogate pair in a name or text.
            return false;
        }
    }

    /// <summary>Whether the path goes on, at this level, with the member whose name the reader is at.</summary>
    /// <exception cref="InvalidOperationException">The name has half of a surrogate pair.</exception>
    public bool LeadsToMember(ref Utf8JsonReader reader, int depth) =>
        _segments[depth].IsAny || (_segments[depth].Name is { } name && reader.ValueTextEquals(name));

    /// <summary>Whether the path goes on, at this level, with the item of this index.</summary>
    public bool LeadsToItem(int index, int depth) => _segments[depth].IsAny || _segments[depth].Index == index;

    /// <summary>Reads the value that the reader is at to its end, and looks for the rest of the path in it.</summary>
    private bool Find(ref Utf8JsonReader reader, int depth, byte[]? value)
    {
        bool found = false;
        if (depth == _segments.Length)
        {
            found = value is null || IsValue(ref reader, value);
            reader.Skip();
            return found;
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isOnPath = LeadsToMember(ref reader, depth);
                reader.Read();
                FindIn(ref reader, isOnPath, ref found);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                FindIn(ref reader, LeadsToItem(i, depth), ref found);
        }

        return found;

        void FindIn(ref Utf8JsonReader reader, bool isOnPath, ref bool found)
        {
            if (isOnPath && !found)
                found = Find(ref reader, depth + 1, value);
            else
                reader.Skip();
        }
    }

    private static bool IsValue(ref Utf8JsonReader reader, byte[] value) => reader.TokenType switch
    {
        JsonTokenType.String => reader.ValueTextEquals(value),
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null => reader.ValueSpan.SequenceEqual(value),
        _ => false,
    };

    private static string? ReadName(string text, ref int position, List<Segment> segments)
    {
        int start = ++position;
        while (position < text.Length && text[position] is not ('.' or '['))
            position++;
        string name = text[start..position];
        if (name == "*")
            segments.Add(Segment.Any);
        else if (name.Length == 0 || name.Any(static c => char.IsWhiteSpace(c) || c is '*' or '\'' or '"' or ']' or '?' or '@' or '(' or ')'))
            return $"after '{text[..start]}' comes a name; one with special characters is written ['like this']";
        else
            segments.Add(Segment.Of(name));
        return null;
    }

    private static string? ReadBracket(string text, ref int position, List<Segment> segments)
    {
        int start = position++;
        if (position < text.Length && text[position] is '\'' or '"')
            return ReadQuoted(text, start, ref position, segments);
        int end = text.IndexOf(']', position);
        string inside = end < 0 ? "" : text[position..end];
        position = end + 1;
        if (inside == "*")
            segments.Add(Segment.Any);
        else if (int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            segments.Add(Segment.At(index));
        else
            return $"after '{text[..start]}' comes '[0]', '[*]' or ['a name']";
        return null;
    }

    private static string? ReadQuoted(string text, int start, ref int position, List<Segment> segments)
    {
        char quote = text[position++];
        StringBuilder name = new();
        while (position < text.Length && text[position] != quote)
        {
            if (text[position] == '\\' && position + 1 < text.Length && text[position + 1] is '\\' or '\'' or '"')
                position++;
            name.Append(text[position++]);
        }

        if (position + 1 >= text.Length || text[position + 1] != ']')
            return $"the name after '{text[..start]}' ends with {quote}]";
        position += 2;
        segments.Add(Segment.Of(name.ToString()));
        return null;
    }

    private readonly record struct Segment(byte[]? Name, int Index, bool IsAny)
    {
        public static Segment Any => new(null, -1, true);

        public static Segment Of(string name) => new(Encoding.UTF8.GetBytes(name), -1, false);

        public static Segment At(int index) => new(null, index, false);
    }
}
