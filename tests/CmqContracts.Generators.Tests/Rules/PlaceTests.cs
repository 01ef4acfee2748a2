using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Tests.Rules;

/// <summary>The location of each rule: exactly the value, attribute, type or name that is wrong.</summary>
public class PlaceTests
{
    public static TheoryData<string, string, string> Table => new()
    {
        { "CMQ0001", """[CmqQueue("q")] public record P(int A);""", "P" },
        { "CMQ0002", """public class Outer { [CmqQueue("q")] public partial record P(int A); }""", "Outer" },
        { "CMQ0004", """[CmqQueue("q")] public partial record P<T>(T A);""", "P" },
        { "CMQ0005", """[CmqQueue("q")] public static partial class P { }""", "P" },
        { "CMQ0005", """[CmqQueue<IDisposable>("q")] public partial class B { }""", "IDisposable" },
        { "CMQ0006", """[CmqQueue("q")] public partial record P(N A); public class N { private N() { } }""", "N" },
        { "CMQ0007", """[CmqQueue("q")] public partial record P(int A); public class PQueue { }""", "PQueue" },
        { "CMQ0008", """public class System { } [global::CmqContracts.CmqQueue("q")] public partial record P(int A);""", "System" },
        { "CMQ0009", """public record Mail(int Id); [CmqQueue("q"), CmqQueue<Mail>("mails")] public partial record P(int A);""", "CmqQueue<Mail>(\"mails\")" },
        { "CMQ0010", """public record Mail(int Id); [CmqQueue<Mail>("mails")] public static partial class Mails { }""", "Mails" },
        { "CMQ0011", """[CmqSubscription("t")] public class P { }""", "CmqSubscription(\"t\")" },
        { "CMQ0013", """[CmqQueue("q")] public partial record P([DeduplicationKey] int A, [DeduplicationKey] int B);""", "B" },
        { "CMQ0014", """[CmqQueue("q")] public partial record P([DeduplicationKey] double A);""", "A" },

        { "CMQ0101", """[CmqQueue("1st")] public partial record P(int A);""", "\"1st\"" },
        { "CMQ0101", """[CmqQueue("q", DeadLetterQueue = "d!", MaxReceiveCount = 1)] public partial record P(int A);""", "\"d!\"" },
        { "CMQ0102", """[CmqQueue("q", PollingWaitSeconds = 31)] public partial record P(int A);""", "31" },
        { "CMQ0102", """[CmqTopic("t", Filter = (CmqContracts.TopicFilter)3)] public partial record P(int A);""", "(CmqContracts.TopicFilter)3" },
        { "CMQ0103", """[CmqQueue("q", RewindSeconds = 345601)] public partial record P(int A);""", "345601" },
        { "CMQ0104", """[CmqQueue("q", MaxReceiveCount = 3)] public partial record P(int A);""", "3" },
        { "CMQ0105", """[CmqQueue("q", MsgRetentionSeconds = 300, DeadLetterQueue = "d", MaxTimeToLive = 301)] public partial record P(int A);""", "301" },
        { "CMQ0106", """[CmqQueue("q", DeadLetterQueue = "Q", MaxReceiveCount = 3)] public partial record P(int A);""", "\"Q\"" },
        { "CMQ0107", """[CmqQueue("q")] public partial record P(int A); [CmqQueue("Q")] public partial record R(int A);""", "\"Q\"" },
        { "CMQ0108", """[CmqQueue("q", MsgRetentionSeconds = 60)] public partial record P(int A); static class S { static Task Send(PQueue q) => q.SendAsync(new(1), TimeSpan.FromHours(1)); }""", "TimeSpan.FromHours(1)" },
        { "CMQ0109", """[CmqQueue("q")] public partial record P(int A); static class S { static Task Send(PQueue q) => q.SendAsync(new(1), TimeSpan.FromSeconds(-1)); }""", "TimeSpan.FromSeconds(-1)" },
        { "CMQ0110", """[CmqQueue("q", VisibilityTimeout = 61, MsgRetentionSeconds = 60)] public partial record P(int A);""", "61" },
        { "CMQ0112", """[CmqQueue("a", DeadLetterQueue = "b", MaxReceiveCount = 3)] public partial record P(int A); [CmqQueue("b", DeadLetterQueue = "c", MaxReceiveCount = 3)] public partial record R(int A);""", "\"b\"" },
        { "CMQ0113", """[CmqTopic("1st")] public partial record P(int A);""", "\"1st\"" },
        { "CMQ0114", """[CmqQueue("q"), CmqSubscription("t", Name = "-a")] public partial record P(int A);""", "\"-a\"" },
        { "CMQ0115", """[CmqQueue("q"), CmqSubscription("t", FilterTags = new[] { "" })] public partial record P(int A);""", "new[] { \"\" }" },
        { "CMQ0116", """[CmqTopic("t"), CmqQueue("q"), CmqSubscription("t", BindingKeys = new[] { "#" })] public partial record P(int A);""", "new[] { \"#\" }" },
        { "CMQ0117", """[CmqTopic("t", Filter = CmqContracts.TopicFilter.RoutingKey), CmqQueue("q"), CmqSubscription("t")] public partial record P(int A);""", "CmqSubscription(\"t\")" },
        { "CMQ0118", """[CmqQueue("q"), CmqSubscription("t"), CmqSubscription("t", Name = "Q")] public partial record P(int A);""", "\"Q\"" },
        { "CMQ0012", "[CmqEnvelope] public class P { }", "CmqEnvelope" },
        { "CMQ0120", """[CmqQueue("q"), CmqEnvelope(Source = "")] public partial record P(int A);""", "\"\"" },
        { "CMQ0215", """[CmqQueue("q"), CmqEnvelope(ReadsPlain = true)] public partial class P { [JsonExtensionData] public Dictionary<string, System.Text.Json.JsonElement>? More { get; set; } }""", "true" },
        { "CMQ0119", """[CmqTopic("t")] public partial record P(int A); [CmqTopic("T")] public partial record R(int A);""", "\"T\"" },

        { "CMQ0201", """[CmqQueue("q")] public partial record P(Action? A);""", "Action" },
        { "CMQ0201", """[CmqQueue("q")] public partial class P { public required Dictionary<string, List<System.IO.Stream[]>?> A { get; set; } }""", "System.IO.Stream" },
        { "CMQ0201", """[CmqQueue("q")] public partial class P { [JsonInclude] public nint A, B; }""", "nint" },
        { "CMQ0201", """[CmqQueue("q")] public partial class P { [JsonConverter(typeof(string))] public int A { get; set; } }""", "JsonConverter(typeof(string))" },
        { "CMQ0201", """[CmqQueue("q")] public partial record P(Page<Action> A); public record Page<T>(List<T> Items);""", "Action" },
        { "CMQ0201", """[CmqQueue("q")] public partial record P(N A); public record N(int X, global::System.Type Y);""", "global::System.Type" },
        { "CMQ0201", """public class B { public int A { get; set; } } [CmqQueue("q")] public partial class P : B { private new void A() { } }""", "A" },
        { "CMQ0202", """[CmqQueue("q")] public partial record P(int A, int a);""", "a" },
        { "CMQ0202", """[CmqQueue("q")] public partial record P(int A, [property: JsonPropertyName("a")] int B);""", "\"a\"" },
        { "CMQ0203", """[CmqQueue("q")] public partial class P { public P(int other) => A = other; public int A { get; } }""", "other" },
        { "CMQ0204", """[CmqQueue("q")] public partial record P([property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] string A);""", "JsonNumberHandling(JsonNumberHandling.WriteAsString)" },
        { "CMQ0204", """[CmqQueue("q")] public partial record P([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int A);""", "JsonIgnoreCondition.WhenWritingNull" },
        { "CMQ0204", """[CmqQueue("q"), JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public partial class P { public int A { get; set; } }""", "JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)" },
        { "CMQ0205", """[CmqQueue("q")] public partial class P { [JsonRequired] public int A { get; } }""", "JsonRequired" },
        { "CMQ0205", """[CmqQueue("q")] public partial class P { [JsonIgnore] public required int A { get; set; } }""", "A" },
        { "CMQ0206", """[CmqQueue("q")] public partial record P([property: JsonIgnore, JsonPropertyName("b")] int A = 1);""", "JsonPropertyName(\"b\")" },
        { "CMQ0207", """[CmqQueue("q")] public partial record P(long? OrderId);""", "long?" },
        { "CMQ0208", """[CmqQueue("q", MaxMsgSize = 1024)] public partial record P([property: MaxLength(1000)] string A);""", "1024" },
        { "CMQ0208", """[CmqQueue("q")] public partial record P([property: MaxLength(20_000)] string A);""", "CmqQueue(\"q\")" },
        { "CMQ0209", """[CmqQueue("q")] public partial record P(Dictionary<string, object?> A);""", "object" },
        { "CMQ0209", """[CmqQueue("q")] public partial record P(Page<object> A); public record Page<T>(List<T> Items);""", "object" },
        { "CMQ0210", """[CmqQueue("q")] public partial class P { public int A { get; } = 1; }""", "A" },
        { "CMQ0211", """[CmqQueue("q", JsonContext = typeof(string))] public partial record P(int A);""", "typeof(string)" },
        { "CMQ0212", """public class B { [JsonPropertyName("ay")] public virtual int A { get; set; } } [CmqQueue("q")] public partial class P : B { public override int A { get; set; } }""", "A" },
        { "CMQ0213", """[JsonDerivedType(typeof(B), "b")] public record A(int X); public record B(int X, [property: JsonPropertyName("$type")] string Y) : A(X); [CmqQueue("q")] public partial record P(A A);""", "\"$type\"" },
        { "CMQ0214", "[CmqQueue(\"q\")] public partial record P(Id A); public readonly partial struct Id { }\n// Another generator adds:\npublic readonly partial struct Id { public Id(int value) => Value = value; public int Value { get; } }", "Id" },

        { "CMQ0301", UseCases.Worker("var m = await orders.ReceiveAsync(); Console.WriteLine(m?.Body.Id);"), "orders.ReceiveAsync()" },
        { "CMQ0302", UseCases.Worker("var m = (await orders.ReceiveAsync())!; await m.DeleteAsync(); await m.DeleteAsync(stop);"), "m.DeleteAsync(stop)" },
        { "CMQ0303", UseCases.Worker("await orders.SendManyAsync(list);"), "orders.SendManyAsync(list)" },
        { "CMQ0304", UseCases.Worker("orders.SendAsync(list[0]).Wait();"), "orders.SendAsync(list[0]).Wait()" },
        { "CMQ0305", UseCases.Worker("_ = new CmqOptions { Endpoint = \"http://cmq.internal\" };"), "\"http://cmq.internal\"" },
        { "CMQ0306", UseCases.Worker("_ = new CmqOptions { SecretKey = \"abc\" };"), "\"abc\"" },
        { "CMQ0307", """[CmqTopic("t")] public partial record P(int A); static class S { static Task Send(PTopic t) => t.PublishAsync(new(1), routingKey: "a.b"); }""", "\"a.b\"" },
        { "CMQ0308", """public record P(int A); static class S { static object Of(CmqClient cmq) => cmq.Queue<P>(); }""", "P" },
        { "CMQ0309", """[CmqQueue("q")] public partial record P(int A); public class H : IMessageHandler<P> { public Task<Settle> HandleAsync(ReceivedMessage<P> message, CancellationToken token) => Task.FromResult(Settle.RetryAfter(TimeSpan.FromSeconds(1))); }""", "Settle.RetryAfter(TimeSpan.FromSeconds(1))" },
        { "CMQ0310", """public static class S { public static Settle Late => Settle.RetryAfter(TimeSpan.FromDays(71)); }""", "TimeSpan.FromDays(71)" },
        { "CMQ0311", """[CmqQueue("q", RewindSeconds = 60)] public partial record P(int A); public class H : IMessageHandler<P> { public Task<Settle> HandleAsync(ReceivedMessage<P> message, CancellationToken token) => Task.FromResult(Settle.Done); }""", "H" },
        { "CMQ0312", """[CmqQueue("q", VisibilityTimeout = 20)] public partial record P(int A); public static class S { public static void Set(HandlerOptions<P> options) => options.Budget = TimeSpan.FromSeconds(20); }""", "TimeSpan.FromSeconds(20)" },
        { "CMQ0313", """[CmqQueue("q")] public partial record P(int A); public class H : IMessageHandler<P> { public async Task<Settle> HandleAsync(ReceivedMessage<P> message, CancellationToken token) { await message.DeleteAsync(token); return Settle.Done; } }""", "message.DeleteAsync(token)" },
        { "CMQ0314", """[CmqQueue("q")] public partial record P(int A); public class H : IMessageHandler<P> { public async Task<Settle> HandleAsync(ReceivedMessage<P> message, CancellationToken token) { await Task.Delay(1); await Task.Delay(2); return Settle.Done; } }""", "Task.Delay(1)" },
        { "CMQ0315", """Console.WriteLine(); public record P(int A); public class H : IMessageHandler<P> { public Task<Settle> HandleAsync(ReceivedMessage<P> message, CancellationToken token) => Task.FromResult(Settle.Done); }""", "H" },
        { "CMQ0316", """[CmqQueue("q")] public partial record P(int A); public class H : IMessageHandler<P> { public Task<Settle> HandleAsync(ReceivedMessage<P> message, CancellationToken token) => Task.FromResult(Settle.Reject("no")); }""", "Settle.Reject(\"no\")" },
    };

    /// <summary>The rules of other language versions and services.</summary>
    private static readonly string[] Elsewhere = ["CMQ0003", "CMQ0111"];

    [Theory]
    [MemberData(nameof(Table))]
    public async Task What_is_wrong_is_underlined(string id, string code, string underlined)
    {
        IEnumerable<Diagnostic> reported = (await RuleTest.Analyze(GeneratorRun.Of(code))).Where(d => d.Id == id);
        Assert.Equal([underlined], reported.Select(d => d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan)).Distinct());
    }

    [Fact]
    public void Every_rule_is_in_the_table() => Assert.Equal(
        RuleTest.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id).Except(Elsewhere).Order(StringComparer.Ordinal),
        Table.Select(row => (string)row[0]).Distinct().Order(StringComparer.Ordinal));
}
