using CmqContracts.Generators.Tests.Kit;

namespace CmqContracts.Generators.Tests.Snapshots;

/// <summary>What is declared for contracts in odd places and of odd names, and which warnings their files turn off: all but those that no pragma can name.</summary>
public sealed class DeclaredTests
{
    private const string Source = """
        using System.Diagnostics.CodeAnalysis;

        namespace Obsoletes
        {
            [Obsolete, CmqQueue("a1"), CmqTopic("a1")] public partial record Bare(int A);
            [Obsolete("use \"New\"\n"), CmqQueue("a2")] public partial record Told(int A);
            [Obsolete("x", false, DiagnosticId = "OLD1", UrlFormat = "u"), CmqQueue("a3")] public partial record Identified(int A);
            [Obsolete(null, DiagnosticId = "not an id"), CmqQueue("a4")] public partial record Unnamed(int A);
            [Obsolete("x", true), CmqQueue("a5"), CmqTopic("a5")] public partial record Gone(int A);
            [Obsolete("x", true, DiagnosticId = "OLD2")] public static partial class Around { [CmqQueue("a6")] public partial record InGone(int A); }
            [Obsolete("x")] public class Old { public int A { get; set; } }
            [Obsolete("x", true)] public class Refused { public int A { get; set; } }
            public class Box<T> { public T? Value { get; set; } public record Inner(int A); }
            #pragma warning disable CS0612, CS0618, CS0619
            [CmqQueue<Refused>("a7")] public partial class BindsRefused { }
            [Obsolete, CmqQueue<Refused>("a8"), CmqTopic<Refused>("a8")] public partial class BindsRefusedByOld { }
            [Obsolete] public partial class AroundBinding { [CmqQueue<Box<Refused>>("a9")] public partial class BindsBoxOfRefused { } [CmqQueue<Box<Refused[]>.Inner>("a10")] public partial class BindsInner { } }
            [CmqQueue<Old>("a11")] public partial class BindsOld { }
            [CmqQueue("a12")] public partial record Holds(Old? A, Old[]? B, Box<Old>? C);
            #pragma warning restore
        }

        namespace Warned
        {
            [Experimental("EXP1"), CmqQueue("b1")] public partial record Tried(int A);
            [Experimental("EXP2")] public record Part(int A);
            [Experimental("not an id")] public record Odd(int A);
            [Mine.Experimental("EXP3"), Mine.Obsolete(DiagnosticId = "OLD3")] public record Other(int A);
            public class Members
            {
                [Obsolete("x", DiagnosticId = "OLD4")] public int A { get; set; }
                public int B { [Obsolete("x", DiagnosticId = "OLD5")] get; set; }
                public int C { get; [Obsolete("x", DiagnosticId = "OLD6")] set; }
                [Experimental("EXP4")] public int D { get; set; }
                [Obsolete("x", DiagnosticId = "OLD7"), JsonInclude] public int E;
                [Obsolete("x", DiagnosticId = "OLD8")] public int F;
                [Obsolete("x", DiagnosticId = "OLD9"), JsonIgnore] public int G { get; set; }
                [Obsolete("x", DiagnosticId = "OLD10")] public Members() { }
            }
            public class Base { [Obsolete("x", DiagnosticId = "OLD11")] public int A { get; set; } }
            [Experimental("EXP5")] public enum Kind { A }
            [Experimental("EXP6")] public class Items : List<int> { [Experimental("EXP7")] public Items() { } }
            [Experimental("EXP8")] public class Convert : JsonConverter<int> { public override int Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => 0; public override void Write(System.Text.Json.Utf8JsonWriter w, int v, System.Text.Json.JsonSerializerOptions o) { } }
            [Experimental("EXP9")] public record Leaf(int A) : Root(A);
            [JsonDerivedType(typeof(Leaf), "leaf")] public record Root(int A);
            [Experimental("EXP10")] public class Outer { public record Inner(int A); }
            [JsonConverter(typeof(JsonStringEnumConverter)), Experimental("EXP11")] public enum Named { A }
            public class MadeByOld : JsonConverter<int> { [Experimental("EXP12")] public MadeByOld() { } public override int Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => 0; public override void Write(System.Text.Json.Utf8JsonWriter w, int v, System.Text.Json.JsonSerializerOptions o) { } }
            [Experimental("EXP13")] public class Mark { }
            public class OfMark : JsonConverter<Mark> { public override Mark? Read(ref System.Text.Json.Utf8JsonReader r, Type t, System.Text.Json.JsonSerializerOptions o) => null; public override void Write(System.Text.Json.Utf8JsonWriter w, Mark v, System.Text.Json.JsonSerializerOptions o) { } }
            public class ByKind : Dictionary<Kind, int> { }
            public record Quiet(int A);
            [Experimental("EXP16")] public abstract class TriedBase { public int A { get; set; } }
            [Experimental("EXP17"), JsonDerivedType(typeof(TriedLeaf), "leaf")] public abstract class TriedRoot { }
            public class Phantom<T> { public int A { get; set; } public class Inner { public int A { get; set; } } }
            [Experimental("EXP14"), JsonSerializable(typeof(InContext))] public abstract class Context : JsonSerializerContext { protected Context() : base(null) { } public static Context Default => null!; }
            #pragma warning disable EXP2, EXP5, EXP6, EXP7, EXP8, EXP9, EXP10, EXP11, EXP12, EXP13, EXP14, EXP16, EXP17
            public class TriedLeaf : TriedRoot { }
            [CmqQueue("b2")] public partial record Parts(Part A, Part[] B);
            [CmqQueue("b3")] public partial record Odds(Other B);
            [CmqQueue("b4")] public partial record HoldsMembers(Members A);
            [CmqQueue("b5")] public partial class Derived : Base { public int B { get; set; } }
            [CmqQueue("b6")] public partial record Enums(Kind A, Dictionary<Kind, int> B);
            [CmqQueue("b7")] public partial record Collections(Items A);
            [CmqQueue("b8")] public partial class Converted { [JsonConverter(typeof(Convert))] public int A { get; set; } }
            [CmqQueue("b9")] public partial record Roots(Root A);
            [CmqQueue("b10")] public partial record Inners(Outer.Inner A);
            [CmqQueue("b11")] public partial record NamedEnums(Named A);
            [CmqQueue("b12")] public partial record NamedKeys(Dictionary<Named, int> A);
            [CmqQueue("b13")] public partial class ConvertedByOld { [JsonConverter(typeof(MadeByOld))] public int A { get; set; } }
            [CmqQueue("b14")] public partial record Phantoms(Phantom<Mark> A);
            [CmqQueue("b15")] public partial record PhantomParts(Phantom<Mark[]>.Inner A);
            [CmqQueue("b16", JsonContext = typeof(Context))] public partial record InContext(int A);
            [CmqSubscription("b17"), CmqQueue<Part>("b17")] public partial class BindsPart { }
            [Experimental("EXP15"), CmqQueue<Quiet>("b18")] public partial class TriedBinding { }
            [CmqQueue("b19")] public partial record OfKind(Kind A);
            [CmqQueue("b20")] public partial record OwnMap(ByKind A);
            [CmqQueue("b21")] public partial class ConvertedMark { [JsonConverter(typeof(OfMark))] public Mark? A { get; set; } }
            [CmqQueue("b22")] public partial class OfTriedBase : TriedBase { }
            [CmqQueue<TriedRoot>("b23")] public partial class BindsTriedRoot { }
        }

        namespace Mine
        {
            public sealed class ExperimentalAttribute : Attribute { public ExperimentalAttribute(string id) { } }
            public sealed class ObsoleteAttribute : Attribute { public string? DiagnosticId { get; set; } }
        }

        namespace Places.@class
        {
            [CmqQueue("c1"), CmqTopic("c1")] public partial record @record(int A);
            [CmqQueue("c2")] internal readonly partial record struct Structure(int A);
            [CmqQueue("c3")] partial struct Bare { public int A { get; set; } }
            public partial interface IAround { public partial struct Middle { public partial record struct Inner { public partial record Inmost { [CmqQueue("c4")] internal partial class Message { public int A { get; set; } } } } } }
            public sealed partial class Sealed { [CmqQueue("c5")] protected internal partial record Both(int A); [CmqQueue("c6")] private protected partial record Narrow(int A); [CmqQueue("c7")] protected partial record Protected(int A); [CmqQueue("c8")] private partial record Private(int A); }
            public partial class Open { [CmqQueue("c9")] protected internal partial record Both(int A); [CmqQueue("c10")] private protected partial record Narrow(int A); [CmqQueue("c11"), CmqTopic("c11")] protected partial record Protected(int A); [CmqTopic("c12")] private partial record Hidden(int A); [CmqQueue<System.IO.MemoryStream>("c13")] public partial record Binds(int A); }
            public partial class Derived : Open { [CmqQueue("c14"), CmqTopic("c14")] public new partial record Protected(int A); [CmqQueue("c15"), CmqTopic("c15")] public partial record Hidden(int A); [CmqQueue("c16")] protected internal new partial record Both(int A); [CmqQueue("c17")] public new partial record Binds(int A); }
            [CmqQueue("c18")] public partial class CmqCodec { public int A { get; set; } }
            [CmqQueue("c19")] public partial class Named { public int CmqCodec { get; set; } private void CmqCodec_() { } }
            public class NamedBase { protected int CmqCodec; }
            [CmqQueue("c20")] public partial class NamedDerived : NamedBase { public int A { get; set; } }
            public partial class Self { public int A { get; set; } public partial class Middle { [CmqQueue("c21")] public partial class Inner : Self { } } }
            [CmqQueue("c23")] public partial record @abstract(@as A);
            public record @as(int B);
            public partial class Halves { [CmqTopic("c24")] public partial record OfTopic(int A); [CmqQueue("c25")] public partial record OfQueue(int A); }
            public partial class HalvesDerived : Halves { [CmqQueue("c26"), CmqTopic("c26")] public new partial record OfTopic(int A); [CmqQueue("c27"), CmqTopic("c27")] public new partial record OfQueue(int A); }
            public partial class Generic<T> { public int A { get; set; } } public partial class Generic : Generic<int> { [CmqQueue("c22")] public partial class Inner : Generic { } }
        }
        """;

    [Fact]
    public void Odd_places_and_names()
    {
        GeneratorRun run = GeneratorRun.Of(Source);
        Snapshot.Verify("Declared", Outline.Of(run));
    }
}
