using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Robustness;

/// <summary>Several assemblies with contracts, some of which see the internals of others.</summary>
public class FriendTests
{
    private const string Call = """public static class Uses { public static CmqBuilder Registered(CmqBuilder builder) => builder.AddContracts(); }""";

    [Theory]
    [InlineData("""namespace Middle; """)]
    [InlineData("""namespace CmqContracts.Middle; """)]
    [InlineData("""namespace Middle; using CmqContracts; """)]
    [InlineData("")]
    public void Each_assembly_registers_its_own_contracts(string space)
    {
        CSharpCompilation low = Compile("Low", """[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Middle"), System.Runtime.CompilerServices.InternalsVisibleTo("High")]""", space);
        CSharpCompilation middle = Compile("Middle", """[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("High")]""", space, low);
        CSharpCompilation high = Compile("High", "", space, low, middle);
        Assert.Equal(["Low", "Middle", "High"], new[] { low, middle, high }.Select(Called));
    }

    /// <summary>The assembly whose method is called.</summary>
    private static string Called(CSharpCompilation compilation)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == TestCompilation.SourcePath);
        var call = tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax>().Single();
        return compilation.GetSemanticModel(tree).GetSymbolInfo(call).Symbol!.ContainingAssembly.Name;
    }

    private static CSharpCompilation Compile(string name, string friends, string space, params CSharpCompilation[] references) => (CSharpCompilation)GeneratorRun
        .Of(TestCompilation.Create($"{space}[CmqQueue(\"{name}\")] internal partial record {name}Message(int A); {Call}", LanguageVersion.CSharp11, name, friends).AddReferences(references.Select(reference => reference.ToMetadataReference())))
        .AssertCompiles()
        .Output;

    [Fact]
    public async Task A_type_through_an_extern_alias_is_refused()
    {
        MetadataReference library = TestCompilation.Library("namespace Lib; public record Money(int Amount); public class Tag<T> { } public class OfTag : System.Text.Json.Serialization.JsonConverterFactory { public override bool CanConvert(Type type) => true; public override System.Text.Json.Serialization.JsonConverter? CreateConverter(Type type, System.Text.Json.JsonSerializerOptions options) => null; }", "Lib").WithAliases(["lib"]);
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create("""
            extern alias lib;
            namespace Shop;
            public class Named<T> { public int A { get; set; } }
            public record Child(int Amount) : lib::Lib.Money(Amount);
            [CmqQueue("p")] public partial record P(lib::Lib.Money A, List<lib::Lib.Money[]> B, Named<lib::Lib.Tag<int>> C, Child D, [property: JsonConverter(typeof(lib::Lib.OfTag))] int E);
            [CmqQueue("r")] public partial record R(int A);
            [CmqQueue<lib::Lib.Money>("m")] public partial class M { }
            """).AddReferences(library));
        Assert.DoesNotContain(run.Output.GetDiagnostics(), d => d.Severity is DiagnosticSeverity.Error);
        Assert.Equal(["CMQ0005", "CMQ0201", "CMQ0201", "CMQ0201", "CMQ0201", "CMQ0201"], (await RuleTest.Analyze(run)).Select(d => d.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_type_of_an_assembly_with_an_alias_besides_global_is_accepted(bool twice)
    {
        MetadataReference library = TestCompilation.Library("namespace Lib; public record Money(int Amount);", "Lib");
        MetadataReference[] references = twice ? [library, library.WithAliases(["lib"])] : [library.WithAliases(["global", "lib"])];
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create("""
            namespace Shop;
            public record Child(int Amount) : Lib.Money(Amount);
            [CmqQueue("p")] public partial record P(Lib.Money A, Child B);
            [CmqQueue<Lib.Money>("m")] public partial class M { }
            """).AddReferences(references));
        run.AssertCompiles();
        Assert.Empty(await RuleTest.Analyze(run));
    }

    [Theory]
    [InlineData("""[CmqQueue("o")] public partial class Outer { public int A { get; set; } [CmqQueue("i")] public partial class Inner : Outer { public int B { get; set; } [CmqQueue("k")] public partial class Innermost : Inner { } } }""")]
    [InlineData("""public partial class Outer { public int A { get; set; } [CmqQueue("m"), CmqTopic("m")] public partial record Message(int A); public partial class Inner : Outer { [CmqQueue("n"), CmqTopic("n")] public new partial record Message(int B); } }""")]
    [InlineData("""public partial class Outer { [CmqTopic("m")] private partial record Message(int A); } public partial class Other : Outer { [CmqQueue("n"), CmqTopic("n")] public partial record Message(int B); }""")]
    [InlineData("""public partial class Outer<T> { public int A { get; set; } } public partial class Outer : Outer<int> { [CmqQueue("i")] public partial class Inner : Outer { } }""")]
    public void A_nested_message_may_derive_from_its_containing_type(string source) => GeneratorRun.Of(source).AssertCompiles();
}
