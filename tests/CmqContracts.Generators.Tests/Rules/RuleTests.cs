using CmqContracts.Generators.Tests.Kit;

namespace CmqContracts.Generators.Tests.Rules;

public class RuleTests
{
    public static TheoryData<int> Reported => [.. Enumerable.Range(0, RuleCases.Reported.Count)];

    public static TheoryData<int> Allowed => [.. Enumerable.Range(0, RuleCases.Allowed.Count)];

    [Theory]
    [MemberData(nameof(Reported))]
    public async Task Reports_the_place(int index)
    {
        RuleCase code = RuleCases.Reported[index];
        await RuleTest.Expect(code.Rule, code.Code, code.Version, code.Service);
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task Says_nothing_about_good_code(int index)
    {
        RuleCase code = RuleCases.Allowed[index];
        await RuleTest.ExpectNothing(code.Code, code.Version, code.Service);
    }

    [Fact]
    public async Task CMQ0008_names_the_type_that_hides_a_namespace()
    {
        // The compiler has more to say about such a type, so this is not a case among the others.
        GeneratorRun run = GeneratorRun.Of("""public class System { } [global::CmqContracts.CmqQueue("q")] public partial record P(int A);""");
        Assert.Equal(["CMQ0008 13"], (await RuleTest.Analyze(run)).Select(d => $"{d.Id} {d.Location.SourceSpan.Start}"));
        Assert.Empty(run.Files);
    }

    [Fact]
    public async Task A_pragma_silences_a_rule() => await RuleTest.ExpectNothing("""
        #pragma warning disable CMQ0102
        [CmqQueue("q", VisibilityTimeout = 0)] public partial record P(int A);
        """);
}
