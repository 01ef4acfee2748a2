using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Rules;

/// <summary>A piece of code for a rule.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Code">The code; <c>[|</c> and <c>|]</c> mark each location that the rule reports. Without them, nothing is reported.</param>
/// <param name="Version">The language version.</param>
/// <param name="Service">Whose limits apply.</param>
internal sealed record RuleCase(string Rule, string Code, LanguageVersion Version = LanguageVersion.CSharp11, string? Service = null);

/// <summary>Code that each rule reports, and similar code that it does not report. Every rule must have both.</summary>
internal static class RuleCases
{
    public static IReadOnlyList<RuleCase> Reported { get; } =
    [
        new("CMQ0001", """[CmqQueue("q")] public record [|P|](int A);"""),
        new("CMQ0002", """public class [|Outer|] { [CmqQueue("q")] public partial record P(int A); }"""),
        new("CMQ0004", """[CmqQueue("q")] public partial record [|P|]<T>(T A);"""),
        new("CMQ0004", """public partial class Outer<T> { [CmqQueue("q")] public partial record [|P|](int A); }"""),
        new("CMQ0005", """[CmqQueue("q")] public abstract partial record [|P|](int A);"""),
        new("CMQ0005", """[CmqQueue("q")] public static partial class [|P|] { }"""),
        new("CMQ0006", """[CmqQueue("q")] public partial class [|P|] { public P(int a) { A = a; } public P(string a) { A = a.Length; } public int A { get; } }"""),
        new("CMQ0006", """[CmqQueue("q")] public partial record M(P A); public class [|P|] { private P() { } }"""),
        new("CMQ0007", """[CmqQueue("q")] public partial record P(int A); public class [|PQueue|] { }"""),
        new("CMQ0009", """public record Mail(int Id); [CmqQueue("q"), [|CmqQueue<Mail>("mails")|]] public partial record P(int A);"""),
        new("CMQ0010", """public record Mail(int Id); [CmqQueue<Mail>("mails")] internal static partial class [|MailQueue|] { }"""),
        new("CMQ0010", """public record Mail(int Id); [CmqQueue<Mail>("mails")] file partial class [|MailQueue|] { }"""),
        new("CMQ0013", """[CmqQueue("q")] public partial record P([property: DeduplicationKey] System.Guid A, [property: DeduplicationKey] int [|B|]);"""),
        new("CMQ0013", """public class Base { [DeduplicationKey] public int [|A|] { get; set; } } [CmqQueue("q")] public partial class P : Base { [DeduplicationKey] public string B = ""; }"""),
        new("CMQ0014", """[CmqQueue("q")] public partial record P([DeduplicationKey] double [|A|]);"""),
        new("CMQ0014", """[CmqQueue("q")] public partial record P([DeduplicationKey] System.DateTime [|A|]);"""),
        new("CMQ0014", """[CmqQueue("q")] public partial record P([DeduplicationKey] int? [|A|]);"""),
        new("CMQ0014", """[CmqQueue("q")] public partial record P([DeduplicationKey] string? [|A|]);"""),
        new("CMQ0014", """[CmqQueue("q")] public partial record P(int A) { [DeduplicationKey] public static string [|Key|] => ""; }"""),
        new("CMQ0014", """[CmqQueue("q")] public partial record P(int A) { [DeduplicationKey] public string [|Key|] { set { } } }"""),
        new("CMQ0014", """[CmqQueue("q")] public partial record P(int A) { [DeduplicationKey] public int [|this|][int i] => i; }"""),
        new("CMQ0005", """public abstract record Mail(int Id); [CmqQueue<[|Mail|]>("mails")] public partial class MailQueue { }"""),
        new("CMQ0101", """[CmqQueue([|"1st"|])] public partial record P(int A);"""),
        new("CMQ0101", """[CmqQueue([|""|])] public partial record P(int A);"""),
        new("CMQ0101", """[CmqQueue("a", DeadLetterQueue = [|"d!"|], MaxReceiveCount = 1)] public partial record P(int A);"""),
        new("CMQ0102", """[CmqQueue("q", VisibilityTimeout = [|0|])] public partial record P(int A);"""),
        new("CMQ0102", """[CmqQueue("q", PollingWaitSeconds = [|31|], MaxMsgSize = [|1023|], MsgRetentionSeconds = [|59|], RewindSeconds = [|-1|], MaxMsgHeapNum = [|1000000001|])] public partial record P(int A);"""),
        new("CMQ0102", """[CmqQueue("q", DeadLetterQueue = "d", MaxReceiveCount = [|1001|])] public partial record P(int A);"""),
        new("CMQ0103", """[CmqQueue("q", MsgRetentionSeconds = 60, RewindSeconds = [|61|])] public partial record P(int A);"""),
        new("CMQ0103", """[CmqQueue("q", RewindSeconds = [|345601|])] public partial record P(int A);"""),
        new("CMQ0104", """[CmqQueue("q", DeadLetterQueue = [|"d"|])] public partial record P(int A);"""),
        new("CMQ0104", """[CmqQueue("q", MaxReceiveCount = [|3|])] public partial record P(int A);"""),
        new("CMQ0104", """[CmqQueue("q", DeadLetterQueue = "d", MaxReceiveCount = 3, MaxTimeToLive = [|300|])] public partial record P(int A);"""),
        new("CMQ0105", """[CmqQueue("q", MsgRetentionSeconds = 300, DeadLetterQueue = "d", MaxTimeToLive = [|300|])] public partial record P(int A);"""),
        new("CMQ0106", """[CmqQueue("q", DeadLetterQueue = [|"Q"|], MaxReceiveCount = 3)] public partial record P(int A);"""),
        new("CMQ0209", """[CmqQueue("q")] public partial record P([|object|] A);"""),
        new("CMQ0209", """public class Anything : List<object> { } [CmqQueue("q")] public partial record P([|System.Collections.IList|] A, [|Anything|] B);"""),
        new("CMQ0209", """[CmqQueue("q")] public partial record P(List<[|object|]> A, Dictionary<string, [|object|]?>? B);"""),
        new("CMQ0210", """[CmqQueue("q")] public partial class P { public List<int> [|Lines|] { get; } = new(); public int [|State|] { get; private set; } public int Sum => Lines.Count; }"""),
        new("CMQ0210", """[CmqQueue("q")] public partial class P { [JsonInclude] public readonly int [|A|] = 1; public Inner? B { get; set; } } public class Inner { public string [|C|] { get; } = ""; }"""),
        new("CMQ0211", """[CmqQueue("q", JsonContext = [|typeof(string)|])] public partial record P(int A);"""),
        new("CMQ0211", """public abstract class C : JsonSerializerContext { protected C() : base(null) { } } [CmqQueue("q", JsonContext = [|typeof(C)|])] public partial record P(int A);"""),
        new("CMQ0201", """[JsonPolymorphic] public class A { } [CmqQueue("q")] public partial record P([|A|] X);"""),
        new("CMQ0201", """[JsonDerivedType(typeof(string), "s")] public class A { } [CmqQueue("q")] public partial record P([|A|] X);"""),
        new("CMQ0201", """[JsonDerivedType(typeof(B), "b"), JsonDerivedType(typeof(C), "b")] public class A { } public class B : A { } public class C : A { } [CmqQueue("q")] public partial record P([|A|] X);"""),
        new("CMQ0201", """public abstract class Conv<T> : JsonConverter<T> { } public class OfLong : System.Text.Json.Serialization.JsonConverter<long> { public override long Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => 0; public override void Write(System.Text.Json.Utf8JsonWriter w, long v, System.Text.Json.JsonSerializerOptions o) { } } [CmqQueue("q")] public partial class P { [[|JsonConverter(typeof(OfLong))|]] public int A { get; set; } [[|JsonConverter(typeof(Conv<int>))|]] public int B { get; set; } }"""),
        new("CMQ0204", """[CmqQueue("q")] public partial class P { [[|JsonNumberHandling(JsonNumberHandling.WriteAsString)|]] public string? A { get; set; } [[|JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)|]] public List<int> B { get; set; } = new(); [[|JsonExtensionData|]] public Dictionary<string, object>? C { get; } }"""),
        new("CMQ0201", """[CmqQueue("q")] public partial class P { [JsonExtensionData] public [|Dictionary<string, int>|]? A { get; set; } }"""),
        new("CMQ0201", """[CmqQueue("q")] public partial record P(List<[|Action|]> A, [|int[,]|] B, [|Dictionary<object, int>|] C, [|Dictionary<int?, int>|] F, [|Dictionary<byte[], int>|] G, [|(int, int)|] D, [|IDisposable|] E);"""),
        new("CMQ0201", """[CmqQueue("q")] public partial record P(Inner A); public class Inner { public [|nint|] X { get; set; } }"""),
        new("CMQ0201", """[CmqQueue("q")] public partial record P([|System.Collections.Concurrent.BlockingCollection<int>|] A, [|System.Collections.Concurrent.ConcurrentBag<int>|] B, [|Memory<int>|] C, [|System.Collections.ArrayList|] D, [|System.Collections.IDictionary|] E, [|PriorityQueue<int, int>|] F);"""),
        new("CMQ0201", """
            public class Keyed : List<int> { public Keyed(int key) { } }
            public class Hidden : List<int> { private Hidden() { } }
            public abstract class Common : List<int> { }
            public interface IOwn : IList<int> { }
            public class Demanding : List<int> { public required int Size { get; set; } }
            public class Mixed : List<int>, ICollection<string> { int ICollection<string>.Count => 0; bool ICollection<string>.IsReadOnly => false; void ICollection<string>.Add(string item) { } void ICollection<string>.Clear() { } bool ICollection<string>.Contains(string item) => false; void ICollection<string>.CopyTo(string[] array, int index) { } bool ICollection<string>.Remove(string item) => false; IEnumerator<string> IEnumerable<string>.GetEnumerator() => throw new NotSupportedException(); }
            public class Frozen : System.Collections.ObjectModel.ReadOnlyCollection<int> { public Frozen() : base(new List<int>()) { } }
            public class Endless : IEnumerable<int> { public IEnumerator<int> GetEnumerator() => throw new NotSupportedException(); System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); }
            public class Actions : List<Action> { }
            [CmqQueue("q")] public partial record P([|Keyed|] A, [|Hidden|] B, [|Common|] C, [|IOwn|] D, [|Demanding|] E, [|Mixed|] F, [|Frozen|] G, [|Endless|] H, Actions [|I|]);
            """),
        new("CMQ0201", """[JsonDerivedType(typeof(B), "b")] public class A { } public class B : A, ICollection<int> { public int Count => 0; public bool IsReadOnly => false; public void Add(int item) { } public void Clear() { } public bool Contains(int item) => false; public void CopyTo(int[] array, int index) { } public bool Remove(int item) => false; public IEnumerator<int> GetEnumerator() => throw new NotSupportedException(); System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); } [CmqQueue("q")] public partial record P([|A|] X);"""),
        new("CMQ0202", """[CmqQueue("q")] public partial class P { public int A { get; set; } [JsonPropertyName([|"A"|])] public int B { get; set; } }"""),
        new("CMQ0203", """[CmqQueue("q")] public partial class P { public P(int [|other|]) => A = other; public int A { get; } }"""),
        new("CMQ0205", """[CmqQueue("q")] public partial class P { [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public required int [|A|] { get; set; } }"""),
        new("CMQ0212", """public class B { [JsonPropertyName("ay")] public virtual int A { get; set; } public int C { get; set; } } [CmqQueue("q")] public partial class P : B { public override int [|A|] { get; set; } [JsonPropertyName([|"see"|])] public new int C { get; set; } }"""),
        new("CMQ0204", """[CmqQueue("q")] public partial class P { [[|JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)|]] public List<int> A { get; set; } = new(); }"""),
        new("CMQ0204", """[CmqQueue("q")] public partial class P { [JsonIgnore(Condition = [|JsonIgnoreCondition.WhenWritingNull|])] public int A { get; set; } }"""),
        new("CMQ0201", """[CmqQueue("q")] public partial record P([property: [|JsonConverter(typeof(JsonStringEnumConverter))|]] int A, [property: [|JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))|]] List<DayOfWeek> B, [property: [|JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))|]] DateTimeKind C);"""),
        new("CMQ0201", """[JsonConverter(typeof(JsonStringEnumConverter))] public enum E { [JsonStringEnumMemberName(" a")] A } [CmqQueue("q")] public partial record P([|E|] A);"""),
        new("CMQ0001", """public partial class Outer { [CmqQueue("q")] internal struct [|P|] { public int A { get; set; } } }"""),
        new("CMQ0002", """public partial class Outer { public struct [|Middle|] { public partial class Inner { [CmqQueue("q")] public partial record P(int A); } } }"""),
        new("CMQ0002", """public class [|Outer|] { public partial class Middle { public struct [|Inner|] { [CmqQueue("q")] public partial record P(int A); [CmqQueue("r")] public partial record R(int A); } } }"""),
        new("CMQ0003", """[CmqQueue("q")] public partial record [|P|](int A);""", LanguageVersion.CSharp10),
        new("CMQ0003", """[CmqQueue("q")] public record [|P|](int A);""", LanguageVersion.CSharp9),
        new("CMQ0005", """[CmqQueue("q")] public ref partial struct [|P|] { }"""),
        new("CMQ0005", """[CmqQueue("q")] file partial record [|P|](int A);"""),
        new("CMQ0005", """[CmqQueue("q")] public partial class [|P|] : List<int> { }"""),
        new("CMQ0006", """[CmqQueue("q")] public partial record M(P<int> A); public class [|P|]<T> { [JsonConstructor] private P(T a) => A = a; public T A { get; } }"""),
        new("CMQ0006", """[CmqQueue("q")] public partial class [|P|] { [JsonConstructor] public P() { } [JsonConstructor] private P(int a) => A = a; public int A { get; } }"""),
        new("CMQ0006", """[CmqQueue("q")] public partial class [|P|] { [JsonConstructor] public P(int a) => A = a; [JsonConstructor] public P(string b) => A = b.Length; public int A { get; } }"""),
        new("CMQ0007", """public partial class Outer { [CmqQueue("q")] public partial record P(int A); public int [|PQueue|] => 1; }"""),
        new("CMQ0007", """public partial class [|PQueue|] { [CmqQueue("q")] public partial record P(int A); }"""),
        new("CMQ0101", """[CmqQueue([|"orders-dlq"|])] public partial record P(int A);""", Service: "tdmq"),
        new("CMQ0201", """public class B { public int [|A|] { get; set; } } [CmqQueue("q")] public partial class P : B { private new void A() { } }"""),
        new("CMQ0203", """[CmqQueue("q")] public partial class P { public P(long [|a|]) => A = (int)a; public int A { get; } }"""),
        new("CMQ0205", """[CmqQueue("q")] public partial class P { [JsonIgnore] public required int [|A|] { get; set; } public required int [|B|]; }"""),
        new("CMQ0205", """[CmqQueue("q")] public partial class P { [[|JsonRequired|]] public int A { get; } [[|JsonRequired|], JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public int B { get; set; } [JsonRequired] public int C { get; init; } }"""),
        new("CMQ0214", """
            [CmqQueue("p")] public partial record P(List<Id> A); public readonly partial struct [|Id|] { }
            [CmqQueue("q")] public partial class [|Q|] { private int _a; }
            public partial record [|Based|](int A); [CmqQueue<Based>("b")] public partial class B { }
            [CmqQueue("r")] public partial class [|R|] { public R(int a) { } public R(string b) { } }
            // Another generator adds:
            public readonly partial struct Id { public Id(int value) => Value = value; public int Value { get; } }
            partial class Q { public int A { get => _a; set => _a = value; } }
            partial record Based { public int C { get; set; } }
            partial class R { public R() { } public int C { get; set; } }
            """),
        new("CMQ0213", """[JsonDerivedType(typeof(B), "b")] public class A { [JsonPropertyName([|"$type"|])] public int X { get; set; } } public class B : A { } [CmqQueue("q")] public partial record P(A A);"""),
        new("CMQ0213", """[CmqQueue("q"), JsonPolymorphic(TypeDiscriminatorPropertyName = "kind"), JsonDerivedType(typeof(B), "b")] public abstract partial record A(int X); public record B(int X, string [|Kind|]) : A(X);"""),
        new("CMQ0201", """public class NoConverter { } [CmqQueue("q")] public partial class P { [[|JsonConverter(typeof(NoConverter))|]] public int A { get; set; } [[|JsonConverter(typeof(string))|]] public string? B { get; set; } }"""),
        .. UseCases.Reported,
        .. TopicCases.Reported,
        .. SettlementCases.Reported,
        .. HandlerCases.Reported,
        new("CMQ0101", """[CmqQueue([|"Orders-RETRY"|])] public partial record P(int A);""", Service: "Tdmq"),
        new("CMQ0101", """[CmqQueue("orders", DeadLetterQueue = [|"orders-DLQ"|], MaxReceiveCount = 3)] public partial record P(int A); [CmqQueue("refunds", DeadLetterQueue = [|"refunds-retry"|], MaxReceiveCount = 3)] public partial record R(int A);""", Service: "Tdmq"),
        new("CMQ0107", """[CmqQueue("orders")] public partial record P(int A); [CmqQueue([|"orders"|])] public partial record R(int A); namespace N { [CmqQueue([|"ORDERS"|], VisibilityTimeout = 5)] public partial record S(int A); public partial class O { [CmqQueue(name: [|"Orders"|])] public partial record T(int A); } }"""),
        new("CMQ0107", """[CmqQueue("orders")] public partial record V1(int A); public static class Names { public const string Orders = "orders"; } [CmqQueue([|Names.Orders|])] public partial record V2(int A, string B);"""),
        new("CMQ0108", """
            [CmqQueue("reminders", MsgRetentionSeconds = 600)] public partial record P(int A);
            public static class Sends
            {
                public static async Task All(IQueueClient<P> queue, IQueueProducer<P> producer, PQueue named, CmqClient cmq, P message, System.Threading.CancellationToken ct)
                {
                    await queue.SendAsync(message, delay: [|TimeSpan.FromMinutes(10)|]);
                    await queue.SendAsync(message, [|TimeSpan.FromSeconds(600.0)|], ct);
                    _ = await producer.SendManyAsync(new[] { message }, [|new TimeSpan(1, 0, 0)|]);
                    await named.SendAsync(message, cancellationToken: ct, delay: [|TimeSpan.FromHours(0.5)|]);
                    await cmq.Queue<P>().SendAsync(message, [|TimeSpan.FromDays(1)|]);
                    await cmq.Queue<P>().SendAsync(message, [|new TimeSpan(0, 0, 9, 59, 1)|]);
                    await queue.SendAsync(delay: [|TimeSpan.FromMilliseconds(600_000)|], message: message);
                    const int Minutes = 15;
                    await queue.SendAsync(message, [|TimeSpan.FromMinutes(Minutes)|]);
                }
            }
            """),
        new("CMQ0107", """[CmqQueue("orders")] public partial record P(int A); public record R(int A); [CmqQueue<R>([|"Orders"|])] internal partial class Refunds { }"""),
        new("CMQ0108", """
            public record P(int A);
            [CmqQueue<P>("reminders", MsgRetentionSeconds = 600)] internal partial class Reminders { }
            public static class Sends { public static Task Late(IQueueClient<P> queue, P message) => queue.SendAsync(message, [|TimeSpan.FromHours(1)|]); }
            """),
        new("CMQ0108", """
            [CmqQueue("reminders")] public partial record P(int A);
            public static class Sends
            {
                public static Task Late(IQueueProducer<P> queue, P message) => queue.SendAsync(message, [|TimeSpan.FromDays(4)|]);
            }
            """),
        new("CMQ0108", """
            [CmqQueue("reminders")] public partial record P(int A);
            public static class Sends
            {
                public static Task Late(IQueueProducer<P> queue, P message) => queue.SendAsync(message, [|TimeSpan.FromHours(1)|]);
            }
            """, Service: "Tdmq"),
        new("CMQ0109", """
            [CmqQueue("reminders")] public partial record P(int A);
            public static class Sends
            {
                public static async Task Wrong(IQueueClient<P> queue, P message)
                {
                    await queue.SendAsync(message, delay: [|TimeSpan.FromSeconds(-1)|]);
                    await queue.SendAsync(message, delay: [|TimeSpan.FromMilliseconds(-0.5)|]);
                    _ = await queue.SendManyAsync(new[] { message }, [|TimeSpan.FromDays(71)|]);
                    await queue.SendAsync(message, [|new TimeSpan(long.MaxValue)|]);
                }
            }
            """),
        new("CMQ0110", """[CmqQueue("q", VisibilityTimeout = [|61|], MsgRetentionSeconds = 60)] public partial record P(int A);"""),
        new("CMQ0110", """[CmqQueue("q", VisibilityTimeout = [|7200|])] public partial record P(int A);""", Service: "Tdmq"),
        new("CMQ0111", """[CmqQueue("q", PollingWaitSeconds = [|4|])] public partial record P(int A); [CmqQueue("r", PollingWaitSeconds = [|30|])] public partial record R(int A);""", Service: "Tdmq"),
        new("CMQ0112", """[CmqQueue("a", DeadLetterQueue = [|"B"|], MaxReceiveCount = 3)] public partial record P(int A); [CmqQueue("b", DeadLetterQueue = [|"c"|], MaxReceiveCount = 3)] public partial record R(int A); namespace N { [CmqQueue("c", DeadLetterQueue = "d", MaxTimeToLive = 300)] public partial record S(int A); }"""),
        new("CMQ0112", """[CmqQueue("a", DeadLetterQueue = [|"b"|], MaxReceiveCount = 3)] public partial record P(int A); [CmqQueue("b", DeadLetterQueue = [|"a"|], MaxReceiveCount = 3)] public partial record R(int A);"""),
        new("CMQ0206", """[CmqQueue("q")] public partial record P([property: JsonIgnore, [|JsonPropertyName("b")|]] int A, Inner B, List<Inner> C); public class Inner { [JsonIgnore, [|JsonInclude|]] public int D; [[|JsonRequired|], JsonIgnore(Condition = JsonIgnoreCondition.Always)] public int E { get; set; } }"""),
        new("CMQ0207", """public class Inner { public [|long|] Id { get; set; } } public class Inners : List<Inner> { public long ListId { get; set; } } public class ByName : Dictionary<string, Inners> { public long MapId => 1; } [CmqQueue("q")] public partial record P(ByName A);"""),
        new("CMQ0207", """[CmqQueue("q")] public partial record P([|long|] Id, [|ulong?|] OrderID, [|Int128|] Total, Dictionary<string, Page<Inner>> A); public class Inner { public [|long|] customer_id { get; set; } } public record Page<T>(T[] Items, [|UInt128?|] Cursor, [|long|] NextId);"""),
        new("CMQ0208", """
            [[|CmqQueue("q")|]] public partial class P { [MaxLength(20_000)] public string? A { get; set; } }
            [CmqQueue("r", MaxMsgSize = [|1024|])] public partial record R([MaxLength(200)] string A, [StringLength(100)] string B);
            [CmqQueue("s", MaxMsgSize = [|1024|])] public partial record S([property: MaxLength(30)] List<Point> A, DateTime B);
            [CmqQueue("t", MaxMsgSize = [|1024|])] public partial class T { [Length(1, 800)] public byte[]? A { get; set; } }
            public record struct Point(double X, double Y, Unit Unit);
            public enum Unit { Metre, Foot }
            """),
    ];

