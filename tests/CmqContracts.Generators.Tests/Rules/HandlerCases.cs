namespace CmqContracts.Generators.Tests.Rules;

/// <summary>Handlers that the rules about them report, and handlers that they do not report.</summary>
internal static class HandlerCases
{
    public static IReadOnlyList<RuleCase> Reported { get; } =
    [
        Returns("CMQ0309", "[|Settle.RetryAfter(TimeSpan.FromSeconds(5))|]"),
        Returns("CMQ0309", "Later(); static Settle Later() => [|Settle.RetryAfter(TimeSpan.FromSeconds(5))|]", contract: """[CmqQueue("q")]"""),
        new("CMQ0309", Handler("[|Settle.RetryAfter(TimeSpan.FromSeconds(5))|]", """public record Order(int Id);""") + """[CmqQueue<Order>("q")] public partial class Orders { } [CmqQueue<Order>("r")] public partial class Others { }"""),

        Returns("CMQ0310", "Settle.RetryAfter([|TimeSpan.FromDays(71)|])", contract: """[CmqQueue("q"), CmqEnvelope]"""),
        Returns("CMQ0310", "Settle.RetryAfter([|TimeSpan.FromSeconds(-1)|])", contract: """[CmqQueue("q"), CmqEnvelope]"""),
        Returns("CMQ0310", "Settle.RetryAfter([|TimeSpan.FromMinutes(10)|])", contract: """[CmqQueue("q", MsgRetentionSeconds = 600), CmqEnvelope]"""),
        new("CMQ0310", """public static class S { public static Settle Late => Settle.RetryAfter([|TimeSpan.FromDays(71)|]); }"""),

        new("CMQ0311", """[CmqQueue("q", RewindSeconds = 60)] public partial record Order(int Id); public class [|Ship|] : IMessageHandler<Order> { public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); }"""),
        new("CMQ0311", """public record Order(int Id); [CmqQueue<Order>("q", RewindSeconds = 60)] public partial class Orders { } public abstract class Base : IMessageHandler<Order> { public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); } public class [|Ship|] : Base { }"""),

        new("CMQ0312", Handler("Settle.Done", """[CmqQueue("q", VisibilityTimeout = 20)] public partial record Order(int Id);""") + """public static class S { public static Action<HandlerOptions<Order>> Set => options => { options.Budget = [|TimeSpan.FromSeconds(20)|]; }; }"""),
        new("CMQ0312", Handler("Settle.Done", """[CmqQueue("q", VisibilityTimeout = 20)] public partial record Order(int Id);""") + """public static class S { public static void Set(HandlerOptions<Order> options) => options.Budget = [|TimeSpan.FromMinutes(1)|]; }"""),

        Body("CMQ0313", "await [|message.DeleteAsync(cancellationToken)|];"),
        Body("CMQ0313", "await [|orders.DeleteAsync(message, cancellationToken)|];"),
        Body("CMQ0313", "if (message.Body.Id == 0) { await [|message.DeleteAsync(cancellationToken)|].ConfigureAwait(false); return Settle.Done; }"),

        Body("CMQ0314", "await [|orders.SendAsync(message.Body)|];"),
        Body("CMQ0314", "await [|System.IO.File.WriteAllTextAsync(\"a\", \"b\")|]; await System.IO.File.WriteAllTextAsync(\"c\", \"d\");"),
        Body("CMQ0314", "using System.Net.Http.HttpClient http = new(); await [|http.GetStringAsync(\"https://a\")|].ConfigureAwait(false);"),

        new("CMQ0315", """Console.WriteLine(); public record Order(int Id); public class [|Ship|] : IMessageHandler<Order> { public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); }"""),
        new("CMQ0315", """Console.WriteLine(); [CmqTopic("t")] public partial record Order(int Id); public class [|Ship|] : IMessageHandler<Order> { public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); }"""),

        new("CMQ0316", Handler("[|Settle.Reject(\"no\")|]", """[CmqQueue("q")] public partial record Order(int Id);""")),
        new("CMQ0316", Handler("[|Settle.Reject(\"no\")|]", """public record Order(int Id);""") + """[CmqQueue<Order>("q")] public partial class Orders { } [CmqQueue<Order>("r")] public partial class Others { }"""),
    ];

