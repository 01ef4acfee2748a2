using System.Reflection;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>System.Text.Json decides what is right, in both directions, for every contract of the corpus.</summary>
public class DifferentialTests
{
    private const int Rounds = 400;

    /// <summary>Every contract of this namespace that is not part of a test.</summary>
    private static readonly Dictionary<string, Action<int>> Checks = typeof(DifferentialTests).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(DifferentialTests).Namespace && type.IsDefined(typeof(CmqQueueSettingsAttribute), inherit: false) && !IsPartOfTest(type))
        .ToDictionary(type => type.Name, CheckOf);

    public static TheoryData<string> Corpus => [.. Checks.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Agrees_with_System_Text_Json(string contract) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Rounds),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Checks[contract](seed)));

    private static bool IsPartOfTest(Type type) => type.DeclaringType?.Name.EndsWith("Tests", StringComparison.Ordinal) ?? false;

    private static Action<int> CheckOf(Type type)
    {
        Type attribute = type.GetCustomAttribute<CmqQueueSettingsAttribute>()!.GetType();
        Type message = attribute.IsGenericType ? attribute.GetGenericArguments()[0] : type;
        return typeof(DifferentialTests).GetMethod(nameof(Check), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(message, type).CreateDelegate<Action<int>>();
    }

    private static void Check<T, TBinding>(int seed)
        where TBinding : IQueueMessage<T>
    {
        Random chance = new(seed);
        T value = new Values(chance).Of<T>();
        Oracle.CompareEncode<T, TBinding>(value);
        byte[] body = Oracle.Encode<T, TBinding>(value);
        Oracle.CompareDecode<T, TBinding>(body);
        Mutation mutation = new(chance);
        for (int i = 0; i < 8; i++)
            Oracle.CompareDecode<T, TBinding>(mutation.Apply(body));
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
