using System.Globalization;
using System.Text;
using CmqContracts.Generators.Tests.Kit;

namespace CmqContracts.Generators.Tests.Rules;

/// <summary>Whatever users write, a rule says what it says in one line, and nothing in it is invisible.</summary>
public sealed class MessageTextTests
{
    /// <summary>Code in which <c>@</c> stands for characters that break lines, hide, or turn the text around.</summary>
    [Theory]
    [InlineData("CMQ0101", """[CmqQueue("a@b")] public partial record P(int A);""")]
    [InlineData("CMQ0101", """[CmqQueue("q", DeadLetterQueue = "d@", MaxReceiveCount = 1)] public partial record P(int A);""")]
    [InlineData("CMQ0106", """[CmqQueue("a@b", DeadLetterQueue = "a@b", MaxReceiveCount = 3)] public partial record P(int A);""")]
    [InlineData("CMQ0107", """[CmqQueue("a@b")] public partial record P(int A); [CmqQueue("a@b")] public partial record R(int A);""")]
    [InlineData("CMQ0108", """[CmqQueue("a@b", MsgRetentionSeconds = 600)] public partial record P(int A); public static class S { public static Task Late(IQueueProducer<P> queue, P message) => queue.SendAsync(message, TimeSpan.FromMinutes(10)); }""")]
    [InlineData("CMQ0113", """[CmqTopic("a@b")] public partial record P(int A);""")]
    [InlineData("CMQ0114", """[CmqQueue("q"), CmqSubscription("t", Name = "a@b")] public partial record P(int A);""")]
    [InlineData("CMQ0115", """[CmqQueue("q"), CmqSubscription("t", Tags = new[] { "12345678901234567@" })] public partial record P(int A);""")]
    [InlineData("CMQ0116", """[CmqTopic("a@b")] public partial record E(int A); [CmqQueue("q"), CmqSubscription("a@b", BindingKeys = new[] { "#" })] public partial record P(int A);""")]
    [InlineData("CMQ0118", """[CmqQueue("a@b"), CmqSubscription("c@d", Name = "n@")] public partial record P(int A); [CmqQueue("r"), CmqSubscription("c@d", Name = "n@")] public partial record R(int A);""")]
    [InlineData("CMQ0119", """[CmqTopic("a@b")] public partial record P(int A); [CmqTopic("a@b")] public partial record R(int A);""")]
    [InlineData("CMQ0201", """[JsonConverter(typeof(JsonStringEnumConverter))] public enum E { [JsonStringEnumMemberName(" @a")] A } [CmqQueue("q")] public partial record P(E A);""")]
    [InlineData("CMQ0202", """[CmqQueue("q")] public partial class P { [JsonPropertyName("a@b")] public int A { get; set; } [JsonPropertyName("a@b")] public int B { get; set; } }""")]
    [InlineData("CMQ0212", """public class B { [JsonPropertyName("a@b")] public virtual int A { get; set; } } [CmqQueue("q")] public partial class P : B { public override int A { get; set; } }""")]
    [InlineData("CMQ0213", """[CmqQueue("q"), JsonPolymorphic(TypeDiscriminatorPropertyName = "a@b"), JsonDerivedType(typeof(B), "b")] public abstract partial record A(int X); public record B(int X, [property: JsonPropertyName("a@b")] string Kind) : A(X);""")]
    [InlineData("CMQ0307", """[CmqTopic("a@b")] public partial record P(int A); public static class S { public static Task Send(ITopicPublisher<P> topic, P message) => topic.PublishAsync(message, routingKey: "a"); }""")]
    public async Task A_rule_shows_the_users_text_in_one_line(string id, string code)
    {
        string source = code.Replace("@", "\\r\\n\\u0085\\u2028\\u2029\\u202e\\0\\ud800", StringComparison.Ordinal);
        string[] texts = [.. (await RuleTest.Analyze(GeneratorRun.Of(source))).Where(d => d.Id == id).Select(d => d.GetMessage(CultureInfo.InvariantCulture))];
        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.DoesNotContain(text.EnumerateRunes(), IsHidden));
        Assert.DoesNotContain(texts, text => text.Contains('\ud800', StringComparison.Ordinal));
    }

    private static bool IsHidden(Rune rune) => Rune.IsControl(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format or UnicodeCategory.Surrogate;
}