    public static IReadOnlyList<RuleCase> Allowed { get; } =
    [
        Returns("CMQ0309", "Settle.RetryAfter(TimeSpan.FromSeconds(5))", contract: """[CmqQueue("q"), CmqEnvelope]"""),
        new("CMQ0309", Handler("Settle.RetryAfter(TimeSpan.FromSeconds(5))", """[CmqQueue("q")] public partial record Order(int Id);""") + """[CmqQueue<Order>("r"), CmqEnvelope] public partial class Orders { }"""),
        new("CMQ0309", """public static class S { public static Settle Late => Settle.RetryAfter(TimeSpan.FromSeconds(5)); } public class Bytes : IMessageHandler<ReadOnlyMemory<byte>> { public Task<Settle> HandleAsync(ReceivedMessage<ReadOnlyMemory<byte>> message, CancellationToken cancellationToken) => Task.FromResult(Settle.RetryAfter(TimeSpan.FromSeconds(5))); }"""),
        Returns("CMQ0310", "Settle.RetryAfter(TimeSpan.FromHours(1)); static Settle Later(TimeSpan delay) => Settle.RetryAfter(delay)", contract: """[CmqQueue("q"), CmqEnvelope]"""),
        new("CMQ0310", Handler("Settle.RetryAfter(TimeSpan.FromMinutes(10))", """[CmqQueue("q", MsgRetentionSeconds = 600), CmqEnvelope] public partial record Order(int Id);""") + """[CmqQueue<Order>("r", MsgRetentionSeconds = 6000), CmqEnvelope] public partial class Orders { }"""),
        new("CMQ0311", """[CmqQueue("q", RewindSeconds = 60)] public partial record Order([DeduplicationKey] int Id); public class Ship : IMessageHandler<Order> { public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); }"""),
        new("CMQ0311", """[CmqQueue("q", RewindSeconds = 60)] public partial record Order(int Id); [Idempotent] public class Ship : IMessageHandler<Order> { public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); }"""),
        new("CMQ0311", """[CmqQueue("q", RewindSeconds = 60), CmqEnvelope] public partial record Order(int Id); public class Ship : IMessageHandler<Order> { public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); }"""),
        new("CMQ0311", """[CmqQueue("q", RewindSeconds = 60)] public partial record Order(int Id); [CmqQueue<Order>("r")] public partial class Orders { } public class Ship : IMessageHandler<Order> { public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); }"""),
        new("CMQ0312", Handler("Settle.Done", """[CmqQueue("q", VisibilityTimeout = 20)] public partial record Order(int Id);""") + """public static class S { public static Action<HandlerOptions<Order>> Set(TimeSpan given) => options => { options.Budget = TimeSpan.FromSeconds(15); options.Budget = given; options.Margin = TimeSpan.FromSeconds(20); }; }"""),
        new("CMQ0312", Handler("Settle.Done", """[CmqQueue("q")] public partial record Order(int Id);""") + """public static class S { public static void Set(HandlerOptions<Order> options) => options.Budget = TimeSpan.FromMinutes(1); }"""),
        Body("CMQ0313", "foreach (var other in await orders.ReceiveManyAsync(cancellationToken: cancellationToken)) await other.DeleteAsync(cancellationToken); await orders.DeleteQueueAsync(cancellationToken);"),
        Body("CMQ0314", "await Task.Yield();"),
        Body("CMQ0314", "await orders.SendAsync(message.Body, cancellationToken: CancellationToken.None);"),
        Body("CMQ0314", "if (cancellationToken.IsCancellationRequested) return Settle.Leave; await orders.SendAsync(message.Body);"),
        new("CMQ0315", """Console.WriteLine(); public record Order(int Id); [CmqQueue<Order>("q")] public partial class Orders { } public class Ship : IMessageHandler<Order>, IMessageHandler<ReadOnlyMemory<byte>> { public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); public Task<Settle> HandleAsync(ReceivedMessage<ReadOnlyMemory<byte>> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); }"""),
        new("CMQ0315", """public record Order(int Id); public class OfLibrary : IMessageHandler<Order> { public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); } public class Of<T> : IMessageHandler<T> { public Task<Settle> HandleAsync(ReceivedMessage<T> message, CancellationToken cancellationToken) => Task.FromResult(Settle.Done); }"""),
        new("CMQ0316", Handler("Settle.Reject(\"no\")", """[CmqQueue("q", DeadLetterQueue = "d", MaxReceiveCount = 3)] public partial record Order(int Id);""")),
        new("CMQ0316", Handler("Settle.Reject(\"no\")", """[CmqQueue("q")] public partial record Order(int Id);""") + """[CmqQueue<Order>("r", DeadLetterQueue = "d", MaxReceiveCount = 3)] public partial class Orders { }"""),
    ];

    private static string Handler(string settle, string message) => $$"""
        {{message}}
        public class Ship : IMessageHandler<Order>
        {
            public Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken) { Settle settle = {{settle}}; return Task.FromResult(settle); }
        }

        """;

    private static RuleCase Returns(string rule, string settle, string contract = """[CmqQueue("q")]""") => new(rule, Handler(settle, contract + " public partial record Order(int Id);"));

    /// <summary>Statements of a handler's method, which return what becomes of the message if they like.</summary>
    private static RuleCase Body(string rule, string statements) => new(rule, $$"""
        public class Ship : IMessageHandler<Order>
        {
            private readonly IQueueClient<Order> orders = CmqClient.FromEnvironment().Queue<Order>();

            public async Task<Settle> HandleAsync(ReceivedMessage<Order> message, CancellationToken cancellationToken)
            {
                {{statements}}
                return orders is null ? Settle.Leave : Settle.Done;
            }
        }
        [CmqQueue("q")] public partial record Order(int Id);
        """);
}
