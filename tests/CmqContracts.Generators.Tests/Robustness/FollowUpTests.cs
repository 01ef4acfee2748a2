using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Robustness;

/// <summary>Code that uses a contract with an error gets as few further errors as C# allows.</summary>
public class FollowUpTests
{
    [Theory]
    [InlineData("unsupported member", """[CmqQueue("p")] public partial record P(object A);""", "")]
    [InlineData("out of range", """[CmqQueue("p", VisibilityTimeout = -1)] public partial record P(int A);""", "")]
    [InlineData("empty name", """[CmqQueue("")] public partial record P(int A);""", "")]
    [InlineData("missing type", """[CmqQueue("p")] public partial record P(Missing A);""", "")]
    [InlineData("abstract", """[CmqQueue("p")] public abstract partial record P(int A);""", "")]
    [InlineData("collection", """[CmqQueue("p")] public partial class P : List<int> { }""", "")]
    [InlineData("not partial", """[CmqQueue("p")] public record P(int A);""", "CS0311")]
    [InlineData("not partial struct", """[CmqQueue("p")] public record struct P(int A);""", "CS0315")]
    [InlineData("client's name is taken", """[CmqQueue("p")] public partial record P(int A); public class PQueue { public PQueue(CmqClient client) { } }""", "")]
    public void Code_that_uses_a_contract_with_an_error(string name, string source, string expected)
    {
        GeneratorRun run = GeneratorRun.Of(source, others: """
            internal static class Uses
            {
                public static IQueueClient<P> Generic(CmqClient cmq) => cmq.Queue<P>();

                public static object Named(CmqClient cmq) => new PQueue(cmq);

                public static CmqBuilder Registered(CmqBuilder builder) => builder.AddContracts();
            }
            """);
        string found = string.Join(' ', run.Warnings().Where(d => d.Location.SourceTree?.FilePath != TestCompilation.SourcePath).Select(d => d.Id));
        Assert.True(expected == found, $"{name}: {string.Join('\n', run.Warnings().Select(d => d.ToString()))}");
    }

    [Theory]
    [InlineData("unsupported member", """[CmqTopic("p")] public partial record P(Action A);""", "")]
    [InlineData("unsupported member of both", """[CmqTopic("p"), CmqQueue("p")] public partial record P(Action A);""", "")]
    [InlineData("out of range", """[CmqTopic("p", MaxMsgSize = -1)] public partial record P(int A);""", "")]
    [InlineData("empty name", """[CmqTopic("")] public partial record P(int A);""", "")]
    [InlineData("empty name of the queue", """[CmqTopic("p"), CmqQueue("")] public partial record P(int A);""", "")]
    [InlineData("not partial", """[CmqTopic("p")] public record P(int A);""", "CS0311")]
    [InlineData("not partial with both", """[CmqTopic("p"), CmqQueue("p")] public record P(int A);""", "CS0311")]
    [InlineData("client's name is taken", """[CmqTopic("p")] public partial record P(int A); public class PTopic { public PTopic(CmqClient client) { } }""", "")]
    public void Code_that_uses_a_topic_with_an_error(string name, string source, string expected)
    {
        GeneratorRun run = GeneratorRun.Of(source, others: """
            internal static class Uses
            {
                public static ITopicClient<P> Generic(CmqClient cmq) => cmq.Topic<P>();

                public static object Named(CmqClient cmq) => new PTopic(cmq);

                public static CmqBuilder Registered(CmqBuilder builder) => builder.AddContracts();
            }
            """);
        string found = string.Join(' ', run.Warnings().Where(d => d.Location.SourceTree?.FilePath != TestCompilation.SourcePath).Select(d => d.Id));
        Assert.True(expected == found, $"{name}: {string.Join('\n', run.Warnings().Select(d => d.ToString()))}");
    }

