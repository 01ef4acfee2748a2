using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.Generators.Tests.Robustness;

/// <summary>
/// Types of another assembly, of which only the metadata is known: each can be bound, or a diagnostic at the attribute says why not.
/// </summary>
public class BindingTests
{
    private static readonly MetadataReference Their = TestCompilation.Library("""
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Friend")]
        namespace Their
        {
            public record Message(int Id, string Name, string? Note = "n", Kind Kind = Kind.Second)
            {
                public required string Title { get; init; }
                public Part? Part { get; init; } = new();
                public List<Part> Parts { get; } = new();
                [JsonPropertyName("other name")] public int Renamed { get; set; }
                [JsonIgnore] public object? Ignored { get; set; }
                internal object? Internal { get; set; }
                protected object? Protected { get; set; }
                private protected Internal? Both { get; set; }
            }

            public enum Kind { First, Second }
            public class Part { public int A { get; internal set; } public int B { get; init; } = 1; public int @class { get; set; } }
            public readonly record struct Envelope<T>(T Payload, string? Trace);
            public static class Outer { public record Nested(int A); }
            public record BaseMessage(int A);
            public record DerivedMessage(int A, int B) : BaseMessage(A);
            public class Chosen { [JsonConstructor] public Chosen(int a) => A = a; public Chosen(string a) => A = a.Length; public int A { get; } }
            public class WithObject { public Action? Anything { get; set; } public nint Native { get; set; } }
            public class Holder { public List<WithObject>? Held { get; set; } }
            public class Twins { public int A { get; set; } [JsonPropertyName("A")] public int B { get; set; } }
            public class NoConstructor { internal NoConstructor() { } }
            public class OtherParameter { public OtherParameter(int other) => A = other; public int A { get; } }
            public class Unreachable { public required int A; }
            public class Uncovered { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string? A { get; set; } }
            public class Included { [JsonInclude] public int A { get; private set; } [JsonInclude] public int B { get; set; } [JsonInclude] private int C { get; set; } [JsonInclude] public int D; }
            public interface IMessage { int A { get; } }
            public abstract record Abstract(int A);
            public class Items : List<int> { }
            public delegate void Callback();
            public static class Static { }
            public ref struct Reference { }
            internal record Internal(int A);
            [Obsolete("old")] public record Old(int A);
            [Obsolete("gone", true)] public record Gone(int A);
            public class HoldsGone { [Obsolete("gone", true)] public int A { get; set; } [Obsolete("gone", true)] public Kind K { get; init; } }
            [System.Diagnostics.CodeAnalysis.Experimental("THEIR1")] public record Experimental(int A);
        }
        """, "Their");

