namespace CmqContracts.Generators.Tests.Kit;

/// <summary><see cref="RuleTest"/> fails if the diagnostics are not the expected ones.</summary>
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
    public Task An_unexpected_diagnostic_fails() => Assert.ThrowsAnyAsync<Exception>(() => RuleTest.ExpectNothing("""[CmqQueue("q")] public record P(int A);"""));
}
