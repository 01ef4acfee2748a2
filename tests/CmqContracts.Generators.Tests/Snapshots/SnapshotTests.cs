using CmqContracts.Generators.Tests.Kit;

namespace CmqContracts.Generators.Tests.Snapshots;

public class SnapshotTests
{
    internal const string OrderSource = """
        namespace Shop;

        [CmqQueue("QueueForTest", VisibilityTimeout = 10, PollingWaitSeconds = 10, MaxMsgSize = 65536, RewindSeconds = 43200, DeadLetterQueue = "dead", MaxReceiveCount = 5)]
        public sealed partial record OrderPlaced(Guid Id, string Customer, decimal Total, IReadOnlyList<OrderLine> Lines, string? Note = null);

        public sealed class OrderLine
        {
            public required string Sku { get; init; }
            public int? Count { get; set; }
            public DayOfWeek Day { get; init; } = DayOfWeek.Monday;
            public Dictionary<string, int> Stock { get; set; } = new();
        }
        """;

    /// <summary>A contract with less common shapes.</summary>
    internal const string ShapesSource = """
        namespace Shop;

        [CmqQueue("payments")]
        public sealed partial class PaymentMade
        {
            [JsonConstructor]
            private PaymentMade(Payment payment) => Payment = payment;

            public Payment Payment { get; }
            [JsonInclude] internal int Revision { get; private set; }
            [JsonInclude] private long? _code;
            [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowNamedFloatingPointLiterals)] public double Rate { get; set; }
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public System.Text.Json.Nodes.JsonNode? Note { get; set; }
            public Celsius Warmth { get; set; }
            public System.Collections.ObjectModel.ReadOnlyCollection<int>? ReadOnlyItems { get; set; }
            public System.Collections.ObjectModel.ReadOnlySet<int>? ReadOnlyNumbers { get; set; }
            public System.Collections.ObjectModel.ReadOnlyDictionary<string, int>? ReadOnlyMap { get; set; }
            public IReadOnlySet<DayOfWeek?>? Days { get; set; }
            public System.Collections.Frozen.FrozenSet<string>? FrozenTexts { get; set; }
            public System.Collections.Frozen.FrozenSet<int>? FrozenNumbers { get; set; }
            public System.Collections.Frozen.FrozenDictionary<string, int>? FrozenMap { get; set; }
            [JsonExtensionData] public Dictionary<string, System.Text.Json.JsonElement>? More { get; set; }
        }

        [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor)]
        [JsonDerivedType(typeof(CardPayment), "card"), JsonDerivedType(typeof(CashPayment), 2)]
        public class Payment { public decimal Amount { get; init; } }
        public class CardPayment : Payment { [JsonInclude] public string? Last4 { get; private set; } }
        public class CashPayment : Payment { public Payment? Change { get; set; } }

        [JsonConverter(typeof(CelsiusConverter))]
        public readonly record struct Celsius(int Degrees);
        public sealed class CelsiusConverter : JsonConverter<Celsius>
        {
            public override Celsius Read(ref System.Text.Json.Utf8JsonReader reader, Type type, System.Text.Json.JsonSerializerOptions options) => new(reader.GetInt32());
            public override void Write(System.Text.Json.Utf8JsonWriter writer, Celsius value, System.Text.Json.JsonSerializerOptions options) => writer.WriteNumberValue(value.Degrees);
        }
        """;

    [Fact]
    public void Shapes() => Snapshot.Verify("Shapes", GeneratorRun.Of(ShapesSource).AssertCompiles().Files["Shop.PaymentMade.g.cs"]);

    [Fact]
    public void Order()
    {
        GeneratorRun run = GeneratorRun.Of(OrderSource).AssertCompiles();
        Snapshot.Verify("Order", run.Files["Shop.OrderPlaced.g.cs"]);
        Snapshot.Verify("Registration", run.Files["CmqContracts.AddContracts.g.cs"]);
    }