    [Theory]
    [InlineData("unsupported member", """public record M(object A); [CmqQueue<M>("q")] public partial class B { }""", "")]
    [InlineData("abstract message", """public abstract record M(int A); [CmqQueue<M>("q")] public partial class B { }""", "")]
    [InlineData("interface", """public interface M { } [CmqQueue<M>("q")] public partial class B { }""", "")]
    [InlineData("empty name", """public record M(int A); [CmqQueue<M>("")] public partial class B { }""", "")]
    [InlineData("not partial", """public record M(int A); [CmqQueue<M>("q")] public class B { }""", "CS0311")]
    [InlineData("binding and message at once", """public record M(int A); [CmqQueue("p"), CmqQueue<M>("q")] public partial class B { }""", "CS0311")]
    public void Code_that_uses_a_binding_with_an_error(string name, string source, string expected)
    {
        GeneratorRun run = GeneratorRun.Of(source, others: """
            internal static class Uses
            {
                public static IQueueClient<M> Generic(CmqClient cmq) => cmq.Queue<M, B>();

                public static CmqBuilder Registered(CmqBuilder builder) => builder.AddContracts();
            }
            """);
        string found = string.Join(' ', run.Warnings().Where(d => d.Location.SourceTree?.FilePath != TestCompilation.SourcePath).Select(d => d.Id));
        Assert.True(expected == found, $"{name}: {string.Join('\n', run.Warnings().Select(d => d.ToString()))}");
    }

    [Fact]
    public async Task A_member_of_a_type_that_several_contracts_contain_is_reported_once() => await RuleTest.Expect("CMQ0201", """
        public class Shared { public [|Action|]? Anything { get; set; } public Inner? Inner { get; set; } }
        public class Inner { public [|nint|] Native { get; set; } }
        [CmqQueue("a")] public partial record A(Shared S, List<Inner> I);
        [CmqQueue("b")] public partial record B(Shared S, Inner? I);
        [CmqQueue("c")] public partial record C(Dictionary<string, Shared> S);
        [CmqQueue<Shared>("d")] public partial class D { }
        """);

