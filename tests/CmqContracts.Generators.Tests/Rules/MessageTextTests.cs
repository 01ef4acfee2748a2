using System.Globalization;
using System.Text;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Tests.Rules;

/// <summary>Whatever users write, the message of a rule has one line without invisible characters.</summary>
public sealed class MessageTextTests
{
    /// <summary>Code in which <c>@</c> stands for characters that break lines, are invisible, or reverse the text.</summary>
    [Theory]
    [InlineData("CMQ0101", """[CmqQueue("a@b")] public partial record P(int A);""")]
    [InlineData("CMQ0101", """[CmqQueue("q", DeadLetterQueue = "d@", MaxReceiveCount = 1)] public partial record P(int A);""")]
    [InlineData("CMQ0106", """[CmqQueue("a@b", DeadLetterQueue = "a@b", MaxReceiveCount = 3)] public partial record P(int A);""")]
    [InlineData("CMQ0107", """[CmqQueue("a@b")] public partial record P(int A); [CmqQueue("a@b")] public partial record R(int A);""")]
    [InlineData("CMQ0108", """[CmqQueue("a@b", MsgRetentionSeconds = 600)] public partial record P(int A); public static class S { public static Task Late(IQueueProducer<P> queue, P message) => queue.SendAsync(message, TimeSpan.FromMinutes(10)); }""")]
    [InlineData("CMQ0113", """[CmqTopic("a@b")] public partial record P(int A);""")]
    [InlineData("CMQ0114", """[CmqQueue("q"), CmqSubscription("t", Name = "a@b")] public partial record P(int A);""")]
    [InlineData("CMQ0115", """[CmqQueue("q"), CmqSubscription("t", FilterTags = new[] { "12345678901234567@" })] public partial record P(int A);""")]
    [InlineData("CMQ0116", """[CmqTopic("a@b")] public partial record E(int A); [CmqQueue("q"), CmqSubscription("a@b", BindingKeys = new[] { "#" })] public partial record P(int A);""")]
    [InlineData("CMQ0118", """[CmqQueue("a@b"), CmqSubscription("c@d", Name = "n@")] public partial record P(int A); [CmqQueue("r"), CmqSubscription("c@d", Name = "n@")] public partial record R(int A);""")]
    [InlineData("CMQ0119", """[CmqTopic("a@b")] public partial record P(int A); [CmqTopic("a@b")] public partial record R(int A);""")]
    [InlineData("CMQ0120", """[CmqQueue("q"), CmqEnvelope(Source = "a@b")] public partial record P(int A);""")]
    [InlineData("CMQ0201", """[JsonConverter(typeof(JsonStringEnumConverter))] public enum E { [JsonStringEnumMemberName(" @a")] A } [CmqQueue("q")] public partial record P(E A);""")]
    [InlineData("CMQ0202", """[CmqQueue("q")] public partial class P { [JsonPropertyName("a@b")] public int A { get; set; } [JsonPropertyName("a@b")] public int B { get; set; } }""")]
    [InlineData("CMQ0212", """public class B { [JsonPropertyName("a@b")] public virtual int A { get; set; } } [CmqQueue("q")] public partial class P : B { public override int A { get; set; } }""")]
    [InlineData("CMQ0213", """[CmqQueue("q"), JsonPolymorphic(TypeDiscriminatorPropertyName = "a@b"), JsonDerivedType(typeof(B), "b")] public abstract partial record A(int X); public record B(int X, [property: JsonPropertyName("a@b")] string Kind) : A(X);""")]
    [InlineData("CMQ0206", """[CmqQueue("q")] public partial class P { [JsonIgnore, JsonPropertyName("a@b")] public int A { get; set; } }""")]
    [InlineData("CMQ0306", """public static class S { public static CmqOptions O => new() { SecretKey = "a@b" }; }""")]
    [InlineData("CMQ0307", """[CmqTopic("a@b")] public partial record P(int A); public static class S { public static Task Send(ITopicPublisher<P> topic, P message) => topic.PublishAsync(message, routingKey: "a"); }""")]
    public async Task A_rule_shows_the_users_text_in_one_line(string id, string code)
    {
        string source = code.Replace("@", "\\r\\n\\u0085\\u2028\\u2029\\u202e\\0\\ud800", StringComparison.Ordinal);
        string[] texts = [.. (await RuleTest.Analyze(GeneratorRun.Of(source))).Where(d => d.Id == id).Select(d => d.GetMessage(CultureInfo.InvariantCulture))];
        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.DoesNotContain(text.EnumerateRunes(), IsHidden));
        Assert.DoesNotContain(texts, text => text.Contains('\ud800', StringComparison.Ordinal));
    }

    /// <summary>Names in C# cannot contain such characters, but names in a library of another language or tool can.</summary>
    [Theory]
    [MemberData(nameof(NamedRules))]
    public void A_rule_shows_names_in_one_line(string id)
    {
        DiagnosticDescriptor rule = RuleTest.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Single(rule => rule.Id == id);
        string text = rule.At(location: null, "a\r\nb\u2028", "c\u202ed", "\0", "e\ud800").GetMessage(CultureInfo.InvariantCulture);
        Assert.DoesNotContain(text.EnumerateRunes(), IsHidden);
        Assert.Contains("a\\u000d\\u000ab\\u2028", text, StringComparison.Ordinal);
    }

    public static TheoryData<string> NamedRules =>
        [.. RuleTest.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Where(rule => rule.MessageFormat.ToString(CultureInfo.InvariantCulture).Contains("{0}", StringComparison.Ordinal)).Select(rule => rule.Id)];

    [Theory]
    [InlineData("http://cmq@internal")]
    [InlineData("http://cmq.internal/@")]
    [InlineData("http://cmq.internal?a=@")]
    [InlineData("http://us@er:word@cmq.internal")]
    [InlineData("@http://cmq.internal@")]
    public async Task An_endpoint_is_shown_by_its_host_in_one_line(string endpoint)
    {
        foreach (string hidden in (string[])["\\r\\n", "\\u0085", "\\u2028", "\\u202e", "\\u00ad", "\\0", "\\ud800", "\\ufeff"])
        {
            string source = $"public static class S {{ public static CmqOptions O => new() {{ Endpoint = \"{endpoint.Replace("@", hidden, StringComparison.Ordinal)}\" }}; }}";
            string[] texts = [.. (await RuleTest.Analyze(GeneratorRun.Of(source))).Select(d => d.GetMessage(CultureInfo.InvariantCulture))];
            Assert.All(texts, text => Assert.DoesNotContain(text.EnumerateRunes(), IsHidden));
            Assert.All(texts, text => Assert.DoesNotContain("word", text, StringComparison.Ordinal));
        }
    }

    private static bool IsHidden(Rune rune) => Rune.IsControl(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format or UnicodeCategory.Surrogate;
}
