using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>Compares every contract of the corpus with System.Text.Json, in both directions.</summary>
public class DifferentialTests
{
    private const int Rounds = 100;
    private const int MutationsPerRound = 8;

    /// <summary>Each round reads the body as it was written, and mutations of it.</summary>
    private static readonly int BodiesPerRun = Corpus.Names.Count * Rounds * (1 + MutationsPerRound);

    public static TheoryData<string> Contracts => [.. Corpus.Names.Order(StringComparer.Ordinal)];

    [Fact]
    public void The_corpus_is_large() => Assert.True(Corpus.Names.Count >= 80 && BodiesPerRun > 100_000, $"{Corpus.Names.Count} contracts, {BodiesPerRun} bodies");

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Agrees_with_System_Text_Json(string contract) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Rounds),
            Prop.ForAll(Corpus.Seeds, Corpus.Check(contract, typeof(DifferentialTests), nameof(Check))));

    private static void Check<T, TBinding>(int seed)
        where TBinding : IQueueMessage<T>
    {
        Random chance = new(seed);
        T value = new Values(chance).Of<T>();
        Oracle.CompareEncode<T, TBinding>(value);
        byte[] body = Oracle.Encode<T, TBinding>(value);
        Func<string, string> normal = HashesNumbers(typeof(T)) ? Oracle.InOrder : static text => text;
        Oracle.CompareDecode<T, T, TBinding>(body, normal);
        Mutation mutation = new(chance);
        for (int i = 0; i < MutationsPerRound; i++)
            Oracle.CompareDecode<T, T, TBinding>(mutation.Apply(body), normal);
    }

    /// <summary>Whether a contract has collections in the order of hashes, which have a random seed here.</summary>
    private static bool HashesNumbers(Type contract) => contract == typeof(ImmutableCollections) || contract == typeof(OtherMaps);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("{")]
    [InlineData("\ufeff{}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("/* */{}")]
    public void A_codec_throws_format_errors_only(string body) => Oracle.CompareDecode<OrderPlaced>(Encoding.UTF8.GetBytes(body));

    [Theory]
    [InlineData("""{"\ud800":1,"x":2}""")]
    [InlineData("""{"\ud800 and so long that no member has such a name":1}""")]
    [InlineData("""{"\u0058 and so long that no member has such a name":1}""")]
    public void Half_a_character_is_refused_also_in_unknown_names(string body) => Oracle.CompareDecode<Point>(Encoding.UTF8.GetBytes(body.Insert(1, "\"X\":1,\"y\":2,")));

    [Theory]
    [InlineData("\\u006bind")]
    [InlineData("\\u0024id")]
    [InlineData("\\u0061")]
    [InlineData("kind")]
    public void An_unknown_name_need_not_be_UTF_8(string name)
    {
        byte[] body = [.. "{\""u8, .. Encoding.UTF8.GetBytes(name), 0xff, .. "\":1,\"a\":2,\"x\":3,\"y\":4}"u8];
        Oracle.CompareDecode<Payment>(body);
        Oracle.CompareDecode<Event>(body);
        Oracle.CompareDecode<Point>(body);
        Oracle.CompareDecode<ExtensionElements>(body);
    }

    [Fact]
    public void The_order_of_members_is_that_of_System_Text_Json()
    {
        Ordered value = new() { A = 1, B = 2, C = "c", D = 4, Parent = 5 };
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(value, Oracle.Options), Encoding.UTF8.GetString(Oracle.Encode(value)));
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(new FieldsBetween(), Oracle.Options), Encoding.UTF8.GetString(Oracle.Encode(new FieldsBetween())));
    }

    [Fact]
    public void Nodes_are_as_convertible_as_those_of_System_Text_Json()
    {
        byte[] body = """{"a":"2024-01-02T00:00:00Z","b":"2024-01-02T00:00:00Z","c":null,"d":null,"e":"2024-01-02T00:00:00Z","f":null}"""u8.ToArray();
        foreach (Nodes nodes in (Nodes[])[System.Text.Json.JsonSerializer.Deserialize<Nodes>(body, Oracle.Options)!, Oracle.Codec<Nodes>().Decode(body)])
            Assert.Equal([2024, 2024, 2024], [nodes.A!.GetValue<DateTime>().Year, nodes.B.GetValue<DateTimeOffset>().Year, nodes.E!.GetValue<System.Text.Json.JsonElement>().GetDateTime().Year]);
    }

    /// <summary>How many levels are inside a known and an unknown member, so that the body is just below, at and above the limit.</summary>
    [Theory]
    [InlineData(61)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    public void The_depth_is_that_of_System_Text_Json(int levels)
    {
        string arrays = new string('[', levels) + new string(']', levels);
        string chain = string.Concat(Enumerable.Repeat("""{"value":1,"next":""", levels)) + "null" + new string('}', levels);
        Oracle.CompareDecode<Empty>(Encoding.UTF8.GetBytes($$"""{"unknown":{{arrays}}}"""));
        Oracle.CompareDecode<Elements>(Encoding.UTF8.GetBytes($$"""{"a":{{arrays}},"c":[],"d":{} }"""));
        Oracle.CompareDecode<ExtensionElements>(Encoding.UTF8.GetBytes($$"""{"a":1,"rest":{{arrays}}}"""));
        Oracle.CompareDecode<Point>(Encoding.UTF8.GetBytes($$"""{"x":{{arrays}},"y":1}"""));
        Oracle.CompareDecode<Chain>(Encoding.UTF8.GetBytes(chain));
        Oracle.CompareDecode<UserLists>(Encoding.UTF8.GetBytes($$"""{"a":[],"c":[],"d":[],"e":{{arrays}}}"""));
    }

    [Fact]
    public void A_big_body_agrees()
    {
        Values values = new(new Random(1));
        OrderPlaced order = new(Guid.NewGuid(), new string('订', 30_000), 1m, [.. Enumerable.Range(0, 5_000).Select(_ => values.Of<OrderLine>())]);
        Oracle.CompareEncode(order);
        Oracle.CompareDecode<OrderPlaced>(Oracle.Encode(order));
        Oracle.CompareDecode<OrderPlaced>(Oracle.Encode(order)[..^100]);
    }

    [Fact]
    public void Too_deep_is_a_format_error()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"name":"n","children":[],"left":""", 70)) + "null" + new string('}', 70);
        Oracle.CompareDecode<Tree>(Encoding.UTF8.GetBytes(deep));
        Oracle.CompareDecode<Empty>(Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 100) + new string(']', 100) + "}"));
    }

    [Theory]
    [InlineData("2147483647.2147483647.2147483647.2147483647", 0)]
    [InlineData("1.2", 40)]
    [InlineData("1.2", 41)]
    [InlineData("1.2", 255)]
    [InlineData("1.2", 256)]
    [InlineData("1.2 ", 0)]
    [InlineData("1", 0)]
    [InlineData("", 0)]
    public void A_version_is_as_long_as_System_Text_Json_reads_it(string version, int zeros)
    {
        string text = new string('0', zeros) + version;
        Oracle.CompareDecode<Texts>(BodyOf(text));
        Oracle.CompareDecode<Texts>(BodyOf(string.Concat(text.Select(static c => $"\\u{(int)c:x4}"))));

        static byte[] BodyOf(string version) => Encoding.UTF8.GetBytes($$"""{"a":"a","b":"","c":"c","d":"{{version}}","e":"","f":"{{Guid.Empty}}"}""");
    }
}
