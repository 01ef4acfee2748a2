namespace CmqContracts.Generators.Tests.Rules;

/// <summary>Code that the rules about topics and subscriptions report, and code that they do not report.</summary>
internal static class TopicCases
{
    private const string Key = "Filter = CmqContracts.TopicFilter.RoutingKey";

    public static IReadOnlyList<RuleCase> Reported { get; } =
    [
        new("CMQ0001", """[CmqTopic("t")] public record [|P|](int A);"""),
        new("CMQ0001", """[CmqTopic("t"), CmqQueue("q")] public record [|P|](int A);"""),
        new("CMQ0002", """public class [|Outer|] { [CmqTopic("t")] public partial record P(int A); }"""),
        new("CMQ0004", """[CmqTopic("t")] public partial record [|P|]<T>(T A);"""),
        new("CMQ0005", """[CmqTopic("t")] public abstract partial record [|P|](int A);"""),
        new("CMQ0005", """public abstract record Mail(int Id); [CmqTopic<[|Mail|]>("mails")] public partial class MailTopic { }"""),
        new("CMQ0007", """[CmqTopic("t")] public partial record P(int A); public class [|PTopic|] { }"""),
        new("CMQ0007", """[CmqQueue("q"), CmqTopic("t")] public partial record P(int A); public class [|PTopic|] { }"""),
        new("CMQ0009", """public record Mail(int Id); [CmqTopic("t"), [|CmqTopic<Mail>("mails")|]] public partial record P(int A);"""),
        new("CMQ0009", """public record Mail(int Id); [CmqQueue("q"), [|CmqTopic<Mail>("mails")|]] public partial record P(int A);"""),
        new("CMQ0009", """public record Mail(int Id); public record Note(int Id); [CmqQueue<Mail>("mails"), [|CmqTopic<Note>("notes")|]] public partial class B { }"""),
        new("CMQ0010", """public record Mail(int Id); [CmqTopic<Mail>("mails")] internal static partial class [|MailTopic|] { }"""),
        new("CMQ0201", """[CmqTopic("t")] public partial record P([|Action|] A);"""),
        new("CMQ0208", """[[|CmqTopic("t")|]] public partial class P { [MaxLength(20_000)] public string? Text { get; set; } }"""),
        new("CMQ0208", """[CmqQueue("q"), CmqTopic("t", MaxMsgSize = [|1024|])] public partial record P([MaxLength(1000)] string Text);"""),
        new("CMQ0211", """[CmqTopic("t", JsonContext = [|typeof(string)|])] public partial record P(int A);"""),

        new("CMQ0011", """[[|CmqSubscription("t")|]] public class P { }"""),
        new("CMQ0011", """[CmqTopic("t")] [[|CmqSubscription("t")|], [|CmqSubscription("u")|]] public partial record P(int A);"""),

        new("CMQ0012", """[[|CmqEnvelope|]] public class P { }"""),
        new("CMQ0012", """[[|CmqEnvelope(ReadsPlain = true)|]] public partial record P(int A);"""),

        new("CMQ0102", """[CmqTopic("t", MaxMsgSize = [|1023|])] public partial record P(int A); [CmqTopic("u", MaxMsgSize = [|1048577|])] public partial record R(int A);"""),
        new("CMQ0102", """[CmqTopic("t", Filter = [|0|])] public partial record P(int A); [CmqTopic("u", Filter = [|(CmqContracts.TopicFilter)3|])] public partial record R(int A);"""),

        new("CMQ0113", """[CmqTopic([|"order events"|])] public partial record P(int A); [CmqTopic([|""|])] public partial record R(int A);"""),
        new("CMQ0113", """public record Mail(int Id); [CmqTopic<Mail>([|"1st"|])] public partial class MailTopic { }"""),
        new("CMQ0113", """[CmqQueue("q"), CmqSubscription([|"order events"|])] public partial record P(int A);"""),
        new("CMQ0113", """[CmqTopic([|"orders-dlq"|])] public partial record P(int A);""", Service: "Tdmq"),
        new("CMQ0114", """[CmqQueue("q"), CmqSubscription("t", Name = [|"-a"|]), CmqSubscription("t", Name = [|""|])] public partial record P(int A);"""),
        new("CMQ0115", """[CmqQueue("q"), CmqSubscription("t", FilterTags = [|new[] { "1", "2", "3", "4", "5", "6" }|])] public partial record P(int A);"""),
        new("CMQ0115", """[CmqQueue("q"), CmqSubscription("t", FilterTags = [|new[] { "ok", "" }|]), CmqSubscription("u", FilterTags = [|new[] { "12345678901234567" }|])] public partial record P(int A);"""),
        new("CMQ0115", """[CmqQueue("q"), CmqSubscription("t", FilterTags = [|new string[] { null! }|])] public partial record P(int A);"""),
        new("CMQ0115", """[CmqQueue("q"), CmqSubscription("t", BindingKeys = [|new[] { "1", "2", "3", "4", "5", "6" }|])] public partial record P(int A);"""),
        new("CMQ0115", """[CmqQueue("q"), CmqSubscription("t", BindingKeys = [|new[] { "一二三四五六七八九十一二三四五六七八九十一二" }|]), CmqSubscription("u", BindingKeys = [|new[] { "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17" }|])] public partial record P(int A);"""),
        new("CMQ0116", """[CmqTopic("t")] public partial record E(int A); [CmqQueue("q"), CmqSubscription("T", BindingKeys = [|new[] { "#" }|])] public partial record P(int A);"""),
        new("CMQ0116", $$"""[CmqTopic("t", {{Key}})] public partial record E(int A); [CmqQueue("q"), CmqSubscription("t", FilterTags = [|new[] { "vip" }|])] public partial record P(int A);"""),
        new("CMQ0116", $$"""[CmqTopic("t", {{Key}})] public partial record E(int A); [CmqQueue("q"), CmqSubscription("t", FilterTags = [|new[] { "vip" }|], BindingKeys = new[] { "#" })] public partial record P(int A);"""),
        new("CMQ0116", """[CmqQueue("q"), CmqSubscription("t", FilterTags = [|new[] { "vip" }|], BindingKeys = new[] { "#" })] public partial record P(int A);"""),
        new("CMQ0116", """[CmqTopic("t"), CmqQueue("q"), CmqSubscription("t", BindingKeys = [|new[] { "#" }|])] public partial record P(int A);"""),
        new("CMQ0117", $$"""[CmqTopic("t", {{Key}})] public partial record E(int A); [CmqQueue("q"), [|CmqSubscription("t")|]] public partial record P(int A); [CmqQueue("r"), CmqSubscription("T", BindingKeys = [|new string[0]|])] public partial record R(int A);"""),
        new("CMQ0118", """[CmqQueue("q"), CmqSubscription("t"), CmqSubscription([|"T"|], FilterTags = new[] { "vip" })] public partial record P(int A);"""),
        new("CMQ0118", """[CmqQueue("q"), CmqSubscription("t")] public partial record P(int A); [CmqQueue("r"), CmqSubscription("t", Name = [|"Q"|])] public partial record R(int A);"""),
        new("CMQ0119", """[CmqTopic("orders")] public partial record P(int A); [CmqTopic([|"Orders"|])] public partial record R(int A); public record S(int A); [CmqTopic<S>([|"ORDERS"|])] public partial class STopic { }"""),

        new("CMQ0120", """[CmqQueue("q"), CmqEnvelope(Source = [|"a b"|], Type = [|" "|])] public partial record P(int A); [CmqTopic("t"), CmqEnvelope(Source = [|""|])] public partial record R(int A);"""),
        new("CMQ0208", """[[|CmqQueue("q")|], CmqEnvelope] public partial record P([MaxLength(10_850)] string Text);"""),
        new("CMQ0215", """[CmqQueue("q"), CmqEnvelope(ReadsPlain = [|true|])] public partial class P { [JsonPropertyName("specversion")] public string? Version { get; set; } }"""),
        new("CMQ0215", """[CmqQueue("q", JsonContext = typeof(C)), CmqEnvelope(ReadsPlain = [|true|])] public partial record P(int A); [JsonSerializable(typeof(P))] public partial class C : JsonSerializerContext { public C() : base(null) { } public static C Default { get; } = new(); protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null; public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; }"""),
        new("CMQ0215", """[CmqQueue("q"), CmqEnvelope(ReadsPlain = [|true|])] public partial class P { [JsonExtensionData] public Dictionary<string, System.Text.Json.JsonElement>? More { get; set; } }"""),
        new("CMQ0215", """[CmqQueue("q"), CmqEnvelope(ReadsPlain = [|true|]), JsonPolymorphic(TypeDiscriminatorPropertyName = "specversion"), JsonDerivedType(typeof(D), "d")] public partial record P(int A); public record D(int A) : P(A);"""),
        new("CMQ0215", """[CmqQueue("q"), CmqEnvelope(ReadsPlain = [|true|]), JsonDerivedType(typeof(D), "d")] public partial record P(int A); public record D(int A) : P(A) { [JsonExtensionData] public Dictionary<string, System.Text.Json.JsonElement>? More { get; set; } }"""),

        Using("CMQ0303", "", "await [|topic.PublishManyAsync(list)|]; await [|topic.PublishManyAsync(list, routingKey: null)|].ConfigureAwait(false);"),
        Using("CMQ0304", "", "[|topic.PublishAsync(list[0]).Wait()|]; await Task.Yield();"),
        Using("CMQ0307", "", "await topic.PublishAsync(list[0], routingKey: [|\"a.b\"|]); _ = await topic.PublishManyAsync(list, new[] { \"vip\" }, [|nameof(topic)|]);"),
        Using("CMQ0307", "", "await new PTopic(cmq).PublishAsync(list[0], null, [|\"a\"|]); await cmq.Topic<P>().PublishAsync(list[0], routingKey: [|\"a\"|]);"),
        Using("CMQ0307", Key, "await [|topic.PublishAsync(list[0])|]; await topic.PublishAsync(list[0], routingKey: [|\"\"|]); _ = await topic.PublishManyAsync(list, null, [|null|]);"),
        Using("CMQ0307", Key, "ITopicPublisher<P> publisher = topic; await [|publisher.PublishAsync(list[0], new[] { \"vip\" })|];"),
    ];