    [Fact]
    public void Binding()
    {
        GeneratorRun run = GeneratorRun.Of("""
            namespace Shop;

            [CmqQueue("orders")]
            public sealed partial record OrderPlaced(int Id);

            public record Envelope<T>(T Content, string? Trace);

            [CmqQueue<Envelope<OrderPlaced>>("envelopes", VisibilityTimeout = 10)]
            public partial class EnvelopeQueue { }
            """).AssertCompiles();
        Snapshot.Verify("Binding", run.Files["Shop.EnvelopeQueue.g.cs"]);
        Assert.Contains("""
                        builder.AddQueue<global::Shop.OrderPlaced>();
                        builder.AddQueue<global::Shop.Envelope<global::Shop.OrderPlaced>, global::Shop.EnvelopeQueue>();
            """.ReplaceLineEndings("\n"), run.Files["CmqContracts.AddContracts.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Topic()
    {
        GeneratorRun run = GeneratorRun.Of("""
            using CmqContracts;

            namespace Shop;

            [CmqTopic("orders", Filter = TopicFilter.RoutingKey, MaxMsgSize = 2048)]
            [CmqQueue("shipping", VisibilityTimeout = 60)]
            [CmqSubscription("orders", BindingKeys = new[] { "order.*.paid", "return.#" }, NotifyStrategy = NotifyStrategy.BackoffRetry)]
            [CmqSubscription("alerts", Name = "shipping-alerts", FilterTags = new[] { "vip" }, NotifyStrategy = NotifyStrategy.ExponentialDecayRetry)]
            [CmqSubscription("plain", Name = "shipping-plain")]
            [CmqEnvelope(ReadsPlain = true)]
            public sealed partial record OrderEvent(int Id);

            [CmqTopic("plain")]
            public sealed partial record Plain(int Id);
            """).AssertCompiles();
        Snapshot.Verify("Topic", run.Files["Shop.OrderEvent.g.cs"]);
        Assert.Contains("""
                        builder.AddQueue<global::Shop.OrderEvent>();
                        builder.AddTopic<global::Shop.OrderEvent>();
                        builder.AddTopic<global::Shop.Plain>();
            """.ReplaceLineEndings("\n"), run.Files["CmqContracts.AddContracts.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("Queue", run.Files["Shop.Plain.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[CmqQueue("q")] partial record struct P(int A);""")]
    [InlineData("""[CmqQueue("q")] public readonly partial record struct P(int A, string? B);""")]
    [InlineData("""[CmqQueue("q")] public partial struct P { public int A { get; init; } public string? @class { get; set; } }""")]
    [InlineData("""namespace N { public partial class Outer { private partial record struct Mid { [CmqQueue("q")] private partial class P { public Secret? S { get; set; } public class Secret { public int X { get; init; } } } } } }""")]
    [InlineData("""[CmqQueue("q")] public partial record Node(Node? Next, List<Node> Children, Dictionary<string, Node[]> Named);""")]
    [InlineData("""[CmqQueue("q")] public partial class P { public Box<string> A { get; set; } = new(); public Box<int>? B { get; set; } } public class Box<T> { public T Value { get; init; } = default!; }""")]
    [InlineData("""namespace System.Something { public class Task { } [CmqQueue("q")] public partial record String(int Reader, int Result, bool HasReader, int Writer, int More, int Item, int Member); }""")]
    [InlineData("""namespace @event.@class { [CmqQueue("q")] public partial record @record(int @int, int @void = 3) { public int CmqCodec { get; set; } } }""")]
    [InlineData("""[CmqQueue("q")] public partial record P(string S = "a\"b\n", char C = '\'', double D = 1e300, decimal M = 1.5m, DayOfWeek W = DayOfWeek.Friday, DayOfWeek? V = DayOfWeek.Friday, long? L = 5, Guid G = default, bool B = true);""")]
    [InlineData("""[CmqQueue("q")] public partial class P { [Obsolete] public int Old { get; set; } [JsonPropertyName("a \"b\" \u2028 \\ 中文")] public int Odd { get; set; } [JsonIgnore] public object? No { get; set; } }""")]
    [InlineData("""[CmqQueue("q")] public partial record Empty;""")]
    [InlineData("""public abstract record Base(int A) { public virtual string B { get; set; } = ""; } [CmqQueue("q")] public partial record Derived(int A, int C) : Base(A) { public override string B { get; set; } = "x"; }""")]
    public void Every_kind_of_declaration_compiles_without_a_warning(string source) => GeneratorRun.Of(source).AssertCompiles();
}
