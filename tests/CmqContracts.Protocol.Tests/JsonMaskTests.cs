using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Protocol.Tests;

/// <summary>What a mask leaves of bodies: nothing of the masked values, every byte of the rest, and no body in which it cannot find them.</summary>
public sealed class JsonMaskTests
{
    private const string Secret = "hunter2";

    private static readonly string[] Names = ["a", "b", "card", "no name", "é", "", "0"];
    private static readonly string[] Gaps = ["", "", " ", "\n\t"];
    private static readonly string[] Others = ["1", "1.0", "-0e5", "true", "null", "\"\"", "\"***\"", "\"\\u0061\\\"\"", "\"李雷 😀\"", "{}", "[ ]", "12345678901234567890123"];

    /// <summary>Values of a masked place, each of which has the secret in its bytes.</summary>
    private static readonly string[] Secrets =
        ["\"hunter2\"", "\"\\\"}]hunter2\"", "[\"hunter2\"]", "{\"a\":{\"hunter2\":[1,2]}}", "{\"card\":\"hunter2\",\"card\":\"x\"}", "\"" + new string('x', 300) + "hunter2\"", "[[[[\"hunter2\"]]], 1e9]"];

    [Theory]
    [InlineData("""{"card":{"number":4111}}""", """{"card":{"number":"***"}}""", "$.card.number")]
    [InlineData("""{ "lines" : [ {"iban":"DE1"} , {"iban":null}, 7, {"x":{"iban":1}} ] }""", """{ "lines" : [ {"iban":"***"} , {"iban":"***"}, 7, {"x":{"iban":1}} ] }""", "$.lines[*].iban")]
    [InlineData("""{"a":1,"a":2,"b":3}""", """{"a":"***","a":"***","b":3}""", "$.a")]
    [InlineData("""{"a":{"b":1},"a":[{"b":1}],"a":{"b":2}}""", """{"a":{"b":"***"},"a":[{"b":1}],"a":{"b":"***"}}""", "$.a.b")]
    [InlineData("""{"\u0061":1,"\u0061b":2}""", """{"\u0061":"***","\u0061b":2}""", "$.a")]
    [InlineData("""{"A":1}""", """{"A":1}""", "$.a")]
    [InlineData("""[1,[2],{"0":3}]""", """["***",[2],{"0":3}]""", "$[0]")]
    [InlineData("""[[1,2],[3,4]]""", """[[1,"***"],[3,"***"]]""", "$[*][1]")]
    [InlineData("""{"a":{"b":{"c":1}}}""", """{"a":"***"}""", "$.a", "$.a.b", "$.a.b.c")]
    [InlineData("""{"a":{"b":{"c":1}}}""", """{"a":{"b":"***"}}""", "$.a.b.c.d", "$.*.b", "$.a.b.c")]
    [InlineData("""{"a":{"x":1,"y":2},"b":{"x":3,"y":4}}""", """{"a":{"x":"***","y":2},"b":{"x":"***","y":"***"}}""", "$.*.x", "$.b.*")]
    [InlineData("""{"a":""}""", """{"a":"***"}""", "$.a")]
    [InlineData("""{"a":{}}""", """{"a":"***"}""", "$['a']")]
    [InlineData("""{"b":1}""", """{"b":1}""", "$.a")]
    [InlineData(""" [ 1 ] """, """ "***" """, "$")]
    [InlineData("\uFEFF {\"a\":1}\n", "\uFEFF {\"a\":\"***\"}\n", "$.a")]
    [InlineData("17", "17", "$.a")]
    [InlineData("17", "\"***\"", "$")]
    [InlineData("plain text with {\"a\":1}", "plain text with {\"a\":1}", "$.a")]
    [InlineData("", "", "$")]
    public void Each_value_at_a_masked_place_is_replaced_and_nothing_else(string body, string expected, params string[] paths) => Assert.Equal(expected, Apply(body, paths));

