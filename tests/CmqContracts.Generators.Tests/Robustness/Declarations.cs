namespace CmqContracts.Generators.Tests.Robustness;

/// <summary>A piece of a user's code.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Source">The code.</param>
/// <param name="Expected">The ids of all that is reported, in order: ours, or the compiler's about the user's own mistake. Empty: it works.</param>
internal sealed record Declaration(string Name, string Source, string Expected);

/// <summary>What users declare, and what they should not.</summary>
internal static class Declarations
{
    public static IReadOnlyList<Declaration> All { get; } =
    [
        // Kinds of types.
        new("record", """[CmqQueue("q")] public partial record P(int A);""", ""),
        new("record class", """[CmqQueue("q")] public partial record class P(int A);""", ""),
        new("record struct", """[CmqQueue("q")] public partial record struct P(int A);""", ""),
        new("readonly record struct", """[CmqQueue("q")] public readonly partial record struct P(int A);""", ""),
        new("struct", """[CmqQueue("q")] public partial struct P { public int A { get; set; } }""", ""),
        new("readonly struct with a constructor", """[CmqQueue("q")] public readonly partial struct P { [JsonConstructor] public P(int a) => A = a; public int A { get; } }""", ""),
        new("ref struct", """[CmqQueue("q")] public ref partial struct P { public int A { get; set; } }""", "CMQ0005"),
        new("class", """[CmqQueue("q")] public partial class P { public int A { get; set; } }""", ""),
        new("sealed class", """[CmqQueue("q")] public sealed partial class P { public int A { get; set; } }""", ""),
        new("abstract class", """[CmqQueue("q")] public abstract partial class P { public int A { get; set; } }""", "CMQ0005"),
        new("static class", """[CmqQueue("q")] public static partial class P { }""", "CMQ0005"),
        new("interface", """[CmqQueue("q")] public partial interface P { int A { get; set; } }""", "CS0592"),
        new("enum", """[CmqQueue("q")] public enum P { A }""", "CS0592"),
        new("delegate", """[CmqQueue("q")] public delegate void P();""", "CS0592"),
        new("collection", """[CmqQueue("q")] public partial class P : List<int> { }""", "CMQ0005"),
        new("map", """[CmqQueue("q")] public partial class P : Dictionary<string, int> { }""", "CMQ0005"),
        new("exception", """[CmqQueue("q")] public partial class P : Exception { }""", "CMQ0201"),
        new("generic", """[CmqQueue("q")] public partial record P<T>(T A);""", "CMQ0004"),
        new("nested in a generic type", """public partial class O<T> { [CmqQueue("q")] public partial record P(T A); }""", "CMQ0004"),
        new("file-local", """[CmqQueue("q")] file partial record P(int A);""", "CMQ0005"),

        // Topics.
        new("topic", """[CmqTopic("t")] public partial record P(int A);""", ""),
        new("topic that is a struct, and one by keys", """[CmqTopic("t", MaxMsgSize = 2048)] public partial struct P { public int A { get; set; } } [CmqTopic("u", Filter = CmqContracts.TopicFilter.RoutingKey)] public partial record R(int A);""", ""),
        new("topic and queue", """[CmqTopic("t"), CmqQueue("q")] public partial record P(int A); [CmqQueue("r")] [CmqTopic("u")] public partial record R(int A);""", ""),
        new("topic and queue on two parts", """[CmqTopic("t")] public partial record P(int A); [CmqQueue("q")] public partial record P;""", ""),
        new("topic, queue and subscriptions", """[CmqTopic("t"), CmqQueue("q"), CmqSubscription("t"), CmqSubscription("u", Name = "n", BindingKeys = new[] { "a.*", "\"\\" }, NotifyStrategy = CmqContracts.NotifyStrategy.BackoffRetry)] public partial record P(int A);""", ""),
        new("subscriptions on two parts", """[CmqQueue("q"), CmqSubscription("t")] public partial record P(int A); [CmqSubscription("u", FilterTags = new[] { "vip" })] public partial record P;""", ""),
        new("topic and queue by a context", """[CmqTopic("t"), CmqQueue("q", JsonContext = typeof(C))] public partial record P(int A); [JsonSerializable(typeof(P))] public class C : JsonSerializerContext { public C() : base(null) { } public static C Default => new(); protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null; public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; }""", ""),
        new("topic nested private", """public partial class O { [CmqTopic("t")] private partial record P(int A); }""", ""),
        new("topic with members named like generated names", """[CmqTopic("t"), CmqQueue("q")] public partial record P(int CmqCodec, int Contract, int TopicContract, int Topic, int Queue);""", ""),
        new("bindings of one message to a topic and a queue", """public record M(int A); [CmqQueue<M>("q"), CmqTopic<M>("t"), CmqSubscription("t")] public partial class B { } [CmqTopic<M>("u")] internal partial struct C { }""", ""),
        new("bindings of a message that has both", """[CmqQueue("q"), CmqTopic("t")] public partial record M(int A); [CmqTopic<M>("u")] public partial class B { }""", ""),
        new("bindings of two messages on one class", """public record M(int A); public record N(int A); [CmqTopic<N>("t"), CmqQueue<M>("q")] public partial class B { }""", "CMQ0009"),
        new("topic and binding of another message", """public record M(int A); [CmqTopic("t"), CmqQueue<M>("q")] public partial record P(int A);""", "CMQ0009"),
        new("not partial topic", """[CmqTopic("t")] public record P(int A);""", "CMQ0001"),
        new("not partial topic and queue", """[CmqTopic("t"), CmqQueue("q")] public record P(int A);""", "CMQ0001"),
        new("topic of an interface", """[CmqTopic("t")] public partial interface P { int A { get; set; } }""", "CS0592"),
        new("topic twice", """[CmqTopic("t"), CmqTopic("u")] public partial record P(int A);""", "CS0579"),
        new("topic without a name", """[CmqTopic] public partial record P(int A);""", "CS7036"),
        new("topic with an empty name", """[CmqTopic("")] public partial record P(int A);""", "CMQ0113"),
        new("topic with a name that is null", """[CmqTopic(null!)] public partial record P(int A);""", "CMQ0113"),
        new("topic with what is not there", """[CmqTopic(Missing, Filter = Nothing.Tags)] public partial record P(int A);""", "CS0103"),
        new("topic of a member without a shape", """[CmqTopic("t"), CmqQueue("q")] public partial record P(object A, Action B);""", "CMQ0201 CMQ0209"),
        new("subscription without a name", """[CmqQueue("q"), CmqSubscription] public partial record P(int A);""", "CS7036"),
        new("subscription with what is not there", """[CmqQueue("q"), CmqSubscription("t", FilterTags = new[] { Missing, 1 })] public partial record P(int A);""", "CS0103"),
        new("subscription with no tags in three ways", """[CmqQueue("q"), CmqSubscription("t", FilterTags = null!), CmqSubscription("u", FilterTags = new string[0]), CmqSubscription("v", FilterTags = new string[] { })] public partial record P(int A);""", ""),
        new("subscription of nothing", """[CmqSubscription("t")] public record P(int A);""", "CMQ0011"),
        new("subscription of a topic", """[CmqTopic("t"), CmqSubscription("t")] public partial record P(int A);""", "CMQ0011"),
        new("subscription by an enum that is none", """[CmqQueue("q"), CmqSubscription("t", NotifyStrategy = (CmqContracts.NotifyStrategy)7)] public partial record P(int A);""", ""),
        new("attribute of another library named like ours", """namespace Other { public sealed class CmqTopicAttribute : Attribute { } public sealed class CmqSubscriptionAttribute : Attribute { } [CmqTopic, CmqSubscription] public class P { } }""", ""),
        new("client of a topic whose name is taken", """[CmqTopic("t")] public partial record P(int A); public class PTopic { }""", "CMQ0007"),
        new("type named like the client of another's topic", """[CmqTopic("t")] public partial record P(int A); [CmqTopic("u")] public partial record PTopic(int A);""", "CMQ0007"),

        // Partial, or not.
        new("not partial record", """[CmqQueue("c")] public record C(int Id);""", "CMQ0001"),
        new("not partial struct", """[CmqQueue("c")] public struct C { public int Id { get; set; } }""", "CMQ0001"),
        new("not partial sealed internal class", """namespace N { [CmqQueue("c")] sealed class C { public int Id { get; set; } } }""", "CMQ0001"),
        new("not partial and nested", """public partial class O { [CmqQueue("c")] private protected record C(int Id); }""", "CMQ0001"),
        new("not partial and obsolete", """[Obsolete("old", true)] [CmqQueue("c")] public record C(int Id);""", "CMQ0001"),
        new("one part is not partial", """[CmqQueue("q")] public partial record P(int A); public record P { public int B { get; set; } }""", "CS0260"),
        new("container is not partial", """public class O { [CmqQueue("q")] public partial record P(int A); }""", "CMQ0002"),
        new("outermost container is not partial", """public class O { public partial struct M { [CmqQueue("q")] public partial record P(int A); } }""", "CMQ0002"),
        new("parts in several places", """[CmqQueue("q")] public partial class P { public int A { get; set; } } public partial class P { public int B { get; set; } } partial class P;""".Replace("partial class P;", "partial class P { }", StringComparison.Ordinal), ""),
        new("attribute on the second part", """public partial class P { public int A { get; set; } } [CmqQueue("q")] public partial class P { public int B { get; set; } }""", ""),
        new("attribute on two parts", """[CmqQueue("q")] public partial record P(int A); [CmqQueue("r")] public partial record P;""", "CS0579"),
        new("attribute twice", """[CmqQueue("q"), CmqQueue("r")] public partial record P(int A);""", "CS0579"),

        // Where they are nested.
        new("file-scoped namespace", """namespace N.M; [CmqQueue("q")] public partial record P(int A);""", ""),
        new("block namespace", """namespace N { namespace M { [CmqQueue("q")] public partial record P(int A); } }""", ""),
        new("nested in every kind", """public partial interface I { public partial record R(int X) { public readonly partial record struct S(int Y) { public static partial class C { [CmqQueue("q")] public partial record P(int A); } } } }""", ""),
        new("nested private", """public partial class O { [CmqQueue("q")] private partial record P(int A); }""", ""),
        new("nested protected", """public partial class O { [CmqQueue("q")] protected partial record P(int A); [CmqQueue("q2")] protected internal partial record Q(int A); [CmqQueue("q3")] private protected partial record R(int A); }""", ""),
        new("nested protected in a sealed class", """
            #pragma warning disable CS0628
            public sealed partial class O { [CmqQueue("q")] protected partial record P(int A); [CmqQueue("q2")] protected internal partial record Q(int A); [CmqQueue("q3")] private protected partial record R(int A); }
            """, ""),
        new("nested in a contract", """[CmqQueue("o")] public partial record O(O.P A) { [CmqQueue("p")] public partial record P(int A); }""", ""),
        new("nested in an internal class", """internal partial class O { [CmqQueue("q")] public partial record P(Inner A); internal record Inner(int B); }""", ""),
        new("in namespace System", """namespace System.Something { public class Task { } public class String { } [CmqQueue("q")] public partial record Json(int A, Task T); }""", ""),
        new("in our namespace", """namespace CmqContracts.Something { [CmqQueue("q")] public partial record P(int A); }""", ""),
        new("beside the registration class", """namespace CmqContracts { [CmqQueue("q")] public partial record AddContracts(int A); }""", ""),
        new("in a namespace beside types named like namespaces", """namespace N { public class System { } public class CmqContracts { } public class Microsoft { } [global::CmqContracts.CmqQueue("q")] public partial record P(System A, CmqContracts B); }""", ""),
        new("in a type with members named like namespaces", """public partial class O { public int System; public class CmqContracts { } [CmqQueueAttribute("q")] public partial record P(int System, int CmqContracts); }""", ""),

        // Names.
        new("names equal but for case", """namespace N { [CmqQueue("a")] public partial record Order(int A); [CmqQueue("b")] public partial record ORDER(int A); [CmqQueue("c")] public partial record OrdeR(int A); }""", ""),
        new("namespaces equal but for case", """namespace Ab { [CmqQueue("a")] public partial record P(int A); } namespace AB { [CmqQueue("b")] public partial record P(int A); }""", ""),
        new("nested and dotted", """namespace N.O { [CmqQueue("a")] public partial record P(int A); } namespace M { public partial class N_O { [CmqQueue("b")] public partial record P(int A); } public partial class N { public partial class O { [CmqQueue("c")] public partial record P(int A); } } } namespace M.N_O2 { [CmqQueue("d")] public partial record P(int A); }""", ""),
        new("nested in types that differ by arity", """public partial class O { [CmqQueue("a")] public partial record P(int A); } public partial class O<T> { [CmqQueue("b")] public partial record P(int A); }""", "CMQ0004"),
        new("letters that only some files allow", "[CmqQueue(\"a\")] public partial record Cafe\u0301(int A); [CmqQueue(\"b\")] public partial record Cafe\u0300(int B); [CmqQueue(\"c\")] public partial record A\u203fB(int B);", ""),
        new("Chinese", """namespace 订单 { [CmqQueue("q")] public partial record 订单已下(int 编号, string 客户, List<行> 行们); public record 行(int 数量); }""", ""),
        new("long names", $$"""namespace {{new string('n', 200)}} { [CmqQueue("q")] public partial record {{new string('A', 200)}}1(int A); [CmqQueue("r")] public partial record {{new string('A', 200)}}2(int A); }""", ""),
        new("keywords", """namespace @event.@class { [CmqQueue("q")] public partial record @record(int @int, int @class, @new @this, @new? @base = null) { public required int @void { get; init; } } public partial class @new { [CmqQueue("r")] public partial record @struct(int @if); } }""", ""),
        new("types called partial", """namespace @partial { [CmqQueue("p")] public partial class partial { public int A { get; set; } public @partial? Next { get; set; } public List<@partial>? All { get; set; } } } [CmqQueue("q")] public partial record struct @record(int A, @file? B); public record struct @file(int A);""", "CS8981"),
        new("contextual keywords", """[CmqQueue("q")] public partial record @var(int @async, int await, int @file, int scoped, int required, int field, int @record, int partial, int where, int nameof, int _);""", ""),
        new("lower case", """
            #pragma warning disable CS8981
            [CmqQueue("q")] public partial record order(int a, int A, int b);
            """, "CMQ0202"),
        new("type in lower case", """
            #pragma warning disable CS8981
            [CmqQueue("q")] public partial record order(line a); public record line(int b);
            """, ""),
        new("record Queue", """[CmqQueue("q")] public partial record Queue(int A); [CmqQueue("r")] public partial record QueueQueueQueue(int A);""", ""),
        new("names of the framework", """namespace N { [CmqQueue("a")] public partial record Task(int A); [CmqQueue("b")] public partial record String(Task A, Json B); public record Json(Guid G); public record Guid(int A); [CmqQueue("c")] public partial record Console(Int32 A); public record Int32(object2 O); public record object2(int A); }""", ""),
        new("names of ours", """namespace N { [CmqQueue("a")] public partial record QueueClient(int A); [CmqQueue("b")] public partial record CmqClient(QueueContract A); public record QueueContract(int A); [CmqQueue("c")] public partial record IQueueMessage(int A); [CmqQueue("d")] public partial record JsonMessageCodec(int Encode, int Decode, int Write, int Read); }""", ""),
        new("members named like generated names", """[CmqQueue("q")] public partial record P(int Contract, int CmqCodec, int value, int reader, int writer, int member, int result, int more, int item, int items, int key, int some, int Some2, int HasValue, int ContractOf, int Name, int Queue);""", ""),
        new("nullable members named like generated names", """[CmqQueue("q")] public partial class P { public int? Some { get; set; } public string? some2 { get; init; } public required List<int>? Value { get; set; } public int? hasValue { get; init; } public int? Result { get; init; } public int? Member { get; set; } }""", ""),
        new("nested types named like generated names", """[CmqQueue("q")] public partial record P(P.CmqCodec A, P.Contract B, P.WriteP C, P.ReadP D, P.MembersOfP E) { public record CmqCodec(int A); public record Contract(int A); public record WriteP(int A); public record ReadP(int A); public record MembersOfP(int A); }""", ""),
        new("methods named like generated names", """[CmqQueue("q")] public partial class P { public int A { get; set; } public void WriteP() { } public int ReadP => 1; public event Action? CmqCodec { add { } remove { } } }""", ""),
        new("record CmqCodec", """[CmqQueue("q")] public partial record CmqCodec(int A);""", ""),
        new("inherited CmqCodec", """public class B { public int CmqCodec { get; set; } } [CmqQueue("q")] public partial class P : B { }""", ""),
        new("labels that meet", """[CmqQueue("q")] public partial class P { public A.X S { get; set; } = new(); public B.X T { get; set; } = new(); public List<A.X> U { get; set; } = new(); public List<B.X> V { get; set; } = new(); public ListOfX W { get; set; } = new(); } public class A { public class X { public int C { get; set; } } } public class B { public class X { public int D { get; set; } } } public class ListOfX { public int E { get; set; } }""", ""),
        new("labels of inherited init members that meet", """[CmqQueue("q")] public partial class P { public A? S { get; set; } public AB? T { get; set; } } public class Base { public int BC { get; init; } public int C { get; init; } } public class A : Base { } public class AB : Base { }""", ""),

        // The client's name.
        new("client's name is a type's", """[CmqQueue("q")] public partial record A(int X); public class AQueue { }""", "CMQ0007"),
        new("client's name is a contract's", """[CmqQueue("q")] public partial record A(int X); [CmqQueue("r")] public partial record AQueue(int X);""", "CMQ0007"),
        new("client's name is a generic type's", """[CmqQueue("q")] public partial record A(int X); public class AQueue<T> { }""", ""),
        new("client's name is a namespace's", """namespace N { [CmqQueue("q")] public partial record A(int X); } namespace N.AQueue { public class C { } }""", "CMQ0007"),
        new("client's name is a member's", """public partial class O { [CmqQueue("q")] public partial record A(int X); public int AQueue { get; set; } }""", "CMQ0007"),
        new("client's name is a method's", """public partial class O { [CmqQueue("q")] public partial record A(int X); public void AQueue() { } }""", "CMQ0007"),
        new("client's name is the container's", """public partial class AQueue { [CmqQueue("q")] public partial record A(int X); }""", "CMQ0007"),
        new("client's name is an inherited member's", """public class B { protected int AQueue { get; set; } } public partial class O : B { [CmqQueue("q")] public partial record A(int X); }""", "CMQ0007"),
        new("client's name is an inherited private member's", """public class B { private void AQueue() { } } public partial class O : B { [CmqQueue("q")] public partial record A(int X); }""", ""),

        // The attribute's arguments.
        new("constant name", """public static class Names { public const string Q = "q"; } [CmqQueue(Names.Q, DeadLetterQueue = Names.Q + "-dead", MaxReceiveCount = 1 + 2)] public partial record P(int A);""", ""),
        new("nameof", """[CmqQueue(nameof(P))] public partial record P(int A);""", ""),
        new("named argument", """[CmqQueue(name: "q", VisibilityTimeout = 5)] public partial record P(int A);""", ""),
        new("verbatim and raw names", """[CmqQueue(@"q")] public partial record P(int A); [CmqQueue("\u0072")] public partial record R(int A);""", ""),
        new("empty name", """[CmqQueue("")] public partial record P(int A);""", "CMQ0101"),
        new("null name", """[CmqQueue(null!)] public partial record P(int A);""", "CMQ0101"),
        new("default name", """[CmqQueue(name: default!)] public partial record P(int A);""", "CMQ0101"),
        new("name of several lines", """[CmqQueue("a\nb\r\u2028\u0085\0\ud800 <b> & \" \\ */")] public partial record P(int A);""", "CMQ0101"),
        new("other names with odd characters", """[CmqQueue("q", DeadLetterQueue = "a\n\"\\\u2029\udc00", MaxReceiveCount = 1)] public partial record P(int A);""", "CMQ0101"),
        new("required override that is not public", """public abstract record B { public abstract string A { get; init; } } [CmqQueue("q")] public partial record P : B { override required string A { get; init; } } [CmqQueue("r")] public partial record R : P;""", "CMQ0205 CS0507 CS0621 CS9032"),
        new("negative numbers", """[CmqQueue("q", VisibilityTimeout = -1, PollingWaitSeconds = -1, MaxMsgSize = int.MinValue, MaxMsgHeapNum = long.MinValue, MsgRetentionSeconds = -5)] public partial record P(int A);""", "CMQ0102"),
        new("largest numbers", """[CmqQueue("q", VisibilityTimeout = int.MaxValue, MaxMsgSize = int.MaxValue, MaxMsgHeapNum = long.MaxValue, MsgRetentionSeconds = int.MaxValue, RewindSeconds = int.MaxValue, DeadLetterQueue = "d", MaxTimeToLive = int.MaxValue)] public partial record P(int A);""", "CMQ0102"),
        new("no name", """[CmqQueue] public partial record P(int A);""", "CS7036"),
        new("unknown name", """[CmqQueue(Nowhere)] public partial record P(int A);""", "CS0103"),
        new("name that is not constant", """public static class Names { public static string Q = "q"; } [CmqQueue(Names.Q)] public partial record P(int A);""", "CS0182"),
        new("name that is a number", """[CmqQueue(1)] public partial record P(int A);""", "CS1503"),
        new("number that is a text", """[CmqQueue("q", VisibilityTimeout = "1")] public partial record P(int A);""", "CS0029"),
        new("unknown attribute argument", """[CmqQueue("q", Unknown = 1)] public partial record P(int A);""", "CS0246"),
        new("alias of the attribute", """using Q = CmqContracts.CmqQueueAttribute; [Q("q")] public partial record P(int A);""", ""),
        new("attribute of another library", """namespace Other { public sealed class CmqQueueAttribute : Attribute { } [CmqQueue] public record P(object A); }""", ""),

        // Constructors.
        new("parameterless and others", """[CmqQueue("q")] public partial class P { public P() { } public P(int a) => A = a; public P(string s) : this(s.Length) { } public int A { get; set; } }""", ""),
        new("two constructors", """[CmqQueue("q")] public partial class P { public P(string a) => A = a.Length; public P(int a) => A = a; public int A { get; } }""", "CMQ0006"),
        new("private constructor", """[CmqQueue("q")] public partial class P { private P() { } public int A { get; set; } }""", "CMQ0006"),
        new("two marked constructors", """[CmqQueue("q")] public partial class P { [JsonConstructor] public P() { } [JsonConstructor] public P(int a) => A = a; public int A { get; } }""", "CMQ0006"),
        new("copy constructor beside an ignored parameter", """[CmqQueue("q")] public partial record P([property: JsonIgnore] string? A = null, [property: JsonIgnore] short B = 3);""", ""),
        new("only an ignored parameter", """[CmqQueue("q")] public partial record P([property: JsonIgnore] string? A); [CmqQueue("r")] public partial record R([property: JsonIgnore] List<object>? A);""", ""),
        new("private constructors that fit as well", """[CmqQueue("q")] public partial class P { public P(short a = 3) => A = a; private P(int a) => A = (short)a; private P(object a) { } [JsonIgnore] public short A { get; } }""", ""),
        new("parameter without a member", """[CmqQueue("q")] public partial class P { public P(int b) => A = b; public int A { get; } }""", "CMQ0203"),
        new("parameter by reference", """[CmqQueue("q")] public partial class P { public P(ref int a) => A = a; public int A { get; } }""", "CMQ0203"),
        new("parameter in and params", """[CmqQueue("q")] public partial class P { public P(in int a, params string[] b) { A = a; B = b; } public int A { get; } public string[] B { get; } }""", ""),
        new("defaults of every kind", """[CmqQueue("q")] public partial record P(sbyte A = -1, byte B = 255, short C = short.MinValue, uint D = uint.MaxValue, long E = long.MinValue, ulong F = ulong.MaxValue, float G = float.NaN, double H = double.NegativeInfinity, decimal I = -79228162514264337593543950335m, char J = '\0', string K = "\n\"{}\ud800", bool L = true, DayOfWeek M = (DayOfWeek)(-7), DayOfWeek? N = DayOfWeek.Friday, byte? O = 1, decimal? Q = 0.10m, DateTime R = default, int? S = null, float T = -0f, double U = double.Epsilon);""", ""),
        new("default that is a time", """[CmqQueue("q")] public partial class P { public P([System.Runtime.InteropServices.Optional, System.Runtime.CompilerServices.DateTimeConstant(5)] DateTime a) => A = a; public DateTime A { get; } }""", ""),

        // Members.
        new("members of every kind", """
            [CmqQueue("q")] public partial class P
            {
                public const int Const = 1;
                public static int Static { get; set; }
                public int Field = 1;
                public readonly int ReadOnlyField = 1;
                public event Action? Event { add { } remove { } }
                public int this[int i] => i;
                public int GetOnly => 1;
                public int SetOnly { set { } }
                public int PrivateSet { get; private set; }
                public int InternalSet { get; internal set; }
                public int PrivateGet { private get; set; }
                public int Init { get; init; }
                public int PrivateInit { get; private init; }
                internal object? Internal { get; set; }
                private protected object? PrivateProtected { get; set; }
                [JsonInclude] public int IncludedField;
                [JsonInclude] public readonly int IncludedReadOnlyField = 1;
                public required int Required { get; set; }
                public required int RequiredInit { get; init; }
                public ref int ByRef => ref Field;
                public class Nested { }
            }
            """, "CMQ0210"),
        new("explicit interface implementation", """public interface I { object A { get; } } [CmqQueue("q")] public partial class P : I { object I.A => 1; public int B { get; set; } }""", ""),
        new("hidden members", """public class B { public int A { get; set; } public int C { get; init; } } [CmqQueue("q")] public partial class P : B { public new string A { get; set; } = ""; public new string C { get; init; } = ""; }""", ""),
        new("member hidden by what is not one", """public class B { public int A { get; set; } } [CmqQueue("q")] public partial class P : B { private new string A() => ""; }""", "CMQ0201"),
        new("override of one accessor", """public class B { public virtual int A { get; init; } public virtual int C { get; set; } } [CmqQueue("q")] public partial class P : B { public override int A => 1; public override int C { set { } } }""", ""),
        new("required field", """[CmqQueue("q")] public partial class P { public required int A; }""", "CMQ0205"),
        new("required and ignored", """[CmqQueue("q")] public partial class P { [JsonIgnore] public required int A { get; set; } }""", "CMQ0205"),
        new("required and internal", """[CmqQueue("q")] internal partial class P { internal required int A { get; set; } public required int B { get; internal set; } }""", "CMQ0205"),
        new("required of a base class", """public class B { public required int A; } [CmqQueue("q")] public partial class P : B { }""", "CMQ0205"),
        new("required and set by the constructor", """[CmqQueue("q")] public partial class P { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public P() { } public required int A; [JsonIgnore] public required int B { get; set; } public required int C { get; set; } }""", ""),
        new("obsolete members", """[CmqQueue("q")] public partial class P { [Obsolete] public int A { get; set; } [Obsolete("x")] public int B { get; init; } [Obsolete("x", true)] public int C { get; set; } public Old D { get; set; } = new(); } public class Old { [Obsolete("x", true)] public int A { get; set; } [Obsolete("x", true)] public int B { get; init; } }""", ""),
        new("obsolete types", """[Obsolete, CmqQueue("q")] public partial record P(int A); [Obsolete("x", true), CmqQueue("r")] public partial record R(int A); [Obsolete("x", true)] public partial class O { [CmqQueue("s")] public partial record S(int A); }""", ""),
        new("obsolete with an id", """[Obsolete("x", DiagnosticId = "OLD1"), CmqQueue("q")] public partial record P(int A); [CmqQueue("r")] public partial class R { [Obsolete("x", DiagnosticId = "OLD2")] public int A { get; set; } }""", ""),
        new("obsolete constructor", """[CmqQueue("q")] public partial class P { [Obsolete("x", true)] public P() { } public int A { get; set; } }""", ""),
        new("obsolete accessor", """[CmqQueue("q")] public partial class P { public int A { get; [Obsolete("x", true)] set; } }""", ""),
        new("obsolete type and broken", """[Obsolete("x", true), CmqQueue("r")] public partial record R(Action A);""", "CMQ0201"),
        new("not nullable", """
            #nullable disable
            [CmqQueue("q")] public partial record P(string A, List<string> B, P C) { public string D { get; set; } public required string E { get; init; } }
            """, ""),
        new("nullable in parts", """
            #nullable disable
            [CmqQueue("q")] public partial class P { public string A { get; set; } }
            #nullable enable
            public partial class P { public string? B { get; set; } public required List<string?> C { get; set; } }
            """, ""),
        new("pointers", """[CmqQueue("q")] public unsafe partial class P { public int* A { get; set; } public delegate*<int, void> B { get; set; } public void*[] C { get; set; } = null!; }""", "CMQ0201"),
        new("dynamic and native", """[CmqQueue("q")] public partial class P { public dynamic? A { get; set; } public nint B { get; set; } public (int, int) C { get; set; } public int[,] D { get; set; } = null!; public Action? E { get; set; } }""", "CMQ0201"),
        new("static type as a member", """public static class S { } [CmqQueue("q")] public partial class P { public S A => null!; }""", "CS0722"),
        new("type that does not exist", """[CmqQueue("q")] public partial record P(Missing A, List<Missing> B, Dictionary<string, Missing[]> C, Action<Missing> D, Missing? E, Dictionary<Missing, int> F);""", "CS0246"),
        new("base that does not exist", """[CmqQueue("q")] public partial record P(int A) : Missing(A);""", "CS0246 CS1729"),
        new("inner type that does not exist", """[CmqQueue("q")] public partial record P(Inner A); public class Inner { public Missing? A { get; set; } }""", "CS0246"),
        new("attribute that does not exist", """[CmqQueue("q")] public partial record P([property: Missing] int A);""", "CS0246"),
        new("duplicate members", """[CmqQueue("q")] public partial class P { public int A { get; set; } public string A { get; set; } = ""; }""", "CS0102"),
        new("duplicate types", """[CmqQueue("q")] public partial class P { public int A { get; set; } } public partial struct P { }""", "CS0261"),
        new("unfinished code", """[CmqQueue("q")] public partial record P(int A, """, "CS1001 CS1026 CS1031 CS1513 CS1514"),
        new("names that meet in JSON", """[CmqQueue("q")] public partial record P(int A, [property: JsonPropertyName("A")] int B);""", "CMQ0202"),
        new("JSON names with odd characters", """[CmqQueue("q")] public partial record P([property: JsonPropertyName("")] int A, [property: JsonPropertyName("\"\"\"")] int B, [property: JsonPropertyName("\\")] int C, [property: JsonPropertyName("\n\r\0\u2028")] int D, [property: JsonPropertyName("\ud800")] int E, [property: JsonPropertyName("{0}{{}}")] int F, [property: JsonPropertyName("*/ // #if")] int G);""", ""),
        new("null JSON name", """[CmqQueue("q")] public partial record P([property: JsonPropertyName(null!)] int A);""", ""),
        new("uncovered attributes", """[CmqQueue("q")] public partial class P { [JsonPropertyOrder(1)] public int A { get; set; } [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public Dictionary<string, int> B { get; } = new(); }""", "CMQ0204"),
        new("private members", """[CmqQueue("q")] public partial class P { [JsonInclude] private int C { get; set; } [JsonInclude] private protected int D; [JsonConstructor] private P(int e) => E = e; public int E { get; } [JsonExtensionData] public Dictionary<string, object>? Rest { get; set; } }""", ""),
        new("private members of a generic type", """public class G<T> { [JsonInclude] private T? C { get; set; } } [CmqQueue("q")] public partial record P(G<int> A);""", "CMQ0201"),
        new("names of generated code", """[JsonDerivedType(typeof(CmqCodec), "c")] public class Reader { public int seen { get; set; } public int member { get; set; } public string? name { get; set; } public int extra { get; set; } public int result { get; set; } } public class CmqCodec : Reader { } [CmqQueue("q")] public partial record P(Reader reader, int value, int writer, int seen, int name, int extra) { [JsonExtensionData] public Dictionary<string, object>? more { get; init; } }""", ""),

        // Types that hold each other.
        new("inherits a record", """public record B(int A) { public List<int>? C { get; init; } } [CmqQueue("q")] public partial record P(int A, int D) : B(A);""", ""),
        new("contract inherits a contract", """[CmqQueue("q")] public partial record B(int A); [CmqQueue("r")] public partial record P(int A, int D) : B(A); [CmqQueue("s")] public sealed partial record S(int A, int D) : P(A, D);""", ""),
        new("broken contract inherits a contract", """[CmqQueue("q")] public partial record B(int A); [CmqQueue("r")] public partial record P(int A, Action D) : B(A);""", "CMQ0201"),
        new("contract inherits a broken contract", """[CmqQueue("q")] public partial record B(Action A); [CmqQueue("r")] public partial record P(Action A, int D) : B(A);""", "CMQ0201"),
        new("inherits itself", """[CmqQueue("q")] public partial class P : R { } [CmqQueue("r")] public partial class R : P { }""", "CS0146"),
        new("holds itself", """[CmqQueue("q")] public partial record P(P? A, List<P> B, Dictionary<string, P[]>? C);""", ""),
        new("hold each other", """[CmqQueue("q")] public partial record P(R? A); [CmqQueue("r")] public partial record R(P? A, List<R> B);""", ""),
        new("struct holds itself", """[CmqQueue("q")] public partial struct P { public P A { get; set; } }""", "CS0523"),
        new("holds a broken contract", """[CmqQueue("q")] public partial record P(List<R> A); [CmqQueue("r")] public partial record R(Action B);""", "CMQ0201"),
        new("holds a contract that is not partial", """[CmqQueue("q")] public partial record P(List<R> A); [CmqQueue("r")] public record R(int B);""", "CMQ0001"),
        new("generic that grows", """[CmqQueue("q")] public partial record P(N<int> A); public class N<T> { public N<List<T>>? A { get; set; } public N<T[]>? B { get; set; } }""", "CMQ0201"),
        new("as deep as JSON", "[CmqQueue(\"q\")] public partial record P(" + string.Concat(Enumerable.Repeat("List<", 63)) + "int" + new string('>', 63) + " A);", ""),
        new("too deep", "[CmqQueue(\"q\")] public partial record P(" + string.Concat(Enumerable.Repeat("List<", 64)) + "int" + new string('>', 64) + " A);", "CMQ0201"),
        new("abstract member", """public abstract record B(int A); [CmqQueue("q")] public partial record P(B A, IDisposable C, List<B> D);""", "CMQ0201"),
        new("private type of another class", """public partial class O { private record Secret(int A); [CmqQueue("q")] private partial record P(Secret A); }""", ""),
        new("CLS compliant", """[assembly: CLSCompliant(true)] [CmqQueue("q")] public partial record P(int A);""", ""),
    ];

