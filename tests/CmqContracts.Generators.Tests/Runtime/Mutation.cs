using System.Text;
using System.Text.Json.Nodes;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>Creates nearly valid bodies by mutation, with a seeded random number generator.</summary>
internal sealed class Mutation(Random chance)
{
    /// <summary>The largest number of nodes of a document that is mutated.</summary>
    private const int MaxNodes = 20_000;

    private static readonly string[] OddValues =
    [
        "null", "true", "\"\"", "\"x\"", "\"12\"", "\" 12\"", "\"+12\"", "\"1e2\"", "\"NaN\"", "\"-Infinity\"", "\"nan\"", "12", "-1", "1.0", "1e2", "1e999", "300", "70000",
        "99999999999999999999999999999999999999999", "[]", "[1]", "{}", "{\"a\":1}", "\"\\u0031\\u0032\"", "\"\\ud800\"", "\"2020-02-30\"", "\"2020-02-29\"", "\"2020-02-29T10:00:00Z\"",
        "\"24:00:00\"", "\"23:59:59.1234567\"", "\"-1.02:03:04\"", "\"1.2\"", "\"1.2.3.4\"", "\" 1.2\"", "\"AAEC\"", "\"AAE\"", "\"/a b\"", "\"http://[\"",
        "\"00000000-0000-0000-0000-000000000001\"", "\"{00000000-0000-0000-0000-000000000001}\"", "0.1", "\"0.1\"", "-0", "\"Monday\"", "\"monday\"", "\" MONDAY ,friday\"", "\"Monday,\"", "\"Monday,,Friday\"", "\"1,2\"", "\"-0\"",
        "\"Read, delete\"", "\"write,BOTH\"", "\"In progress\"", "\"in progress,plain\"", "\"InProgress\"", "\"-32768\"", "\"18446744073709551615\"", "\"\u3000Low\u3000\"", "[null]", "[[\"a\",null]]", "\"0001-01-01T00:00:00\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"9999-12-31T23:59:59.99999999+14:00\"", "\"2020-02-29T10:00:00-14:01\"", "\"2020-02-29 10:00:00\"", "\"\\\"\"", "\"😀\"",
    ];

    private int _changes;

    private static readonly string[] OddNames = [.. OddValues.Where(value => value.StartsWith('"'))];

    public byte[] Apply(byte[] body)
    {
        for (int i = chance.Next(1, 3); i > 0; i--)
            body = chance.Next(5) == 0 ? ChangeBytes(body) : ChangeDocument(body);
        return body;
    }

    private byte[] ChangeBytes(byte[] body)
    {
        List<byte> bytes = [.. body];
        int at = chance.Next(bytes.Count + 1);
        switch (chance.Next(5))
        {
            case 0:
                return body[..at];
            case 1:
                bytes.Insert(at, (byte)chance.Next(256));
                break;
            case 2:
                bytes.AddRange(Encoding.UTF8.GetBytes(chance.Next(2) == 0 ? " \n" : " 1"));
                break;
            case 3 when at < bytes.Count:
                bytes[at] = (byte)chance.Next(256);
                break;
            case 4 when at < bytes.Count:
                bytes.RemoveAt(at);
                break;
        }

        return [.. bytes];
    }

    private byte[] ChangeDocument(byte[] body)
    {
        try
        {
            StringBuilder text = new();
            _changes = MaxNodes;
            Write(text, JsonNode.Parse(body), chance.Next(1, 6));
            return Encoding.UTF8.GetBytes(text.ToString());
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            // After an earlier change it is no longer a document, or has a name twice.
            return body;
        }
    }

    /// <summary>Writes a document with random replacements.</summary>
    private void Write(StringBuilder text, JsonNode? node, int rarity)
    {
        // Without a limit, doubling at each of many levels would grow exponentially.
        if (--_changes < 0)
        {
            text.Append(node?.ToJsonString(Oracle.Options) ?? "null");
            return;
        }

        if (chance.Next(rarity * 10) == 0)
        {
            text.Append(OddValues[chance.Next(OddValues.Length)]);
            return;
        }

        switch (node)
        {
            case JsonObject members:
                WriteMembers(text, members, rarity);
                break;
            case JsonArray items:
                text.Append('[').AppendJoin(',', items.Select(item => Text(item, rarity))).Append(']');
                break;
            default:
                string value = node is JsonValue scalar && chance.Next(8) == 0 && scalar.TryGetValue(out string? characters) ? Escaped(characters) : node?.ToJsonString(Oracle.Options) ?? "null";
                text.Append(value.Length > 0 && (char.IsAsciiDigit(value[0]) || value[0] == '-') && chance.Next(8) == 0 ? $"\"{value}\"" : value);
                break;
        }
    }

    private void WriteMembers(StringBuilder text, JsonObject members, int rarity)
    {
        List<string> parts = [];
        foreach ((string name, JsonNode? value) in members)
        {
            int kind = chance.Next(rarity * 12);
            if (kind != 0)
                parts.Add($"{Name(name)}:{Text(value, rarity)}");
            if (kind == 1)
                parts.Add($"{Name(name)}:{Text(value, rarity)}");
            if (kind == 3)
                parts.Add($"{OddNames[chance.Next(OddNames.Length)]}:{Text(value, rarity)}");
            if (kind == 2)
                parts.Add($"{Name("unknown" + name)}:{Text(value, rarity)}");
            if (kind == 4)
                parts.Add($"{Name(name)}:null");
            if (kind == 5)
                parts.Add($"{Name(chance.Next(2) == 0 ? name : "unknown")}:{Deep(Name(name), Text(value, rarity))}");
        }

        if (chance.Next(3) == 0)
        {
            string[] shuffled = [.. parts];
            chance.Shuffle(shuffled);
            parts = [.. shuffled];
        }

        text.Append('{').AppendJoin(',', parts).Append('}');
    }

    private string Text(JsonNode? node, int rarity)
    {
        StringBuilder text = new();
        Write(text, node, rarity);
        return text.ToString();
    }

    private string Name(string name)
    {
        string cased = chance.Next(10) switch { 0 => name.ToUpperInvariant(), 1 => name.ToLowerInvariant(), _ => name };
        return chance.Next(10) == 0 ? Escaped(cased) : JsonValue.Create(cased).ToJsonString(Oracle.Options);
    }

    /// <summary>A string in which any character may be escaped, and those are that have to be.</summary>
    private string Escaped(string text) => "\"" + string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) && chance.Next(2) == 0 ? c.ToString() : chance.Next(2) == 0 ? $"\\u{(int)c:x4}" : $"\\u{(int)c:X4}")) + "\"";

    /// <summary>A value below about as many levels as JSON has; the value itself if they are few enough and of the right kind.</summary>
    private string Deep(string name, string value)
    {
        int levels = chance.Next(58, 67);
        (string begin, string end) = chance.Next(3) switch { 0 => ("[", "]"), 1 => ($"{{{name}:", "}"), _ => ($"{{{name}:[", "]}") };
        levels /= (begin[^1] == '[' && begin.Length > 1) ? 2 : 1;
        return new StringBuilder().Insert(0, begin, levels).Append(value).Insert(value.Length + (begin.Length * levels), end, levels).ToString();
    }
}