    [Theory]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("""{"a":"hunter2""")]
    [InlineData("""{"a":"hunter2"}}""")]
    [InlineData("""{"a":"hunter2"}{"a":"hunter2"}""")]
    [InlineData("{\"b\":1}\n{\"a\":\"hunter2\"}\n")]
    [InlineData("""{"a":"hunter2"}, """)]
    [InlineData("""{"a":"hunter2",}""")]
    [InlineData("""{'a':'hunter2'}""")]
    [InlineData("""{a:"hunter2"}""")]
    [InlineData("""{"a":"hunter2" /* card */}""")]
    [InlineData("""{"b":NaN,"a":"hunter2"}""")]
    [InlineData("{\"a\":\"hunter2\"}\0")]
    [InlineData("\0{\"a\":\"hunter2\"}")]
    [InlineData(" \u00A0\u3000{\"a\":\"hunter2\"}")]
    [InlineData("\f\u000B[\"hunter2\"]")]
    [InlineData("\uFEFF\uFEFF{\"a\":\"hunter2\"}")]
    [InlineData("\u200B\u2028{\"a\":\"hunter2\"}")]
    [InlineData("""{"\ud800":1,"a":"hunter2"}""")]
    public void A_body_that_begins_like_json_and_is_none_is_hidden_whole(string body)
    {
        Assert.Equal(Encoding.UTF8.GetString(JsonMask.HiddenBody.Span), Apply(body, "$.a"));
        JsonDocument.Parse(JsonMask.HiddenBody).Dispose();
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("\"hunter2")]
    [InlineData("// {\"a\":1}")]
    public void A_mask_of_whole_bodies_hides_those_that_are_no_json_too(string body)
    {
        Assert.Equal(Encoding.UTF8.GetString(JsonMask.HiddenBody.Span), Apply(body, "$"));
        Assert.Equal(body, Apply(body, "$.a"));
    }

    [Fact]
    public void A_body_without_a_masked_place_is_the_same_memory()
    {
        ReadOnlyMemory<byte> body = "{\"b\":[1,2,{\"c\":3}]}"u8.ToArray();
        Assert.True(body.Equals(JsonMask.Of(["$.a", "$.b[3]", "$.b[*].d"])!.Apply(body)));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(1001)]
    [InlineData(100_000)]
    public void However_deep_a_masked_value_is_the_others_are_shown(int depth)
    {
        string deep = new string('[', depth) + "\"hunter2\"" + new string(']', depth);
        Assert.Equal("""{"a":"***","b":1}""", Apply($$"""{"a":{{deep}},"b":1}""", "$.a"));
        Assert.Equal($$"""{"a":"***","b":{{deep}}}""", Apply($$"""{"a":1,"b":{{deep}}}""", "$.a"));
    }

    [Fact]
    public void The_longest_paths_and_the_most_of_them_are_applied_and_more_are_refused()
    {
        string[] most = [.. Enumerable.Range(0, JsonMask.MaxPaths).Select(static i => string.Create(CultureInfo.InvariantCulture, $"$.p{i}"))];
        Assert.Equal("""{"p0":"***","p63":"***","p64":1}""", Apply("""{"p0":1,"p63":1,"p64":1}""", most));
        ArgumentException error = Assert.Throws<ArgumentException>(() => JsonMask.Of([.. most, "$.a"]));
        Assert.Contains("65 paths; at most 64", error.Message, StringComparison.Ordinal);

        const int depth = 1365;
        string longest = "$" + string.Concat(Enumerable.Repeat("[0]", depth));
        Assert.Equal(4096, longest.Length);
        Assert.Null(JsonMask.FindProblem(longest));
        Assert.Equal(new string('[', depth) + "\"***\"" + new string(']', depth), Apply(new string('[', depth) + "1" + new string(']', depth), longest));
        Assert.Contains("4097", JsonMask.FindProblem(longest + "x"), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => JsonMask.Of([longest + "[0]"]));
        Assert.Throws<ArgumentException>(static () => JsonMask.Of(["$.a", "a"]));
        Assert.Null(JsonMask.Of([]));
    }

    /// <summary>A document is written twice, with a secret and with what stands for it at each place that a walk beside it finds to be masked.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_any_document_the_mask_leaves_what_is_not_masked_byte_for_byte(int seed)
    {
        Random random = new(seed);
        int masked = 0;
        for (int i = 0; i < 20_000; i++)
        {
            object?[][] paths = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Segment(random)).ToArray())];
            StringBuilder body = new(), expected = new();
            Write(random, depth: 4, [.. paths], body, expected, isRoot: true);
            string shown = Apply(body.ToString(), [.. paths.Select(Text)]);
            Assert.True(expected.ToString() == shown, $"Seed {seed}: {string.Join(", ", paths.Select(Text))} of {body} is {shown}, not {expected}.");
            Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
            JsonDocument.Parse(shown).Dispose();
            masked += shown == body.ToString() ? 0 : 1;
        }

        Assert.InRange(masked, 2000, 19_000);
    }

    private static string Apply(string body, params string[] paths) => Encoding.UTF8.GetString(JsonMask.Of(paths)!.Apply(Encoding.UTF8.GetBytes(body)).Span);

    private static object? Segment(Random random) => random.Next(6) switch { 0 => null, 1 or 2 => random.Next(3), _ => Names[random.Next(Names.Length)] };

    private static string Text(object?[] path) => "$" + string.Concat(path.Select(static segment => segment switch
    {
        null => "[*]",
        int index => string.Create(CultureInfo.InvariantCulture, $"[{index}]"),
        _ => $"['{segment}']",
    }));

    /// <param name="random">Draws the document.</param>
    /// <param name="depth">How many levels it may have.</param>
    /// <param name="paths">What is left of the paths that lead here.</param>
    /// <param name="body">Receives the document.</param>
    /// <param name="expected">Receives what is shown of it.</param>
    /// <param name="isRoot">Whether it is the whole document.</param>
    private static void Write(Random random, int depth, List<object?[]> paths, StringBuilder body, StringBuilder expected, bool isRoot = false)
    {
        if (paths.Exists(static path => path.Length == 0))
        {
            body.Append(Secrets[random.Next(Secrets.Length)]);
            expected.Append("\"***\"");
            return;
        }

        int kind = depth == 0 ? 0 : isRoot ? 1 + random.Next(2) : random.Next(3);
        if (kind == 0)
        {
            Both(Others[random.Next(Others.Length)]);
            return;
        }

        bool isObject = kind == 1;
        Both(isObject ? "{" : "[");
        int count = random.Next(4);
        for (int i = 0; i < count; i++)
        {
            Both(i == 0 ? "" : ",");
            Both(Gaps[random.Next(Gaps.Length)]);
            string name = Names[random.Next(Names.Length)];
            if (isObject)
                Both(Quoted(random, name) + Gaps[random.Next(Gaps.Length)] + ":" + Gaps[random.Next(Gaps.Length)]);
            int index = i;
            Write(random, depth - 1, [.. paths.Where(path => path[0] is null || (isObject ? path[0] as string == name : path[0] as int? == index)).Select(static path => path[1..])], body, expected);
            Both(Gaps[random.Next(Gaps.Length)]);
        }

        Both(isObject ? "}" : "]");

        void Both(string text)
        {
            body.Append(text);
            expected.Append(text);
        }
    }

    /// <summary>A name, now and then with its first character escaped.</summary>
    private static string Quoted(Random random, string name) =>
        name.Length > 0 && random.Next(3) == 0 ? string.Create(CultureInfo.InvariantCulture, $"\"\\u{(int)name[0]:x4}{name[1..]}\"") : $"\"{name}\"";
}