    public static IReadOnlyList<RuleCase> Allowed { get; } =
    [
        new("CMQ0107", """[CmqQueue("orders")] public partial record P(int A); [CmqQueue<P>("orders")] internal partial class Again { } [CmqQueue<P>("refunds")] internal partial class Refunds { }"""),
        new("CMQ0108", """
            [CmqQueue("reminders", MsgRetentionSeconds = 600)] public partial record P(int A);
            [CmqQueue<P>("long-reminders", MsgRetentionSeconds = 86400)] internal partial class LongReminders { }
            public static class Sends { public static Task Late(CmqClient cmq, P message) => cmq.Queue<P, LongReminders>().SendAsync(message, TimeSpan.FromHours(1)); }
            """),
        new("CMQ0001", """public record P(int A); [CmqQueue("q")] public sealed partial record R(P A);"""),
        new("CMQ0002", """public class Outer { public partial record P(int A); } public static partial class Other { [CmqQueue("q")] internal partial record R(Outer.P A); }"""),
        new("CMQ0003", """public partial record P(int A);""", LanguageVersion.CSharp10),
        new("CMQ0003", """[CmqQueue("q")] public partial record P(int A);"""),
        new("CMQ0004", """public record Page<T>(IReadOnlyList<T> Items, int Next); [CmqQueue("q")] public partial record P(Page<int> A, Page<Page<string>>? B);"""),
        new("CMQ0005", """public abstract record Event(DateTimeOffset At); [CmqQueue("q")] public sealed partial record P(DateTimeOffset At, int A) : Event(At); [CmqQueue("r")] public readonly partial record struct R(int A);"""),
        new("CMQ0006", """[CmqQueue("q")] public partial class P { public P() { } public P(int a) => A = a; public int A { get; set; } } [CmqQueue("r")] public partial class R { [JsonConstructor] public R(int a) => A = a; public R(string a) => A = a.Length; public int A { get; } }"""),
        new("CMQ0007", """[CmqQueue("q")] public partial record P(int A); public class PQueue<T> { } public class Elsewhere { public class PQueue { } public int P { get; set; } }"""),
        new("CMQ0008", """namespace N { public class System { } [global::CmqContracts.CmqQueue("q")] public partial record P(int A); }"""),
        new("CMQ0009", """[CmqQueue("q")] public partial record P(int A); [CmqQueue<P>("again")] public partial class AgainQueue { public P? Last { get; set; } }"""),
        new("CMQ0010", """public record Mail(int Id); public static partial class Queues { [CmqQueue<Mail>("mails")] public abstract partial class Mails { } [CmqQueue<Mail>("letters")] public readonly partial struct Letters { } }"""),
        new("CMQ0013", """public record Base([property: DeduplicationKey] int Id); [CmqQueue("q")] public partial record P(int Id, string B) : Base(Id); [CmqTopic("t")] public partial record E([DeduplicationKey] int A, [DeduplicationKey] int B);"""),
        new("CMQ0014", """
            public abstract class Event { [DeduplicationKey] public virtual string Id { get; set; } = ""; [JsonIgnore] public int Other { get; set; } }
            [CmqQueue("p")] public partial class P : Event { public override string Id { get; set; } = ""; }
            [CmqQueue("q")] public partial record Q([DeduplicationKey] DayOfWeek A, int? B);
            [CmqQueue("r")] public partial record struct R(int A, int B) { [DeduplicationKey] private string Key => $"{A}/{B}"; }
            public record Mail([DeduplicationKey] Guid Id); [CmqQueue<Mail>("mails")] public partial class Mails { }
            public class Outside { [DeduplicationKey] public double A { get; set; } }
            """),
        new("CMQ0101", """[CmqQueue("a", DeadLetterQueue = "A-1_b", MaxReceiveCount = 1)] public partial record P(int A);"""),
        new("CMQ0101", """[CmqQueue("orders-dlq")] public partial record P(int A);"""),
        new("CMQ0102", """[CmqQueue("q", VisibilityTimeout = 1, PollingWaitSeconds = 30, MaxMsgSize = 1024, MsgRetentionSeconds = 600, RewindSeconds = 600, MaxMsgHeapNum = 1, DeadLetterQueue = "d", MaxTimeToLive = 599)] public partial record P(int A);"""),
        new("CMQ0103", """[CmqQueue("q", MsgRetentionSeconds = 60, RewindSeconds = 60)] public partial record P(int A);"""),
        new("CMQ0103", """[CmqQueue("q", MsgRetentionSeconds = 30, RewindSeconds = 60)] public partial record P(int A);""", Service: "Tdmq"),
        new("CMQ0104", """[CmqQueue("q", DeadLetterQueue = "d", MaxReceiveCount = 3)] public partial record P(int A); [CmqQueue("r", DeadLetterQueue = "d", MaxTimeToLive = 300)] public partial record R(int A);"""),
        new("CMQ0105", """[CmqQueue("q", MsgRetentionSeconds = 301, DeadLetterQueue = "d", MaxTimeToLive = 300)] public partial record P(int A);"""),
        new("CMQ0106", """[CmqQueue("q", DeadLetterQueue = "q2", MaxReceiveCount = 3)] public partial record P(int A); [CmqQueue("q2")] public partial record R(int A);"""),
        new("CMQ0201", """[CmqQueue("q")] public partial class P { public int A { get; set; } [JsonIgnore] public Action? B { get; set; } public int this[int i] => i; public static object? C { get; set; } internal object? D { get; set; } public object? E; }"""),
        new("CMQ0201", """public class P { public Action? Anything { get; set; } }"""),
        new("CMQ0201", """public class Lines : List<int> { public int Sum => Count; } public class Prices : Dictionary<string, decimal> { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Prices() { } public required string Currency { get; set; } } [CmqQueue("q")] public partial record P(Lines A, Prices? B, System.Collections.ObjectModel.ReadOnlyCollection<int> C, System.Collections.Frozen.FrozenSet<string> D, System.Collections.Frozen.FrozenDictionary<int, Lines> E);"""),
        new("CMQ0209", """public class P { public object? Anything { get; set; } }"""),
        new("CMQ0209", """[CmqQueue("q")] public partial class P { public System.Text.Json.JsonElement A { get; set; } public System.Text.Json.Nodes.JsonNode? B { get; set; } [JsonExtensionData] public Dictionary<string, object>? C { get; set; } [JsonIgnore] public object? D { get; set; } }"""),
        new("CMQ0210", """[CmqQueue("q")] public partial record P(int A, string B) { public int Twice => A * 2; public string Text { get { return B; } } [JsonInclude] public int C { get; private set; } [JsonIgnore] public List<int> D { get; } = new(); }"""),
        new("CMQ0210", """[CmqQueue("q")] public partial class P { public P(List<int> lines) => Lines = lines; public List<int> Lines { get; } public int this[int i] => i; internal int E { get; } = 1; public static int F { get; } = 1; [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public int G { get; set; } }"""),
        new("CMQ0211", """[JsonSerializable(typeof(P))] public partial class C : JsonSerializerContext { public C() : base(null) { } public static C Default { get; } = new(); protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null; public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; } [CmqQueue("q", JsonContext = typeof(C))] public partial record P(Action A);"""),
        new("CMQ0202", """[CmqQueue("q")] public partial class P { public int A { get; set; } [JsonIgnore] public int a { get; set; } [JsonPropertyName("c")] public int B { get; set; } }"""),
        new("CMQ0212", """public abstract class B { [JsonPropertyName("ay")] public abstract int A { get; set; } [JsonIgnore, JsonPropertyName("bee")] public virtual int C { get; set; } [JsonPropertyName("d")] public int D { get; set; } } [CmqQueue("q")] public partial class P : B { [JsonPropertyName("ay")] public override int A { get; set; } public override int C { get; set; } [JsonIgnore] public new int D { get; set; } }"""),
        new("CMQ0204", """[CmqQueue("q")] [JsonObjectCreationHandling(JsonObjectCreationHandling.Replace)] public partial class P { [JsonObjectCreationHandling(JsonObjectCreationHandling.Replace)] public List<int> A { get; set; } = new(); }"""),
        new("CMQ0203", """[CmqQueue("q")] public partial class P { public P(int A, string? b = null) { this.A = A; B = b; } public int A { get; } public string? B { get; } }"""),
        new("CMQ0204", """[CmqQueue("q")] public partial class P { [JsonIgnore(Condition = JsonIgnoreCondition.Never)] public int A { get; set; } [JsonInclude] public int B; [JsonRequired] public int C { get; set; } [JsonIgnore, JsonNumberHandling(JsonNumberHandling.WriteAsString)] public int D { get; set; } }"""),
        new("CMQ0204", """[JsonConverter(typeof(JsonStringEnumConverter<E>))] public enum E { A } [CmqQueue("q")] public partial record P(E A, E? B, List<E> C, [property: JsonConverter(typeof(JsonStringEnumConverter))] DayOfWeek? D);"""),
        new("CMQ0204", """[CmqQueue("q")] public partial class P { [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? A { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int B { get; set; } }"""),
        new("CMQ0205", """[CmqQueue("q")] public partial class P { public required int A { get; set; } public required string B { get; init; } } [CmqQueue("r")] public partial class R { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public R() { } [JsonIgnore] public required int A { get; set; } }"""),
        new("CMQ0214", """
            [CmqQueue("p")] public partial record P(Id A, int B); public partial record Id(int A) { }
            // Another generator adds:
            partial record P { public void Check() { } internal int Hidden { get; set; } public static int Count; private sealed class CmqCodec_ { } } partial record Id : IDisposable { void IDisposable.Dispose() { } } public record Other(int A);
            """),
        new("CMQ0213", """[JsonDerivedType(typeof(B))] public class A { [JsonPropertyName("$type")] public int X { get; set; } } public class B : A { } [CmqQueue("q")] public partial record P(A A); [CmqQueue("r"), JsonDerivedType(typeof(S), "s")] public partial record R(int Type, [property: JsonIgnore] int Kind = 1); public record S(int Type) : R(Type);"""),
        new("CMQ0308", """
            public record Mail(int Id); [CmqQueue<Mail>("mails"), CmqTopic<Mail>("mails")] public partial class Mails { } [CmqQueue("q"), CmqTopic("t")] public partial record P(int A);
            public class Store { public T Queue<T>() => default!; public static List<T> Topic<T>() => new(); }
            public static class S
            {
                public static void Run(CmqClient cmq, Store store) { _ = cmq.Queue<P>(); _ = cmq.Topic<P>(); _ = cmq.Queue<Mail, Mails>(); _ = cmq.Topic<Mail, Mails>(); _ = cmq.Queue("q"); _ = store.Queue<int>(); _ = Store.Topic<Mail>(); }
                public static IQueueClient<T> Of<T, TBinding>(CmqClient cmq) where T : IQueueMessage<T> where TBinding : P, IQueueMessage<Mail> { _ = cmq.Queue<Mail, TBinding>(); _ = new List<T>(); return cmq.Queue<T>(); }
                public static IQueueClient<ReadOnlyMemory<byte>> Plain(IQueueClient<Mail> injected, CmqClient cmq) => cmq.Queue("plain");
            }
            """),
        .. UseCases.Allowed,
        .. TopicCases.Allowed,
        .. SettlementCases.Allowed,
        .. HandlerCases.Allowed,
        new("CMQ0101", """[CmqQueue("retry", DeadLetterQueue = "orders-dlq-2", MaxReceiveCount = 3)] public partial record P(int A);""", Service: "Tdmq"),
        new("CMQ0107", """
            [CmqQueue("orders", DeadLetterQueue = "orders-dead", MaxReceiveCount = 5)] public partial record P(int A);
            [CmqQueue("orders-dead")] public partial record R(int A);
            [CmqQueue("orders_dead")] public partial record S(int A);
            public partial class O { [CmqQueue("order")] public partial record P(int A); }
            """),
        new("CMQ0107", """[CmqQueue("q")] public partial class P { public int A { get; set; } } public partial class P { public int B { get; set; } }"""),
        new("CMQ0108", """
            [CmqQueue("reminders", MsgRetentionSeconds = 600)] public partial record P(int A);
            [CmqQueue("reports")] public partial record R(int A);
            public sealed record Settings(TimeSpan Delay) { public static readonly TimeSpan Default = TimeSpan.FromHours(1); }
            public class Scheduler
            {
                public Task SendAsync(P message, TimeSpan delay) => Task.CompletedTask;
                public async Task Run(IQueueClient<P> queue, IQueueClient<R> reports, CmqClient cmq, P message, R report, Settings settings, int minutes)
                {
                    await queue.SendAsync(message);
                    await queue.SendAsync(message, TimeSpan.Zero);
                    await queue.SendAsync(message, delay: default);
                    await queue.SendAsync(message, TimeSpan.FromSeconds(599));
                    await queue.SendAsync(message, TimeSpan.FromMinutes(9.98));
                    await queue.SendAsync(message, settings.Delay);
                    await queue.SendAsync(message, Settings.Default);
                    await queue.SendAsync(message, TimeSpan.FromMinutes(minutes));
                    await queue.SendAsync(message, TimeSpan.FromMinutes(5) * 3);
                    _ = await queue.SendManyAsync(new[] { message }, new TimeSpan(0, 9, 59));
                    await reports.SendAsync(report, TimeSpan.FromDays(3.99));
                    _ = await queue.ReceiveAsync(TimeSpan.FromSeconds(30));
                    await SendAsync(message, TimeSpan.FromHours(1));
                    await Task.Delay(TimeSpan.FromHours(1));
                }
                public Task Forward<T>(IQueueProducer<T> queue, T message) => queue.SendAsync(message, TimeSpan.FromDays(10));
            }
            """),
        new("CMQ0108", """[CmqQueue("q")] public partial record P(int A); public static class C { public static Task Late(IQueueProducer<P> queue, P message) => queue.SendAsync(message, TimeSpan.FromSeconds(3599)); }""", Service: "Tdmq"),
        new("CMQ0109", """
            [CmqQueue("reminders")] public partial record P(int A);
            public static class Sends
            {
                public static async Task Run(IQueueClient<P> queue, P message, DateTime due)
                {
                    await queue.SendAsync(message, TimeSpan.FromSeconds(0));
                    await queue.SendAsync(message, due - DateTime.UtcNow);
                    await queue.SendAsync(message, TimeSpan.FromMinutes(90));
                    await queue.SendAsync(message, TimeSpan.FromHours(1).Duration());
                }
            }
            """),
        new("CMQ0110", """[CmqQueue("q", VisibilityTimeout = 60, MsgRetentionSeconds = 60)] public partial record P(int A); [CmqQueue("r", VisibilityTimeout = 43200)] public partial record R(int A); [CmqQueue("s", MsgRetentionSeconds = 60)] public partial record S(int A);"""),
        new("CMQ0111", """[CmqQueue("q", PollingWaitSeconds = 30)] public partial record P(int A);"""),
        new("CMQ0111", """[CmqQueue("q", PollingWaitSeconds = 3)] public partial record P(int A); [CmqQueue("r")] public partial record R(int A);""", Service: "Tdmq"),
        new("CMQ0112", """
            [CmqQueue("orders", DeadLetterQueue = "dead", MaxReceiveCount = 5)] public partial record P(int A);
            [CmqQueue("refunds", DeadLetterQueue = "DEAD", MaxTimeToLive = 300)] public partial record R(int A);
            [CmqQueue("dead", MsgRetentionSeconds = 86400)] public partial record Dead(int A);
            [CmqQueue("other", DeadLetterQueue = "elsewhere", MaxReceiveCount = 5)] public partial record Other(int A);
            """),
        new("CMQ0206", """
            [CmqQueue("q")]
            public partial class P
            {
                [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyName("a")] public string? A { get; set; }
                [JsonInclude, JsonRequired, JsonPropertyName("b")] public int B;
                [JsonIgnore, JsonPropertyOrder(1)] public int C { get; set; }
                [JsonIgnore, Obsolete("old")] public int D { get; set; }
            }
            public class NotSent { [JsonIgnore, JsonPropertyName("a")] public int A { get; set; } }
            """),
        new("CMQ0207", """
            [CmqQueue("q")]
            public partial record P(int Id, uint CustomerId, Guid OrderId, string TraceId, long Paid, long Count, ulong Bytes, decimal Total, double Rate, long UnixMilliseconds)
            {
                [JsonIgnore] public long RowId { get; set; }
                public long Grid { get; init; }
                internal long InternalId { get; set; }
            }
            public record NotSent(long Id);
            """),
        new("CMQ0208", """
            [CmqQueue("a", MaxMsgSize = 1024)] public partial record A(Guid Id, string Text, DateTimeOffset At);
            [CmqQueue("b", MaxMsgSize = 1024)] public partial record B([MaxLength(160)] string Text);
            [CmqQueue("c", MaxMsgSize = 1024)] public partial record C(List<int> Numbers, Uri Address);
            [CmqQueue("d", MaxMsgSize = 1024)] public partial record D(D? Next, [MaxLength(2000)] string Text);
            [CmqQueue("e", MaxMsgSize = 1024)] public partial record E([MaxLength] string Text, [MinLength(5000)] string Long);
            [CmqQueue("f", MaxMsgSize = 1024)] public partial record F(Dictionary<string, int> Map, [MaxLength(2000)] string Text);
            [CmqQueue("g", MaxMsgSize = 1024)] public partial record G([MaxLength(5)] List<string> Names);
            [CmqQueue("h")] public partial record H([MaxLength(10_000)] string Text);
            [CmqQueue("i", MaxMsgSize = 1024)] public partial class I { [JsonIgnore, MaxLength(5000)] public string? Text { get; set; } public int Id { get; set; } }
            """),
    ];
}
