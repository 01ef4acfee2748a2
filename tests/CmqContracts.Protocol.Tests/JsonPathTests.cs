using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Protocol.Tests;

/// <summary>Places in JSON documents: which paths there are, and that they find what a walk through the parsed document finds.</summary>
public sealed class JsonPathTests
{
    private static readonly string[] Names = ["a", "b", "id", "a b", "é", "", "*", "0", "quo'te", "back\\slash"];
    private static readonly string[] Scalars = ["1", "1.0", "-0", "1e2", "true", "false", "null", "\"1\"", "\"\"", "\"a\"", "\"\\u0061\"", "\"\\ud83d\\ude00\"", "\"😀\"", "\"é\""];
    private static readonly string[] Values = ["1", "1.0", "-0", "1e2", "true", "false", "null", "", "a", "😀", "é", "100"];

    [Theory]
    [InlineData("$")]
    [InlineData("$.a")]
    [InlineData("$.a.b[0][1].c")]
    [InlineData("$.*")]
    [InlineData("$[*]")]
    [InlineData("$['a b']")]
    [InlineData("$[\"a b\"]")]
    [InlineData("$['it\\'s']")]
    [InlineData("$['']")]
    [InlineData("$['*']")]
    [InlineData("$.中文")]
    [InlineData("$.a-b_c")]
    public void A_path_is_taken(string text) => Assert.True(JsonPath.TryParse(text, out _, out string? problem), problem);