    private static readonly Dictionary<string, (string Source, string Expected)> Cases = new()
    {
        ["record"] = ("""[CmqQueue<Their.Message>("q")] public partial class B { }""", ""),
        ["closed generic"] = ("""[CmqQueue<Their.Envelope<Their.Message>>("q")] public partial class B { } [CmqQueue<Their.Envelope<string>>("r")] public partial struct C { } [CmqQueue<Their.Envelope<Own>>("s")] public partial record D; internal record Own(int A);""", ""),
        ["nested"] = ("""[CmqQueue<Their.Outer.Nested>("q")] public partial class B { }""", ""),
        ["derived"] = ("""[CmqQueue<Their.DerivedMessage>("q")] public partial class B { }""", ""),
        ["chosen constructor"] = ("""[CmqQueue<Their.Chosen>("q")] public partial class B { }""", ""),
        ["two queues"] = ("""[CmqQueue<Their.Message>("q")] public partial class B { } [CmqQueue<Their.Message>("r")] public partial class C { }""", ""),
        ["binding that is abstract, nested, private, keyword"] = ("""public partial class O { [CmqQueue<Their.Message>("q")] private abstract partial class @class { } [CmqQueue<Their.Message>("r")] protected partial record struct S; }""", ""),
        ["binding with members named like generated names"] = ("""[CmqQueue<Their.Message>("q")] public partial class B { public int CmqCodec; public int Contract; public void WriteMessage() { } }""", ""),
        ["binding derived from the message"] = ("""[CmqQueue<Their.BaseMessage>("q")] public partial record B(int A, int C) : Their.BaseMessage(A);""", ""),
        ["binding that inherits another one"] = ("""[CmqQueue<Their.Message>("q")] public partial class B { } [CmqQueue<Their.Message>("r")] public partial class C : B { }""", ""),
        ["type of this assembly"] = ("""public record Own(int A); [CmqQueue<Own>("q")] public partial class B { }""", ""),
        ["message with a queue of its own"] = ("""[CmqQueue("q")] public partial record Own(int A); [CmqQueue<Own>("r")] public partial class B { }""", ""),
        ["itself"] = ("""[CmqQueue<Own>("q")] public partial record Own(int A);""", ""),
        ["internal of a public binding"] = ("""internal record Own(int A); [CmqQueue<Own>("q")] public partial class B { }""", ""),
        ["private type beside the binding"] = ("""public partial class O { private record Own(int A); [CmqQueue<Own>("q")] public partial class B { } [CmqQueue<Their.Envelope<Own>>("r")] internal partial class C { } }""", ""),
        ["private in the binding"] = ("""[CmqQueue<B.Own>("q")] public partial class B { private record Own(int A); }""", ""),
        ["alias of the attribute"] = ("""using Q = CmqContracts.CmqQueueAttribute<Their.Message>; [Q("q")] public partial class B { }""", ""),
        ["qualified attribute"] = ("""[CmqContracts.CmqQueue<Their.Message>("q")] public partial class B { } [global::CmqContracts.CmqQueueAttribute<Their.Message>("r")] public partial class C { }""", ""),
        ["attribute of another library"] = ("""namespace Other { public sealed class CmqQueueAttribute<T> : Attribute { } [CmqQueue<object>] public class B { } }""", ""),
        ["attribute on the second part"] = ("""public partial class B { } [CmqQueue<Their.Message>("q")] public partial class B { }""", ""),
        ["names equal but for case"] = ("""[CmqQueue<Their.Message>("q")] public partial class Same { } [CmqQueue("r")] public partial record SAME(int A);""", ""),
        ["beside what would be the client"] = ("""[CmqQueue<Their.Message>("q")] public partial class B { } public class BQueue { }""", ""),
        ["obsolete with a warning"] = ("""
            #pragma warning disable CS0618
            [CmqQueue<Their.Old>("q")] public partial class B { }
            """, ""),
        ["obsolete members"] = ("""[CmqQueue<Their.HoldsGone>("q")] public partial class B { }""", ""),
        ["obsolete binding of what is obsolete"] = ("""[Obsolete, CmqQueue<Their.Gone>("q")] public partial class B { }""", ""),
        ["experimental"] = ("""
            #pragma warning disable THEIR1
            [CmqQueue<Their.Experimental>("q")] public partial class B { }
            """, ""),

        ["member without a shape"] = ("""[CmqQueue<[|Their.WithObject|]>("q")] public partial class B { }""", "CMQ0201 CMQ0201"),
        ["deeper member without a shape"] = ("""[CmqContracts.CmqQueue<[|Their.Holder|]>("q")] public partial class B { }""", "CMQ0201 CMQ0201"),
        ["alias of what cannot be bound"] = ("""using Q = CmqContracts.CmqQueueAttribute<Their.WithObject>; [[|Q|]("q")] public partial class B { }""", "CMQ0201 CMQ0201"),
        ["one JSON name twice"] = ("""[CmqQueue<[|Their.Twins|]>("q")] public partial class B { }""", "CMQ0202"),
        ["no constructor"] = ("""[CmqQueue<[|Their.NoConstructor|]>("q")] public partial class B { }""", "CMQ0006"),
        ["parameter without a member"] = ("""[CmqQueue<[|Their.OtherParameter|]>("q")] public partial class B { }""", "CMQ0203"),
        ["attribute that is not covered"] = ("""[CmqQueue<[|Their.Uncovered|]>("q")] public partial class B { }""", "CMQ0204"),
        ["included setter that is not public"] = ("""[CmqQueue<[|Their.Included|]>("q")] public partial class B { }""", "CMQ0204"),
        ["required but not in JSON"] = ("""[CmqQueue<[|Their.Unreachable|]>("q")] public partial class B { }""", "CMQ0205"),
        ["interface"] = ("""[CmqQueue<[|Their.IMessage|]>("q")] public partial class B { }""", "CMQ0005"),
        ["abstract"] = ("""[CmqQueue<[|Their.Abstract|]>("q")] public partial class B { }""", "CMQ0005"),
        ["collection"] = ("""[CmqQueue<[|Their.Items|]>("q")] public partial class B { } [CmqQueue<[|List<Their.Message>|]>("r")] public partial class C { }""", "CMQ0005 CMQ0005"),
        ["delegate"] = ("""[CmqQueue<[|Their.Callback|]>("q")] public partial class B { }""", "CMQ0005"),
        ["enum"] = ("""[CmqQueue<[|Their.Kind|]>("q")] public partial class B { }""", "CMQ0005"),
        ["array"] = ("""[CmqQueue<[|Their.Message[]|]>("q")] public partial class B { } [CmqQueue<[|int[,]|]>("r")] public partial class C { }""", "CMQ0005 CMQ0005"),
        ["tuple"] = ("""[CmqQueue<[|(int, Their.Message)|]>("q")] public partial class B { }""", "CMQ0005"),
        ["single values"] = ("""[CmqQueue<[|string|]>("a")] public partial class A { } [CmqQueue<[|int|]>("b")] public partial class B { } [CmqQueue<[|int?|]>("c")] public partial class C { } [CmqQueue<[|object|]>("d")] public partial class D { } [CmqQueue<[|Guid|]>("e")] public partial class E { } [CmqQueue<[|Uri|]>("f")] public partial class F { } [CmqQueue<[|byte[]|]>("g")] public partial class G { }""", "CMQ0005 CMQ0005 CMQ0005 CMQ0005 CMQ0005 CMQ0005 CMQ0005"),
        ["file-local"] = ("""file record Own(int A); [CmqQueue<[|Own|]>("q")] public partial class B { } [CmqQueue<[|Their.Envelope<Own[]>|]>("r")] public partial class C { }""", "CMQ0005 CMQ0005"),
        ["file-local binding"] = ("""[CmqQueue<Their.Message>("q")] file partial class [|B|] { }""", "CMQ0010"),
        ["not partial"] = ("""[CmqQueue<Their.Message>("q")] public class [|B|] { }""", "CMQ0001"),
        ["nested in what is not partial"] = ("""public class [|O|] { [CmqQueue<Their.Message>("q")] public partial class B { } }""", "CMQ0002"),
        ["generic binding"] = ("""[CmqQueue<Their.Message>("q")] public partial class [|B|]<T> { }""", "CMQ0004"),
        ["static binding"] = ("""[CmqQueue<Their.Message>("q")] public static partial class [|B|] { }""", "CMQ0010"),
        ["ref struct binding"] = ("""[CmqQueue<Their.Message>("q")] public ref partial struct [|B|] { }""", "CMQ0010"),
        ["both attributes"] = ("""[CmqQueue("p"), [|CmqQueue<Their.Message>("q")|]] public partial record B(int A);""", "CMQ0009"),
        ["both attributes on two parts"] = ("""[[|CmqQueue<Their.Message>("q")|]] public partial record B(int A); [CmqQueue("p")] public partial record B;""", "CMQ0009"),
        ["out of range"] = ("""[CmqQueue<Their.Message>([|"1st"|], VisibilityTimeout = [|0|])] public partial class B { }""", "CMQ0101 CMQ0102"),

        ["twice"] = ("""[CmqQueue<Their.Message>("q"), CmqQueue<Their.Part>("r")] public partial class B { }""", "CS0579"),
        ["unbound generic"] = ("""[CmqQueue<Their.Envelope<>>("q")] public partial class B { }""", "CS7003"),
        ["type parameter"] = ("""public partial class O<T> { [CmqQueue<T>("q")] public partial class [|B|] { } }""", "CMQ0004 CS8968"),
        ["missing"] = ("""[CmqQueue<Their.Missing>("q")] public partial class B { }""", "CS0234"),
        ["closed by what is missing"] = ("""[CmqQueue<Their.Envelope<Missing>>("q")] public partial class B { }""", "CS0246"),
        ["internal of another assembly"] = ("""[CmqQueue<Their.Internal>("q")] public partial class B { }""", "CS0122"),
        ["private in another class"] = ("""public class O { private record Own(int A); } [CmqQueue<O.Own>("q")] public partial class B { }""", "CS0122"),
        ["static"] = ("""[CmqQueue<Their.Static>("q")] public partial class B { }""", "CS0718"),
        ["ref struct"] = ("""[CmqQueue<Their.Reference>("q")] public partial class B { }""", "CS0306"),
        ["pointer"] = ("""[CmqQueue<int*>("q")] public unsafe partial class B { }""", "CS0306"),
        ["dynamic"] = ("""[CmqQueue<dynamic>("q")] public partial class B { }""", "CS8970"),
        ["tuple with names"] = ("""[CmqQueue<(int A, int B)>("q")] public partial class B { }""", "CMQ0005 CS8970"),
        ["null"] = ("""[CmqQueue<Their.Message?>("q")] public partial class B { }""", "CS8970"),
        ["void"] = ("""[CmqQueue<void>("q")] public partial class B { }""", "CS1547"),
        ["no type"] = ("""[CmqQueue<>("q")] public partial class B { }""", "CS7003"),
        ["two types"] = ("""[CmqQueue<int, int>("q")] public partial class B { }""", "CS0305"),
        ["obsolete with an error"] = ("""[CmqQueue<Their.Gone>("q")] public partial class B { }""", "CS0619"),
        ["closed by what is obsolete with an error"] = ("""[CmqQueue<Their.Envelope<Their.Gone>>("q")] public partial class B { }""", "CS0619"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Works_or_says_why_not(string name)
    {
        (string markup, string expected) = Cases[name];
        (string source, List<TextSpan> spans) = RuleTest.Parse(markup);
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(source).AddReferences(Their));
        Diagnostic[] compiler = run.Warnings();
        Diagnostic[] analyzer = await RuleTest.Analyze(run);

        Diagnostic[] inOurs = [.. compiler.Where(run.IsInGeneratedFile)];
        Assert.True(inOurs.Length == 0, $"{name}:\n{string.Join('\n', inOurs.Select(d => d.ToString()))}\n{string.Join('\n', run.Files.Values)}");
        // Versions of the compiler have different ids for some errors about type arguments.
        IEnumerable<string> found = analyzer.Concat(compiler).Select(d => d.Id switch { "CS9244" => "CS0306", "CS0308" => "CS0305", string id => id });
        Assert.Equal(expected, string.Join(' ', found.Order(StringComparer.Ordinal)));
        if (spans.Count > 0)
            Assert.Equal(spans, analyzer.Select(d => d.Location.SourceSpan).Distinct().Order());
    }
}