    public static IReadOnlyList<RuleCase> Allowed { get; } =
    [
        new("CMQ0011", """[CmqTopic("t"), CmqQueue("q"), CmqSubscription("t")] public partial record P(int A); public record Mail(int Id); [CmqQueue<Mail>("mails"), CmqSubscription("t")] public partial class MailQueue { }"""),
        new("CMQ0012", """[CmqTopic("t"), CmqEnvelope] public partial record P(int A); public record Mail(int Id); [CmqQueue<Mail>("mails"), CmqEnvelope] public partial class MailQueue { }"""),
        new("CMQ0120", """[CmqQueue("q"), CmqEnvelope(Source = "urn:x:y", Type = "订单")] public partial record P(int A);"""),
        new("CMQ0208", """[CmqQueue("q"), CmqEnvelope] public partial record P([MaxLength(10_750)] string Text);"""),
        new("CMQ0215", """[CmqQueue("q"), CmqEnvelope(ReadsPlain = true)] public partial record P(int A, string SpecVersion); [CmqQueue("r"), CmqEnvelope] public partial class R { [JsonExtensionData] public Dictionary<string, System.Text.Json.JsonElement>? More { get; set; } }"""),
        new("CMQ0113", """[CmqTopic("Orders_new-1")] public partial record P(int A); [CmqTopic("orders-dlq")] public partial record R(int A);"""),
        new("CMQ0114", """[CmqQueue("q"), CmqSubscription("t", Name = "a_B-1"), CmqSubscription("t", Name = null)] public partial record P(int A);"""),
        new("CMQ0115", """[CmqQueue("q"), CmqSubscription("t", FilterTags = new[] { "1234567890123456", "2", "3", "4", "5" }), CmqSubscription("u", BindingKeys = new[] { "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16", "一二三四五六七八九十一二三四五六七八九十一" }), CmqSubscription("v", FilterTags = null!)] public partial record P(int A);"""),
        new("CMQ0115", """[CmqQueue("q"), CmqSubscription("t", FilterTags = new[] { "1234567890123456789012345678901234567890" })] public partial record P(int A);""", Service: "Tdmq"),
        new("CMQ0116", $$"""[CmqTopic("t", {{Key}})] public partial record E(int A); [CmqQueue("q"), CmqSubscription("t", BindingKeys = new[] { "a.#" }), CmqSubscription("elsewhere", FilterTags = new[] { "vip" })] public partial record P(int A); [CmqTopic("u")] public partial record F(int A); [CmqQueue("r"), CmqSubscription("u", FilterTags = new[] { "vip" }), CmqSubscription("away", BindingKeys = new[] { "#" })] public partial record R(int A);"""),
        new("CMQ0117", """[CmqTopic("t")] public partial record E(int A); [CmqQueue("q"), CmqSubscription("t"), CmqSubscription("elsewhere")] public partial record P(int A);"""),
        new("CMQ0118", """[CmqQueue("q"), CmqSubscription("t"), CmqSubscription("u"), CmqSubscription("t", Name = "other")] public partial record P(int A); [CmqQueue("r"), CmqSubscription("t")] public partial record R(int A);"""),
        new("CMQ0119", """[CmqTopic("orders"), CmqQueue("orders")] public partial record P(int A); [CmqTopic("refunds")] public partial record R(int A); [CmqTopic<P>("orders")] public partial class Again { }"""),
        Using("CMQ0303", "", "(await topic.PublishManyAsync(list)).ThrowIfAnyFailed(); _ = await topic.PublishManyAsync(list); await topic.PublishAsync(list[0]);"),
        Using("CMQ0307", "", "await topic.PublishAsync(list[0]); await topic.PublishAsync(list[0], new[] { \"vip\" }, \"\"); await topic.PublishAsync(list[0], routingKey: list[0].ToString());"),
        Using("CMQ0307", Key, "await topic.PublishAsync(list[0], routingKey: \"a\"); await topic.PublishAsync(list[0], null, list[0].ToString()); _ = await topic.PublishManyAsync(list, null, \"a.b\");"),
        new("CMQ0307", $$"""public record P(int A); [CmqTopic<P>("t")] public partial class T { } [CmqTopic<P>("k", {{Key}})] public partial class K { } public static class S { public static Task Send(ITopicClient<P> topic, P message) => topic.PublishAsync(message); }"""),
        new("CMQ0307", """public static class S { public static Task Send(CmqClient cmq) => cmq.Topic("t").PublishAsync(default); public static Task Send<T>(ITopicClient<T> topic, T message) => topic.PublishAsync(message, routingKey: "a"); }"""),
    ];

    /// <summary>Statements that use a topic.</summary>
    private static RuleCase Using(string rule, string filter, string statements) => new(rule, $$"""
        public static class Publishes
        {
            public static async Task RunAsync(CmqClient cmq, ITopicClient<P> topic, List<P> list) { {{statements}} }
        }
        [CmqTopic("t"{{(filter.Length == 0 ? "" : ", " + filter)}})] public partial record P(int A);
        """);
}