    [Theory]
    [InlineData("", "'$'")]
    [InlineData("a", "'$'")]
    [InlineData(" $.a", "'$'")]
    [InlineData("$a", "after '$'")]
    [InlineData("$.", "after '$.'")]
    [InlineData("$.a.", "after '$.a.'")]
    [InlineData("$..a", "after '$.'")]
    [InlineData("$.a b", "after '$.'")]
    [InlineData("$.a?", "after '$.'")]
    [InlineData("$[", "after '$'")]
    [InlineData("$[]", "after '$'")]
    [InlineData("$[-1]", "after '$'")]
    [InlineData("$[ 1]", "after '$'")]
    [InlineData("$[1:2]", "after '$'")]
    [InlineData("$[1,2]", "after '$'")]
    [InlineData("$[99999999999]", "after '$'")]
    [InlineData("$[?(@.a)]", "after '$'")]
    [InlineData("$[a]", "after '$'")]
    [InlineData("$['a", "']")]
    [InlineData("$['a'", "']")]
    [InlineData("$['a' ]", "']")]
    [InlineData("$['a\"]", "']")]
    [InlineData("$['a\\']", "']")]
    [InlineData("$[0]a", "after '$[0]'")]
    public void What_is_no_path_is_refused_and_says_where(string text, string words)
    {
        Assert.False(JsonPath.TryParse(text, out JsonPath? path, out string? problem));
        Assert.Null(path);
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"\u0061":1}""", "$.a", "1", true)]
    [InlineData("""{"a\/b":1}""", "$['a/b']", "1", true)]
    [InlineData("""{"a'b":1}""", "$['a\\'b']", "1", true)]
    [InlineData("""{"a\\b":1}""", "$['a\\\\b']", "1", true)]
    [InlineData("""{"a":1,"a":2}""", "$.a", "1", true)]
    [InlineData("""{"a":1,"a":2}""", "$.a", "2", true)]
    [InlineData("""{"a":1,"a":2}""", "$.a", "3", false)]
    [InlineData("""{"a":{"b":1},"a":{"c":2}}""", "$.a.c", null, true)]
    [InlineData("""[[1,2],[3]]""", "$[*][1]", "2", true)]
    [InlineData("""[[1,2],[3]]""", "$[1][1]", null, false)]
    [InlineData("""[10,11]""", "$[1]", "11", true)]
    [InlineData("""{"1":10}""", "$[1]", null, false)]
    [InlineData("""{"1":10}""", "$.1", "10", true)]
    [InlineData("""[1]""", "$.0", null, false)]
    [InlineData("""{"a":{}}""", "$.a", null, true)]
    [InlineData("""{"a":{}}""", "$.a", "{}", false)]
    [InlineData("""{"a":null}""", "$.a", "null", true)]
    [InlineData("""{"a":"null"}""", "$.a", "null", true)]
    [InlineData("""{"a":12345678901234567890123}""", "$.a", "12345678901234567890123", true)]
    [InlineData("""{"a":1.0}""", "$.a", "1", false)]
    [InlineData("""7""", "$", "7", true)]
    [InlineData(""" {"a" : 1 } """, "$.a", "1", true)]
    [InlineData("""{"A":1}""", "$.a", null, false)]
    public void A_value_is_found_as_it_is_stored(string body, string path, string? value, bool matches) => Assert.Equal(matches, Matches(body, path, value));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("{")]
    [InlineData("""{"a":1""")]
    [InlineData("""{"a":1}}""")]
    [InlineData("""{"a":1} {}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1 /* comment */}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{'a':1}""")]
    [InlineData("\uFEFF{\"a\":1}")]
    [InlineData("""{"a":1,"b":tru}""")]
    public void A_body_that_is_no_json_has_no_place_even_where_it_breaks_behind_it(string body)
    {
        Assert.False(Matches(body, "$.a", "1"));
        Assert.False(Matches(body, "$", null));
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""", "$.a", "x")]
    [InlineData("""{"\ud800":1}""", "$.a", null)]
    [InlineData("""["\udc00"]""", "$[0]", "x")]
    public void Half_of_a_surrogate_pair_matches_nothing_and_breaks_nothing(string body, string path, string? value) => Assert.False(Matches(body, path, value));

    [Fact]
    public void Bytes_that_are_no_utf8_match_nothing_and_break_nothing()
    {
        Assert.True(JsonPath.TryParse("$.a", out JsonPath? path, out _));
        Assert.False(path.Matches([.. "{\"a\":\""u8, 0xFF, .. "\"}"u8], "x"u8.ToArray()));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(100_000, false)]
    public void A_thousand_levels_are_read_and_more_are_no_match(int depth, bool matches)
    {
        string body = new string('[', depth) + new string(']', depth);
        Assert.Equal(matches, Matches(body, "$", null));
        Assert.Equal(matches, Matches(body, "$[0][0]", null));
        Assert.False(Matches(body, "$.a", null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_path_finds_what_a_walk_through_the_document_finds(int seed)
    {
        Random random = new(seed);
        int found = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string body = Document(random, depth: 4);
            object?[] segments = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Segment(random))];
            string path = "$" + string.Concat(segments.Select(segment => Text(segment, random)));
            string? value = random.Next(3) == 0 ? null : Values[random.Next(Values.Length)];
            using JsonDocument document = JsonDocument.Parse(body);
            bool expected = Walk(document.RootElement, segments, value);
            Assert.True(expected == Matches(body, path, value), $"Seed {seed}: {path} = {value} in {body} is {expected}.");
            found += expected ? 1 : 0;
        }

        Assert.InRange(found, 1000, 19_000);
    }

    private static bool Matches(string body, string text, string? value)
    {
        Assert.True(JsonPath.TryParse(text, out JsonPath? path, out string? problem), problem);
        return path.Matches(Encoding.UTF8.GetBytes(body), value is null ? null : Encoding.UTF8.GetBytes(value));
    }

    private static bool Walk(JsonElement element, ReadOnlySpan<object?> segments, string? value)
    {
        if (segments.IsEmpty)
        {
            return value is null || element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() == value,
                JsonValueKind.Object or JsonValueKind.Array => false,
                _ => element.GetRawText() == value,
            };
        }

        int index = 0;
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                if ((segments[0] is null || segments[0] is int wanted && wanted == index) && Walk(item, segments[1..], value))
                    return true;
                index++;
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in element.EnumerateObject())
            {
                if ((segments[0] is null || segments[0] as string == member.Name) && Walk(member.Value, segments[1..], value))
                    return true;
            }
        }

        return false;
    }

    /// <summary>A name, an index, or <see langword="null"/> for any.</summary>
    private static object? Segment(Random random) => random.Next(6) switch { 0 => null, 1 or 2 => random.Next(3), _ => Names[random.Next(Names.Length)] };

    private static string Text(object? segment, Random random) => segment switch
    {
        null => random.Next(2) == 0 ? ".*" : "[*]",
        int index => string.Create(CultureInfo.InvariantCulture, $"[{index}]"),
        string name when name.Length > 0 && name.All(char.IsLetterOrDigit) && random.Next(2) == 0 => "." + name,
        string name => random.Next(2) == 0
            ? $"['{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']"
            : $"[\"{name.Replace("\\", "\\\\", StringComparison.Ordinal)}\"]",
        _ => throw new InvalidOperationException(),
    };

    private static string Document(Random random, int depth)
    {
        int kind = depth == 0 ? 0 : random.Next(3);
        IEnumerable<int> members = Enumerable.Range(0, random.Next(4));
        return kind switch
        {
            0 => Scalars[random.Next(Scalars.Length)],
            1 => "[" + string.Join(",", members.Select(_ => Document(random, depth - 1))) + "]",
            _ => "{" + string.Join(", ", members.Select(_ => JsonSerializer.Serialize(Names[random.Next(Names.Length)]) + " : " + Document(random, depth - 1))) + "}",
        };
    }
}