    [Theory]
    [InlineData("Shop", "ShopContracts")]
    [InlineData("Shop.Orders-2.Api", "Shop_Orders_2_ApiContracts")]
    [InlineData("2shop", "_2shopContracts")]
    [InlineData("订单", "订单Contracts")]
    [InlineData("a b+c", "a_b_cContracts")]
    [InlineData("Cmq", "CmqContracts")]
    [InlineData("Taken", "TakenContracts_")]
    [InlineData(null, "_Contracts")]
    public void The_registration_is_named_after_the_assembly(string? assembly, string expected)
    {
        GeneratorRun run = GeneratorRun.Of("""namespace CmqContracts.Generated { internal class TakenContracts { } [CmqQueue("q")] internal partial record P(int A); }""", LanguageVersion.CSharp11, assembly!).AssertCompiles();
        Assert.Contains($"internal static class {expected}\n", run.Files["CmqContracts.AddContracts.g.cs"], StringComparison.Ordinal);
        Assert.Contains($"The contracts of assembly <c>{assembly ?? "Assembly"}</c>", run.Files["CmqContracts.AddContracts.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System")]
    [InlineData("CmqContracts")]
    public async Task A_type_that_hides_a_namespace_is_reported_and_nothing_is_emitted(string name)
    {
        CSharpCompilation compilation = TestCompilation.Create($$"""extern alias named; public class {{name}} { } [named::CmqContracts.CmqQueue("p")] public partial record P(int A);""");
        GeneratorRun run = GeneratorRun.Of(compilation.WithReferences(compilation.References.Select(reference => reference.WithAliases(["global", "named"]))));
        Assert.Equal([$"CMQ0008 {name}"], (await RuleTest.Analyze(run)).Select(d => $"{d.Id} {d.Location.SourceTree!.ToString().Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)}"));
        Assert.DoesNotContain(run.Files, file => file.Value.Contains("partial record P", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_are_named_after_their_types()
    {
        GeneratorRun run = GeneratorRun.Of("""
            namespace N
            {
                [CmqQueue("a")] public partial record Order(int A);
                [CmqQueue("b")] public partial record ORDER(int A);
                public partial class Outer { [CmqQueue("c")] public partial record Order(int A); }
            }
            """).AssertCompiles();
        Assert.Equal(["CmqContracts.AddContracts.g.cs", "N.ORDER-1.g.cs", "N.Order-2.g.cs", "N.Outer+Order.g.cs"], run.Files.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_obsolete_message_has_an_obsolete_client()
    {
        GeneratorRun run = GeneratorRun.Of("""[Obsolete("Use \"Q\".", true, DiagnosticId = "OLD1"), CmqQueue("p")] public partial record P(int A);""").AssertCompiles();
        Assert.Contains("""[global::System.Obsolete("Use \"Q\".", true, DiagnosticId = "OLD1")]""" + "\npublic sealed class PQueue", run.Files["P.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("AddQueue", run.Files["CmqContracts.AddContracts.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, "class")]
    [InlineData(LanguageVersion.CSharp9, "record")]
    [InlineData(LanguageVersion.CSharp10, "record struct")]
    public async Task Below_language_version_11_code_that_uses_the_client_compiles(LanguageVersion version, string kind)
    {
        CSharpCompilation compilation = TestCompilation.CreateOld(
            $$"""
            using System;
            using System.Threading.Tasks;
            using CmqContracts;

            namespace Shop.Orders
            {
                [CmqQueue("p")] public partial {{kind}} P { public int A { get; set; } }
                public static partial class Outer { [CmqQueue("r"), Obsolete("old")] internal partial {{kind}} R { public int A { get; set; } } }
                public class Closed { [CmqQueue("s")] public partial {{kind}} S { public int A { get; set; } } }
                public partial class Around<T> { [CmqQueue("u")] public partial {{kind}} U { public int A { get; set; } } }
                [CmqQueue("v")] public partial {{kind}} V<T> { public T A { get; set; } }
                [CmqQueue("w")] public static partial class W { }
                [CmqQueue("x")] public ref partial struct X { }
                [CmqQueue("y")] public partial struct Y { public int A { get; set; } }
            }
            [CmqQueue("t"), CmqTopic("t")] public {{kind}} T { public int A { get; set; } }
            public static class Uses
            {
                public static Task Named(CmqClient cmq) { return new Shop.Orders.PQueue(cmq).SendAsync(new Shop.Orders.P { A = 1 }); }
                public static object Others(CmqClient cmq) { return new object[] { new TQueue(cmq), TQueue.Name, new TTopic(cmq), TTopic.Name }; }
                public static IQueueClient<Shop.Orders.P> Injected(IQueueClient<Shop.Orders.P> client) { return client; }
                public static CmqBuilder Registered(CmqBuilder builder) { return builder.AddContracts(); }
            }
            """,
            version);
        GeneratorRun run = GeneratorRun.Of(compilation, version).AssertCompiles();
        Assert.Equal(["CmqContracts.AddContracts.g.cs", "Shop.Orders.Outer+R.g.cs", "Shop.Orders.P.g.cs", "Shop.Orders.Y.g.cs", "T.g.cs"], run.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["CMQ0003"], (await RuleTest.Analyze(run)).Select(d => d.Id).Distinct());
        Assert.Equal(version is LanguageVersion.CSharp10, run.Files["CmqContracts.AddContracts.g.cs"].Contains("global using ", StringComparison.Ordinal));
    }

    [Fact]
    public void Below_language_version_11_the_generic_way_to_a_queue_has_an_error_of_its_own()
    {
        GeneratorRun run = GeneratorRun.Of("""[CmqQueue("p")] public partial record P(int A); public static class Uses { public static object Generic(CmqClient cmq) => cmq.Queue<P>(); }""", LanguageVersion.CSharp10);
        Assert.Equal(["CS0311"], run.Warnings().Select(d => d.Id));
    }
}