    /// <summary>What needs a language version above 11.</summary>
    public static IReadOnlyList<Declaration> OfNewerLanguages { get; } =
    [
        new("class with a primary constructor", """[CmqQueue("q")] public partial class P(int a, string b = "x") { public int A { get; } = a; public string B => b; }""", ""),
        new("struct with a primary constructor", """[CmqQueue("q")] public partial struct P(int a) { public int A { get; set; } = a; }""", ""),
        new("parameter by read-only reference", """[CmqQueue("q")] public partial class P(ref readonly int a) { public int A { get; } = a; }""", "CMQ0203"),
        new("alias of a tuple", """using T = (int, int); [CmqQueue("q")] public partial record P(T A);""", "CMQ0201"),
        new("experimental", """[System.Diagnostics.CodeAnalysis.Experimental("EXP1"), CmqQueue("q")] public partial record P(int A);""", ""),
        new("experimental members", """
            #pragma warning disable EXP1, EXP2
            [CmqQueue("q")] public partial record P(N A); [System.Diagnostics.CodeAnalysis.Experimental("EXP1")] public class N { [System.Diagnostics.CodeAnalysis.Experimental("EXP2")] public int A { get; init; } }
            """, ""),
    ];

    /// <summary>What breaks every contract of the project.</summary>
    public static IReadOnlyList<Declaration> OfWholeProject { get; } =
    [
        new("type System in the global namespace", """public class System { } [global::CmqContracts.CmqQueue("q")] public partial record P(int A);""", "CMQ0008 CS0138 CS0426 CS0437"),
        new("type CmqContracts in the global namespace", """[global::CmqContracts.CmqQueue("q")] public partial record CmqContracts(int A);""", "CS0138 CS0426 CS0437"),
    ];

    public static Declaration Named(string name) => All.Concat(OfNewerLanguages).Concat(OfWholeProject).Single(declaration => declaration.Name == name);
}
