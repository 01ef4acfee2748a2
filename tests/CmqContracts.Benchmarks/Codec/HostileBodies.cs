using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CmqContracts.Benchmarks;

/// <summary>Creates expensive bodies of a given size from a valid one, by enlarging one place of it.</summary>
internal static class HostileBodies
{
    private const string Place = "\"@@@\"";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The ways to enlarge a body: the name of each, and how a body of about a number of bytes is created.</summary>
    public static IEnumerable<(string Name, Func<int, byte[]> Make)> Of(byte[] body)
    {
        JsonNode root = JsonNode.Parse(body)!;
        // One place for each kind of value of each name, so not every item of a list.
        HashSet<string> seen = [];
        foreach (JsonNode node in Nodes(root).ToList())
        {
            string path = System.Text.RegularExpressions.Regex.Replace(node.GetPath(), @"\[\d+\]", "[]");
            if (!seen.Add($"{path} {node.GetValueKind()}"))
                continue;
            string value = node.ToJsonString(Relaxed);
            string around = Around(root, node);
            foreach ((string name, Func<int, string> text) in Texts(node, value))
                yield return ($"{path} {name}", size => Encoding.UTF8.GetBytes(around.Replace(Place, text(size), StringComparison.Ordinal)));
        }
    }

    private static IEnumerable<(string Name, Func<int, string> Text)> Texts(JsonNode node, string value)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((string, Func<int, string>) text in Objects(members, value))
                    yield return text;
                break;
            case JsonArray { Count: > 0 } items:
                string first = items[0]?.ToJsonString(Relaxed) ?? "null";
                yield return ("long list", size => "[" + Repeat(_ => first, size) + "]");
                string last = items[^1]?.ToJsonString(Relaxed) ?? "null";
                if (last.StartsWith('"'))
                    yield return ("list of different texts", size => "[" + Repeat(i => $"\"{i}{new string('x', 40)}\"", size) + "]");
                else if (char.IsAsciiDigit(last[0]))
                {
                    yield return ("list of falling numbers", size => "[" + Repeat(i => $"{100_000_000 - i}", size) + "]");
                    yield return ("list of numbers with one hash", size => "[" + Repeat(i => $"{OfOneHash(i)}", size) + "]");
                }
                break;
            case JsonValue when value[0] == '"':
                yield return ("long text", size => "\"" + new string('x', size) + "\"");
                yield return ("long text of escapes", size => "\"" + new StringBuilder().Insert(0, "\\u0061", size / 6) + "\"");
                yield return ("long text of wide characters", size => "\"" + new string('漢', size / 3) + "\"");
                if (value.Length < 40)
                    yield return ("long list in a text", size => "\"" + string.Join(", ", Enumerable.Repeat(value[1..^1].ToUpperInvariant(), size / (value.Length + 2))) + "\"");
                break;
            case JsonValue when char.IsAsciiDigit(value[^1]):
                yield return ("long number", size => new string('7', size));
                yield return ("long fraction", size => "0." + new string('7', size));
                break;
        }

        yield return ("deep nesting", size => new StringBuilder().Insert(0, "{\"a\":[", 24) + Repeat(_ => "[[[[]]]]", size) + new StringBuilder().Insert(0, "]}", 24));
    }

    private static IEnumerable<(string Name, Func<int, string> Text)> Objects(JsonObject members, string value)
    {
        string inside = value[1..^1];
        string start = inside.Length > 0 ? inside + "," : "";
        yield return ("unknown members", size => "{" + start + Repeat(i => $"\"unknown{i}\":1", size) + "}");
        yield return ("unknown members with long names", size => "{" + start + Repeat(i => $"\"unknown{i}{new string('x', 500)}\":1", size) + "}");
        yield return ("unknown members with escaped names", size => "{" + start + Repeat(i => $"\"\\u0075nknown{i}\":{{\"a\":[1]}}", size) + "}");
        if (members.Count == 0)
            yield break;
        string first = members.First().Value?.ToJsonString(Relaxed) ?? "null";
        yield return ("many members with a value as the first", size => "{" + start + Repeat(i => $"\"name{i}\":{first}", size) + "}");
        yield return ("many members with falling numbers as names", size => "{" + start + Repeat(i => $"\"{100_000_000 - i}\":{first}", size) + "}");
        yield return ("many members with numbers of one hash as names", size => "{" + start + Repeat(i => $"\"{OfOneHash(i)}\":{first}", size) + "}");
        yield return ("repeated members", size => "{" + Repeat(_ => inside, size) + "}");
        yield return ("repeated members in odd case", size => "{" + Repeat(_ => Renamed(members, Odd), size) + "}");
        yield return ("repeated members with escaped names", size => "{" + Repeat(_ => Renamed(members, static name => string.Concat(name.Select(static c => $"\\u{(int)c:x4}"))), size) + "}");
        yield return ("repeated members from the last to the first", size => "{" + Repeat(_ => Renamed(members, static name => JsonEncodedText.Encode(name).Value, reverse: true), size) + "}");
    }

    /// <summary>A number with the same default hash as all others: the exclusive or of its halves.</summary>
    private static long OfOneHash(int i) => ((long)i << 32) | (uint)i;

    private static string Renamed(JsonObject members, Func<string, string> rename, bool reverse = false)
    {
        IEnumerable<string> all = members.Select(member => $"\"{rename(member.Key)}\":{member.Value?.ToJsonString(Relaxed) ?? "null"}");
        return string.Join(',', reverse ? all.Reverse() : all);
    }

    private static string Odd(string name) => JsonEncodedText.Encode(string.Concat(name.Select(static (c, i) => i % 2 == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c)))).Value;

    private static string Repeat(Func<int, string> item, int size)
    {
        StringBuilder text = new(item(0));
        for (int i = 1; text.Length < size; i++)
            text.Append(',').Append(item(i));
        return text.ToString();
    }

    /// <summary>The whole body with a placeholder for the node.</summary>
    private static string Around(JsonNode root, JsonNode node)
    {
        if (ReferenceEquals(root, node))
            return Place;
        JsonNode parent = node.Parent!;
        if (parent is JsonObject members)
        {
            string name = node.GetPropertyName();
            members[name] = "@@@";
            string text = root.ToJsonString(Relaxed);
            members[name] = node;
            return text;
        }

        JsonArray items = (JsonArray)parent;
        int index = node.GetElementIndex();
        items[index] = "@@@";
        string around = root.ToJsonString(Relaxed);
        items[index] = node;
        return around;
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject members => members.Select(static member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(Nodes).Prepend(node);
    }
}
