namespace CmqContracts.Generators.Tests.Kit;

/// <summary>The kit fails where what is expected is not what is reported.</summary>
public sealed class RuleTestTests
{
    [Theory]
    [InlineData("CMQ0001", """[CmqQueue("q")] public record P([|int|] A);""")]
    [InlineData("CMQ0001", """[CmqQueue("q")] public record P(int A);""")]
    [InlineData("CMQ0002", """[CmqQueue("q")] public record [|P|](int A);""")]
    [InlineData("CMQ0001", """[CmqQueue("q")] public record [|P|](int A); [CmqQueue("q!")] public partial record R(int A);""")]
    [InlineData("CMQ0001", """[CmqQueue("q")] public partial record [|P|](int A);""")]
    [InlineData("CMQ0001", """[CmqQueue("q")] public record [|P|](int A); class C { Missing M; }""")]
    public Task A_wrong_expectation_fails(string id, string markup) => Assert.ThrowsAnyAsync<Exception>(() => RuleTest.Expect(id, markup));

    [Fact]
    public Task A_report_where_none_is_expected_fails() => Assert.ThrowsAnyAsync<Exception>(() => RuleTest.ExpectNothing("""[CmqQueue("q")] public record P(int A);"""));
}
