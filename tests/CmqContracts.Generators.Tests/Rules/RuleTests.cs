using CmqContracts.Generators.Analyzers;
using CmqContracts.Generators.Tests.Kit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Rules;

public class RuleTests
{
    [Theory]
    [InlineData("CMQ0001", """[CmqQueue("q")] public record [|P|](int A);""")]
    [InlineData("CMQ0002", """public class [|Outer|] { [CmqQueue("q")] public partial record P(int A); }""")]
    [InlineData("CMQ0004", """[CmqQueue("q")] public partial record [|P|]<T>(T A);""")]
    [InlineData("CMQ0004", """public partial class Outer<T> { [CmqQueue("q")] public partial record [|P|](int A); }""")]
    [InlineData("CMQ0005", """[CmqQueue("q")] public abstract partial record [|P|](int A);""")]
    [InlineData("CMQ0005", """[CmqQueue("q")] public static partial class [|P|] { }""")]
    [InlineData("CMQ0006", """[CmqQueue("q")] public partial class [|P|] { public P(int a) { A = a; } public P(string a) { A = a.Length; } public int A { get; } }""")]
    [InlineData("CMQ0006", """[CmqQueue("q")] public partial record M(P A); public class [|P|] { private P() { } }""")]
    [InlineData("CMQ0007", """[CmqQueue("q")] public partial record P(int A); public class [|PQueue|] { }""")]
    [InlineData("CMQ0101", """[CmqQueue([|"1st"|])] public partial record P(int A);""")]
    [InlineData("CMQ0101", """[CmqQueue([|""|])] public partial record P(int A);""")]
    [InlineData("CMQ0101", """[CmqQueue("a", [|DeadLetterQueue = "d!"|], MaxReceiveCount = 1)] public partial record P(int A);""")]
    [InlineData("CMQ0102", """[CmqQueue("q", [|VisibilityTimeout = 0|])] public partial record P(int A);""")]
    [InlineData("CMQ0102", """[CmqQueue("q", [|PollingWaitSeconds = 31|], [|MaxMsgSize = 1023|], [|MsgRetentionSeconds = 59|], [|RewindSeconds = -1|], [|MaxMsgHeapNum = 1000000001|])] public partial record P(int A);""")]
    [InlineData("CMQ0102", """[CmqQueue("q", DeadLetterQueue = "d", [|MaxReceiveCount = 1001|])] public partial record P(int A);""")]
    [InlineData("CMQ0103", """[CmqQueue("q", MsgRetentionSeconds = 60, [|RewindSeconds = 61|])] public partial record P(int A);""")]
    [InlineData("CMQ0103", """[CmqQueue("q", [|RewindSeconds = 345601|])] public partial record P(int A);""")]
    [InlineData("CMQ0104", """[CmqQueue("q", [|DeadLetterQueue = "d"|])] public partial record P(int A);""")]
    [InlineData("CMQ0104", """[CmqQueue("q", [|MaxReceiveCount = 3|])] public partial record P(int A);""")]
    [InlineData("CMQ0104", """[CmqQueue("q", DeadLetterQueue = "d", MaxReceiveCount = 3, [|MaxTimeToLive = 300|])] public partial record P(int A);""")]
    [InlineData("CMQ0105", """[CmqQueue("q", MsgRetentionSeconds = 300, DeadLetterQueue = "d", [|MaxTimeToLive = 300|])] public partial record P(int A);""")]
    [InlineData("CMQ0106", """[CmqQueue("q", [|DeadLetterQueue = "Q"|], MaxReceiveCount = 3)] public partial record P(int A);""")]
    [InlineData("CMQ0201", """[CmqQueue("q")] public partial record P(object [|A|]);""")]
    [InlineData("CMQ0201", """[CmqQueue("q")] public partial record P(List<Action> [|A|], int[,] [|B|], Dictionary<double, int> [|C|], (int, int) [|D|], IDisposable [|E|]);""")]
    [InlineData("CMQ0201", """[CmqQueue("q")] public partial record P(Inner A); public class Inner { public nint [|X|] { get; set; } }""")]
    [InlineData("CMQ0202", """[CmqQueue("q")] public partial class P { public int A { get; set; } [JsonPropertyName("A")] public int [|B|] { get; set; } }""")]
    [InlineData("CMQ0203", """[CmqQueue("q")] public partial class P { public P(int [|other|]) => A = other; public int A { get; } }""")]
    [InlineData("CMQ0204", """[CmqQueue("q")] public partial class P { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? [|A|] { get; set; } }""")]
    [InlineData("CMQ0204", """[CmqQueue("q")] public partial class P { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public int [|A|] { get; set; } }""")]
    public async Task Reports_the_place(string id, string markup) => await RuleTest.Expect(id, markup);

    [Fact]
    public async Task CMQ0003_needs_language_version_11() =>
        await RuleTest.Expect("CMQ0003", """[CmqQueue("q")] public partial record [|P|](int A);""", LanguageVersion.CSharp10);

    [Theory]
    [InlineData("""[CmqQueue("q", VisibilityTimeout = 1, PollingWaitSeconds = 30, MaxMsgSize = 1024, MsgRetentionSeconds = 600, RewindSeconds = 600, MaxMsgHeapNum = 1, DeadLetterQueue = "d", MaxTimeToLive = 599)] public partial record P(int A);""")]
    [InlineData("""[CmqQueue("q")] public partial class P { public int A { get; set; } [JsonIgnore] public Action? B { get; set; } public int this[int i] => i; public static object? C { get; set; } internal object? D { get; set; } }""")]
    [InlineData("""public class P { public object? Anything { get; set; } }""")]
    public async Task Says_nothing_about_good_code(string source) => await RuleTest.ExpectNothing(source);

    [Fact]
    public async Task The_profile_decides_the_range()
    {
        await RuleTest.ExpectNothing("""[CmqQueue("q", MsgRetentionSeconds = 30, RewindSeconds = 60)] public partial record P(int A);""", service: "Tdmq");
        await RuleTest.Expect("CMQ0101", """[CmqQueue([|"orders-dlq"|])] public partial record P(int A);""", service: "tdmq");
    }

    [Fact]
    public async Task A_pragma_silences_a_rule() => await RuleTest.ExpectNothing("""
        #pragma warning disable CMQ0102
        [CmqQueue("q", VisibilityTimeout = 0)] public partial record P(int A);
        """);

    [Fact]
    public void Every_rule_is_documented_and_tracked()
    {
        string generators = Path.Combine(TestCompilation.Metadata("ProjectDirectory"), "../../src/CmqContracts.Generators");
        string tracked = File.ReadAllText(Path.Combine(generators, "AnalyzerReleases.Unshipped.md")) + File.ReadAllText(Path.Combine(generators, "AnalyzerReleases.Shipped.md"));
        foreach (DiagnosticDescriptor rule in new ContractAnalyzer().SupportedDiagnostics)
        {
            Assert.Contains($"{rule.Id} | {rule.Category} | {rule.DefaultSeverity} |", tracked, StringComparison.Ordinal);
            Assert.EndsWith("/" + rule.Id, rule.HelpLinkUri, StringComparison.Ordinal);
            string page = File.ReadAllText(Path.Combine(generators, "Rules", rule.Id + ".md"));
            Assert.Contains("# " + rule.Id, page, StringComparison.Ordinal);
            Assert.Contains("## Wrong", page, StringComparison.Ordinal);
            Assert.Contains("## Why", page, StringComparison.Ordinal);
            Assert.Contains("## Right", page, StringComparison.Ordinal);
        }
    }
}
