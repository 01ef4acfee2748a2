using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>System.Text.Json decides what is right, in both directions, for every contract of the corpus.</summary>
public class DifferentialTests
{
    private const int Rounds = 400;

    public static TheoryData<string> Corpus => [.. Checks.Keys];

    private static readonly Dictionary<string, Action<int>> Checks = new()
    {
        [nameof(OrderPlaced)] = Check<OrderPlaced>,
        [nameof(Integers)] = Check<Integers>,
        [nameof(Fractions)] = Check<Fractions>,
        [nameof(Texts)] = Check<Texts>,
        [nameof(Times)] = Check<Times>,
        [nameof(Nullables)] = Check<Nullables>,
        [nameof(Enums)] = Check<Enums>,
        [nameof(NamedEnums)] = Check<NamedEnums>,
        [nameof(Sequences)] = Check<Sequences>,
        [nameof(Maps)] = Check<Maps>,
        [nameof(NumberKeys)] = Check<NumberKeys>,
        [nameof(TextKeys)] = Check<TextKeys>,
        [nameof(TimeKeys)] = Check<TimeKeys>,
        [nameof(EnumKeys)] = Check<EnumKeys>,
        [nameof(FilledCollections)] = Check<FilledCollections>,
        [nameof(ImmutableCollections)] = Check<ImmutableCollections>,
        [nameof(OtherMaps)] = Check<OtherMaps>,
        [nameof(Memories)] = Check<Memories>,
        [nameof(Omitting)] = Check<Omitting>,
        [nameof(OmittingAll)] = Check<OmittingAll>,
        [nameof(Ordered)] = Check<Ordered>,
        [nameof(Mixed)] = Check<Mixed>,
        [nameof(Point)] = Check<Point>,
        [nameof(FrozenPoint)] = Check<FrozenPoint>,
        [nameof(Tree)] = Check<Tree>,
        [nameof(Dog)] = Check<Dog>,
        [nameof(Oblivious)] = Check<Oblivious>,
        [nameof(Keywords)] = Check<Keywords>,
        [nameof(Empty)] = Check<Empty>,
        [nameof(Hiding)] = Check<Hiding>,
        [nameof(HalfOverriding)] = Check<HalfOverriding>,
        [nameof(Labels)] = Check<Labels>,
        [nameof(IgnoredParameters)] = Check<IgnoredParameters>,
        [nameof(Outer.Nested)] = Check<Outer.Nested>,
    };

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Agrees_with_System_Text_Json(string contract) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Rounds),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Checks[contract](seed)));

    private static void Check<T>(int seed)
        where T : IQueueMessage<T>
    {
        Random chance = new(seed);
        T value = new Values(chance).Of<T>();
        Oracle.CompareEncode(value);
        byte[] body = Oracle.Encode(value);
        Oracle.CompareDecode<T>(body);
        Mutation mutation = new(chance);
        for (int i = 0; i < 8; i++)
            Oracle.CompareDecode<T>(mutation.Apply(body));
    }

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
    public void Only_a_format_error_leaves_a_codec(string body) => Oracle.CompareDecode<OrderPlaced>(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void The_order_of_members_is_that_of_System_Text_Json()
    {
        Ordered value = new() { A = 1, B = 2, C = "c", D = 4, Parent = 5 };
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(value, Oracle.Options), Encoding.UTF8.GetString(Oracle.Encode(value)));
    }

    [Fact]
    public void Too_deep_is_a_format_error()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"name":"n","children":[],"left":""", 70)) + "null" + new string('}', 70);
        Oracle.CompareDecode<Tree>(Encoding.UTF8.GetBytes(deep));
        Oracle.CompareDecode<Empty>(Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 100) + new string(']', 100) + "}"));
    }
}
